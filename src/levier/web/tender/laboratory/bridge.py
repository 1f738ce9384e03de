"""Where forms become the library's objects, and what it finds becomes what pages show. Nothing here is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from django.utils.safestring import SafeString, mark_safe

from levier.catalogue.model import Status
from levier.cost.facts import parameters, source
from levier.estate.reading.numbers import read_numbers
from levier.report.html import write_table
from levier.report.scoring import Picture, marks_by_price, pictures
from levier.tender.finding import Finding
from levier.tender.model import CriterionKind as Kind
from levier.tender.scoring.cases import Case
from levier.tender.scoring.counting import check_counting
from levier.tender.scoring.formulas import FACTS, FORMULAS, Chosen, choose
from levier.tender.scoring.laboratory import Answer, Report, fact, percent, simulate
from levier.tender.scoring.market import Market, market
from levier.tender.scoring.points import points_of
from levier.tender.scoring.rules import Criterion, Rules, rules
from levier.tender.scoring.warnings import Warned
from levier.web.house.words import language, told
from levier.wording.numbers import write_count, write_share
from levier.wording.text import Text, say

SLACK_PERCENT = 1e-6
"""By how much typed weights may miss one hundred: the rounding of the machine."""
SEED = 1
"""The same rules give the same answer each time; it is told on the page."""
PRICED = (Kind.PRICE, Kind.COST)
NOT_OFFERED = ("quality-ladder", "notional-discount", "life-cycle-cost", "equivalent-annual-cost")
"""Formulas of levels, which other criteria take by themselves, and ratios under the name of what they compare."""

ALTERNATIVES = ("ratio", "anchored-linear")
"""What a chosen formula is set beside: the first of these that it is not."""
ADVICE: Mapping[str, Text] = {
    "cheapest_is_best": say("Choose a formula in which the lowest price has the most points."),
    "weights_are_real": say(
        "Choose a gentler or a steeper formula of price, or finer levels for the other criteria. "
        "Then the marks of each criterion differ as much as its weight says."
    ),
    "gap_flips": say(
        "Choose a formula in which a small gap of price moves few points, or levels that tell offers apart."
    ),
    "loser_reorders": say("Choose a formula that looks at the lowest price alone, not at the dearest nor at the mean."),
    "negative": say("Write in the rules that no mark goes below zero, or choose another formula."),
    "neutralised": say(
        "Describe levels that truly tell offers apart for this criterion, or choose a gentler formula of price."
    ),
    "lots_averaged": say("Weight the marks of lots by their value, or sum their prices."),
}
"""What to change, by question that is not answered well."""


Priced = tuple[str, float]
"""The name of an offer and its price."""


@dataclass(frozen=True)
class TriedPrice:
    """A price that the buyer gave, and its points."""

    name: str
    price: float
    points: float


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a page shows it, with the table of its figures. The charts escape what they write."""

    title: str
    drawn: SafeString
    table: SafeString

    @classmethod
    def of(cls, picture: Picture) -> ShownPicture:
        """Write a picture of the report."""
        shown = replace(picture.table, caption_shown=True)
        drawn = mark_safe(picture.wide + picture.narrow)
        return cls(picture.table.caption, drawn, mark_safe(write_table(shown)))


@dataclass(frozen=True)
class Advised:
    """An answer that must be looked at, and what to change."""

    answer: Answer
    advice: Text


@dataclass(frozen=True)
class Side:
    """One figure of the rules, and the same with another formula."""

    label: Text
    chosen: str
    other: str


@dataclass(frozen=True)
class Beside:
    """The same rules with another formula of price."""

    chosen: Text
    other: Text
    rows: tuple[Side, ...]
    fewer: bool
    """Whether fewer things are left to look at."""


@dataclass(frozen=True)
class Held:
    """A criterion, what it was announced to weigh, and the weights between which the winner mostly stays."""

    name: str
    weight: str
    low: str
    high: str


@dataclass(frozen=True)
class Reference:
    """A decision as a page shows it: its reference leads to where it was read."""

    text: Text
    url: str
    read: bool

    @classmethod
    def of(cls, case: Case) -> Reference:
        """Write the reference of a case."""
        return cls(case.reference, source(case.source).url, case.status is Status.READ)


@dataclass(frozen=True)
class Tested:
    """What the laboratory found about some rules, ready to be shown."""

    report: Report
    counting: tuple[Finding, ...]
    pictures: tuple[ShownPicture, ...]
    tried: tuple[TriedPrice, ...]
    maximum: float
    note: Text | None
    beside: Beside | None = field(default=None)

    @property
    def doubtful(self) -> list[Advised]:
        """Return the answers that a buyer must look at, with what to change."""
        return [Advised(answer, ADVICE[answer.id]) for answer in self.report.answers if not answer.fine]

    @property
    def things(self) -> int:
        """Return how many things there are to look at: answers, and what courts said of the formula."""
        return _to_look_at(self.report)

    @property
    def cases(self) -> list[Reference]:
        """Return the decisions that the answers name, each once."""
        named = {c.id: c for answer in self.report.answers if not answer.fine for c in answer.cases}
        return [Reference.of(case) for case in named.values()]

    @property
    def warned(self) -> list[tuple[Text, Reference]]:
        """Return what courts said of the formula, and where."""
        return _referred(self.report.warnings)

    @property
    def fine(self) -> list[Answer]:
        """Return the answers that hold nothing to mend."""
        return [answer for answer in self.report.answers if answer.fine]

    @property
    def firsts(self) -> list[tuple[Text, str]]:
        """Return how often the cheapest offer is first, the second cheapest, and so on; none without a price."""
        if self.beside is None:
            return []
        chances = self.report.probability_first.items()
        return [(_place(int(place)), write_share(share, language())) for place, share in chances]

    @property
    def margins(self) -> list[Held]:
        """Return between which weights the winner stays, the others keeping their proportions."""
        lang = language()

        def written(weight: float | None, end: float) -> str:
            return write_share(end if weight is None else weight, lang)

        return [
            Held(
                self.report.rules.criterion(one.criterion).name,
                write_share(one.weight, lang),
                written(one.low, 0.0),
                written(one.high, 1.0),
            )
            for one in self.report.stability
        ]

    @property
    def by_data(self) -> str:
        """Return in which share of the sets the uncertainty of declared quantities decides; empty where none is."""
        return "" if self.report.decided_by_data is None else write_share(self.report.decided_by_data, language(), 1)

    @property
    def spread(self) -> str:
        """Return the spread of invented prices as a share."""
        return write_share(self.report.market.price_spread, language())


def _referred(found: Sequence[Warned]) -> list[tuple[Text, Reference]]:
    return [(warned.reason, Reference.of(warned.case)) for warned in found]


def _place(place: int) -> Text:
    return say("The cheapest offer") if place == 1 else say("Offer {n} by price", n=place)


def formulas() -> list[tuple[str, str]]:
    """Return the formulas of a price mark that a form offers."""
    return [(name, told(f.label)) for name, f in FORMULAS.items() if name not in NOT_OFFERED]


def expected_bids() -> int:
    """Return how many offers the laboratory expects unless told."""
    return int(parameters(FACTS)["laboratory.bids"].value)


def read_prices(text: str) -> tuple[list[Priced], list[str]]:
    """Read lines that hold a price, a name before it if any; return also the lines that hold none."""
    found: list[Priced] = []
    unread: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = line.replace("\t", ";").split(";")
        price = read_numbers(pl.Series([parts[-1].strip()]))[0]
        name = " ".join(part.strip() for part in parts[:-1]).strip()
        if price is None or price <= 0:
            unread.append(line.strip())
        else:
            found.append((name or told(say("Offer {n}", n=len(found) + 1)), float(price)))
    return found, unread


def test_rules(criteria: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> Tested:
    """Try rules in the laboratory; raise `LevierError` where the library cannot use them."""
    found = _rules(criteria, formula_of(asked))
    return try_rules(found, market(asked.get("estimate"), bids=asked["bids"]), asked["prices"])


def _rules(criteria: Sequence[Mapping[str, Any]], formula: Mapping[str, Any]) -> Rules:
    return rules({"criteria": [_criterion(n, row, formula) for n, row in enumerate(criteria, start=1)]}, "")


def try_rules(found: Rules, model: Market, prices: Sequence[Priced] = ()) -> Tested:
    """Try rules, beside the same rules with another formula of price; raise `LevierError` where they cannot be used.

    `prices` are some that the buyer gave, each with the name of its offer.
    """
    report = _tried(found, model)
    priced = _priced(found)
    if priced is None:
        drawn = tuple(ShownPicture.of(picture) for picture in pictures(report, language()))
        return Tested(report, tuple(check_counting(found)), drawn, (), 0.0, None)
    maximum = found.maximum(priced)
    other = _tried(_with(found, _alternative(priced.chosen.formula.name)), model)
    return Tested(
        report,
        tuple(check_counting(found)),
        tuple(ShownPicture.of(picture) for picture in _pictures(report, other, maximum)),
        marked(priced.chosen, prices, maximum),
        maximum,
        priced.chosen.formula.note,
        _beside(report, other),
    )


def _tried(found: Rules, model: Market) -> Report:
    return simulate(found, model, np.random.default_rng(SEED), seed=SEED)


def warned_of(chosen: Chosen, prices: Sequence[Priced], maximum: float) -> list[tuple[Text, Reference]]:
    """Return what courts said of a formula with such prices."""
    return _referred(points_of(chosen, [price for _, price in prices], maximum).warnings)


def marked(chosen: Chosen, prices: Sequence[Priced], maximum: float) -> tuple[TriedPrice, ...]:
    """Return the points of prices, the best first; raise `LevierError` where the formula has no value for them."""
    if not prices:
        return ()
    points = points_of(chosen, [price for _, price in prices], maximum).points
    tried = (TriedPrice(name, price, mark) for (name, price), mark in zip(prices, points, strict=True))
    return tuple(sorted(tried, key=lambda one: (-one.points, one.price)))


def _alternative(name: str) -> str:
    return next(other for other in ALTERNATIVES if other != name)


def _with(found: Rules, formula: str) -> Rules:
    """Return the same rules with another formula of price."""
    chosen = choose(formula, {})
    return replace(found, criteria=tuple(replace(c, chosen=chosen) if _marks_prices(c) else c for c in found.criteria))


def _marks_prices(criterion: Criterion) -> bool:
    return criterion.kind in PRICED and not criterion.chosen.formula.levels


def _pictures(report: Report, other: Report, maximum: float) -> list[Picture]:
    """Return the pictures of a report; the marks of its formula are drawn with those of the other."""
    found = pictures(report, language())
    if len(found) > NO_MARKS:
        both = [c.chosen for c in (_priced(report.rules), _priced(other.rules)) if c is not None]
        found[0] = marks_by_price(both, maximum, language())
    return found


NO_MARKS = 2
"""Pictures of a formula whose marks by price are not drawn."""


def _priced(found: Rules) -> Criterion | None:
    return next((c for c in found.criteria if _marks_prices(c)), None)


def _beside(report: Report, other: Report) -> Beside:
    """Set the figures of both formulas side by side."""
    lang = language()

    def share(value: float | None) -> str:
        return "" if value is None else write_share(value, lang)

    rows = [
        Side(
            say("“{name}” decides, of {announced} announced", name=c.name, announced=write_share(c.weight, lang)),
            share(mine.decided),
            share(theirs.decided),
        )
        for c, mine, theirs in zip(report.rules.criteria, report.weights, other.weights, strict=True)
    ]
    rows.append(
        Side(
            say("The cheapest offer wins"),
            share(report.probability_first.get("1")),
            share(other.probability_first.get("1")),
        )
    )
    theirs_by = {answer.id: answer for answer in other.answers}
    for answer in report.answers:
        if answer.id in COUNTED:
            rows.append(Side(COUNTED[answer.id], share(answer.share), share(theirs_by[answer.id].share)))
    held = say("Decisions of courts against it, in such circumstances")
    rows.append(Side(held, write_count(len(report.warnings), lang), write_count(len(other.warnings), lang)))
    chosen, set_beside = (c.chosen.formula.label for c in map(_priced, (report.rules, other.rules)) if c is not None)
    return Beside(chosen, set_beside, tuple(rows), _to_look_at(other) < _to_look_at(report))


COUNTED: Mapping[str, Text] = {
    "gap_flips": say("The winner would lose with a price {gap} higher", gap=percent(fact("price_gap"))),
    "loser_reorders": say("A losing offer reorders the others"),
}
"""Shares that are set side by side."""


def _to_look_at(report: Report) -> int:
    return len(report.warnings) + sum(not answer.fine for answer in report.answers)


def formula_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return the formula that was asked for with its parameters; raise `LevierError` where it cannot be used."""
    name = asked["formula"]
    given: dict[str, Any] = {"name": name}
    for setting in FORMULAS[name].settings:
        value = asked.get("own" if setting.name == "formula" else setting.name)
        if value not in (None, ""):
            given[setting.name] = value
    choose(name, {key: value for key, value in given.items() if key != "name"})
    return given


def _criterion(number: int, row: Mapping[str, Any], formula: Mapping[str, Any]) -> dict[str, Any]:
    kind = Kind(row["kind"])
    return {
        "id": f"c{number}",
        "name": row["name"] or told(say("Criterion {n}", n=number)),
        "kind": kind.value,
        "weight": row["weight"] / 100,
        "formula": dict(formula) if kind in PRICED else {"name": "quality-ladder"},
    }
