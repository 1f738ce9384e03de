"""The points of some prices under one formula, with its warnings: what `levier tender points` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from levier.cost.finance import Column
from levier.tender.scoring.formulas import Chosen, check_points, check_values
from levier.tender.scoring.warnings import Warned, lots_averaged, warnings
from levier.wording.errors import BadOption
from levier.wording.text import say


@dataclass(frozen=True)
class Pointed:
    """Points in the order of the prices, unrounded."""

    points: tuple[float, ...]
    warnings: tuple[Warned, ...]


@dataclass(frozen=True)
class Lot:
    """One lot: what it weighs (its value, or share of the value) and the price of each bid."""

    weight: float
    prices: tuple[float, ...]


def points_of(chosen: Chosen, values: Sequence[float], maximum: float) -> Pointed:
    """Mark some prices, costs or levels."""
    column = np.array(values, dtype=float)
    marked = _marked(chosen, column, maximum)
    return Pointed(tuple(float(x) for x in marked), tuple(warnings(chosen, column, marked, maximum)))


def points_of_lots(chosen: Chosen, lots: Sequence[Lot], maximum: float) -> Pointed:
    """Mark each lot and take the plain mean, as is done; the warning tells what lots of different size make of it."""
    if len({len(lot.prices) for lot in lots}) != 1:
        raise BadOption(
            say("Lots do not have the same number of prices."),
            expected=say("one price a bid in each lot"),
            found=", ".join(str(len(lot.prices)) for lot in lots),
        )
    table = np.array([lot.prices for lot in lots], dtype=float)
    by_lot = np.array([_marked(chosen, row, maximum) for row in table])
    weights = np.array([lot.weight for lot in lots])
    averaged = by_lot.mean(axis=0)
    by_value = weights / weights.sum() @ by_lot
    sums = None if chosen.formula.levels else _marked(chosen, table.sum(axis=0), maximum)
    found = lots_averaged(list(weights), averaged, by_value, sums)
    seen = {(w.rule, w.case.id) for w in found}
    for row, marks in zip(table, by_lot, strict=True):
        for warned in warnings(chosen, row, marks, maximum):
            if (warned.rule, warned.case.id) not in seen:
                seen.add((warned.rule, warned.case.id))
                found.append(warned)
    return Pointed(tuple(float(x) for x in averaged), tuple(found))


def _marked(chosen: Chosen, column: Column, maximum: float) -> Column:
    check_values(chosen, column)
    marked = chosen.mark(column, maximum)
    check_points(chosen, marked)
    return marked
