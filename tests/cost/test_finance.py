"""Money over time: closed forms, their limits, and examples that textbooks print."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.cost.finance import SHIFT, annuity, growing_annuity, present

RATES = st.floats(0.0, 0.3)
LIVES = st.integers(1, 40)


@given(rate=RATES, years=LIVES)
def test_an_annuity_is_the_sum_of_its_payments(rate: float, years: int) -> None:
    summed = sum((1 + rate) ** -t for t in range(1, years + 1))
    assert annuity(rate, float(years)) == pytest.approx(summed, rel=1e-7)


@given(rate=RATES, growth=st.floats(-0.1, 0.3), years=LIVES)
def test_a_growing_annuity_is_the_sum_of_its_payments(rate: float, growth: float, years: int) -> None:
    summed = sum((1 + growth) ** (t - 1) * (1 + rate) ** -t for t in range(1, years + 1))
    assert growing_annuity(rate, growth, float(years)) == pytest.approx(summed, rel=1e-6)


@given(years=st.floats(0.1, 40))
def test_without_discounting_a_year_is_worth_a_year(years: float) -> None:
    assert annuity(0.0, years) == pytest.approx(years)
    assert annuity(1e-12, years) == pytest.approx(years)
    assert present(0.0, years) == 1.0


@given(rate=st.floats(0.001, 0.3), years=st.floats(0.5, 40))
def test_a_payment_is_worth_more_the_earlier_it_is_made(rate: float, years: float) -> None:
    start, middle, end = (annuity(rate, years, when) for when in ("start", "middle", "end"))
    assert start > middle > end
    assert start == pytest.approx(end * (1 + rate))
    assert set(SHIFT) == {"start", "middle", "end"}


@given(rate=st.floats(0.0, 0.3), years=st.floats(0.5, 40), more=st.floats(0.1, 5))
def test_a_longer_life_is_worth_more_years(rate: float, years: float, more: float) -> None:
    assert annuity(rate, years + more) > annuity(rate, years)


def test_columns_are_computed_at_once() -> None:
    rates, years = np.array([[0.0], [0.05]]), np.array([3.0, 4.0, 5.0])
    table = annuity(rates, years)
    assert table.shape == (2, 3)
    assert table[1, 2] == pytest.approx(float(annuity(0.05, 5.0)))


def test_a_growing_annuity_follows_the_geometric_gradient_of_engineering_economy() -> None:
    """The geometric gradient at i = 10 %, g = 6 %, n = 8: 1.1^-8 and 1.06^8 to four digits, as tables print them."""
    assert growing_annuity(0.10, 0.06, 8.0) == pytest.approx((1 - 1.5938 * 0.4665) / 0.04, rel=1e-3)
