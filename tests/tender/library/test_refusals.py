"""What breaks the schema of the library is refused, with file, line and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from levier.catalogue.model import Catalogue
from levier.tender.library.loading import load_library, procurement_folder
from levier.wording.errors import BadFact


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(procurement_folder(), tmp_path / "procurement"))


@pytest.mark.parametrize(
    ("file", "before", "after", "column"),
    [
        ("criteria/office.yaml", "  type: technical_specification", "  type: wish", "type"),
        ("criteria/office.yaml", "  segment: office", "  segment: bureau", "segment"),
        ("criteria/office.yaml", "  measures: [warranty]", "  measures: [warrantee]", "measures"),
        ("criteria/office.yaml", "  source: swedish-agency", "  source: somebody", "source"),
        ("criteria/office.yaml", "  status: read", "  status: sure", "status"),
        ("criteria/office.yaml", "  checked_on: 2026-11-23", "  checked_on: yesterday", "checked_on"),
        ("criteria/office.yaml", "  level: core", "  level: core\n  colour: green", "colour"),
        ("criteria/office.yaml", "environmental-impact: [circ-econ]", "environmental-impact: [circular]", "eforms"),
        ("criteria/office.yaml", "unit: year", "unit: annum", "unit"),
        ("criteria/office.yaml", "default: 3,", "default: 30,", "default"),
        ("criteria/office.yaml", "warranty_years >= $minimum_years and", "warranty_years >= $minimum and", "check"),
        ("criteria/office.yaml", "warranty_battery == yes", "warranty_battery >= 3", "check"),
        ("criteria/office.yaml", "warranty_battery == yes", "warranty_battery ==", "check"),
        ("criteria/office.yaml", "au moins {minimum_years} ans", "au moins 3 ans", "complete"),
        ("criteria/office.yaml", "tout document équivalent qui", "tout document qui", "complete"),
        ("criteria/office.yaml", "- id: BUR-02", "- id: BUR-01", "id"),
        ("words/terms.csv", "segment,office", "sector,office", "kind"),
        ("kits.csv", "office,BUR-04", "office,BUR-99", "criterion"),
        ("kits.csv", "office-BUR-04,office", "office-BUR-04,desk", "segment"),
        ("codes/decp_rules.csv", "Clause sociale", "Clause solidaire", "consideration"),
        ("words/buyers.csv", "État,State,true", "État,State,maybe", "public"),
    ],
)
def test_a_fault_is_told_with_its_place(
    facts: Catalogue, copy: Path, file: str, before: str, after: str, column: str
) -> None:
    path = copy / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadFact) as refusal:
        load_library(facts, copy)
    place = refusal.value.place
    assert place is not None
    assert (place.file, place.column) == (f"procurement/{file}", column)
    assert place.line is not None


def test_an_incomplete_criterion_marked_complete_is_refused(facts: Catalogue, copy: Path) -> None:
    path = copy / "criteria" / "leasing.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("complete: false", "complete: true", 1), encoding="utf-8")
    with pytest.raises(BadFact, match="something is missing"):
        load_library(facts, copy)


def test_a_missing_file_is_told(facts: Catalogue, copy: Path) -> None:
    (copy / "kits.csv").unlink()
    with pytest.raises(BadFact, match="cannot be read"):
        load_library(facts, copy)


def test_a_change_of_one_word_changes_the_version(facts: Catalogue, copy: Path) -> None:
    before = load_library(facts, copy).version
    path = copy / "criteria" / "office.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("garantie", "caution", 1), encoding="utf-8")
    assert load_library(facts, copy).version != before
