"""Names as people and machines write them; the table was written by hand, before the rules were tuned on it."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, DeclaredModel
from levier.estate.model import Recognition
from levier.estate.recognition import read_aliases, recognise
from levier.estate.recognition.facts import recognition_facts
from levier.wording.errors import UnusableFile

TABLE = Path(__file__).parent / "names.csv"
COLUMNS = ("type_raw", "manufacturer_raw", "model_raw")


@cache
def shipped() -> Catalogue:
    return load()


@cache
def names() -> tuple[dict[str, str], ...]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream, delimiter=";"))


def one(kind: str, maker: str, model: str, declared: tuple[DeclaredModel, ...] = ()) -> Recognition:
    frame = pl.DataFrame([(kind, maker, model)], schema=list(COLUMNS), orient="row")
    return recognise(frame, shipped(), declared=declared)[0]


@pytest.mark.parametrize("row", names(), ids=lambda r: f"{r['type']} {r['manufacturer']} {r['model']}".strip())
def test_a_name_is_the_device_that_a_buyer_would_say(row: dict[str, str]) -> None:
    found = one(row["type"], row["manufacturer"], row["model"])
    assert found.category == row["category"]
    if row["size"]:
        assert found.size == row["size"]


@given(st.sampled_from(names()), st.sampled_from([str.upper, str.lower, str.title]), st.integers(0, 3))
def test_case_and_spaces_change_nothing(row: dict[str, str], case: object, spaces: int) -> None:
    plain = one(row["type"], row["manufacturer"], row["model"])
    padded = "  " * spaces
    other = one(*(padded + case(row[k]) + padded for k in ("type", "manufacturer", "model")))  # type: ignore[operator]  # a str method
    assert (other.category, other.size, other.maker) == (plain.category, plain.size, plain.maker)


def declared(model: str, maker: str = "Dell") -> DeclaredModel:
    provenance = replace(shipped().factors[0].provenance, valid_from=date(2020, 1, 1))
    return DeclaredModel(f"id {model}", maker, model, "laptop", None, 250.0, None, None, None, None, provenance)


@pytest.mark.parametrize(
    ("maker", "catalogue_name", "written", "same"),
    [
        ("Dell", "Latitude 5420", "Latitude 5420", True),
        ("Dell", "Latitude 5420", "DELL LATITUDE  5420", True),
        ("Dell", "Latitude 5420", "Latitude 5430", False),
        ("Apple", "iPhone 13", "iPhone 13 Pro", False),
        ("HPE", "ProLiant DL385", "ProLiant DL380", False),
        ("HP", "EliteBook 840 Aero G8", "EliteBook 840 G8", False),
        ("HP", "EliteBook 840 G8", "HP EliteBook 840 G8 Notebook PC", True),
        ("Lenovo", "ThinkPad X1 Carbon", "ThinkPad X1 Carbon Gen 9", False),
    ],
)
def test_a_model_number_that_differs_is_never_the_same_model(
    maker: str, catalogue_name: str, written: str, same: bool
) -> None:
    found = one("", maker, written, (declared(catalogue_name, maker),))
    assert bool(found.declared_id) is same


def test_two_models_of_a_family_have_two_names() -> None:
    assert one("", "Dell", "Latitude 5420").matched != one("", "Dell", "Latitude 5430").matched


def test_a_conflict_is_told_among_the_alternatives() -> None:
    found = one("Imprimante", "Dell", "Latitude 5420")
    assert found.confidence < 0.7
    assert {found.category, *(a.category for a in found.alternatives)} >= {"laptop", "printer"}


def test_a_misspelt_family_is_still_found() -> None:
    assert one("", "Dell", "Lattitude 5420").category == "laptop"


def test_maker_and_model_may_stand_in_the_type_cell() -> None:
    assert one("Dell Latitude 5420", "", "").category == "laptop"


def test_an_unknown_name_is_unknown() -> None:
    found = one("Zorglub", "Acme", "ZX-9")
    assert (found.category, found.matched, found.confidence) == ("", "", 0.0)


def test_every_family_names_a_category_and_a_size_that_exist() -> None:
    categories = shipped().categories
    for group in recognition_facts().families.values():
        for family in group:
            assert family.category in categories, family
            assert not family.size or family.size in {s.id for s in categories[family.category].sizes} | {"medium"}, (
                family
            )


def test_an_alias_goes_before_all_else(tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text("type;manufacturer;model;category;size;matched\nTerminal de verbalisation;;;handheld_scanner;;\n")
    frame = pl.DataFrame([("terminal de VERBALISATION", "", "")], schema=list(COLUMNS), orient="row")
    found = recognise(frame, shipped(), aliases=read_aliases(file, shipped()))[0]
    assert (found.category, found.confidence) == ("handheld_scanner", 1.0)


def test_an_alias_to_nothing_known_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "aliases.csv"
    file.write_text("type,manufacturer,model,category,size,matched\nx,,,spaceship,,\n")
    with pytest.raises(UnusableFile, match="line 2"):
        read_aliases(file, shipped())


@pytest.mark.parametrize(
    ("kind", "category"),
    [("Laptops", "laptop"), ("Desktops", "desktop"), ("Mobile Phones", "smartphone"), ("Tablets", "tablet")],
)
def test_a_plain_type_in_the_plural_wins_where_the_model_says_nothing(kind: str, category: str) -> None:
    """Snipe-IT names its categories so; its makers and models may be anybody's."""
    assert one(kind, "Watsica LLC", "Test Model 8").category == category


def test_a_cell_that_is_a_type_names_no_family_of_another_kind() -> None:
    found = one("Mobile Phones", "Walker-Towne", "Final Test")
    assert (found.category, found.matched, found.confidence) == ("smartphone", "", 0.85)
