"""What must not change a recognition, and what must: order, serials, sizes, words that mention another thing."""

from __future__ import annotations

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
from levier.wording.errors import UnusableFile

COLUMNS = ["type_raw", "manufacturer_raw", "model_raw"]
PARK = (
    ("PC portable", "Dell Inc.", "Latitude 5420"),
    ("Ecran", "Dell", "P2422H"),
    ("Switch", "Cisco", "C9200L-48P-4G"),
    ("Onduleur", "APC", "Smart-UPS 1500"),
    ("", "Apple", "iPhone 13"),
    ("", "", "???"),
    ("Copieur", "Canon", "iR-ADV C3520"),
)


@cache
def shipped() -> Catalogue:
    return load()


def several(names: list[tuple[str, str, str]], *models: DeclaredModel) -> list[Recognition]:
    return recognise(pl.DataFrame(names, schema=COLUMNS, orient="row"), shipped(), declared=models)


def one(kind: str, maker: str, model: str, *models: DeclaredModel) -> Recognition:
    return several([(kind, maker, model)], *models)[0]


def declared(maker: str, model: str, category: str = "laptop") -> DeclaredModel:
    provenance = replace(shipped().factors[0].provenance, valid_from=date(2020, 1, 1))
    return DeclaredModel(f"{maker} {model}", maker, model, category, None, 250.0, None, None, None, None, provenance)


@given(st.permutations(PARK))
def test_each_name_is_recognised_alone_whatever_stands_around_it(names: list[tuple[str, str, str]]) -> None:
    alone = {name: one(*name) for name in PARK}
    assert several(names) == [alone[name] for name in names]


@given(st.sampled_from(PARK[:2]), st.from_regex(r"[B-FHJ-NQRT-Z]{2}[0-9][B-Z]{3}[0-9]", fullmatch=True))
def test_a_serial_after_the_model_never_makes_it_another_model(name: tuple[str, str, str], serial: str) -> None:
    kind, maker, model = name
    models = [declared("Dell", m) for m in ("Latitude 5420", "Latitude 5430", "Latitude 5421")]
    plain, longer = one(*name, *models), one(kind, maker, f"{model} {serial}", *models)
    assert (longer.category, longer.size, longer.maker) == (plain.category, plain.size, plain.maker)
    assert longer.declared_id in ("", plain.declared_id)


@pytest.mark.parametrize(
    ("catalogue_name", "written", "same"),
    [
        ("Latitude 5520", "Dell latitude 5520 i5 16Go 512SSD W10", True),
        ("Latitude 5520", "Latitude 5520 2-in-1", False),
        ("OptiPlex 7010 Micro", "OptiPlex 7010 Tower", False),
        ("OptiPlex 7010", "OptiPlex 7010 Micro", False),
        ("Latitude 5420", "Latitude 5420 Rugged", False),
    ],
)
def test_what_is_inside_a_computer_is_not_its_model_but_its_variant_is(
    catalogue_name: str, written: str, same: bool
) -> None:
    assert bool(one("", "Dell", written, declared("Dell", catalogue_name)).declared_id) is same


def test_the_memory_of_a_phone_is_part_of_its_model() -> None:
    model = declared("Apple", "iPhone 13", "smartphone")
    assert one("", "Apple", "iPhone 13", model).declared_id
    assert not one("", "Apple", "iPhone 13 128 Go", model).declared_id


def test_a_lenovo_machine_type_is_the_model_it_stands_for() -> None:
    model = declared("Lenovo", "ThinkPad T480")
    found = one("Notebook", "LENOVO", "20L5", model)
    assert (found.category, found.matched, found.declared_id) == ("laptop", "Lenovo ThinkPad T480", model.id)
    assert found.size == "13_14"


def test_the_declared_figure_of_a_laptop_is_no_figure_for_a_screen() -> None:
    assert not one("Ecran", "Dell", "P2422H", declared("Dell", "P2422H", "laptop")).declared_id


@pytest.mark.parametrize(
    ("name", "size"),
    [
        (("", "Dell", "Latitude 5420"), "13_14"),
        (("", "Dell", "Latitude 7390"), "le13"),
        (("", "HP", "EliteBook 850 G8"), "15_16"),
        (("", "Lenovo", "ThinkPad X1 Carbon Gen 9"), "13_14"),
        (("", "Apple Inc.", "MacBookPro16,1"), "15_16"),
        (("", "Dell", "Vostro 15 3510"), "15_16"),
        (("", "Dell", "Latitude 16Go"), ""),
        (("Ecran", "Dell", 'E2016H 23,8"'), "23_24"),
        (("Ecran 27 pouces", "", ""), "25_27"),
        (("Switch", "Netgear", "GS108"), "p5_12"),
        (("Switch", "Netgear", "GS724TP PoE"), "p24_poe"),
        (("", "Cisco", "C9200L-48P-4G"), "p48_poe"),
        (("", "Cisco", "C9200L-48T-4G"), "p48"),
        (("Onduleur", "Eaton", "9PX 6000"), "gt3"),
        (("Onduleur", "Eaton", "9130 2000"), "1_3"),
        (("Onduleur", "APC", "Back-UPS 650"), "le1"),
        (("Mini Tower", "Dell", "OptiPlex 3070"), "tower"),
        (("", "Lenovo", "ThinkCentre M920s"), "sff"),
    ],
)
def test_a_model_number_tells_the_size(name: tuple[str, str, str], size: str) -> None:
    assert one(*name).size == size


def test_a_module_that_a_switch_mentions_does_not_set_the_switch_aside() -> None:
    assert one("Réseau", "Cisco", "Catalyst 2960 24 ports + 2 SFP").category == "switch"
    assert one("", "Cisco", "SFP Catalyst 2960").category == "spare_part"


def test_a_sure_word_in_the_model_goes_before_a_vague_type() -> None:
    assert one("Ordinateur", "", "PC portable de prêt").category == "laptop"


def test_below_the_threshold_only_the_category_stands() -> None:
    found = one("Ordinateur", "", "salle 12")
    assert (found.category, found.matched) == ("desktop", "")
    assert found.confidence < 0.55


def test_aliases_may_be_yaml(tmp_path: Path) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text("- {type: Borne, manufacturer: '', model: KIOSK 3, category: all_in_one}\n", encoding="utf-8")
    found = recognise(
        pl.DataFrame([("borne", "", "Kiosk-3")], schema=COLUMNS, orient="row"),
        shipped(),
        aliases=read_aliases(file, shipped()),
    )[0]
    assert (found.category, found.confidence, found.alternatives) == ("all_in_one", 1.0, ())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {type: a, manufacturer: b, model: c, category: monitor, size: huge}\n", "size is not known"),
        ("\n- {type: a, category: monitor}\n", "line 2"),
        ("type: a\n", "cannot be read"),
        ("- [unclosed\n", "cannot be read"),
    ],
)
def test_a_wrong_yaml_alias_is_refused_with_its_place(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "aliases.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UnusableFile, match=told):
        read_aliases(file, shipped())
