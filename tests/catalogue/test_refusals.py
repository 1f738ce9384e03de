"""Somebody breaks one thing in a copy of the facts, and the loader tells her where and how to mend it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from levier.catalogue.loading import load, shipped_folder
from levier.wording.errors import BadFact

ADEME = "impact/mit/ademe.csv"
MEDIANS = "impact/odbl-1.0/pcf-medians.csv"
MIXES = "electricity/licence-ouverte-2.0/base-carbone.csv"
LIVES = "lifetimes/mit/ademe.csv"

Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a copy of the shipped facts that a test may break."""
    return shutil.copytree(shipped_folder(), tmp_path / "facts")


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Return a way to replace one text of a file, once, and be sure that it was there."""

    def change(file: str, old: str, new: str) -> None:
        path = folder / file
        content = path.read_text(encoding="utf-8")
        assert old in content
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    return change


def refusal(folder: Path) -> BadFact:
    with pytest.raises(BadFact) as caught:
        load(folder)
    return caught.value


def test_an_untouched_copy_is_read(folder: Path) -> None:
    assert load(folder).version == load().version


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "what"),
    [
        (ADEME, "id,set,", "ident,set,", 1, "ident", "does not have the columns of its schema"),
        (ADEME, ",value,low", ",value,colour,low", 1, "colour", "does not have the columns of its schema"),
        (ADEME, ",ademe,ademe-negaoctet", ",ademes,ademe-negaoctet", 2, "set", "set is not known"),
        (ADEME, ",smartphone,,", ",smartfone,,", 2, "category", "category is not known"),
        (ADEME, ",smartphone,,", ",smartphone,huge,", 2, "size", "size is not known"),
        (ADEME, ",split,manufacturing,", ",splits,manufacturing,", 2, "boundary", "boundary is not known"),
        (ADEME, ",split,manufacturing,", ",split,use,", 2, "stage", "stage is not known"),
        (ADEME, ",split,manufacturing,", ",split,,", 2, "stage", "stage is empty"),
        (ADEME, ",gwp,kgCO2e/device,", ",carbon,kgCO2e/device,", 2, "criterion", "criterion is not known"),
        (ADEME, ",gwp,kgCO2e/device,", ",gwp,kgCO3/device,", 2, "unit", "kgCO3/device"),
        (ADEME, ",gwp,kgCO2e/device,", ",gwp,kg,", 2, "unit", "kg cannot be turned into kgCO2e/device"),
        (ADEME, ",kgCO2e/device,77,", ",kgCO2e/device,soixante,", 2, "value", "A number cannot be read"),
        (ADEME, ",kgCO2e/device,77,", ",kgCO2e/device,nan,", 2, "value", "A number cannot be read"),
        (ADEME, ",kgCO2e/device,77,", ",kgCO2e/device,0,", 2, "value", "A figure is not above zero"),
        (ADEME, ",kgCO2e/device,77,", ",kgCO2e/device,,", 2, "value", "A cell that must be filled is empty"),
        (ADEME, ",kgCO2e/device,77,,", ",kgCO2e/device,77,80,", 2, "low", "A value is outside its own bounds"),
        (ADEME, ",ademe-publicodes-acv-numerique,", ",somebody,", 2, "source", "source is not known"),
        (ADEME, ",ademe-publicodes-acv-numerique,", ",,", 2, "source", "source is empty"),
        (ADEME, ",ademe-publicodes-acv-numerique,", ",base-carbone-23.6,", 2, "source", "not that of its folder"),
        (ADEME, ",2026-11-23,", ",23/11/2026,", 2, "checked_on", "A date cannot be read"),
        (ADEME, ",2027-11-30,", ",2020-11-30,", 2, "review_by", "dates of a fact are not in order"),
        (ADEME, ",read,", ",sure,", 2, "status", "status is not known"),
        (ADEME, "2;2;2;1;2*", "2;2;2;1", 2, "scores", "Pedigree scores cannot be read"),
        (MEDIANS, ",percentiles,,254", ",interval95,,254", 2, "spread", "A rule of spread lacks its figure"),
        (MEDIANS, ",166.6,549.3,", ",,549.3,", 2, "low", "A rule of spread lacks its figure"),
        (MIXES, ",FR,2020,", ",FRANCE,2020,", 2, "zone", "zone is not known"),
        (MIXES, ",consumption,", ",all,", 2, "scope", "scope is not known"),
        (LIVES, ",planned,", ",wished,", 2, "kind", "kind is not known"),
        ("intensity/cc0-1.0/own.csv", ",mass,", ",weight,", 2, "basis", "basis is not known"),
        ("parameters.yaml", "  unit: dimensionless\n", "  unit: parsecs_of_pain\n", 3, "unit", "is not known"),
        ("parameters.yaml", "  unit: dimensionless\n", "  unity: dimensionless\n", 3, "unity", "columns of its schema"),
        ("categories.yaml", "counted: true", "counted: maybe", 3, "counted", "must say yes or no"),
        ("categories.yaml", "counted: true", "counted: false", 3, "reason_not_counted", "has the reason why it is not"),
        ("categories.yaml", 'mass_kind: "dense', 'mass_kind: "dark', 3, "mass_kind", "mass_kind is not known"),
        ("categories.yaml", 'default_size: ""', 'default_size: "giant"', 3, "default_size", "is not known"),
        ("referentials.yaml", "pooled: true", "pooled: perhaps", 4, "pooled", "must say yes or no"),
        ("referentials.yaml", "sets: [ademe, base-carbone", "sets: ademe #", 4, "sets", "A list is expected"),
    ],
)  # fmt: skip
def test_one_broken_cell_is_told_with_its_file_line_and_column(
    folder: Path, edit: Edit, file: str, old: str, new: str, line: int, column: str, what: str
) -> None:
    edit(file, old, new)
    error = refusal(folder)
    assert what in error.what.in_("en")
    assert error.place is not None
    assert (error.place.file, error.place.line, error.place.column) == (file, line, column)
    assert error.mend is not None
    assert error.in_("fr") != error.in_("en")


def test_a_total_beside_its_own_parts_is_refused(folder: Path) -> None:
    """Base Carbone prints 222 kg for a monitor, and 213.3 + 7.98 for its parts: only one of the two may stand."""
    path = folder / "impact/licence-ouverte-2.0/base-carbone.csv"
    total = next(r for r in path.read_text(encoding="utf-8").splitlines() if r.startswith("base-carbone.27005"))
    part = total.replace("base-carbone.27005", "base-carbone.27005.distribution", 1)
    part = part.replace(",grey,,gwp,kgCO2e/device,222,", ",split,distribution,gwp,kgCO2e/device,7.98,")
    assert part.count("7.98") == 1
    path.write_text(path.read_text(encoding="utf-8") + part + "\n", encoding="utf-8")
    error = refusal(folder)
    assert "two boundaries" in str(error)
    assert "grey of 21.5-inch monitor, as on line 2" in str(error)
    assert "Keep either the total or its parts" in str(error)


def test_the_same_stage_cannot_be_counted_twice(folder: Path, edit: Edit) -> None:
    edit(
        ADEME,
        ".gwp.distribution,ademe,ademe-negaoctet-2022,smartphone,,",
        ".gwp.again,ademe,ademe-negaoctet-2022,smartphone,,",
    )
    edit(ADEME, '7.3 GB RAM, 180 GB",split,distribution,gwp', '7.3 GB RAM, 180 GB",split,manufacturing,gwp')
    assert "Two rows of one set answer the same question" in str(refusal(folder))


def test_an_id_given_twice_is_refused_even_across_files(folder: Path, edit: Edit) -> None:
    edit(LIVES, "ademe.smartphone.life", "ademe.smartphone.kwh")
    error = refusal(folder)
    assert "An id is given twice" in str(error)
    assert "Found: ademe.smartphone.kwh" in str(error)


def test_a_folder_that_no_licence_names_is_refused(folder: Path) -> None:
    (folder / "impact/mit").rename(folder / "impact/wtfpl")
    error = refusal(folder)
    assert "not named by a licence" in str(error)
    assert error.place is not None
    assert error.place.file == "impact/wtfpl"


def test_a_folder_without_its_notice_is_refused(folder: Path) -> None:
    (folder / "impact/odbl-1.0/NOTICE").unlink()
    assert "has no notice of its licence" in str(refusal(folder))


def test_a_line_with_a_comma_too_many_is_refused(folder: Path, edit: Edit) -> None:
    edit(MIXES, "base-carbone.FR.2021.gwp,", "base-carbone.FR.2021.gwp,,")
    error = refusal(folder)
    assert "as many cells as the header" in str(error)
    assert error.place is not None
    assert error.place.line == 3


def test_yaml_that_cannot_be_parsed_is_told_with_its_line(folder: Path, edit: Edit) -> None:
    edit("criteria.yaml", "  unit: kgCO2e\n", '  unit: "kgCO2e\n  : [\n')
    error = refusal(folder)
    assert "A YAML file cannot be read" in str(error)
    assert error.place is not None
    assert error.place.line is not None


@pytest.mark.parametrize("content", ["", "just words", "key: value"])
def test_yaml_without_a_list_is_refused(folder: Path, content: str) -> None:
    (folder / "criteria.yaml").write_text(content, encoding="utf-8")
    assert "does not hold a list" in str(refusal(folder))


def test_a_missing_file_is_told(folder: Path) -> None:
    (folder / "zones.csv").unlink()
    error = refusal(folder)
    assert "A file of facts cannot be read" in str(error)
    assert "zones.csv" in str(error)


def test_another_unit_of_the_same_dimension_is_turned_into_that_of_the_criterion(folder: Path, edit: Edit) -> None:
    edit(MIXES, ",gwp,0.0599,kgCO2e/kWh,", ",gwp,59.9,gCO2e/kWh,")
    mix = next(m for m in load(folder).mixes if m.id == "base-carbone.FR.2020.gwp")
    assert mix.unit == "kgCO2e/kWh"
    assert mix.value == pytest.approx(0.0599)


def test_a_changed_figure_changes_the_version(folder: Path, edit: Edit) -> None:
    edit(MIXES, ",gwp,0.0599,", ",gwp,0.0600,")
    assert load(folder).version != load().version
