"""How far the weight of one criterion may move, the others keeping their proportions, before another bid wins.

With a weight w that becomes v, total(v) = v·m + (1 − v)·rest, where m is the mark of the criterion and `rest` the
weighted mean of the other marks, both as shares of their maximum: straight lines, so the answer is exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levier.cost.finance import Column
from levier.tender.scoring.rules import Criterion, Rules
from levier.tender.scoring.score import Offers, score


@dataclass(frozen=True)
class Margin:
    """The weights between which the winner stays. None: no weight on that side, down to 0 or up to 1, changes it.

    `rival_low` and `rival_high` would win just beyond.
    """

    criterion: str
    weight: float
    low: float | None
    high: float | None
    rival_low: str | None = None
    rival_high: str | None = None


@dataclass(frozen=True)
class Turns:
    """For each set: the weights at which the winner changes (NaN: none) and which bid then wins."""

    low: Column
    high: Column
    rival_low: Column
    rival_high: Column


def stability(rules: Rules, offers: Offers) -> list[Margin]:
    """Return the margins of the weights for one set of bids, around the winner that the rules designate."""
    scored = score(rules, offers)
    winner = np.array(next(i for i, rank in enumerate(scored.rank) if rank == 1))
    shares = marks_as_shares(rules, offers)
    found = []
    for criterion in rules.criteria:
        turns = turning_weights(rules, criterion, shares, winner)
        low, high = _known(turns.low), _known(turns.high)
        found.append(
            Margin(
                criterion.id,
                criterion.weight,
                low,
                high,
                None if low is None else offers.names[int(turns.rival_low)],
                None if high is None else offers.names[int(turns.rival_high)],
            )
        )
    return found


def marks_as_shares(rules: Rules, offers: Offers) -> dict[str, Column]:
    """Return unrounded marks as shares of their maximum, by criterion."""
    found = {}
    for c in rules.criteria:
        more = {"levels": offers.levels[c.id]} if c.id in offers.levels else {}
        found[c.id] = c.chosen.mark(offers.columns[c.id], 1.0, **more)
    return found


def turning_weights(rules: Rules, c: Criterion, shares: Mapping[str, Column], winner: NDArray[np.intp]) -> Turns:
    """Return where the winner changes, for one set or many; `winner` is the index of the winner of each set."""
    marks = shares[c.id]
    others = [o for o in rules.criteria if o.id != c.id]
    whole = sum(o.weight for o in others)
    if whole <= 0:
        none = np.full(marks.shape[:-1], np.nan)
        return Turns(none, none, none, none)
    rest = np.sum([o.weight / whole * shares[o.id] for o in others], axis=0)
    at_winner = np.asarray(winner, dtype=np.intp)[..., None]
    lead_mark = np.take_along_axis(marks, at_winner, axis=-1) - marks
    lead_rest = np.take_along_axis(rest, at_winner, axis=-1) - rest
    turn = lead_mark - lead_rest
    with np.errstate(divide="ignore", invalid="ignore"):
        meet = -lead_rest / turn  # where both totals are equal
    below = np.where((turn > 0) & (meet > 0) & (meet <= c.weight), meet, -np.inf)
    above = np.where((turn < 0) & (meet >= c.weight) & (meet < 1), meet, np.inf)
    low, high = below.max(axis=-1), above.min(axis=-1)
    return Turns(
        np.where(np.isfinite(low), low, np.nan),
        np.where(np.isfinite(high), high, np.nan),
        np.asarray(below.argmax(axis=-1), dtype=float),
        np.asarray(above.argmin(axis=-1), dtype=float),
    )


def _known(value: Column) -> float | None:
    return float(value) if np.isfinite(value) else None
