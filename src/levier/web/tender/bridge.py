"""Where forms become the library's objects, and what it finds becomes what pages show. Nothing here is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from django.utils.safestring import SafeString, mark_safe

from levier.cost.facts import parameters
from levier.estate.reading.numbers import read_numbers
from levier.report.html import write_table
from levier.report.scoring import Picture, pictures
from levier.tender.finding import Finding
from levier.tender.model import CriterionKind as Kind
from levier.tender.scoring.counting import check_counting
from levier.tender.scoring.formulas import FACTS, FORMULAS, choose
from levier.tender.scoring.laboratory import Answer, Report, simulate
from levier.tender.scoring.market import market
from levier.tender.scoring.points import points_of
from levier.tender.scoring.rules import rules
from levier.web.house.words import language, told
from levier.wording.numbers import write_share
from levier.wording.text import Text, say

SLACK_PERCENT = 1e-6
"""By how much typed weights may miss one hundred: the rounding of the machine."""
SEED = 1
"""The same rules give the same answer each time; it is told on the page."""
PRICED = (Kind.PRICE, Kind.COST)
NOT_OFFERED = ("quality-ladder", "notional-discount", "life-cycle-cost", "equivalent-annual-cost")
"""Formulas of levels, which other criteria take by themselves, and ratios under the name of what they compare."""


@dataclass(frozen=True)
class TriedPrice:
    """A price that the buyer gave, and its points."""

    name: str
    price: float
    points: float


@dataclass(frozen=True)
class ShownPicture:
    """A picture as a page shows it, with the table of its figures. The charts escape what they write."""

    drawn: SafeString
    table: SafeString

    @classmethod
    def of(cls, picture: Picture) -> ShownPicture:
        """Write a picture of the report."""
        shown = replace(picture.table, caption_shown=True)
        return cls(mark_safe(picture.wide + picture.narrow), mark_safe(write_table(shown)))


@dataclass(frozen=True)
class Tested:
    """What the laboratory found about some rules, ready to be shown."""

    report: Report
    counting: tuple[Finding, ...]
    pictures: tuple[ShownPicture, ...]
    tried: tuple[TriedPrice, ...]
    maximum: float
    note: Text | None

    @property
    def doubtful(self) -> list[Answer]:
        """Return the answers that a buyer must look at."""
        return [answer for answer in self.report.answers if not answer.fine]

    @property
    def fine(self) -> list[Answer]:
        """Return the answers that hold nothing to mend."""
        return [answer for answer in self.report.answers if answer.fine]

    @property
    def spread(self) -> str:
        """Return the spread of invented prices as a share."""
        return write_share(self.report.market.price_spread, language())


def formulas() -> list[tuple[str, str]]:
    """Return the formulas of a price mark that a form offers."""
    return [(name, told(f.label)) for name, f in FORMULAS.items() if name not in NOT_OFFERED]


def expected_bids() -> int:
    """Return how many offers the laboratory expects unless told."""
    return int(parameters(FACTS)["laboratory.bids"].value)


def read_prices(text: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Read lines that hold a price, a name before it if any; return also the lines that hold none."""
    found: list[tuple[str, float]] = []
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
    formula = _formula(asked)
    found = rules({"criteria": [_criterion(n, row, formula) for n, row in enumerate(criteria, start=1)]}, "")
    model = market(asked.get("estimate"), bids=asked["bids"])
    report = simulate(found, model, np.random.default_rng(SEED), seed=SEED)
    priced = next(criterion for criterion in found.criteria if criterion.kind in PRICED)
    maximum = found.maximum(priced)
    prices = asked["prices_read"]
    tried: tuple[TriedPrice, ...] = ()
    if prices:
        points = points_of(priced.chosen, [price for _, price in prices], maximum).points
        tried = tuple(TriedPrice(name, price, mark) for (name, price), mark in zip(prices, points, strict=True))
        tried = tuple(sorted(tried, key=lambda one: (-one.points, one.price)))
    drawn = tuple(ShownPicture.of(picture) for picture in pictures(report, language()))
    return Tested(report, tuple(check_counting(found)), drawn, tried, maximum, priced.chosen.formula.note)


def _formula(asked: Mapping[str, Any]) -> dict[str, Any]:
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
