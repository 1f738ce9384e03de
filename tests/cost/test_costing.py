"""What bids cost over a life and a year: textbook examples, laws, and what is said when something is missing."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from levier.cost.arithmetic import parse
from levier.cost.costing import Costed, CostedBid, cost, how
from levier.cost.document import cost_document
from levier.cost.facts import COST, parameters
from levier.cost.lines import INPUTS
from levier.cost.model import Bid, Comparison, Estimate, Footprint, Parameters

METHOD = "PCR 2025"


def costed(*bids: Bid, draws: int = 200, **given_: Any) -> Costed:
    told = {"vat": "excluded", "discount_rate": 0.032, **given_}
    comparison = Comparison(Parameters(**told), bids)
    return cost(comparison, parameters(COST), np.random.default_rng(1), draws=draws, seed=1)


def eac(found: CostedBid) -> float:
    assert found.eac is not None
    return found.eac.value


def lcc(found: CostedBid) -> float:
    assert found.lcc is not None
    return found.lcc.value


def laptop(**given_: Any) -> Bid:
    return Bid(**{"name": "A", "lifetime_years": Estimate(5.0), "price_eur": 900.0, **given_})


def test_the_bottle_cappers_of_a_textbook_are_reproduced() -> None:
    """Titman, Keown and Martin, Financial Management, equivalent annual cost: 10,514 and 12,537 at 8 %."""
    long = Bid("long", Estimate(5), price_eur=30_000, maintenance_eur_per_year=3_000)
    short = Bid("short", Estimate(3), price_eur=22_000, maintenance_eur_per_year=4_000)
    found = costed(long, short, discount_rate=0.08).bids
    assert [round(eac(b), 2) for b in found] == [10_513.69, 12_536.74]


def test_machines_of_different_lives_with_a_salvage_value_are_reproduced() -> None:
    """Published exercise (54,000 over 3 years; 92,000 over 6, 18,000 back; 7 %): 38,576.79 and 29,784.89."""
    first = Bid("M1", Estimate(3), price_eur=54_000, maintenance_eur_per_year=18_000)
    second = Bid("M2", Estimate(6), price_eur=92_000, maintenance_eur_per_year=13_000, buy_back_eur=18_000)
    found = costed(first, second, discount_rate=0.07).bids
    assert [round(eac(b), 2) for b in found] == [38_576.79, 29_784.89]


def test_two_machines_of_brealey_and_myers_are_reproduced() -> None:
    """Principles of Corporate Finance (from memory): 28.37 and 21.00 at 6 %, 10.61 and 11.45 a year."""
    a = Bid("A", Estimate(3), price_eur=15, maintenance_eur_per_year=5)
    b = Bid("B", Estimate(2), price_eur=10, maintenance_eur_per_year=6)
    found = costed(a, b, discount_rate=0.06).bids
    assert [round(lcc(x), 2) for x in found] == [28.37, 21.00]
    assert [round(eac(x), 2) for x in found] == pytest.approx([10.61, 11.45], abs=0.011)


AMOUNTS = st.floats(0.0, 5_000.0)


@given(
    price=st.floats(1, 5_000),
    upkeep=AMOUNTS,
    end=AMOUNTS,
    back=AMOUNTS,
    rate=st.floats(0, 0.15),
    life=st.integers(1, 15),
)
@settings(max_examples=60, deadline=None)
def test_a_life_cycle_cost_is_the_sum_of_its_dated_payments(
    price: float, upkeep: float, end: float, back: float, rate: float, life: int
) -> None:
    bid = laptop(
        lifetime_years=Estimate(float(life)),
        price_eur=price,
        maintenance_eur_per_year=upkeep,
        end_of_life_eur=end,
        buy_back_eur=back,
    )
    found = costed(bid, discount_rate=rate, draws=10).bids[0]
    dated = price + sum(upkeep * (1 + rate) ** -t for t in range(1, life + 1)) + (end - back) * (1 + rate) ** -life
    assert lcc(found) == pytest.approx(dated, rel=1e-6, abs=1e-6)


@given(price=st.floats(1, 5_000), upkeep=AMOUNTS, life=st.floats(0.5, 15))
@settings(max_examples=40, deadline=None)
def test_without_discounting_the_yearly_cost_is_the_cost_over_the_years(
    price: float, upkeep: float, life: float
) -> None:
    bid = laptop(lifetime_years=Estimate(life), price_eur=price, maintenance_eur_per_year=upkeep)
    found = costed(bid, discount_rate=0.0, draws=10).bids[0]
    assert eac(found) == pytest.approx(lcc(found) / life)


@given(more=st.floats(0.01, 1_000), field=st.sampled_from(["price_eur", "maintenance_eur_per_year", "end_of_life_eur"]))
@settings(max_examples=30, deadline=None)
def test_what_costs_more_costs_more(more: float, field: str) -> None:
    bid = laptop(maintenance_eur_per_year=10.0, end_of_life_eur=5.0)
    dearer = replace(bid, name="B", **{field: getattr(bid, field) + more})
    found = costed(bid, dearer, draws=10).bids
    assert lcc(found[1]) > lcc(found[0])
    assert eac(found[1]) > eac(found[0])


def test_a_longer_life_lowers_the_yearly_cost_of_the_same_purchase() -> None:
    long, short = laptop(lifetime_years=Estimate(7.0)), laptop(name="B", lifetime_years=Estimate(4.0))
    found = costed(long, short).bids
    assert eac(found[0]) < eac(found[1])
    assert lcc(found[0]) == lcc(found[1])


def test_bids_of_one_life_rank_alike_by_either_cost() -> None:
    bids = [laptop(name=str(p), price_eur=float(p)) for p in (700, 900, 800)]
    found = costed(*bids).bids
    assert np.argsort([lcc(b) for b in found]).tolist() == np.argsort([eac(b) for b in found]).tolist() == [0, 2, 1]


def test_the_order_of_bids_and_the_currency_do_not_matter() -> None:
    a, b = laptop(), laptop(name="B", price_eur=700.0, lifetime_years=Estimate(4.0))
    forward, backward = costed(a, b).bids, costed(b, a).bids
    assert [eac(x) for x in forward] == [eac(x) for x in reversed(backward)]
    scaled = costed(replace(a, price_eur=9_000.0)).bids[0]
    assert eac(scaled) == pytest.approx(10 * eac(forward[0]))


def test_units_scale_with_the_number_bought() -> None:
    assert eac(costed(laptop(), quantity=400).bids[0]) == pytest.approx(400 * eac(costed(laptop()).bids[0]))


def test_the_need_is_covered_by_one_life_after_another() -> None:
    """Five years with a life of five are that life; with a life of four, a life and a quarter."""
    found = costed(laptop(), laptop(name="B", lifetime_years=Estimate(4.0)), years=5.0).bids
    assert found[0].over_need_eur == pytest.approx(lcc(found[0]))
    assert found[1].over_need_eur is not None
    assert found[1].over_need_eur > lcc(found[1])


def test_what_a_bid_does_not_tell_is_never_zero() -> None:
    a = laptop(maintenance_eur_per_year=20.0)
    b = laptop(name="B")
    found = costed(a, b).bids
    assert found[0].lcc is not None
    assert found[1].lcc is None
    assert found[1].eac is None
    assert found[1].lines["maintenance"] is None
    assert [t.in_("en") for t in found[1].missing] == ["Maintenance: not told by this bid"]
    assert found[0].probability_cheapest is None


def test_a_rented_device_is_not_bought() -> None:
    rented = Bid("R", Estimate(4.0), rent_eur_per_year=240.0, maintenance_eur_per_year=0.0)
    found = costed(rented, laptop(name="A", maintenance_eur_per_year=0.0), discount_rate=0.0).bids
    assert found[0].lines["acquisition"] == 0.0
    assert eac(found[0]) == pytest.approx(240.0)
    assert found[1].lines["rent"] == 0.0


def test_failures_cost_their_yearly_number_times_their_price() -> None:
    found = costed(laptop(failures_per_year=0.1, failure_eur=200.0), discount_rate=0.0).bids[0]
    assert found.lines["failures"] == pytest.approx(0.1 * 200 * 5)


def declared(value: float, method: str = METHOD, verified: bool = True) -> Footprint:
    return Footprint(Estimate(value, value * 0.7, value * 1.4), method, verified)


def priced(*bids: Bid, **given_: Any) -> Costed:
    told = {
        "carbon_eur_per_tonne": 256.0,
        "footprint_method": METHOD,
        "electricity_eur_per_kwh": 0.2,
        "electricity_kgco2e_per_kwh": 0.05,
        "discount_rate": 0.0,
    }
    return costed(*bids, **{**told, **given_})


def test_the_carbon_of_manufacturing_is_a_line_of_its_own() -> None:
    found = priced(laptop(footprint=declared(250.0), kwh_per_year=Estimate(30.0))).bids[0]
    assert found.lines["carbon_embodied"] == pytest.approx(0.25 * 256)
    assert found.lines["carbon_use"] == pytest.approx(30 * 5 * 0.05 / 1000 * 256)
    assert found.lines["electricity"] == pytest.approx(30 * 0.2 * 5)
    assert found.gwp_per_year is not None
    assert found.gwp_per_year.value == pytest.approx(250 / 5 + 30 * 0.05)


@pytest.mark.parametrize(
    ("footprint", "reason"),
    [
        (None, "declares no footprint"),
        (declared(200.0, method="other"), "another method"),
        (declared(200.0, verified=False), "not verified"),
    ],
)
def test_carbon_is_priced_only_if_verified_and_under_the_announced_method(
    footprint: Footprint | None, reason: str
) -> None:
    bid = laptop(footprint=footprint, kwh_per_year=Estimate(30.0))
    found = priced(bid, laptop(name="B", footprint=declared(250.0), kwh_per_year=Estimate(30.0))).bids[0]
    assert found.lcc is None
    assert reason in found.missing[0].in_("en")


def test_carbon_that_grows_like_the_discount_rate_keeps_its_worth() -> None:
    """The French value of carbon grows at the discount rate: a tonne of any year weighs the same today."""
    bid = laptop(footprint=declared(250.0), kwh_per_year=Estimate(30.0))
    grown = priced(bid, discount_rate=0.032, carbon_growth=0.032).bids[0]
    flat = priced(bid).bids[0]
    assert grown.lines["carbon_use"] == pytest.approx(flat.lines["carbon_use"] or 0.0, rel=0.04)


def test_hours_of_use_are_one_draw_for_all_bids() -> None:
    """Two bids alike in all but a small price gap are not told apart at random by how people work."""
    kwh = Estimate(30.0, 15.0, 60.0)
    found = priced(
        laptop(kwh_per_year=kwh), laptop(name="B", price_eur=901.0, kwh_per_year=kwh), carbon_eur_per_tonne=None
    ).bids
    assert found[0].probability_cheapest == 1.0


def test_a_method_errs_alike_for_the_bids_that_use_it() -> None:
    """The gap between two bids under one method is surer than between two methods."""
    a, b = laptop(footprint=declared(250.0)), laptop(name="B", footprint=declared(300.0))
    other = replace(b, footprint=declared(300.0, method="other"))

    def order(*bids: Bid) -> float:
        found = costed(*bids, electricity_kgco2e_per_kwh=0.05, draws=4_000)
        from levier.cost.draws import drawn

        table = drawn(found.comparison, parameters(COST), np.random.default_rng(2), 4_000)["declared"]
        return float((table[:, 0] < table[:, 1]).mean())

    assert order(a, b) > order(a, other) + 0.03


def test_the_value_is_never_moved_by_the_draws_and_the_same_seed_gives_the_same_band() -> None:
    bid = laptop(lifetime_years=Estimate(5.0, 4.0, 7.0))
    first, second = costed(bid).bids[0], costed(bid).bids[0]
    assert first.eac == second.eac
    assert first.eac is not None
    assert first.eac.low is not None
    assert first.eac.high is not None
    assert eac(first) == pytest.approx(eac(costed(laptop()).bids[0]))
    assert first.eac.low < eac(first) < first.eac.high


@pytest.mark.parametrize("rate", [0.0, 0.032])
def test_every_line_can_be_computed_again_from_its_trace(rate: float) -> None:
    bid = laptop(
        footprint=declared(250.0), kwh_per_year=Estimate(30.0), maintenance_eur_per_year=12.0, buy_back_eur=40.0
    )
    found = priced(bid, discount_rate=rate, electricity_growth=0.01, carbon_growth=0.032, paid="middle", quantity=3)
    steps = how(found)["A"]
    for name, step in steps.items():
        assert isinstance(step, dict)
        value = float(parse(step["formula"], frozenset(INPUTS)).compute(step["inputs"]))
        told = step["eur"] / step["quantity"] if "eur" in step else step["value"]
        assert value == pytest.approx(told, rel=1e-9), name
    assert math.fsum(s["eur"] for s in steps.values() if isinstance(s, dict) and "eur" in s) == pytest.approx(
        lcc(found.bids[0])
    )


def test_when_running_costs_are_paid_is_told_where_nothing_says_it() -> None:
    bid = laptop(maintenance_eur_per_year=10.0)
    untold, told = costed(bid, sources={}), costed(bid, paid="end")
    (note,) = [n for n in untold.notes if n.code == "paid_at_end"]
    assert "taken to be paid at its end" in note.text.in_("en")
    assert "payés à la fin" in note.text.in_("fr")
    assert eac(untold.bids[0]) == eac(told.bids[0])
    assert "paid_at_end" not in {n.code for n in told.notes}
    assert cost_document(untold, "en")["parameters"]["paid"] == "end"
    free = costed(bid, discount_rate=0.0)
    assert "paid_at_end" not in {n.code for n in free.notes}, "without discounting it changes nothing"


def test_notes_tell_that_lives_differ_and_what_no_bid_counts() -> None:
    found = costed(laptop(), laptop(name="B", lifetime_years=Estimate(3.0)))
    assert {n.code for n in found.notes} >= {"lives_differ", "left_out", "no_years"}


def test_a_growth_that_was_not_told_is_named_beside_the_figure() -> None:
    bid = Bid("one", Estimate(5), price_eur=100, kwh_per_year=Estimate(20))
    priced_power = {"electricity_eur_per_kwh": 0.2}
    assert "no_electricity_growth" in {n.code for n in priced(bid, **priced_power).notes}
    assert "no_electricity_growth" not in {n.code for n in priced(bid, **priced_power, electricity_growth=0.0).notes}
    uncounted = priced(bid, electricity_eur_per_kwh=None)
    assert "no_electricity_growth" not in {n.code for n in uncounted.notes}
