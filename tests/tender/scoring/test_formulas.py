"""Formulas: published verdicts reproduced, and laws that hold for any bids."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.tender.scoring.cases import Outcome, cases
from levier.tender.scoring.formulas import FORMULAS, Chosen, choose
from levier.tender.scoring.points import Lot, points_of, points_of_lots
from levier.wording.errors import BadOption

PRICES = st.lists(st.floats(1.0, 1e6), min_size=2, max_size=8)
FALLING: dict[str, dict[str, Any]] = {
    "ratio": {},
    "anchored-linear": {},
    "min-max": {},
    "mean-of-offers": {},
    "life-cycle-cost": {},
    "equivalent-annual-cost": {},
}
"""Formulas of which a lower price never gets a worse mark."""


def numbers(name: str, prices: list[float], maximum: float = 20, **given_: Any) -> list[str]:
    """Return the numbers of the decisions that a formula is warned with."""
    return [w.case.number for w in points_of(choose(name, given_), prices, maximum).warnings]


def test_the_formula_of_belleville_is_the_anchored_line_of_n_7_on_20() -> None:
    """CE, 3 November 2014, no. 373362: 10/3 × (7 − P/P0)."""
    prices = [100.0, 130.0, 200.0, 450.0, 700.0]
    found = points_of(choose("anchored-linear", {"n": 7}), prices, 20)
    assert found.points == pytest.approx([10 / 3 * (7 - p / 100) for p in prices])
    assert [w.case.number for w in found.warnings] == ["373362"]
    assert "83%" in found.warnings[0].reason.in_("en")


@pytest.mark.parametrize(("n", "warned"), [(1.5, False), (2, False), (6.9, False), (7, True), (12, True)])
def test_the_anchored_line_is_warned_of_from_the_slope_that_was_struck_down(n: float, warned: bool) -> None:
    assert (numbers("anchored-linear", [100, 150], n=n) == ["373362"]) is warned


def test_no_point_from_half_above_the_cheapest_was_accepted_and_is_not_warned_of() -> None:
    """CAA of Bordeaux, 24 July 2018, no. 15BX04151."""
    found = points_of(choose("anchored-linear", {"n": 1.5}), [100, 149, 150, 200], 20)
    assert found.points == pytest.approx([20, 0.4, 0, 0])
    assert found.warnings == ()
    assert cases()["caa-bordeaux-15bx04151"].outcome is Outcome.ACCEPTED


def test_the_distance_to_the_estimate_is_warned_of_with_val_d_oise_habitat() -> None:
    """CE, 29 October 2013, no. 370789: the cheapest and the dearest got the same mark, a dearer one the best."""
    found = points_of(choose("estimate-distance", {"estimate": 120}), [100, 120, 140], 20)
    assert found.points[0] == pytest.approx(found.points[2])
    assert found.points[1] == 20
    assert [w.case.number for w in found.warnings] == ["370789"]


def test_the_line_between_extremes_is_warned_of_in_the_circumstances_of_each_decision() -> None:
    """CE, 24 May 2017, no. 405787 (price 60 %); CAA of Paris, 8 February 2016, no. 15PA02953 (two bids, 40 and 0)."""
    assert numbers("min-max", [100, 120, 150], weight=0.6) == ["405787"]
    assert numbers("min-max", [100, 120, 150], weight=0.59) == []
    assert numbers("min-max", [100, 120], weight=0.4) == ["15PA02953"]
    assert numbers("min-max", [100, 120], weight=0.7) == ["405787", "15PA02953"]
    assert numbers("min-max", [100, 120, 150]) == ["405787"]
    assert points_of(choose("min-max", {}), [100, 100.01], 40).points == (40, 0)


def test_negative_marks_are_warned_of_with_guadeloupe() -> None:
    """CE, 18 December 2012, no. 362532."""
    assert numbers("own", [100, 250], formula="N * (2 - P / Pmin)") == ["362532"]


def test_a_formula_of_ones_own_is_held_against_the_same_decisions() -> None:
    assert numbers("own", [100, 250], formula="N * Pmin / P") == []
    assert numbers("own", [100, 250], formula="10 / 3 * (7 - P / Pmin)") == ["373362"]
    assert numbers("own", [100, 120, 250], formula="N * (Pmax - P) / (Pmax - Pmin)", weight=0.6) == ["405787"]
    assert "370789" in numbers("own", [100, 250], formula="N * P / Pmax")


def test_the_ratio_is_never_warned_of() -> None:
    for prices in ([100.0, 100.0], [1.0, 1e6], [5.0]):
        assert numbers("ratio", prices, weight=1.0) == []


def test_lots_of_different_size_that_are_averaged_are_warned_of_with_snegso() -> None:
    """CE, 1 July 2015, no. 381095: ten technical lots of very different values."""
    lots = [Lot(90, (100, 110)), Lot(10, (50, 20))]
    found = points_of_lots(choose("ratio", {}), lots, 20)
    assert found.points == pytest.approx([(20 + 8) / 2, (20 * 100 / 110 + 20) / 2])
    assert [w.case.number for w in found.warnings] == ["381095"]
    assert "The order of the bids changes." in found.warnings[0].reason.in_("en")
    assert points_of_lots(choose("ratio", {}), [Lot(5, (100, 110)), Lot(5, (50, 20))], 20).warnings == ()


def test_the_co2_ladder_compares_discounted_prices() -> None:
    """CO2 Performance Ladder 4.0: 5, 10 and 15 % for levels 1 to 3; the dearest may be the lowest once discounted."""
    found = points_of(choose("notional-discount", {"levels": "0, 3, 1"}), [100, 110, 104], 20)
    compared = [100, 110 * 0.85, 104 * 0.95]
    assert found.points == pytest.approx([20 * min(compared) / c for c in compared])
    assert found.warnings == ()


def test_a_quality_ladder_gives_the_announced_shares() -> None:
    found = points_of(choose("quality-ladder", {"ladder": "0, 0.2, 0.5, 0.9, 1"}), [0, 1, 2, 3, 4, 2.5], 30)
    assert found.points == pytest.approx([0, 6, 15, 27, 30, 21])
    assert points_of(choose("quality-ladder", {}), [4, 2, 0], 20).points == (20, 10, 0)


def test_the_mean_of_offers_says_that_its_definition_is_ours() -> None:
    note = FORMULAS["mean-of-offers"].note
    assert note is not None
    assert "to be verified" in note.in_("en")
    assert points_of(choose("mean-of-offers", {}), [100, 140], 20).points == pytest.approx([20, 20 * (1 - 40 / 120)])


@pytest.mark.parametrize("name", FALLING)
@given(prices=PRICES)
def test_a_lower_price_never_gets_a_worse_mark(name: str, prices: list[float]) -> None:
    points = np.array(points_of(choose(name, FALLING[name]), prices, 20).points)
    ordered = points[np.argsort(prices)]
    assert (np.diff(ordered) <= 1e-9).all()


@pytest.mark.parametrize("name", FALLING)
@given(prices=PRICES)
def test_the_best_gets_the_maximum_and_nobody_less_than_nothing(name: str, prices: list[float]) -> None:
    points = points_of(choose(name, FALLING[name]), prices, 20).points
    assert points[int(np.argmin(prices))] == 20
    assert all(0 <= p <= 20 for p in points)


@pytest.mark.parametrize("name", FALLING)
@given(prices=PRICES, data=st.data())
def test_the_order_in_which_bids_arrive_does_not_matter(name: str, prices: list[float], data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(prices))))
    chosen = choose(name, FALLING[name])
    forward, mixed = points_of(chosen, prices, 20).points, points_of(chosen, [prices[i] for i in order], 20).points
    assert mixed == pytest.approx([forward[i] for i in order])


@pytest.mark.parametrize("name", FALLING)
@given(prices=PRICES, rate=st.floats(0.01, 200))
def test_marks_do_not_depend_on_the_currency(name: str, prices: list[float], rate: float) -> None:
    chosen = choose(name, FALLING[name])
    scaled = points_of(chosen, [p * rate for p in prices], 20).points
    assert scaled == pytest.approx(points_of(chosen, prices, 20).points, abs=1e-6)


@pytest.mark.parametrize("name", FALLING)
@given(prices=PRICES)
def test_points_follow_the_scale(name: str, prices: list[float]) -> None:
    chosen = choose(name, FALLING[name])
    assert points_of(chosen, prices, 40).points == pytest.approx([2 * p for p in points_of(chosen, prices, 20).points])


@given(prices=PRICES, loser=st.floats(1.0, 3.0))
def test_only_formulas_that_say_so_depend_on_dearer_bids(prices: list[float], loser: float) -> None:
    more = [*prices, max(prices) * loser]
    for name in FALLING:
        chosen = choose(name, FALLING[name])
        before, after = points_of(chosen, prices, 20).points, points_of(chosen, more, 20).points[:-1]
        if not chosen.formula.losers_count:
            assert after == pytest.approx(before)


def test_the_warnings_that_losers_count_are_true() -> None:
    """A dearer bid does change the marks of the others, where the formula says that it may."""
    for name in ("min-max", "mean-of-offers"):
        before, after = (points_of(choose(name, {}), p, 20).points for p in ([100, 120], [100, 120, 300]))
        assert after[1] != pytest.approx(before[1])


@given(table=st.lists(st.lists(st.floats(1.0, 1e4), min_size=4, max_size=4), min_size=1, max_size=6))
def test_a_table_of_sets_is_marked_as_each_set_alone(table: list[list[float]]) -> None:
    for name in FALLING:
        chosen = choose(name, FALLING[name])
        whole = chosen.mark(np.array(table), 20)
        assert whole == pytest.approx(np.array([points_of(chosen, row, 20).points for row in table]))


@pytest.mark.parametrize(
    ("name", "given_"),
    [
        ("nothing", {}),
        ("ratio", {"n": 2}),
        ("anchored-linear", {"n": 1}),
        ("anchored-linear", {"n": "x"}),
        ("anchored-linear", {"n": float("inf")}),
        ("anchored-linear", {"n": True}),
        ("estimate-distance", {}),
        ("estimate-distance", {"estimate": 0}),
        ("min-max", {"weight": 1.2}),
        ("quality-ladder", {"ladder": "0, 2"}),
        ("quality-ladder", {"ladder": "0, 0.5, 0.4, 1"}),
        ("quality-ladder", {"ladder": ""}),
        ("notional-discount", {"discounts": "0.1, 1.0"}),
        ("notional-discount", {"levels": "0, 1.5"}),
        ("own", {}),
        ("own", {"formula": "os.system(1)"}),
    ],
)
def test_a_parameter_that_cannot_be_used_is_refused(name: str, given_: dict[str, Any]) -> None:
    with pytest.raises(BadOption) as error:
        choose(name, given_)
    assert error.value.expected is not None


@pytest.mark.parametrize(
    ("chosen", "values"),
    [
        (choose("ratio", {}), [100, 0]),
        (choose("ratio", {}), [100, -5]),
        (choose("ratio", {}), [100, float("nan")]),
        (choose("quality-ladder", {}), [5]),
        (choose("quality-ladder", {}), [-1]),
        (choose("notional-discount", {}), [100, 110]),
        (choose("notional-discount", {"levels": "0"}), [100, 110]),
        (choose("notional-discount", {"levels": "0, 4"}), [100, 110]),
        (choose("own", {"formula": "N / (Pmax - Pmin)"}), [100, 100]),
    ],
)
def test_what_cannot_be_marked_is_refused(chosen: Chosen, values: list[float]) -> None:
    with pytest.raises(BadOption):
        points_of(chosen, values, 20)


def test_every_decision_has_its_circumstances_source_and_date() -> None:
    found = cases()
    assert {c.number for c in found.values()} == {
        "373362", "370789", "381095", "362532", "405787", "427761", "15PA02953", "15BX04151"
    }  # fmt: skip
    for case in found.values():
        assert case.held.in_("fr") != case.held.in_("en")
        assert case.circumstances.in_("fr")
        assert case.decided_on < case.checked_on < case.review_by
        assert all(name in FORMULAS for name in case.formulas)
    assert "second-hand" in found["ce-405787"].told.in_("en")
    assert "second-hand" not in found["ce-427761"].told.in_("en")
