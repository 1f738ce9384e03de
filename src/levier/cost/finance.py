"""Money over time: what a yearly payment or a payment at the end of a life is worth on the first day.

All functions take numbers or columns, and lives that are not whole years. At a rate of zero they are their limits.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Column: TypeAlias = NDArray[np.float64]
"""Numbers of one quantity, such as one a bid, or draws x bids."""
Given: TypeAlias = float | Column

SHIFT: Mapping[str, float] = {"end": 0.0, "middle": 0.5, "start": 1.0}
"""When in the year a running cost is paid -> years by which it comes before the end of the year."""
NEAR = 1e-9
"""Rates closer to each other than this are taken for equal: the quotient would lose its digits."""


def present(rate: Given, years: Given) -> Column:
    """Return what one euro after `years` is worth now: (1 + rate)^-years."""
    return np.asarray(np.power(1.0 + np.asarray(rate, float), -np.asarray(years, float)), dtype=float)


def annuity(rate: Given, years: Given, paid: str = "end") -> Column:
    """Return what one euro a year during `years` is worth now: (1 - (1 + rate)^-years) / rate, `years` at rate zero."""
    return growing_annuity(rate, 0.0, years, paid)


def growing_annuity(rate: Given, growth: Given, years: Given, paid: str = "end") -> Column:
    """Return what yearly payments are worth now, the first of one euro, each next one `growth` dearer.

    (1 - ((1 + growth) / (1 + rate))^years) / (rate - growth); `years` / (1 + rate) where rate and growth are equal.
    """
    rate, growth, years = (np.asarray(x, float) for x in (rate, growth, years))
    gap = rate - growth
    near = np.abs(gap) < NEAR
    logged = years * (np.log1p(growth) - np.log1p(rate))
    whole = np.where(near, years / (1.0 + rate), -np.expm1(logged) / np.where(near, 1.0, gap))
    return np.asarray(whole * np.power(1.0 + rate, SHIFT[paid]), dtype=float)
