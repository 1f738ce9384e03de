"""How sure a cost is: the intervals that bids declare, drawn together where they share a cause.

How many hours people work and how long devices are kept is the same whoever sells: one draw for all bids. A method of
declaring carbon errs the same way for all bids that use it; what is left is each model's own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.random import Generator

from levier.catalogue.model import Parameter
from levier.cost.finance import Column
from levier.cost.lines import DECLARED, columns, priced
from levier.cost.model import Bid, Comparison, Estimate

DRAWS = 1000
BAND_SIGMAS = 3.29
"""Standard deviations between the 5th and the 95th percentile of a normal law."""


def drawn(comparison: Comparison, shares: Mapping[str, Parameter], rng: Generator, draws: int) -> dict[str, Column]:
    """Return the columns of the formulas, draws x bids where a bid declares an interval.

    `shares` are the facts `shared_variance.*`: what part of an uncertainty is common to all bids.
    """
    found = columns(comparison)
    bids = comparison.bids
    share = {name: shares[f"shared_variance.{name}"].value for name in ("kwh", "lifetime", "manufacturing")}

    def spread(told: Callable[[Bid], Estimate | None]) -> Column:
        return np.array([sigma(told(b)) for b in bids])

    size = (draws, len(bids))
    common = rng.standard_normal((draws, 2))
    found["kwh"] = found["kwh"] * _effect(
        spread(lambda b: b.kwh_per_year), share["kwh"], common[:, :1], rng.standard_normal(size)
    )
    found["lifetime"] = found["lifetime"] * _effect(
        spread(lambda b: b.lifetime_years), share["lifetime"], common[:, 1:], rng.standard_normal(size)
    )
    embodied = spread(lambda b: b.footprint.kgco2e if b.footprint else None)
    by_method = _by_method(comparison, rng, draws)
    effect = _effect(embodied, share["manufacturing"], by_method, rng.standard_normal(size))
    found[DECLARED] = found[DECLARED] * effect
    return priced(comparison, found)


def sigma(estimate: Estimate | None) -> float:
    """Return the standard deviation of the logarithm; nothing where no interval is declared."""
    if estimate is None or estimate.low is None or estimate.high is None or estimate.low <= 0:
        return 0.0
    return math.log(estimate.high / estimate.low) / BAND_SIGMAS


def _effect(spread: Column, shared: float, common: Column, own: Column) -> Column:
    return np.asarray(np.exp(spread * (math.sqrt(shared) * common + math.sqrt(1.0 - shared) * own)), dtype=float)


def _by_method(comparison: Comparison, rng: Generator, draws: int) -> Column:
    """Draw one effect a method, in the order of their names, and give it to each bid that declares under it."""
    names = [b.footprint.method if b.footprint else "" for b in comparison.bids]
    order = sorted(set(names))
    effects = rng.standard_normal((draws, len(order)))
    return effects[:, [order.index(name) for name in names]]
