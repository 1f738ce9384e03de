"""What the shipped facts hold: enough categories, zones and provenance, and nothing that the method forbids."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from functools import cache

import pytest

from levier.catalogue.loading import load
from levier.catalogue.model import Boundary, Catalogue, SpreadRule, Stage, Status
from levier.catalogue.rows import KNOWN_UNITS
from levier.quantity.units import check_unit, yearly_energy_kwh


@cache
def facts() -> Catalogue:
    return load()


def embodied() -> set[str]:
    """Return the categories that a factor or a mass and its intensity answer for."""
    c = facts()
    weighed = {m.category for m in c.masses}
    return {f.category for f in c.factors if f.criterion == "gwp"} | {
        i for i, category in c.categories.items() if category.mass_kind and i in weighed
    }


def test_at_least_forty_kinds_of_devices_have_a_name_in_both_languages() -> None:
    counted = [c for c in facts().categories.values() if c.counted]
    assert len(counted) >= 40
    for category in counted:
        assert category.label.in_("fr")
        assert category.plural.in_("en")


def test_at_least_thirty_kinds_have_embodied_carbon_a_life_and_yearly_energy() -> None:
    lives = {x.category for x in facts().lifetimes if x.kind != "second_life"}
    fed = {x.category for x in facts().energies}
    assert len(embodied() & lives & fed) >= 40


def test_every_counted_kind_has_a_life() -> None:
    lives = {x.category for x in facts().lifetimes if x.kind != "second_life"}
    assert {i for i, c in facts().categories.items() if c.counted} <= lives


def test_two_hundred_zones_have_a_mix_and_codes_of_one_kind() -> None:
    c = facts()
    assert len({m.zone for m in c.mixes if m.criterion == "gwp"}) >= 200
    assert all(len(z) == 2 and z.isupper() for z in c.zones if z not in {"001", "FR-20R"})
    assert len({z.alpha3 for z in c.zones.values()}) == len(c.zones) - 1  # Corsica shares FRA


@pytest.mark.parametrize("zone", ["RE", "GP", "MQ", "GF", "PM", "NC", "PF"])
def test_an_overseas_territory_has_its_own_electricity(zone: str) -> None:
    own = {m.value for m in facts().mixes if m.zone == zone and m.criterion == "gwp"}
    mainland = {m.value for m in facts().mixes if m.zone == "FR" and m.criterion == "gwp"}
    assert own
    assert not own & mainland


@pytest.mark.parametrize("zone", ["FR-20R", "YT", "WF"])
def test_a_territory_without_a_figure_has_none_rather_than_the_mainland_s(zone: str) -> None:
    assert zone in facts().zones
    assert [m for m in facts().mixes if m.zone == zone] == []


def test_the_figures_of_a_set_for_one_device_are_of_one_boundary() -> None:
    seen = defaultdict(set)
    for f in facts().factors:
        seen[f.set, f.family, f.category, f.size].add(f.boundary)
    assert {k: b for k, b in seen.items() if len(b) > 1} == {}


def test_water_in_litres_never_makes_a_total() -> None:
    """The source marks its end-of-life water as unreliable: it is not carried, so no total can be made."""
    stages = {f.stage for f in facts().factors if f.criterion == "wu_litres"}
    assert stages == {Stage.MANUFACTURING, Stage.DISTRIBUTION}


def test_studies_that_quote_one_another_are_one_family() -> None:
    families = {f.set: {g.family for g in facts().factors if g.set == f.set} for f in facts().factors}
    assert families["ademe"] == {"ademe-negaoctet-2022"}
    assert families["restart"] == families["pcf-medians"] == {"makers-declarations"}


def test_pooled_asks_every_set_of_factors() -> None:
    pooled = facts().referentials["pooled"]
    assert pooled.pooled
    assert set(pooled.sets) == {f.set for f in facts().factors}


@pytest.mark.parametrize("name", ["ademe", "base-carbone", "pcf-medians"])
def test_a_single_referential_ranks_everything_that_it_lacks(name: str) -> None:
    c, chosen = facts(), facts().referentials[name]
    tables = (c.factors, c.lifetimes, c.energies, c.masses)
    assert {f.set for table in tables for f in table} <= {*chosen.sets, *chosen.fallback}
    assert {m.set for m in c.mixes} == set(chosen.electricity)


def test_base_carbone_is_to_be_verified_until_it_is_read_upstream() -> None:
    rows = [f for f in facts().factors if f.provenance.source == "base-carbone-23.6"]
    assert len(rows) == 28
    assert {f.provenance.status for f in rows} == {Status.TO_VERIFY}
    assert {f.spread_rule for f in rows} == {SpreadRule.INTERVAL95}


def test_printers_are_without_their_paper() -> None:
    """Makers' totals of printers hold tonnes of paper: 5.6 to 23.8 t; without use they stay under 2 t."""
    rows = [f for f in facts().factors if f.set == "pcf-medians" and "printer" in f.category]
    assert len(rows) == 3
    assert all(f.boundary is Boundary.EMBODIED and f.value < 2000 for f in rows)


def test_no_energy_is_zero_but_that_of_what_a_host_feeds() -> None:
    assert {e.method for e in facts().energies if e.kwh_per_year == 0} == {"in_host"}
    assert all(e.kwh_per_year == 0 for e in facts().energies if e.method == "in_host")


def test_yearly_energy_is_watts_times_hours_where_both_are_told() -> None:
    told = [e for e in facts().energies if e.power_w is not None and e.hours_per_day is not None]
    assert len(told) >= 30
    for e in told:
        assert e.power_w is not None
        assert e.hours_per_day is not None
        assert e.kwh_per_year == pytest.approx(yearly_energy_kwh(e.power_w, e.hours_per_day), rel=1e-4), e.id


def test_a_class_default_is_owned_up_to() -> None:
    rows = [x for x in facts().lifetimes if x.kind == "class_default"]
    assert len(rows) >= 30
    assert {x.provenance.status for x in rows} == {Status.OWN_JUDGEMENT}
    assert all(x.provenance.scores.own and x.low is not None and x.high is not None for x in rows)


def test_pedigree_has_five_scores_of_five_indicators_in_rising_order() -> None:
    by_indicator = defaultdict(list)
    for p in sorted(facts().pedigree, key=lambda p: p.score):
        by_indicator[p.indicator].append(p.gsd)
    assert {len(v) for v in by_indicator.values()} == {5}
    assert len(by_indicator) == 5
    assert all(v == sorted(v) and v[0] == 1 for v in by_indicator.values())


@pytest.mark.parametrize("scheme", ["letter", "pef"])
def test_the_bands_of_a_scheme_leave_no_gap(scheme: str) -> None:
    bands = [g.up_to for g in facts().grades if g.scheme == scheme]
    assert len(bands) == 5
    assert bands[-1] is None
    assert bands[:-1] == sorted(b for b in bands if b is not None)


def test_the_sizes_of_screens_follow_one_another() -> None:
    for name in ("monitor", "laptop", "television", "large_display", "interactive_display"):
        sizes = facts().categories[name].sizes
        assert [s.max_inches for s in sizes[:-1]] == [s.min_inches for s in sizes[1:]]
        assert sizes[0].min_inches is None
        assert sizes[-1].max_inches is None


@pytest.mark.parametrize("unit", sorted(KNOWN_UNITS))
def test_a_unit_taken_as_known_is_one(unit: str) -> None:
    assert check_unit(unit) == unit


def test_reading_our_own_facts_does_not_wait_for_pint() -> None:
    """Every unit of the shipped facts is known beforehand: Pint alone takes longer than all the rest."""
    code = "import sys; from levier.catalogue.loading import load; load(); sys.exit('pint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_every_licence_is_named_and_noticed_in_both_languages() -> None:
    for licence in load().licences.values():
        assert licence.label.in_("fr")
        assert licence.told.in_("fr") != licence.told.in_("en"), licence.id
