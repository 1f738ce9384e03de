from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.catalogue.model import Pedigree, SpreadRule
from levier.footprint.pooling import FamilyEstimate, pool, spread_of

SCORES = Pedigree(2, 2, 2, 2, 2)
VALUES = st.floats(1.0, 1e4)
SIGMAS = st.floats(0.01, 1.0)


def family(name: str, value: float, sigma: float) -> FamilyEstimate:
    return FamilyEstimate(name, value, sigma, (name,), (name,), name, SCORES)


def test_one_family_is_itself() -> None:
    pooled = pool([family("ademe", 185.09, 0.3)])
    assert pooled.value == pytest.approx(185.09)
    assert pooled.weights == (1.0,)
    assert pooled.tau2 == 0.0


def test_two_equally_sure_families_meet_at_their_geometric_mean() -> None:
    pooled = pool([family("a", 100.0, 0.2), family("b", 400.0, 0.2)])
    assert pooled.value == pytest.approx(200.0)
    assert pooled.disagreement == pytest.approx(4.0)


def test_families_that_disagree_far_beyond_their_own_spread_weigh_alike() -> None:
    pooled = pool([family("sure", 60.0, 0.01), family("loose", 350.0, 0.5)])
    assert pooled.tau2 > 1.0
    assert max(pooled.weights) < 0.6


def test_families_that_agree_are_weighted_by_how_sure_they_are() -> None:
    pooled = pool([family("sure", 100.0, 0.1), family("loose", 104.0, 0.4)])
    assert pooled.tau2 == 0.0
    assert pooled.weights == pytest.approx((1 / (1 + 16), 16 / 17))


def test_dersimonian_laird_by_hand() -> None:
    """Three families: Q, C and tau2 worked out on paper from docs/method/pooling.md."""
    families = [family("a", math.exp(0.0), 0.5), family("b", math.exp(1.0), 0.5), family("c", math.exp(2.0), 0.5)]
    pooled = pool(families)
    assert pooled.tau2 == pytest.approx((8.0 - 2) / (12 - 48 / 12))  # w = 4 each: Q = 8, C = 8
    assert math.log(pooled.value) == pytest.approx(1.0)


@given(st.lists(st.tuples(VALUES, SIGMAS), min_size=1, max_size=6))
def test_the_pooled_value_lies_between_its_families(pairs: list[tuple[float, float]]) -> None:
    pooled = pool([family(f"f{i}", v, s) for i, (v, s) in enumerate(pairs)])
    values = [v for v, _ in pairs]
    assert min(values) * (1 - 1e-9) <= pooled.value <= max(values) * (1 + 1e-9)
    assert math.fsum(pooled.weights) == pytest.approx(1.0)


@given(st.lists(st.tuples(VALUES, SIGMAS), min_size=2, max_size=6), st.floats(0.01, 100.0))
def test_another_unit_changes_nothing_but_the_unit(pairs: list[tuple[float, float]], scale: float) -> None:
    plain = pool([family(f"f{i}", v, s) for i, (v, s) in enumerate(pairs)])
    scaled = pool([family(f"f{i}", v * scale, s) for i, (v, s) in enumerate(pairs)])
    assert scaled.value == pytest.approx(plain.value * scale, rel=1e-6)


def test_the_order_of_families_changes_nothing() -> None:
    families = [family("a", 64.6, 0.3), family("b", 248.0, 0.2), family("c", 333.0, 0.05)]
    assert pool(families) == pool(families[::-1])


class TestSpread:
    """The four ways in which sources tell a spread."""

    def test_plus_or_minus_half_is_a_95_percent_interval(self) -> None:
        spread = spread_of(SpreadRule.INTERVAL95, 0.5, None, None, None, 9.9)
        assert math.exp(spread.estimate) == pytest.approx(1.5 ** (1 / 1.96), rel=1e-4)
        assert spread.models is None

    def test_percentiles_of_many_models_tell_models_apart_from_their_median(self) -> None:
        spread = spread_of(SpreadRule.PERCENTILES, None, 150.9, 505.0, 257, 9.9)
        assert spread.models is not None
        assert math.exp(spread.models * 3.2897072539) == pytest.approx(505.0 / 150.9)
        assert spread.estimate < spread.models / 10

    def test_a_relative_standard_deviation_is_read_as_a_lognormal(self) -> None:
        spread = spread_of(SpreadRule.RELATIVE_SD, 0.595, None, None, None, 9.9)
        assert math.exp(spread.estimate) == pytest.approx(1.73, abs=0.01)  # published for laptops by EcoDiag

    def test_nothing_given_falls_back_on_the_pedigree(self) -> None:
        assert spread_of(SpreadRule.NONE, None, None, None, None, 0.42).estimate == 0.42
