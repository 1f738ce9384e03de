"""What a court struck down or limited in a formula, with the case and its circumstances. Nothing else is warned of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from levier.cost.finance import Column
from levier.tender.scoring.cases import About, Case, about
from levier.tender.scoring.formulas import Chosen
from levier.wording.numbers import write_share
from levier.wording.text import Language, Text, label, say

SLACK = 1e-9
"""Relative rounding error of marks."""
CLOSE = 1.001
"""A gap of price so small that it must not eliminate a bid by itself: a probe, not a threshold."""


@dataclass(frozen=True)
class Warned:
    """One warning: `rule` is what the decision is about."""

    rule: str
    reason: Text
    case: Case

    def as_json(self, lang: Language) -> dict[str, str]:
        """Return it as the contract of the commands has it."""
        return {"rule": self.rule, "reason": self.reason.in_(lang), "source": self.case.told.in_(lang)}


def warnings(
    chosen: Chosen, values: Column, points: Column, maximum: float, weight: float | None = None
) -> list[Warned]:
    """Return the warnings of one formula with these bids; `weight` is the criterion's share of the whole."""
    if chosen.formula.levels:
        return _negative(points)
    weight = chosen.settled.get("weight", weight)
    return [
        *_lowest(chosen, values, points),
        *_zero_to_dearest(chosen, values, maximum, weight),
        *_neutralised(chosen, values, maximum),
        *_negative(points),
    ]


def _warned(case: Case, reason: Text) -> Warned:
    told = say(
        "{reason} {held} Circumstances: {circumstances}",
        reason=reason,
        held=case.held,
        circumstances=case.circumstances,
    )
    return Warned(case.about.value, told, case)


def _lowest(chosen: Chosen, values: Column, points: Column) -> list[Warned]:
    """The lowest price must get the best mark. A notional discount is part of what is compared, so it is left out."""
    if chosen.formula.name == "notional-discount":
        return []
    known = [c for c in about(About.LOWEST_PRICE) if chosen.formula.name in c.formulas]
    beaten = points[np.argmin(values)] < points.max() * (1 - SLACK)
    if not known and not beaten:
        return []
    reason = (
        say("With these prices, the lowest one does not get the best mark.")
        if beaten
        else say("This method can keep the lowest price from the best mark.")
    )
    return [_warned(case, reason) for case in about(About.LOWEST_PRICE)]


def _zero_to_dearest(chosen: Chosen, values: Column, maximum: float, weight: float | None) -> list[Warned]:
    """Only where the dearest gets no point by rule, and only in the circumstances of each decision."""
    if len(values) < 2 or not eliminates(chosen, len(values), maximum):
        return []
    found = []
    for case in about(About.ZERO_TO_DEAREST):
        if case.bids is not None and len(values) <= case.bids:
            reason = say("The dearest of {n} bids gets no point, whatever the gap.", n=len(values))
            found.append(_warned(case, reason))
        elif case.price_weight is not None and (weight is None or weight >= case.price_weight):
            found.append(_warned(case, _by_weight(weight)))
    return found


def _by_weight(weight: float | None) -> Text:
    if weight is None:
        return say(
            "The dearest bid gets no point, whatever the gap. What the price weighs was not told: more is riskier."
        )
    share = label(write_share(weight, "fr"), write_share(weight, "en"))
    return say("The dearest bid gets no point, whatever the gap, and the price weighs {share}.", share=share)


def eliminates(chosen: Chosen, bids: int, maximum: float) -> bool:
    """Tell whether the dearest of some bids gets no point although it is hardly dearer than the others."""
    if chosen.formula.name not in ("min-max", "own"):
        return False
    probe = np.linspace(1.0, CLOSE, bids)
    points = chosen.mark(probe, maximum)
    return bool(np.isfinite(points).all() and points[0] > 0 and abs(points[-1]) <= maximum * SLACK)


def _neutralised(chosen: Chosen, values: Column, maximum: float) -> list[Warned]:
    """A bid twice as dear as the cheapest keeps at least what it kept under the formula that was struck down."""
    if chosen.formula.name not in ("anchored-linear", "own"):
        return []
    kept = kept_at_double(chosen, float(values.min()), maximum)
    share = label(write_share(kept, "fr"), write_share(kept, "en"))
    return [
        _warned(case, say("A bid twice as dear as the cheapest keeps {share} of the points.", share=share))
        for case in about(About.NEUTRALISED)
        if (flattest := case.flattest()) is not None and kept >= flattest * (1 - SLACK)
    ]


def kept_at_double(chosen: Chosen, least: float, maximum: float) -> float:
    """Return the share of the cheapest bid's points that a bid twice as dear keeps."""
    points = chosen.mark(np.array([least, 2 * least]), maximum)
    return float(points[1] / points[0]) if np.isfinite(points).all() and points[0] > 0 else 0.0


def _negative(points: Column) -> list[Warned]:
    if points.min() >= 0:
        return []
    reason = say("The lowest mark is {mark}.", mark=float(points.min()))
    return [_warned(case, reason) for case in about(About.NEGATIVE)]


def lots_averaged(weights: Sequence[float], averaged: Column, by_value: Column, on_sums: Column | None) -> list[Warned]:
    """Warn where lots of different size were averaged as if they were equal; tell the lawful marks beside."""
    if len(weights) < 2 or np.ptp(weights) <= SLACK * max(weights):
        return []
    reason = say(
        "The marks of {n} lots of different size are averaged. Weighted by the value of each lot: {marks}.",
        n=len(weights),
        marks=_listed(by_value),
    )
    if not np.array_equal(np.argsort(-averaged, kind="stable"), np.argsort(-by_value, kind="stable")):
        reason = say("{reason} The order of the bids changes.", reason=reason)
    if on_sums is not None:
        reason = say("{reason} On summed prices: {marks}.", reason=reason, marks=_listed(on_sums))
    return [_warned(case, reason) for case in about(About.LOTS)]


def _listed(points: Column) -> Text:
    whole = say("{mark}", mark=float(points[0]))
    for point in points[1:]:
        whole = say("{first}; {mark}", first=whole, mark=float(point))
    return whole
