"""The adapter to the installed `boaviztapi`: its data read at run time, held against what the package itself says."""

from __future__ import annotations

import importlib.util
import shutil
from functools import cache
from pathlib import Path

import pytest
import yaml

from levier.catalogue import boavizta
from levier.catalogue.boavizta import read_boavizta, with_boavizta
from levier.catalogue.brought import Brought
from levier.catalogue.loading import load
from levier.catalogue.model import Boundary, Catalogue, Status
from levier.catalogue.sanity import impossible_mixes
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from levier.quantity.units import check_unit
from levier.wording.errors import BadFact, BadOption

COUNTRIES = ("FRA", "DEU", "CZE", "XKX", "WOR")


@cache
def shipped() -> Catalogue:
    return load()


def package(folder: Path, **changes: object) -> Path:
    """Write a package of invented figures laid out as boaviztapi lays out its own."""
    zone = {
        "gwp": {"unit": "kg éq. CO2", "source": "https://ember-climate.org/x", "reference_year": "2020", "value": 0.3},
        "adpe": {"unit": "kg éq. Sb", "source": "ADEME Base IMPACTS ®", "reference_year": 2011, "value": 5e-8},
        "ap": {"unit": "mol éq. H+", "source": "ADEME Base IMPACTS ®", "reference_year": 2011, "value": 2e-3},
        "pm": {"unit": "incidence de maladie", "source": "ADEME Base IMPACTS ®", "reference_year": 2011, "value": 1e-8},
        "ir": {"unit": "éq. kBq U235", "source": "ADEME Base IMPACTS ®", "reference_year": 2011, "value": 1.0},
    }
    codes = ("gwp", "adpe", "ap", "pm", "ir", "wu")
    figures = {code: {"perso": {"impact": 1.0}, "pro": {"impact": 2.0, "source": "study"}} for code in codes}
    electricity: dict[str, object] = {alpha3: dict(zone) for alpha3 in COUNTRIES}
    electricity |= {"available_countries": {"France": "FRA"}, "CZE": zone | {"ap": zone["ap"] | {"value": 8.4}}}
    content = {
        "LAPTOP": figures,
        "MONITOR": {"gwp": {"impact": 60.0}, "adpe": {"impact": None}, "ap": {"impact": -1.0}},
        "electricity": electricity,
    }
    content.update(changes)
    (folder / "data" / "archetypes").mkdir(parents=True)
    (folder / "data" / "factors.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    (folder / "data" / "archetypes" / "user_terminal.csv").write_text(
        "id,device_type,USAGE.hours_life_time\nlaptop-pro,laptop,35040\nmonitor-default,monitor,\n", encoding="utf-8"
    )
    return folder


@pytest.fixture
def invented(tmp_path: Path) -> Brought:
    return read_boavizta(shipped(), package(tmp_path / "boaviztapi"))


def test_the_figures_for_organisations_are_taken(invented: Brought) -> None:
    laptop = {f.criterion: (f.value, f.unit) for f in invented.factors if f.category == "laptop"}
    assert laptop == {
        "gwp": (2.0, "kgCO2e/device"),
        "adpe": (2.0, "kgSbeq/device"),
        "ap": (2.0, "molHeq/device"),
        "pm": (2.0, "disease_incidence/device"),
    }
    assert {f.boundary for f in invented.factors} == {Boundary.EMBODIED}
    assert {f.family for f in invented.factors} == {"ademe-negaoctet-2022"}


def test_a_criterion_whose_halves_have_different_units_is_left_out(invented: Brought) -> None:
    """Ionising radiation: devices in kg, electricity in kBq."""
    assert "ir" not in {f.criterion for f in invented.factors} | {m.criterion for m in invented.mixes}


def test_what_is_not_there_or_not_above_zero_is_left_out(invented: Brought) -> None:
    assert [f.criterion for f in invented.factors if f.category == "monitor"] == ["gwp"]


def test_a_mix_wrong_by_orders_of_magnitude_is_left_out(invented: Brought) -> None:
    assert {m.zone for m in invented.mixes if m.criterion == "adpe"} == {"FR", "DE", "CZ", "XK"}
    assert {m.zone for m in invented.mixes if m.criterion == "ap"} == {"FR", "DE", "XK"}


def test_a_mix_tells_its_year_and_what_a_kwh_means_there(invented: Brought) -> None:
    france = {m.criterion: (m.year, m.scope) for m in invented.mixes if m.zone == "FR"}
    assert france["gwp"] == (2020, "generation")
    assert france["adpe"] == (2011, "consumption")


def test_hours_of_life_become_years(invented: Brought) -> None:
    assert [(x.category, x.years) for x in invented.lifetimes] == [("laptop", 4.0)]


def test_a_package_laid_out_otherwise_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFact, match=r"factors\.yml"):
        read_boavizta(shipped(), tmp_path)
    folder = package(tmp_path / "boaviztapi")
    (folder / "data" / "factors.yml").write_text("[]", encoding="utf-8")
    with pytest.raises(BadFact, match="not laid out"):
        read_boavizta(shipped(), folder)


def test_without_the_package_the_referential_tells_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(BadOption, match=r"levier\[boavizta\]"):
        with_boavizta(shipped())


@pytest.mark.boavizta
class TestInstalled:
    """What the package that is installed here truly gives."""

    def test_devices_and_electricity_give_a_total_for_four_criteria(self) -> None:
        catalogue = with_boavizta(shipped())
        resolver = Resolver(catalogue, "boavizta")
        laptop = resolver.object(ObjectKey("laptop"))
        assert set(laptop.factors) == {"gwp", "adpe", "ap", "pm"}
        for criterion, factor in laptop.factors.items():
            mix = resolver.mix("FR", criterion, 2026)
            assert factor.own_set
            assert mix is not None
            assert mix.own_set

    def test_it_has_eleven_kinds_of_devices_and_most_of_the_world(self) -> None:
        brought = read_boavizta(shipped())
        assert len({f.category for f in brought.factors}) == 11
        assert len({m.zone for m in brought.mixes}) > 120
        assert impossible_mixes(shipped(), brought.mixes) == ()
        for unit in {f.unit for f in brought.factors} | {m.unit for m in brought.mixes}:
            assert check_unit(unit) == unit

    def test_it_says_what_the_package_itself_answers(self) -> None:
        from boaviztapi.data.factor_provider import get_electrical_impact_factor, get_impact_factor
        from boaviztapi.models.impact import IMPACT_CRITERIAS

        brought = read_boavizta(shipped())
        ours = {(f.category, f.criterion): f.value for f in brought.factors}
        assert ours["laptop", "adpe"] == get_impact_factor("LAPTOP", "adpe")["pro"]["impact"]
        assert ours["monitor", "ap"] == get_impact_factor("MONITOR", "ap")["impact"]
        mixes = {(m.zone, m.criterion): m.value for m in brought.mixes}
        assert mixes["FR", "gwp"] == get_electrical_impact_factor("FRA", "gwp")["value"]
        layout = yaml.safe_load(
            (Path(boavizta.__file__).parents[1] / "facts" / "adapters" / "boavizta.yaml").read_text(encoding="utf-8")
        )
        told = {code: entry["embedded_unit"] for code, entry in layout["criteria"].items()}
        assert told == {code: IMPACT_CRITERIAS[code].unit for code in told}

    def test_it_is_one_family_with_ademe_and_never_marked_as_read(self) -> None:
        brought = read_boavizta(shipped())
        assert {f.family for f in brought.factors} <= {f.family for f in shipped().factors if f.set == "ademe"}
        assert {f.provenance.status for f in brought.factors} == {Status.TO_VERIFY}

    def test_the_default_reading_does_not_change(self) -> None:
        before = Resolver(shipped(), "pooled").object(ObjectKey("laptop")).factors
        after = Resolver(with_boavizta(shipped()), "pooled").object(ObjectKey("laptop")).factors
        assert {c: f.value for c, f in after.items()} == {c: f.value for c, f in before.items()}

    def test_the_version_tells_which_data_was_read(self, tmp_path: Path) -> None:
        installed = boavizta._installed()
        copy = tmp_path / "boaviztapi"
        shutil.copytree(installed / "data", copy / "data", ignore=shutil.ignore_patterns("utils", "cloud"))
        assert read_boavizta(shipped(), copy).digest == read_boavizta(shipped()).digest
        file = copy / "data" / "factors.yml"
        file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
        assert read_boavizta(shipped(), copy).digest != read_boavizta(shipped()).digest
