"""The laboratory: planted faults are found with the bid set that shows them, sound rules are not accused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from levier.tender.scoring.laboratory import Answer, Report, real_weights, simulate, totals_of
from levier.tender.scoring.market import example, invented, market, redrawn
from levier.tender.scoring.rules import rules
from levier.tender.scoring.score import mark
from levier.wording.errors import BadOption
from tests.tender.scoring.examples import award, ruled

SETS = 2_000


def report_of(price: Any = "ratio", imagined: Any = None, *, seed: int = 7, sets: int = SETS, **more: Any) -> Report:
    market_ = {k: more.pop(k) for k in ("bids", "correlation", "price_spread", "level_spread") if k in more}
    raw = award(price, **more)
    if imagined is not None:
        raw["example"] = imagined
    found = rules(raw, "rules.yaml")
    model = market(more.pop("estimate", None), sets=sets, **market_)
    return simulate(found, model, np.random.default_rng(seed), seed=seed, imagined=example(raw, found, "rules.yaml"))


def answer(report: Report, name: str) -> Answer:
    return next(a for a in report.answers if a.id == name)


def test_seven_questions_are_answered_in_words() -> None:
    report = report_of()
    assert [a.id for a in report.answers] == [
        "cheapest_is_best", "weights_are_real", "gap_flips", "loser_reorders", "negative", "neutralised",
        "lots_averaged",
    ]  # fmt: skip
    assert all(a.question.in_("fr").endswith("?") and a.told.in_("fr") and a.told.in_("en") for a in report.answers)


def test_the_distance_to_an_estimate_is_found_out_with_a_set_that_shows_it() -> None:
    found = answer(report_of({"name": "estimate-distance", "estimate": 100}), "cheapest_is_best")
    assert not found.fine
    assert found.share is not None
    assert found.share > 0.5
    assert [c.number for c in found.cases] == ["370789"]
    assert found.shown is not None
    cheapest = min(found.shown.bids, key=lambda b: b["values"]["price"])
    assert cheapest["points"]["price"] < max(b["points"]["price"] for b in found.shown.bids)


def test_the_shown_set_can_be_marked_again_by_hand() -> None:
    report = report_of("min-max", bids=2)
    found = answer(report, "gap_flips")
    assert found.shown is not None
    for bid in found.shown.bids:
        assert bid["total"] == pytest.approx(sum(bid["points"].values()))


def test_belleville_neutralises_the_price() -> None:
    """With n = 7 the price hardly tells bids apart: n = 2 does six times more."""
    flat = {w.criterion: w for w in report_of({"name": "anchored-linear", "n": 7}).weights}
    steep = {w.criterion: w for w in report_of({"name": "anchored-linear", "n": 2}).weights}
    assert flat["price"].spread == pytest.approx(steep["price"].spread / 6, rel=0.1)
    report = report_of({"name": "anchored-linear", "n": 7})
    found = answer(report, "neutralised")
    assert not found.fine
    assert "373362" in {c.number for c in found.cases}
    assert "Prix" in found.told.in_("en")
    assert [w.case.number for w in report.warnings] == ["373362"]


def test_a_slight_gap_decides_under_the_line_between_extremes_more_than_under_the_ratio() -> None:
    steep = answer(report_of("min-max", weights=(0.6, 0.3, 0.1), bids=3, price_spread=0.02), "gap_flips")
    even = answer(report_of("ratio", weights=(0.6, 0.3, 0.1), bids=3, price_spread=0.02), "gap_flips")
    assert steep.share is not None
    assert even.share is not None
    assert steep.share > 3 * even.share
    assert not steep.fine


def test_a_loser_reorders_the_others_only_where_marks_look_at_them() -> None:
    found = answer(report_of("min-max"), "loser_reorders")
    assert not found.fine
    assert found.shown is not None
    anchored = award({"name": "own", "formula": "N * (1 - P / 1000)"})
    anchored["criteria"][2]["formula"] = {"name": "quality-ladder"}
    report = simulate(rules(anchored, "f"), market(sets=SETS), np.random.default_rng(1), seed=1)
    assert answer(report, "loser_reorders").fine
    assert answer(report, "loser_reorders").share == 0.0


def test_the_removal_of_the_shown_loser_does_change_the_winner() -> None:
    report = report_of("min-max")
    found = answer(report, "loser_reorders")
    assert found.shown is not None
    bids = list(found.shown.bids)
    left_out = found.shown.note.in_("en").split("bid ")[1].split(",")[0]
    winner = max(bids, key=lambda b: b["total"])["bid"]
    assert left_out != winner
    kept = [b for b in bids if b["bid"] != left_out]
    from levier.tender.scoring.score import Offers, score

    columns = {c: np.array([b["values"][c] for b in kept]) for c in kept[0]["values"]}
    assert score(report.rules, Offers(tuple(b["bid"] for b in kept), columns)).winners != (winner,)


def test_a_negative_mark_is_found() -> None:
    found = answer(report_of({"name": "own", "formula": "N * (2 - P / Pmin)"}, price_spread=0.5), "negative")
    assert not found.fine
    assert [c.number for c in found.cases] == ["362532"]
    assert answer(report_of(), "negative").fine


LOTS = [{"id": "1", "weight": 90}, {"id": "2", "weight": 10}]


@pytest.mark.parametrize(
    ("lots", "marks", "fine"),
    [
        (LOTS, "mean", False),
        (LOTS, "by_value", True),
        (LOTS, "summed_prices", True),
        ([{"id": "1", "value_eur": 50}, {"id": "2", "value_eur": 50}], "mean", True),
    ],
)
def test_lots_of_different_size_that_are_averaged_are_found(lots: Any, marks: str, fine: bool) -> None:
    found = answer(report_of(lots=lots, lot_marks=marks, sets=10), "lots_averaged")
    assert found.fine is fine
    assert [c.number for c in found.cases] == ([] if fine else ["381095"])


def test_real_weights_add_up_to_one_and_follow_the_spread_of_marks() -> None:
    weights = report_of().weights
    assert sum(w.real for w in weights) == pytest.approx(1)
    wide = report_of(level_spread=0.35).weights
    narrow = report_of(level_spread=0.05).weights
    assert wide[1].real > narrow[1].real


def test_a_single_criterion_weighs_all() -> None:
    only = rules({"criteria": [{"id": "c", "kind": "cost", "weight": 1, "formula": "life-cycle-cost"}]}, "f")
    report = simulate(only, market(sets=100), np.random.default_rng(1))
    assert report.weights[0].real == pytest.approx(1)
    assert report.probability_first["1"] == 1.0
    assert report.stability[0].low is None


def test_sets_without_any_difference_weigh_nothing_and_do_not_fail() -> None:
    flat = {c: np.full((3, 2), 5.0) for c in ("price", "quality", "kwh")}
    assert [w.real for w in real_weights(ruled(), flat, totals_of(ruled(), flat))] == [0, 0, 0]


def test_invented_prices_are_lognormal_around_the_estimate_and_correlated_with_quality() -> None:
    model = market(5_000.0, sets=20_000, bids=4, price_spread=0.2, correlation=0.8, level_spread=0.1)
    offers = invented(ruled(), model, np.random.default_rng(2))
    logs = np.log(offers.columns["price"])
    assert float(np.median(offers.columns["price"])) == pytest.approx(5_000, rel=0.01)
    assert float(logs.std()) == pytest.approx(0.2, rel=0.02)
    assert float(np.corrcoef(logs.ravel(), -np.log(offers.columns["kwh"]).ravel())[0, 1]) == pytest.approx(
        0.8, abs=0.01
    )
    assert 0.6 < float(np.corrcoef(logs.ravel(), offers.columns["quality"].ravel())[0, 1]) < 0.8
    assert set(np.unique(offers.columns["quality"])) <= {0.0, 1.0, 2.0, 3.0, 4.0}


def test_the_same_seed_gives_the_same_report_and_another_one_nearly_so() -> None:
    first, again, other = report_of(), report_of(), report_of(seed=8)
    assert first.probability_first == again.probability_first
    assert first.answers == again.answers
    assert other.probability_first != first.probability_first
    assert other.probability_first["1"] == pytest.approx(first.probability_first["1"], abs=0.05)


def test_places_by_price_share_the_first_rank() -> None:
    report = report_of(weights=(0.9, 0.05, 0.05))
    assert report.first_by == "price_rank"
    assert sum(report.probability_first.values()) == pytest.approx(1)
    assert report.probability_first["1"] > 0.85


IMAGINED = [
    {"bid": "A", "values": {"price": 100, "quality": 2, "kwh": {"value": 40, "low": 20, "high": 80}}},
    {"bid": "B", "values": {"price": 100, "quality": 2, "kwh": {"value": 41, "low": 20.5, "high": 82}}},
]


def test_imagined_bids_tell_how_often_uncertain_data_would_decide() -> None:
    report = report_of(imagined=IMAGINED, sets=50)
    assert report.first_by == "bid"
    assert sum(report.probability_first.values()) == pytest.approx(1)
    assert 0.5 < report.probability_first["A"] < 0.6
    assert {m.criterion for m in report.stability} == {"price", "quality", "kwh"}


def test_the_method_effect_is_shared_by_imagined_bids() -> None:
    found = rules(award(), "f")
    held = example({"example": IMAGINED}, found, "f")
    assert held is not None
    drawn = redrawn(held, found, np.random.default_rng(1), 5_000).columns["kwh"]
    assert float(np.corrcoef(np.log(drawn[:, 0]), np.log(drawn[:, 1]))[0, 1]) == pytest.approx(0.5, abs=0.05)
    assert np.ptp(redrawn(held, found, np.random.default_rng(1), 50).columns["price"]) == 0


def test_uncertain_data_are_told_only_where_something_uncertain_is_marked() -> None:
    assert (report_of(sets=200).decided_by_data or 0) > 0
    plain = award()
    plain["criteria"][2]["counts"] = ["lifetime"]
    report = simulate(rules(plain, "f"), market(sets=50), np.random.default_rng(1))
    assert report.decided_by_data is None


def test_no_rule_is_changed_by_being_tested() -> None:
    found = rules(award(), "f")
    before = mark(found, found.criteria[0], invented(found, market(sets=20), np.random.default_rng(1)))
    simulate(found, market(sets=20), np.random.default_rng(1))
    after = mark(found, found.criteria[0], invented(found, market(sets=20), np.random.default_rng(1)))
    assert before.tolist() == after.tolist()


def test_discounted_prices_are_tested_too() -> None:
    report = report_of({"name": "notional-discount"}, sets=300)
    assert answer(report, "cheapest_is_best").fine
    assert report.warnings == ()


def test_invented_prices_spread_around_the_estimate_that_a_formula_announces() -> None:
    from levier.tender.scoring.market import announced_estimate

    assert announced_estimate(rules(award({"name": "estimate-distance", "estimate": 52_000}), "f")) == 52_000
    assert announced_estimate(ruled()) is None


def test_a_formula_without_a_value_is_told_rather_than_simulated() -> None:
    with pytest.raises(BadOption):
        report_of({"name": "own", "formula": "N / (P - P)"}, sets=10)
