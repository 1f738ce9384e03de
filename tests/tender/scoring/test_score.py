"""Bids are marked as announced, ranked by the values alone, and how firmly the winner stands is told beside."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from levier.tender.scoring.rules import OUT_OF, read_award, rules
from levier.tender.scoring.score import Offers, probability_first, score, totals
from levier.tender.scoring.stability import stability
from levier.wording.errors import BadOption, UnusableFile
from tests.tender.scoring.examples import award, bids, ruled


def test_three_bids_are_marked_by_hand() -> None:
    found = score(ruled(), bids([100, 120, 150], [2, 4, 3], [40, 35, 30]))
    assert found.points["price"].tolist() == pytest.approx([40, 40 * 100 / 120, 40 * 100 / 150])
    assert found.points["quality"].tolist() == pytest.approx([17.5, 35, 26.25])
    assert found.points["kwh"].tolist() == pytest.approx([18.75, 25 * 30 / 35, 25])
    assert found.total.tolist() == pytest.approx([76.25, 33.333333 + 35 + 21.428571, 26.666667 + 26.25 + 25])
    assert found.rank == (3, 1, 2)
    assert found.winners == ("B",)


def test_nothing_is_rounded_unless_the_rules_announce_it() -> None:
    offers = bids([99.9, 100], [2, 2], [30, 30])
    assert score(ruled(), offers).rank == (1, 2)
    rounded = score(ruled(rounding={"decimals": 0, "of": "total"}), offers)
    assert rounded.rank == (1, 1)
    assert rounded.total.tolist() == [round(float(t)) for t in score(ruled(), offers).total]
    by_points = score(ruled(rounding={"decimals": 1, "of": "points"}), offers)
    assert by_points.points["price"].tolist() == [40.0, 40.0]


def test_equal_bids_share_a_rank_unless_the_rules_tell_them_apart() -> None:
    offers = bids([100, 200, 200], [2, 4, 4], [30, 30, 30])
    even = ruled(weights=(0.5, 0.25, 0.25))
    assert score(even, offers).rank[1:] == (2, 2)
    a = Offers(
        ("A", "B"), {"price": np.array([100.0, 200]), "quality": np.array([0.0, 4]), "kwh": np.array([30.0, 30])}
    )
    tied = rules(award(weights=(0.5, 0.25, 0.25)), "f")
    assert score(tied, a).total.tolist() == [75, 75]
    assert score(tied, a).rank == (1, 1)
    assert score(rules(award(weights=(0.5, 0.25, 0.25), ties=["price"]), "f"), a).rank == (1, 2)
    assert score(rules(award(weights=(0.5, 0.25, 0.25), ties=["quality"]), "f"), a).rank == (2, 1)


SOME = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.floats(50, 500), min_size=n, max_size=n),
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0]), min_size=n, max_size=n),
        st.lists(st.floats(10, 100), min_size=n, max_size=n),
    )
)


@given(some=SOME)
def test_totals_stay_between_nothing_and_the_whole(some: tuple[list[float], list[float], list[float]]) -> None:
    found = score(ruled(), bids(*some))
    assert (found.total >= 0).all()
    assert (found.total <= OUT_OF + 1e-9).all()
    assert found.total == pytest.approx(sum(found.points.values()))
    assert min(found.rank) == 1


@given(some=SOME, data=st.data())
def test_a_rank_follows_its_bid_whatever_the_order(
    some: tuple[list[float], list[float], list[float]], data: st.DataObject
) -> None:
    order = data.draw(st.permutations(range(len(some[0]))))
    before = score(ruled(), bids(*some)).rank
    price, quality, kwh = ([column[i] for i in order] for column in some)
    assert score(ruled(), bids(price, quality, kwh)).rank == tuple(before[i] for i in order)


@pytest.mark.parametrize("weights", [(0.4, 0.35, 0.2), (0.5, 0.5, 0.5), (40, 35, 25), (0.0, 0.0, 0.0)])
def test_weights_add_up_to_one(weights: tuple[float, float, float]) -> None:
    with pytest.raises((BadOption, UnusableFile)):
        ruled(weights=weights)


@given(
    st.lists(st.integers(1, 1000), min_size=3, max_size=3).map(lambda w: tuple(x / sum(w) for x in w)),
)
def test_shares_that_people_compute_are_taken_for_whole(weights: tuple[float, float, float]) -> None:
    assert sum(c.weight for c in ruled(weights=weights).criteria) == pytest.approx(1)


@given(some=SOME)
@settings(max_examples=60)
def test_the_margin_of_a_weight_is_where_the_winner_changes(
    some: tuple[list[float], list[float], list[float]],
) -> None:
    weights = (0.4, 0.35, 0.25)
    offers = bids(*some)
    found = score(ruled(weights=weights), offers)
    assume(len(found.winners) == 1)
    best_two = np.sort(found.total)[-2:]
    assume(best_two[1] - best_two[0] > 1e-6)

    def winners(criterion: int, weight: float) -> tuple[str, ...]:
        scale = (1 - weight) / (1 - weights[criterion])
        moved = [weight if i == criterion else w * scale for i, w in enumerate(weights)]
        return score(ruled(weights=(moved[0], moved[1], moved[2])), offers).winners

    for i, margin in enumerate(stability(ruled(weights=weights), offers)):
        for bound, rival, outward in ((margin.low, margin.rival_low, -1), (margin.high, margin.rival_high, 1)):
            if bound is None:
                assert winners(i, 0.0 if outward < 0 else 1.0)[0] in offers.names
                continue
            inside = bound - outward * 1e-4
            if margin.low is None or margin.high is None or margin.low < inside < margin.high:
                assert found.winners[0] in winners(i, min(max(inside, 0.0), 1.0))
            beyond = bound + outward * 1e-4
            if 0 < beyond < 1:
                assert rival is not None
                assert found.winners[0] not in winners(i, beyond)


def test_a_weight_that_never_matters_has_no_margin() -> None:
    found = stability(ruled(), bids([100, 200], [4, 2], [20, 40]))
    assert [(m.low, m.high) for m in found] == [(None, None)] * 3


def test_a_margin_tells_who_would_win() -> None:
    found = {m.criterion: m for m in stability(ruled(), bids([100, 120], [2, 4], [40, 35]))}
    assert found["price"].rival_high == "A"
    assert found["price"].low is None
    assert found["quality"].rival_low == "A"


def test_probabilities_come_from_the_draws_and_never_touch_a_rank() -> None:
    offers = bids([100, 110], [2, 2], [30, 30])
    rng = np.random.default_rng(3)
    columns = {k: np.broadcast_to(v, (2_000, 2)).copy() for k, v in offers.columns.items()}
    columns["kwh"] *= np.exp(0.3 * rng.standard_normal((2_000, 2)))
    found = probability_first(ruled(), Offers(offers.names, columns))
    assert sum(found.values()) == pytest.approx(1)
    # B wins if its kWh are low enough to make up for 40 - 40 / 1.1 points of 25: the chance of a normal law.
    needed = -math.log(1 - (40 - 40 / 1.1) / 25) / (0.3 * math.sqrt(2))
    assert found["A"] == pytest.approx(0.5 * (1 + math.erf(needed / math.sqrt(2))), abs=0.03)
    assert score(ruled(), offers).rank == (1, 2)


def test_without_uncertainty_the_winner_is_first_for_sure_and_equal_bids_share() -> None:
    assert probability_first(ruled(), bids([100, 120], [4, 2], [30, 30])) == {"A": 1.0, "B": 0.0}
    assert probability_first(ruled(), bids([100, 100], [4, 4], [30, 30])) == {"A": 0.5, "B": 0.5}


def test_a_table_of_draws_is_scored_as_each_draw_alone() -> None:
    rng = np.random.default_rng(5)
    columns = {"price": rng.uniform(50, 90, (7, 4)), "quality": rng.integers(0, 5, (7, 4)).astype(float)}
    columns["kwh"] = rng.uniform(5, 9, (7, 4))
    whole = totals(ruled(), Offers(("A", "B", "C", "D"), columns))
    for i in range(7):
        one = Offers(("A", "B", "C", "D"), {k: v[i] for k, v in columns.items()})
        assert whole[i].tolist() == totals(ruled(), one).tolist()


def test_a_notional_discount_is_marked_with_the_level_of_each_bid() -> None:
    discounted = rules(award({"name": "notional-discount"}), "f")
    offers = bids([100, 110], [2, 2], [30, 30])
    with_levels = Offers(offers.names, offers.columns, {"price": np.array([0.0, 3.0])})
    assert score(discounted, with_levels).points["price"].tolist() == pytest.approx([40 * 93.5 / 100, 40])
    with pytest.raises(BadOption):
        score(discounted, offers)


@pytest.mark.parametrize(
    "columns",
    [
        {"price": [100.0, 120]},
        {"price": [100.0, 0], "quality": [1.0, 2], "kwh": [3.0, 4]},
        {"price": [100.0], "quality": [1.0, 2], "kwh": [3.0, 4]},
        {"price": [100.0, 120], "quality": [1.0, 7], "kwh": [3.0, 4]},
    ],
)
def test_a_bid_without_a_usable_figure_is_not_scored(columns: dict[str, list[float]]) -> None:
    with pytest.raises(BadOption):
        score(ruled(), Offers(("A", "B"), {k: np.array(v) for k, v in columns.items()}))


def criterion(**change: Any) -> dict[str, Any]:
    return {"id": "p", "kind": "price", "weight": 1, "formula": "ratio", **change}


@pytest.mark.parametrize(
    "raw",
    [
        {"criteria": []},
        {"criteria": [criterion(kind="luck")]},
        {"criteria": [criterion(formula=3)]},
        {"criteria": [criterion(formula={"n": 2})]},
        {"criteria": [criterion(weight="much")]},
        {"criteria": [criterion(counts=["luck"])]},
        {"criteria": [criterion(counts="kwh")]},
        {"criteria": [criterion(extra=1)]},
        {"criteria": [criterion(weight=0.5), criterion(weight=0.5)]},
        {"criteria": [criterion()], "ties": ["q"]},
        {"criteria": [criterion()], "rounding": {"decimals": 1.5}},
        {"criteria": [criterion()], "lot_marks": "guess"},
        {"criteria": [criterion()], "parameters": [1]},
        {"criteria": [criterion()], "footprint": {"method": "PEF"}},
        [],
        None,
    ],
)
def test_rules_that_cannot_be_used_are_told_with_their_place(raw: object) -> None:
    with pytest.raises((UnusableFile, BadOption)):
        rules(raw, "rules.yaml")


def test_rules_are_read_from_a_tender_whose_criteria_stand_at_its_root(tmp_path: Any) -> None:
    path = tmp_path / "tender.yaml"
    path.write_text(
        "schema: levier.tender/1\ntitle: Laptops\ncriteria:\n"
        "- {id: price, name: Price, kind: price, weight: 0.5, formula: anchored-linear, parameters: {n: 3}}\n"
        "- id: tech\n  name: Value\n  kind: technical\n  weight: 0.3\n  text: in words\n"
        "  ladder: [{points: 0, text: none}, {points: 0.5, text: some}, {points: 1, text: all}]\n"
        "- id: env\n  name: Environment\n  kind: environment\n  weight: 0.2\n  parts:\n"
        "  - {id: kwh, name: kWh, kind: environment, weight: 0.1, formula: ratio}\n"
        "  - {id: lcc, name: Cost, kind: cost, weight: 0.1, formula: life-cycle-cost, covers: [use, externalities]}\n",
        encoding="utf-8",
    )
    found, _, name = read_award(path)
    assert name == "tender.yaml"
    assert [c.id for c in found.criteria] == ["price", "tech", "kwh", "lcc"]
    assert found.criterion("price").chosen.settled["n"] == 3
    assert found.criterion("tech").chosen.settled["ladder"].tolist() == [0, 0.5, 1]
    assert {x.value for x in found.criterion("lcc").counts} == {"kwh", "carbon_use"}
