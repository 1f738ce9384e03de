"""Quotes compared: the same rules for all, what is missing from the catalogue, and no more said than draws carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from levier.catalogue.loading import load
from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue
from levier.cost.facts import COST, parameters
from levier.cost.finance import annuity
from levier.cost.quotes.comparing import DISCOUNT, PRICE, Compared, compare, value_of_carbon
from levier.cost.quotes.completing import REFURBISHING
from levier.cost.quotes.model import Condition, Need, Quote
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from levier.report.document import plain
from levier.report.quotes import tell_note, tell_quotes

NEED = Need(date(2026, 11, 25), quantity=40, years=4.0, vat="excluded")
NEW = Quote("Dell Latitude 5440", price_eur=1000.0)
SAME = Quote("Dell Latitude 5450", price_eur=1000.0)
USED = Quote("HP EliteBook 840 G8", Condition.REFURBISHED, price_eur=449.0)


@cache
def catalogue() -> Catalogue:
    return load()


def compared(*quotes: Quote, need: Need = NEED) -> Compared:
    return compare(quotes, need, catalogue(), np.random.default_rng(1), seed=1)


def test_what_a_quote_does_not_tell_comes_from_the_catalogue_with_its_source() -> None:
    found = compared(NEW, USED).completed[0]
    facts = Resolver(catalogue(), "pooled").object(ObjectKey("laptop", found.recognition.size, ""))
    assert facts.life is not None
    assert facts.energy is not None
    assert found.category == "laptop"
    assert found.life.value == facts.life.value
    assert found.kwh is not None
    assert found.kwh.value == facts.energy.value
    assert {taken.what for taken in found.taken} == {"life", "kwh", "embodied"}
    assert all(taken.facts and taken.sources for taken in found.taken)


def test_what_a_quote_tells_is_not_replaced() -> None:
    found = compared(replace(NEW, years=6.0, kwh_per_year=20.0), USED).completed[0]
    assert (found.life.value, found.kwh and found.kwh.value) == (6.0, 20.0)
    assert {taken.what for taken in found.taken} == {"embodied"}


def test_the_cost_of_a_year_is_price_and_electricity_spread_over_the_life() -> None:
    told = replace(NEW, years=5.0, kwh_per_year=20.0)
    bid = compared(told, USED).costed.bids[0]
    rate, price = parameters(COST)[DISCOUNT].value, parameters(COST)[PRICE].value
    each = 1000.0 / float(annuity(rate, 5.0)) + 20.0 * price
    assert bid.eac is not None
    assert bid.eac.value == pytest.approx(each * 40)


def test_a_refurbished_device_is_compared_by_the_rule_that_favours_it_less() -> None:
    found = compared(replace(USED, years=3.0, kwh_per_year=20.0), NEW)
    c, carbon = found.completed[0], found.carbon[0]
    assert c.catalogued is not None
    assert c.first_life is not None
    assert carbon is not None
    assert found.mix is not None
    share = parameter(catalogue(), REFURBISHING).value
    making = c.catalogued.kgco2e.value
    work, ending = share * c.catalogued.making, c.catalogued.ending
    chain, cut_off = making * (1 + work) / (c.first_life + 3.0), making * (work + ending) / 3.0
    use = 20.0 * found.mix.value
    assert carbon.estimate.value == pytest.approx(max(chain, cut_off) + use)
    assert carbon.other == pytest.approx(min(chain, cut_off) + use)


def test_what_is_only_second_hand_had_no_work_done() -> None:
    refurbished, second_hand = (
        compared(replace(USED, condition=condition, years=3.0), NEW).carbon[0]
        for condition in (Condition.REFURBISHED, Condition.SECOND_HAND)
    )
    assert refurbished is not None
    assert second_hand is not None
    assert second_hand.estimate.value < refurbished.estimate.value


def test_twins_are_never_told_apart() -> None:
    found = compared(NEW, replace(SAME, name=NEW.name))
    assert not any(found.cost_decided(i) or found.carbon_decided(i) for i in (0, 1))
    assert [bid.probability_cheapest for bid in found.costed.bids] == [0.5, 0.5]
    assert "Neither cost nor carbon" in tell_quotes(found, catalogue(), "en").opening.answer


def test_a_cheaper_twin_is_said_to_cost_least_and_its_carbon_is_not() -> None:
    found = compared(NEW, replace(NEW, price_eur=700.0))
    assert found.cheapest == 1
    assert found.cost_decided(1)
    assert not found.carbon_decided(1)
    assert (
        "costs least per year of service; carbon does not tell" in tell_quotes(found, catalogue(), "en").opening.answer
    )


def test_a_device_that_emits_far_less_is_said_to_emit_least() -> None:
    low, high = (
        Quote(name, price_eur=900.0, years=5.0, kwh_per_year=20.0, embodied_kgco2e=kg)
        for name, kg in (("A", 90.0), ("B", 400.0))
    )
    found = compared(low, high)
    assert found.by_declared
    assert found.lightest == 0
    assert found.carbon_decided(0)


def test_declared_footprints_are_compared_only_where_all_declare_one() -> None:
    found = compared(replace(NEW, embodied_kgco2e=90.0), SAME)
    assert not found.by_declared
    values = [carbon.estimate.value for carbon in found.carbon if carbon]
    assert values[0] == pytest.approx(values[1], rel=0.2)
    told = " ".join(
        plain(b.runs) for s in tell_quotes(found, catalogue(), "en").sections for b in s.blocks if hasattr(b, "runs")
    )
    assert "declared figures are shown, not compared" in told


def test_what_is_not_recognised_has_no_carbon_and_stops_no_cost() -> None:
    found = compared(Quote("Zorglub 3000", price_eur=100.0), NEW)
    assert found.carbon[0] is None
    assert found.lightest is None
    assert not found.electricity_counted
    assert all(bid.eac is not None for bid in found.costed.bids)
    assert found.completed[0].life.value == NEED.years
    assert "the carbon of some offers is not known" in tell_quotes(found, catalogue(), "en").opening.answer


def test_the_kind_that_the_buyer_chose_comes_before_the_words() -> None:
    found = compared(Quote("Zorglub 3000", price_eur=100.0), NEW, need=replace(NEED, category="laptop"))
    assert [c.category for c in found.completed] == ["laptop", "laptop"]


def test_the_buyers_own_price_of_electricity_is_counted() -> None:
    cheap, dear = (
        compared(NEW, USED, need=replace(NEED, electricity_eur_per_kwh=p)).costed.bids[0] for p in (0.1, 1.1)
    )
    assert cheap.eac is not None
    assert dear.eac is not None
    kwh = compared(NEW, USED).completed[0].kwh
    assert kwh is not None
    assert dear.eac.value - cheap.eac.value == pytest.approx(40 * kwh.value)


def test_the_value_of_carbon_is_that_of_the_year_or_the_last_before() -> None:
    before, after = value_of_carbon(2026), value_of_carbon(2035)
    assert before is not None
    assert after is not None
    assert (before.id, after.id) == ("carbon.value.fr.2026", "carbon.value.fr.2030")
    assert value_of_carbon(2000) is None


def test_each_offer_is_asked_what_it_does_not_tell() -> None:
    found = compared(replace(NEW, warranty_years=2.0), USED, Quote("ThinkPad L14", rent_eur_per_month=24.9))
    section = next(s for s in tell_quotes(found, catalogue(), "en").sections if s.id == "ask")
    bullets = section.blocks[0]
    asked = {line[0].text: plain(line) for line in getattr(bullets, "items", ())}
    assert "kWh a year" in asked["To all"]
    assert "fewer years (2)" in asked["Dell Latitude 5440"]
    assert "battery" in asked["HP EliteBook 840 G8"]
    assert "damage" in asked["ThinkPad L14"]


def test_the_note_says_the_same_answer_as_the_page_in_both_languages() -> None:
    found = compared(NEW, USED)
    for lang in ("fr", "en"):
        assert (
            tell_note(found, catalogue(), lang).opening.answer == tell_quotes(found, catalogue(), lang).opening.answer
        )


def test_the_order_of_quotes_changes_no_figure() -> None:
    one, other = compared(NEW, USED), compared(USED, NEW)
    assert [b.eac.value for b in one.costed.bids if b.eac] == [
        b.eac.value for b in reversed(other.costed.bids) if b.eac
    ]
