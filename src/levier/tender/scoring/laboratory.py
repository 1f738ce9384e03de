"""Tests rules on thousands of invented bid sets, before publication: seven questions, each with the set that shows it.

It says what the rules do; it changes none of them, and never sees a real bid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from levier.cost.facts import parameters
from levier.cost.finance import Column
from levier.tender.model import Counted, LotMarks
from levier.tender.model import CriterionKind as Kind
from levier.tender.scoring.cases import About, Case, about
from levier.tender.scoring.formulas import FACTS, check_points
from levier.tender.scoring.market import Example, Market, invented, redrawn
from levier.tender.scoring.rules import Criterion, Rules
from levier.tender.scoring.score import Offers, first, mark, probability_first
from levier.tender.scoring.stability import Margin, marks_as_shares, stability, turning_weights
from levier.tender.scoring.warnings import SLACK, Warned, warnings
from levier.wording.numbers import write_share
from levier.wording.text import Text, label, say

DRAWS = 1000
UNCERTAIN = frozenset({Counted.CARBON_EMBODIED, Counted.CARBON_USE, Counted.KWH})


@dataclass(frozen=True)
class Weight:
    """What a criterion was announced to weigh and what it weighs: its share of the variance of totals within a set.

    `spread` is the mean distance between the best and the worst mark, as a share of the criterion's points.
    """

    criterion: str
    announced: float
    real: float
    spread: float

    @property
    def decided(self) -> float:
        """Return the real weight as a share of the whole: criteria that pull against others would leave 0 to 1."""
        return min(max(self.real, 0.0), 1.0)


@dataclass(frozen=True)
class Shown:
    """The bid set that shows an answer: by bid, figures, points by criterion and total; `without`: the bid left out."""

    bids: tuple[dict[str, Any], ...]
    note: Text


@dataclass(frozen=True)
class Answer:
    """The answer to one question. `share` is the share of bid sets concerned, where sets are counted."""

    id: str
    question: Text
    fine: bool
    told: Text
    share: float | None = None
    shown: Shown | None = None
    cases: tuple[Case, ...] = ()


@dataclass(frozen=True)
class Report:
    """All that the laboratory found; `first_by` tells whether probabilities are of bids or of places by price."""

    rules: Rules
    market: Market
    seed: int | None
    weights: tuple[Weight, ...]
    answers: tuple[Answer, ...]
    warnings: tuple[Warned, ...]
    probability_first: Mapping[str, float]
    first_by: str
    stability: tuple[Margin, ...]
    decided_by_data: float | None
    """Share of bid sets in which the uncertainty of declared quantities changes the winner."""


@dataclass
class _Bench:
    """One run: rules, sets, and what is computed from them once."""

    rules: Rules
    market: Market
    offers: Offers
    points: dict[str, Column] = field(init=False)
    total: Column = field(init=False)
    winner: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        self.points = {c.id: mark(self.rules, c, self.offers) for c in self.rules.criteria}
        for criterion in self.rules.criteria:
            check_points(criterion.chosen, self.points[criterion.id])
        self.total = totals_of(self.rules, self.points)
        self.winner = self.total.argmax(axis=-1)

    def priced(self) -> list[Criterion]:
        """Return the criteria that mark prices or costs."""
        kinds = (Kind.PRICE, Kind.COST)
        return [c for c in self.rules.criteria if c.kind in kinds and not c.chosen.formula.levels]

    def show(self, at: int, note: Text) -> Shown:
        """Return one bid set with its marks."""
        bids = tuple(
            {
                "bid": name,
                "values": {c: float(column[at, i]) for c, column in self.offers.columns.items()},
                "points": {c: float(column[at, i]) for c, column in self.points.items()},
                "total": float(self.total[at, i]),
            }
            for i, name in enumerate(self.offers.names)
        )
        return Shown(bids, note)


def totals_of(rules: Rules, points: Mapping[str, Column]) -> Column:
    """Return the totals of points that are there already."""
    total = sum(points.values(), np.float64(0.0))
    if rules.rounding and rules.rounding.of == "total":
        total = np.round(total, rules.rounding.decimals)
    return np.asarray(total, dtype=float)


def simulate(
    rules: Rules, model: Market, rng: Generator, *, seed: int | None = None, imagined: Example | None = None
) -> Report:
    """Answer the seven questions on invented bid sets; `imagined` bids give their own probabilities and margins."""
    bench = _Bench(rules, model, invented(rules, model, rng))
    weights = real_weights(bench.rules, bench.points, bench.total)
    answers = [ask(bench, weights) for ask in QUESTIONS]
    if imagined is None:
        chances, by, margins = by_price(bench), "price_rank", typical_margins(bench)
    else:
        chances = probability_first(rules, redrawn(imagined, rules, rng, DRAWS))
        by, margins = "bid", stability(rules, imagined.offers)
    return Report(
        rules=rules,
        market=model,
        seed=seed,
        weights=tuple(weights),
        answers=tuple(answers),
        warnings=tuple(struck_down(bench)),
        probability_first=chances,
        first_by=by,
        stability=tuple(margins),
        decided_by_data=decided_by_data(bench, rng),
    )


def real_weights(rules: Rules, points: Mapping[str, Column], total: Column) -> list[Weight]:
    """Return each criterion's share of the variance of totals within sets: cov(points, total) / var(total)."""
    within = total - total.mean(axis=-1, keepdims=True)
    whole = float(np.sum(within * within))
    found = []
    for criterion in rules.criteria:
        marks = points[criterion.id]
        share = float(np.sum(marks * within)) / whole if whole > 0 else 0.0
        most = rules.maximum(criterion)
        spread = float((marks.max(axis=-1) - marks.min(axis=-1)).mean()) / most if most > 0 else 0.0
        found.append(Weight(criterion.id, criterion.weight, share, spread))
    return found


def fact(name: str) -> float:
    """Return a figure of the laboratory."""
    return parameters(FACTS)[f"laboratory.{name}"].value


def percent(share: float, decimals: int = 0) -> Text:
    """Return a share as both languages write it."""
    return label(write_share(share, "fr", decimals), write_share(share, "en", decimals))


# The questions


def cheapest_is_best(bench: _Bench, _: list[Weight]) -> Answer:
    """Does the lowest price get the best mark on price?"""
    question = say("Does the lowest price get the best mark on price?")
    wrong = np.zeros(bench.total.shape[0], dtype=bool)
    for c in bench.priced():
        if c.chosen.formula.name == "notional-discount":
            continue  # what is compared is the discounted price
        points = bench.points[c.id]
        cheapest = bench.offers.columns[c.id].argmin(axis=-1)[:, None]
        wrong |= (np.take_along_axis(points, cheapest, -1) < points.max(-1, keepdims=True) * (1 - SLACK))[:, 0]
    share = float(wrong.mean())
    if not wrong.any():
        return Answer("cheapest_is_best", question, True, say("Yes, in every bid set."), share)
    told = say("No: in {share} of bid sets a dearer bid gets a better mark on price.", share=percent(share))
    shown = bench.show(int(wrong.argmax()), say("The cheapest bid does not have the best mark on price."))
    return Answer("cheapest_is_best", question, False, told, share, shown, about(About.LOWEST_PRICE))


def weights_are_real(bench: _Bench, weights: list[Weight]) -> Answer:
    """Does each criterion weigh what was announced?"""
    question = say("Does each criterion weigh what was announced?")
    gap = fact("weight_gap")
    off = [w for w in weights if abs(w.real - w.announced) > gap]
    if not off:
        told = say("Yes: each stays within {gap} of the whole.", gap=percent(gap))
        return Answer("weights_are_real", question, True, told)
    worst = max(off, key=lambda w: abs(w.real - w.announced))
    told = say(
        "No: “{criterion}” was announced at {announced} and decides {real} of the differences between bids.",
        criterion=bench.rules.criterion(worst.criterion).name,
        announced=percent(worst.announced),
        real=percent(worst.decided),
    )
    return Answer("weights_are_real", question, False, told)


def gap_flips(bench: _Bench, _: list[Weight]) -> Answer:
    """Would the winner lose with a price one per cent higher?"""
    gap = fact("price_gap")
    question = say("Does a price {gap} higher change the winner?", gap=percent(gap))
    sets = np.arange(bench.total.shape[0])
    points = dict(bench.points)
    for c in bench.priced():
        column = bench.offers.columns[c.id].copy()
        column[sets, bench.winner] *= 1.0 + gap
        points[c.id] = mark(bench.rules, c, replace(bench.offers, columns={**bench.offers.columns, c.id: column}))
    changed = totals_of(bench.rules, points).argmax(axis=-1) != bench.winner
    share = float(changed.mean())
    fine = share < fact("often")
    told = say(
        "In {share} of bid sets, the winner would lose with a price {gap} higher.",
        share=percent(share, 1),
        gap=percent(gap),
    )
    shown = None
    if changed.any():
        note = say("With a price {gap} higher, bid {bid} no longer wins.", gap=percent(gap), bid=_name(bench, changed))
        shown = bench.show(int(changed.argmax()), note)
    return Answer("gap_flips", question, fine, told, share, shown)


def _name(bench: _Bench, changed: NDArray[np.bool_]) -> str:
    return bench.offers.names[int(bench.winner[int(changed.argmax())])]


def loser_reorders(bench: _Bench, _: list[Weight]) -> Answer:
    """Does a bid that loses change who wins, or the order of the others?"""
    question = say("Does a losing bid change the order of the others?")
    flips = np.zeros(bench.total.shape[0], dtype=bool)
    reorders, at, left_out = flips.copy(), None, ""
    for j, name in enumerate(bench.offers.names):
        loses = bench.winner != j
        before, after = np.delete(bench.total, j, axis=-1), _totals_without(bench, j)
        flipped = loses & (before.argmax(-1) != after.argmax(-1))
        reorders |= loses & (before.argsort(-1, kind="stable") != after.argsort(-1, kind="stable")).any(-1)
        if at is None and flipped.any():
            at, left_out = int(flipped.argmax()), name
        flips |= flipped
    share, order = float(flips.mean()), float(reorders.mean())
    if not reorders.any():
        return Answer("loser_reorders", question, True, say("No, in no bid set."), order)
    told = say(
        "In {order} of bid sets, taking one losing bid away reorders the others; in {share} it changes the winner.",
        order=percent(order, 1),
        share=percent(share, 1),
    )
    shown = (
        None if at is None else bench.show(at, say("Without bid {bid}, which loses, another bid wins.", bid=left_out))
    )
    return Answer("loser_reorders", question, share < fact("often"), told, share, shown)


def _totals_without(bench: _Bench, j: int) -> Column:
    """Return the totals once the j-th bid is gone; levels are marked alone and keep their points."""
    fewer = without(bench.offers, j)
    points = {
        c.id: np.delete(bench.points[c.id], j, axis=-1) if c.chosen.formula.levels else mark(bench.rules, c, fewer)
        for c in bench.rules.criteria
    }
    return totals_of(bench.rules, points)


def without(offers: Offers, j: int) -> Offers:
    """Return the bid sets without their j-th bid."""
    return Offers(
        offers.names[:j] + offers.names[j + 1 :],
        {c: np.delete(column, j, axis=-1) for c, column in offers.columns.items()},
        {c: np.delete(column, j, axis=-1) for c, column in offers.levels.items()},
    )


def negative(bench: _Bench, _: list[Weight]) -> Answer:
    """Can a mark be negative?"""
    question = say("Can a mark be negative?")
    below = np.zeros(bench.total.shape[0], dtype=bool)
    for points in bench.points.values():
        below |= (points < 0).any(axis=-1)
    if not below.any():
        return Answer("negative", question, True, say("No, in no bid set."), 0.0)
    told = say("Yes, in {share} of bid sets.", share=percent(float(below.mean()), 1))
    shown = bench.show(int(below.argmax()), say("A mark is below zero."))
    return Answer("negative", question, False, told, float(below.mean()), shown, about(About.NEGATIVE))


def neutralised(bench: _Bench, weights: list[Weight]) -> Answer:
    """Is a criterion neutralised: does it decide hardly anything of what was announced?"""
    question = say("Is a criterion neutralised?")
    least = fact("neutral_share")
    weak = [w for w in weights if w.announced > 0 and w.real < least * w.announced]
    found = (*about(About.NEUTRALISED), *about(About.LINK))
    if not weak:
        told = say("No: each decides at least {least} of what was announced.", least=percent(least))
        return Answer("neutralised", question, True, told)
    worst = min(weak, key=lambda w: w.real / w.announced)
    told = say(
        "Yes: “{criterion}” was announced at {announced} and decides {real}. "
        "Its marks differ by {spread} of their maximum.",
        criterion=bench.rules.criterion(worst.criterion).name,
        announced=percent(worst.announced),
        real=percent(worst.decided, 1),
        spread=percent(worst.spread),
    )
    return Answer("neutralised", question, False, told, None, None, found)


NOT_AVERAGED: Mapping[LotMarks | None, Text] = {
    None: say("No: each lot is judged by itself, or there is one alone."),
    LotMarks.MEAN: say("No: there is one lot alone."),
    LotMarks.BY_VALUE: say("No: the marks are weighted by the value of each lot."),
    LotMarks.SUMMED_PRICES: say("No: the prices of the lots are added up before they are marked."),
}


def lots_averaged(bench: _Bench, _: list[Weight]) -> Answer:
    """Are the marks of lots of different size averaged as if they were equal?"""
    question = say("Are the marks of lots of different size averaged?")
    sizes = list(bench.rules.lots.values())
    if len(sizes) < 2 or bench.rules.lot_marks is not LotMarks.MEAN:
        return Answer("lots_averaged", question, True, NOT_AVERAGED[bench.rules.lot_marks])
    if max(sizes) - min(sizes) <= SLACK * max(sizes):
        return Answer("lots_averaged", question, True, say("They are averaged, and are of one size."))
    told = say(
        "Yes: {n} lots, the largest {times} times the smallest. Weight the marks by value, or sum the prices.",
        n=len(sizes),
        times=max(sizes) / min(sizes) if min(sizes) > 0 else float(len(sizes)),
    )
    return Answer("lots_averaged", question, False, told, None, None, about(About.LOTS))


QUESTIONS: tuple[Callable[[_Bench, list[Weight]], Answer], ...] = (
    cheapest_is_best,
    weights_are_real,
    gap_flips,
    loser_reorders,
    negative,
    neutralised,
    lots_averaged,
)


# Beside the questions


def by_price(bench: _Bench) -> dict[str, float]:
    """Return how often the cheapest bid is first, the second cheapest, and so on."""
    priced = bench.priced()
    shares = first(bench.total)
    if priced:
        order = bench.offers.columns[priced[0].id].argsort(axis=-1)
        shares = np.take_along_axis(shares, order, axis=-1)
    return {str(i + 1): float(p) for i, p in enumerate(shares.mean(axis=0))}


def typical_margins(bench: _Bench) -> list[Margin]:
    """Return the median margins over the bid sets; a side is None where most sets keep their winner to its end."""
    shares = marks_as_shares(bench.rules, bench.offers)
    found = []
    for c in bench.rules.criteria:
        turns = turning_weights(bench.rules, c, shares, bench.winner)
        low, high = np.where(np.isnan(turns.low), -1.0, turns.low), np.where(np.isnan(turns.high), 2.0, turns.high)
        middle_low, middle_high = float(np.median(low)), float(np.median(high))
        found.append(
            Margin(c.id, c.weight, None if middle_low < 0 else middle_low, None if middle_high > 1 else middle_high)
        )
    return found


def decided_by_data(bench: _Bench, rng: Generator) -> float | None:
    """Return how often the uncertainty of declared quantities changes the winner; None where none is marked."""
    uncertain = [c for c in bench.rules.criteria if c.counts & UNCERTAIN and not c.chosen.formula.levels]
    if not uncertain:
        return None
    points = dict(bench.points)
    for c in uncertain:
        column = bench.offers.columns[c.id]
        noisy = column * np.exp(bench.market.footprint_spread * rng.standard_normal(column.shape))
        points[c.id] = mark(bench.rules, c, replace(bench.offers, columns={**bench.offers.columns, c.id: noisy}))
    return float((totals_of(bench.rules, points).argmax(axis=-1) != bench.winner).mean())


def struck_down(bench: _Bench) -> Iterable[Warned]:
    """Return what decisions say of the formulas of price, on the first bid set; each decision once."""
    seen: set[str] = set()
    for c in bench.priced():
        values, points = bench.offers.columns[c.id][0], bench.points[c.id][0]
        if c.chosen.formula.name == "notional-discount":
            continue
        for warned in warnings(c.chosen, values, points, bench.rules.maximum(c), c.weight):
            if warned.case.id not in seen:
                seen.add(warned.case.id)
                yield warned
