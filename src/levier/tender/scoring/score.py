"""Marks bids: points by criterion, total, rank; and, beside, how often uncertain data would change who is first.

The rank of real bids comes from the values alone. Draws test the rules; they never touch a mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from levier.cost.finance import Column
from levier.tender.scoring.formulas import check_points, check_values
from levier.tender.scoring.rules import Criterion, Rules
from levier.wording.errors import BadOption
from levier.wording.text import say


@dataclass(frozen=True)
class Offers:
    """What bids gave, a column a criterion in the order of `names`; a column may have draws (or sets) before the bids.

    `levels` are the levels of ambition that a notional discount needs beside the price.
    """

    names: tuple[str, ...]
    columns: Mapping[str, Column]
    levels: Mapping[str, Column] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Scored:
    """Points by criterion, totals and ranks, in the order of the bids."""

    names: tuple[str, ...]
    points: Mapping[str, Column]
    total: Column
    rank: tuple[int, ...]
    """Equal bids share a rank."""

    @property
    def winners(self) -> tuple[str, ...]:
        """Return the bids of rank 1."""
        return tuple(name for name, rank in zip(self.names, self.rank, strict=True) if rank == 1)


def mark(rules: Rules, criterion: Criterion, offers: Offers) -> Column:
    """Return the points of one criterion, rounded only where the rules say so."""
    more = {"levels": offers.levels[criterion.id]} if criterion.id in offers.levels else {}
    points = criterion.chosen.mark(offers.columns[criterion.id], rules.maximum(criterion), **more)
    if rules.rounding and rules.rounding.of == "points":
        return np.asarray(np.round(points, rules.rounding.decimals))
    return points


def totals(rules: Rules, offers: Offers) -> Column:
    """Return the totals, criterion by criterion so that a large table never stands in memory whole."""
    total: Column | None = None
    for criterion in rules.criteria:
        points = mark(rules, criterion, offers)
        total = points if total is None else total + points
    assert total is not None  # rules have a criterion
    if rules.rounding and rules.rounding.of == "total":
        return np.asarray(np.round(total, rules.rounding.decimals))
    return total


def score(rules: Rules, offers: Offers) -> Scored:
    """Mark real bids; raises `BadOption` for a figure that cannot be marked."""
    for criterion in rules.criteria:
        check_column(criterion, offers)
    points = {c.id: mark(rules, c, offers) for c in rules.criteria}
    for criterion in rules.criteria:
        check_points(criterion.chosen, points[criterion.id])
    total = totals(rules, offers)
    return Scored(offers.names, points, total, ranks(rules, total, points))


def check_column(criterion: Criterion, offers: Offers) -> None:
    """Refuse a criterion without figures, or with figures that cannot be marked."""
    column = offers.columns.get(criterion.id)
    if column is None or column.shape[-1] != len(offers.names):
        raise BadOption(
            say("A criterion has no figure for each bid."),
            expected=say("{n} figures for {criterion}", n=len(offers.names), criterion=criterion.id),
            found=str(0 if column is None else column.shape[-1]),
        )
    if criterion.id in offers.levels:
        settled = {**criterion.chosen.settled, "levels": offers.levels[criterion.id]}
        chosen = type(criterion.chosen)(criterion.chosen.formula, settled, criterion.chosen.given)
        check_values(chosen, column)
    else:
        check_values(criterion.chosen, column)


def ranks(rules: Rules, total: Column, points: Mapping[str, Column]) -> tuple[int, ...]:
    """Rank totals, the most points first; ties by the criteria that the rules name, else shared."""
    keys = [tuple(float(x) for x in (total[i], *(points[c][i] for c in rules.ties))) for i in range(len(total))]
    return tuple(1 + sum(other > key for other in keys) for key in keys)


def first(totals_: Column) -> Column:
    """Return, set by set, each bid's share of the first place: equal bids share it."""
    best = totals_ == totals_.max(axis=-1, keepdims=True)
    return np.asarray(best / best.sum(axis=-1, keepdims=True), dtype=float)


def probability_first(rules: Rules, drawn: Offers) -> dict[str, float]:
    """Return how often each bid would be first over the draws of its data. Tests the rules; alters no mark."""
    share = first(totals(rules, drawn))
    share = np.broadcast_to(share, (1, *share.shape)) if share.ndim == 1 else share
    return {name: float(p) for name, p in zip(drawn.names, share.mean(axis=0), strict=True)}
