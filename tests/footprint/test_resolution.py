from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levier.catalogue.model import DeclaredModel, Status, Tier
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from tests.footprint.estates import computed, device, estate_of, gwp, shipped


def factor(category: str, size: str = "", referential: str = "pooled") -> float:
    return Resolver(shipped(), referential).object(ObjectKey(category, size)).factors["gwp"].value


def test_a_floor_copier_never_pools_with_a_desktop_printer() -> None:
    floor, a3, a4 = (factor("multifunction_printer", s) for s in ("floor", "a3", "a4"))
    assert 2935 <= floor < 2935 * 1.25  # Base Carbone's photocopier, manufacturing alone, brought to all but use
    assert floor > a3 > a4


def test_ademe_laptop_is_what_ademe_prints() -> None:
    """170 + 12.3 + 2.79 kg, five years, 29.0175 kWh a year at 0.0519 kg."""
    assert factor("laptop", referential="ademe") == pytest.approx(185.09)
    yearly = gwp(computed(estate_of([device("laptop", 1)]), referential="ademe", draws=20))
    assert yearly == pytest.approx(185.09 / 5 + 29.0175 * 0.0519)


def test_base_carbone_prints_its_own_sizes() -> None:
    assert factor("monitor", "le22", "base-carbone") == pytest.approx(222)
    assert factor("monitor", "23_24", "base-carbone") == pytest.approx(248)


def test_a_larger_screen_weighs_more_under_every_pooled_family() -> None:
    values = [factor("monitor", s) for s in ("le22", "23_24", "25_27", "gt32")]
    assert values == sorted(values)


def test_network_equipment_rests_on_mass() -> None:
    switch = Resolver(shipped(), "pooled").object(ObjectKey("switch", "p24")).factors["gwp"]
    assert switch.tier is Tier.MASS
    assert switch.value == pytest.approx(351.4, rel=0.01)  # 4.354 kg x 80.7 kg/kg


def test_a_price_stands_where_nothing_else_does() -> None:
    b = computed(estate_of([device("badge_reader", 2, price_eur=500.0)])).baseline
    assert b.totals[0].tiers["spend"] > 0.9
    assert any(a.code == "spend_rule" for a in b.assumptions)


def declared(value: float, category: str = "laptop") -> DeclaredModel:
    provenance = replace(shipped().factors[0].provenance, status=Status.READ, valid_from=date(2020, 1, 1))
    return DeclaredModel("m1", "Dell", "Latitude 5420", category, 14.0, value, 0.2, None, None, None, provenance)


def with_model(value: float) -> float:
    facts = replace(shipped(), declared=(declared(value),))
    estate = estate_of([device("laptop", 1, model_raw="Latitude 5420")], declared={"Latitude 5420": "m1"})
    return gwp(computed(estate, facts, draws=20))


def test_a_model_at_the_makers_median_leaves_its_category_where_it_was() -> None:
    median = next(
        f.value for f in shipped().factors if f.set == "pcf-medians" and f.category == "laptop" and not f.size
    )
    plain = gwp(computed(estate_of([device("laptop", 1)]), draws=20))
    assert with_model(median) == pytest.approx(plain)
    assert with_model(median / 2) < plain < with_model(median * 2)


def test_declared_takes_the_makers_own_figure() -> None:
    facts = replace(shipped(), declared=(declared(300.0),))
    for resolver in (Resolver(facts, "pooled", declared=True), Resolver(facts, "pcf-medians")):
        assert resolver.object(ObjectKey("laptop", "", "m1")).factors["gwp"].value == pytest.approx(300.0)


def test_corsica_is_never_given_the_mainland_in_silence() -> None:
    resolver = Resolver(shipped(), "pooled")
    assert resolver.mix("FR-20R", "gwp", 2026) is None
    mainland, island = resolver.mix("FR", "gwp", 2026), resolver.mix("RE", "gwp", 2026)
    assert mainland is not None
    assert island is not None
    assert island.value > 5 * mainland.value


def test_the_mix_of_a_past_year_is_that_years() -> None:
    mix = Resolver(shipped(), "pooled").mix("FR", "gwp", 2021)
    assert mix is not None
    assert mix.value == pytest.approx(0.0569)


def test_every_referential_answers_for_a_laptop() -> None:
    for name in shipped().referentials:
        assert 50 < factor("laptop", referential=name) < 500


def test_a_models_own_electricity_and_mass_go_before_its_categorys() -> None:
    model = replace(declared(200.0), kwh_per_year=11.0, mass_kg=1.1, lifetime_years=9.0)
    resolver = Resolver(replace(shipped(), declared=(model,)), "pooled")
    known, plain = resolver.object(ObjectKey("laptop", "", "m1")), resolver.object(ObjectKey("laptop"))
    assert known.energy is not None
    assert known.mass is not None
    assert (known.energy.value, known.energy.kind, known.mass.value) == (11.0, "declared_tec", 1.1)
    assert known.life == plain.life  # a maker's declared life is a scenario of its own


def test_a_declared_figure_is_its_own_value_where_no_set_knows_the_category() -> None:
    model = declared(400.0, "switch")
    facts = replace(shipped(), declared=(model,))
    by_mass = Resolver(facts, "pooled").object(ObjectKey("switch", "", "m1")).factors["gwp"]
    assert by_mass.tier is Tier.MASS
    alone = Resolver(facts, "pooled", declared=True).object(ObjectKey("switch", "", "m1")).factors["gwp"]
    assert (alone.tier, alone.value) == (Tier.MODEL, 400.0)


def test_a_model_that_a_users_own_referential_brings_is_its_value_and_life() -> None:
    chosen = shipped().referentials["base-carbone"]
    own = replace(chosen, id="ours", sets=("ours",), fallback=(*chosen.sets, *chosen.fallback))
    model = declared(300.0)
    mine = replace(model, lifetime_years=7.0, provenance=replace(model.provenance, source="ours"))
    facts = replace(shipped(), declared=(mine,), referentials={**shipped().referentials, "ours": own})
    known = Resolver(facts, "ours").object(ObjectKey("laptop", "", "m1"))
    assert known.factors["gwp"].value == pytest.approx(300.0)
    assert known.life is not None
    assert known.life.value == 7.0
    scaled = Resolver(replace(facts, declared=(model,)), "ours").object(ObjectKey("laptop", "", "m1"))
    assert scaled.factors["gwp"].value != pytest.approx(300.0)
