"""Somebody who holds a licence of a set brings it from G4IT; items and figures here are invented."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from levier.catalogue.checking import check
from levier.catalogue.g4it import from_g4it, is_g4it
from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Stage
from levier.footprint.objects import ObjectKey
from levier.footprint.resolution import Resolver
from levier.wording.errors import UnusableFile

ON = date(2026, 11, 24)
HEADER = (
    "criterion;lifecycle_step;name;category;avg_electricity_consumption;description;location;level;source;tier;unit;"
    "value"
)


def row(criterion: str, step: str, name: str, kwh: str, description: str, value: str) -> str:
    cells = (
        criterion,
        step,
        name,
        "IT",
        kwh,
        description,
        "France",
        "2-Equipement",
        "Own study",
        "Office",
        "Item",
        value,
    )
    return ";".join(cells)


ROWS = [
    row("CLIMATE_CHANGE", "MANUFACTURING", "laptop-1", "26.5", "Laptop 15.6 inches", "200"),
    row("CLIMATE_CHANGE", "TRANSPORTATION", "laptop-1", "26.5", "Laptop 15.6 inches", "20"),
    row("CLIMATE_CHANGE", "USING", "laptop-1", "26.5", "Laptop 15.6 inches", "2"),
    row("CLIMATE_CHANGE", "END_OF_LIFE", "laptop-1", "26.5", "Laptop 15.6 inches", "-1"),
    row("RESOURCE_USE", "MANUFACTURING", "laptop-1", "26.5", "Laptop 15.6 inches", "0.01"),
    row("CLIMATE_CHANGE", "MANUFACTURING", "laptop-2", "30", "Laptop 15 inches", "150"),
    row("CLIMATE_CHANGE", "MANUFACTURING", "laptop-3", "30", "Laptop 16 inches", "900"),
    row("CLIMATE_CHANGE", "MANUFACTURING", "srv", "NULL", "Serveur lame 2 CPU", "2200"),
    row("CLIMATE_CHANGE", "MANUFACTURING", "Electricity Mix AL", "NULL", "", "0.02"),
    row("WATER_USE", "MANUFACTURING", "srv", "NULL", "Serveur lame 2 CPU", "5"),
    row("CLIMATE_CHANGE", "INSTALLATION", "srv", "NULL", "Serveur lame 2 CPU", "5"),
]


@cache
def shipped() -> Catalogue:
    return load()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "ref_item_impact.csv"
    path.write_text("\ufeff" + "\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return path


def test_the_folder_that_comes_of_it_can_be_used_as_it_is(table: Path, tmp_path: Path) -> None:
    report = from_g4it(table, shipped(), tmp_path / "Own study", ON)
    checked = check(tmp_path / "Own study", shipped())
    assert checked.ok
    assert checked.rows == {"impact": report.kept, "energy": 1}
    catalogue = checked.catalogue
    assert catalogue is not None
    laptop = Resolver(catalogue, "own-study").object(ObjectKey("laptop", "15_16"))
    assert laptop.factors["gwp"].value == pytest.approx(220)
    assert laptop.factors["gwp"].stages[Stage.DISTRIBUTION] == pytest.approx(20 / 220)
    assert laptop.factors["adpe"].value == pytest.approx(0.01)
    assert laptop.energy is not None
    assert laptop.energy.value == 26.5


def test_every_line_is_kept_or_counted_with_its_reason(table: Path, tmp_path: Path) -> None:
    report = from_g4it(table, shipped(), tmp_path / "set", ON)
    assert report.read == len(ROWS) == report.kept + sum(s.rows for s in report.skipped)
    assert report.by_category == {"laptop": 3, "blade_server": 1}
    assert {str(s.reason)[:25]: s.lines for s in report.skipped} == {
        "the use stage, which Levi": (4,),
        "a figure that is not abov": (5,),
        "another item of the same ": (7, 8),
        "not one of Levier's categ": (10,),
        "a criterion that Levier d": (11,),
        "a stage that Levier does ": (12,),
    }


def test_nothing_is_said_to_be_verified_and_its_quality_is_the_worst_until_told(table: Path, tmp_path: Path) -> None:
    from_g4it(table, shipped(), tmp_path / "set", ON)
    catalogue = check(tmp_path / "set", shipped()).catalogue
    assert catalogue is not None
    found = [f.provenance for f in catalogue.factors if f.set == "set"]
    assert {p.status.value for p in found} == {"to_verify"}
    assert {p.scores.mean for p in found} == {5.0}
    assert {p.page for p in found} >= {"ref_item_impact.csv, 2"}


def test_the_newer_spelling_of_the_columns_and_commas_are_read_too(tmp_path: Path) -> None:
    header = HEADER.replace("lifecycle_step", "lifecycleStep").replace(
        "avg_electricity_consumption", "avgElectricityConsumption"
    )
    path = tmp_path / "new.csv"
    path.write_text("\n".join([header, *ROWS]).replace(";", ","), encoding="utf-8")
    assert is_g4it(path)
    assert from_g4it(path, shipped(), tmp_path / "set", ON).kept == 4


def test_another_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert not is_g4it(path)
    with pytest.raises(UnusableFile, match="G4IT"):
        from_g4it(path, shipped(), tmp_path / "set", ON)
