"""Life-cycle cost and equivalent annual cost of all bids, with their bands, and what could not be computed and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from levier.catalogue.model import Parameter
from levier.cost.draws import DRAWS, drawn
from levier.cost.finance import Column, annuity
from levier.cost.lines import (
    BUY_BACK,
    CARBON_EMBODIED,
    CARBON_USE,
    DECLARED,
    FORMULAS,
    LABELS,
    UNTOLD_GROWTH,
    Lines,
    columns,
    compute,
    counted,
    expressions,
)
from levier.cost.model import Bid, Comparison, Estimate
from levier.quantity.assumption import Assumption
from levier.wording.text import Text, say

BAND = (5.0, 95.0)
PAID_UNTOLD = say("Nothing tells when in a year running costs are paid: they are taken to be paid at its end.")


@dataclass(frozen=True)
class CostedBid:
    """What one bid costs, for all its units. None where something that counts was not told: `missing` says what."""

    name: str
    lifetime_years: float
    lines: Mapping[str, float | None]
    lcc: Estimate | None
    eac: Estimate | None
    over_need_eur: float | None
    """The need's years covered by one life after another at the same cost: comparable where lives differ."""
    gwp_per_year: Estimate | None
    """Carbon of a year of service, kgCO2e: declared carbon spread over the life, and electricity."""
    probability_cheapest: float | None
    missing: tuple[Text, ...]


@dataclass(frozen=True)
class Costed:
    """All bids; `notes` are what was taken for granted and what a reader must know."""

    comparison: Comparison
    counted: tuple[str, ...]
    bids: tuple[CostedBid, ...]
    notes: tuple[Assumption, ...]
    seed: int | None
    draws: int


def cost(
    comparison: Comparison,
    shares: Mapping[str, Parameter],
    rng: Generator,
    *,
    draws: int = DRAWS,
    seed: int | None = None,
) -> Costed:
    """Compute every bid; values are never drawn, only their bands are. `seed` is told, not used."""
    lines = compute(comparison, columns(comparison))
    many = compute(comparison, drawn(comparison, shares, rng, draws))
    chances = _chances(many.yearly)
    bids = [
        _bid(comparison, i, lines, many, None if chances is None else float(chances[i]))
        for i in range(len(comparison.bids))
    ]
    return Costed(comparison, lines.counted, tuple(bids), tuple(_notes(comparison)), seed, draws)


def _bid(comparison: Comparison, i: int, lines: Lines, many: Lines, chance: float | None) -> CostedBid:
    p, bid = comparison.parameters, comparison.bids[i]
    over = None if p.years is None else float(lines.yearly[i] * annuity(p.discount_rate, p.years, p.moment))
    return CostedBid(
        name=bid.name,
        lifetime_years=bid.lifetime_years.value,
        lines={line: told(lines.euros[line][i] * p.quantity) for line in lines.counted},
        lcc=_estimate(lines.total[i] * p.quantity, _column(many.total, i) * p.quantity),
        eac=_estimate(lines.yearly[i] * p.quantity, _column(many.yearly, i) * p.quantity),
        over_need_eur=None if over is None else told(over * p.quantity),
        gwp_per_year=_carbon(comparison, i, lines, many),
        probability_cheapest=chance,
        missing=tuple(_missing(comparison, bid, lines.counted, lines, i)),
    )


def _carbon(comparison: Comparison, i: int, lines: Lines, many: Lines) -> Estimate | None:
    """Return the carbon of a year of service; None unless the declared footprint and the electricity are both known."""

    def per_year(found: Lines) -> Column:
        given = found.inputs
        return (given[DECLARED] / given["lifetime"] + given["kwh"] * given["mix"]) * comparison.parameters.quantity

    return _estimate(per_year(lines)[i], _column(per_year(many), i))


def _column(found: Column, i: int) -> Column:
    return np.asarray(found[..., i], dtype=float)


def _estimate(value: float, draws: Column) -> Estimate | None:
    if not np.isfinite(value):
        return None
    low, high = np.percentile(draws, BAND)
    return Estimate(float(value), float(low), float(high))


def told(value: float) -> float | None:
    """Return a figure that may leave this room: None where it could not be computed."""
    return float(value) if np.isfinite(value) else None


def _chances(yearly: Column) -> Column | None:
    """Return how often each bid is the cheapest a year; ties share; None unless every bid could be computed."""
    if not np.isfinite(yearly).all() or yearly.ndim != 2:
        return None
    first = yearly == yearly.min(axis=1, keepdims=True)
    return np.asarray((first / first.sum(axis=1, keepdims=True)).mean(axis=0), dtype=float)


def _missing(comparison: Comparison, bid: Bid, kept: Sequence[str], lines: Lines, i: int) -> list[Text]:
    found = []
    for line in kept:
        if np.isfinite(lines.euros[line][i]):
            continue
        if line == CARBON_EMBODIED:
            found.append(_unpriced(comparison, bid))
        else:
            found.append(say("{line}: not told by this bid", line=LABELS[line]))
    return found


def _unpriced(comparison: Comparison, bid: Bid) -> Text:
    line, method = LABELS[CARBON_EMBODIED], comparison.parameters.footprint_method
    if bid.footprint is None:
        return say("{line}: this bid declares no footprint", line=line)
    if bid.footprint.method != method:
        return say("{line}: declared under another method than {method}", line=line, method=method)
    return say("{line}: the declared footprint was not verified", line=line)


def _notes(comparison: Comparison) -> list[Assumption]:
    bids, p, notes = comparison.bids, comparison.parameters, []
    if len({b.lifetime_years.value for b in bids}) > 1:
        text = say("Lives differ: compare equivalent annual costs. A life-cycle cost here is that of one life each.")
        notes.append(Assumption("lives_differ", text, figure="lcc_eur"))
    if any(b.buy_back_eur is not None for b in bids) and (n := sum(b.buy_back_eur is None for b in bids)):
        text = say("Bids that offer no buy-back are taken to pay nothing back: {n}.", n=n)
        notes.append(Assumption("no_buy_back", text, lines=n, figure=BUY_BACK))
    if any(b.footprint for b in bids) and CARBON_EMBODIED not in counted(comparison):
        text = say("Declared footprints are shown and not priced: no value of carbon and one method were announced.")
        notes.append(Assumption("footprint_not_priced", text, figure="gwp_kgco2e_per_year"))
    methods = {b.footprint.method for b in bids if b.footprint}
    if len(methods) > 1:
        text = say("Footprints are declared under {n} methods: they do not compare.", n=len(methods))
        notes.append(Assumption("methods_differ", text, figure="gwp_kgco2e_per_year"))
    if p.electricity_growth is None and "electricity" in counted(comparison):
        text = say("No growth of the price of electricity was told: it is taken to stay as it is, inflation apart.")
        notes.append(Assumption("no_electricity_growth", text, figure="electricity"))
    if p.carbon_growth is None and CARBON_USE in counted(comparison):
        text = say("No growth of the value of carbon was told: it is taken to stay as it is, inflation apart.")
        notes.append(Assumption("no_carbon_growth", text, figure=CARBON_USE))
    if p.paid is None and p.discount_rate:
        notes.append(Assumption("paid_at_end", PAID_UNTOLD, figure="eac_eur"))
    left = [LABELS[line] for line in FORMULAS if line not in counted(comparison)]
    if left:
        notes.append(Assumption("left_out", say("Not counted, for no bid: {lines}.", lines=_listed(left))))
    if p.years is None and len({b.lifetime_years.value for b in bids}) > 1:
        text = say("The need’s years were not given: costs over the same years are not told.")
        notes.append(Assumption("no_years", text, figure="over_need_eur"))
    return notes


def _listed(texts: Sequence[Text]) -> Text:
    """Return texts one after the other, in either language."""
    whole = texts[0]
    for text in texts[1:]:
        whole = say("{first}, {next}", first=whole, next=text)
    return whole


def how(costed: Costed) -> dict[str, dict[str, object]]:
    """Return, by bid, each line's formula with its inputs: enough to compute it again by hand."""
    lines = compute(costed.comparison, columns(costed.comparison))
    quantity = costed.comparison.parameters.quantity
    found: dict[str, dict[str, object]] = {}
    for i, bid in enumerate(costed.comparison.bids):
        steps: dict[str, object] = {}
        for line in lines.counted:
            expression = expressions()[line]
            steps[line] = {
                "formula": expression.text,
                "inputs": {n: told(float(_at(lines.inputs[n], i))) for n in sorted(expression.names)},
                "quantity": quantity,
                "eur": told(lines.euros[line][i] * quantity),
            }
        for name, formula in worth_formulas(costed.comparison).items():
            needs = ("lifetime", *formula[1])
            steps[name] = {
                "formula": formula[0],
                "inputs": {n: told(float(_at(lines.inputs[n], i))) for n in needs},
                "value": told(float(_at(lines.inputs[name], i))),
            }
        found[bid.name] = steps
    return found


def worth_formulas(comparison: Comparison) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """Return the formulas of what payments are worth, with what they need beside the life; their limits where due."""
    p = comparison.parameters

    def growing(growth: str, value: float) -> tuple[str, tuple[str, ...]]:
        if p.discount_rate == value:
            return "lifetime / (1 + rate) * (1 + rate) ^ shift", ("rate", "shift")
        return (
            f"(1 - ((1 + {growth}) / (1 + rate)) ^ lifetime) / (rate - {growth}) * (1 + rate) ^ shift",
            ("rate", "shift", growth),
        )

    plain = "lifetime" if p.discount_rate == 0 else "(1 - (1 + rate) ^ (0 - lifetime)) / rate * (1 + rate) ^ shift"
    return {
        "annuity": (plain, () if p.discount_rate == 0 else ("rate", "shift")),
        "electricity_annuity": growing("electricity_growth", p.electricity_growth or UNTOLD_GROWTH),
        "carbon_annuity": growing("carbon_growth", p.carbon_growth or UNTOLD_GROWTH),
        "present": ("(1 + rate) ^ (0 - lifetime)", ("rate",)),
    }


def _at(column: Column, i: int) -> float:
    return float(column[i] if column.ndim else column)
