"""Every fact that stands in a file is loaded, and its provenance with it.

The files are read here by readers of our own, which share nothing with the loader: a misspelt column that lost its
sources would show as a difference of counts.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Pedigree, Provenance
from tests.project.repository import SOURCE

FACTS = SOURCE / "facts"
TABLES = {
    "impact": "factors",
    "lifetimes": "lifetimes",
    "energy": "energies",
    "mass": "masses",
    "intensity": "intensities",
    "electricity": "mixes",
}
"""Folder of facts -> where the catalogue keeps them. In each, a folder per licence."""
LISTS = {"categories.yaml": "categories", "criteria.yaml": "criteria", "parameters.yaml": "parameters"}
PLAIN = {"pedigree.csv": "pedigree", "grades.csv": "grades", "sanity.csv": "sanity"}

Told = tuple[str, str, str, str, str, str, str, str]


class Fact(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...


@cache
def shipped() -> Catalogue:
    return load()


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of facts as anybody would."""
    with path.open(encoding="utf-8", newline="") as stream:
        if path.suffix == ".csv":
            return list(csv.DictReader(stream))
        content = yaml.safe_load(stream)
    return content if isinstance(content, list) else [content]


def told_by_file(row: Mapping[str, Any]) -> Told:
    keys = ("id", "source", "page", "valid_from", "checked_on", "review_by", "status", "scores")
    values = [str(row[key]).strip() for key in keys]
    return (values[0], values[1], values[2], values[3], values[4], values[5], values[6], values[7])


def told_by_catalogue(fact: Fact) -> Told:
    p = fact.provenance
    days = [str(day) for day in (p.valid_from, p.checked_on, p.review_by)]
    return (fact.id, p.source, p.page, days[0], days[1], days[2], str(p.status), scores(p.scores))


def scores(p: Pedigree) -> str:
    marks = (p.reliability, p.completeness, p.temporal, p.geographical, p.technological)
    return ";".join(str(mark) for mark in marks) + ("*" if p.own else "")


def same(files: Sequence[Path], facts: Sequence[Fact]) -> None:
    written = Counter(told_by_file(row) for path in files for row in rows(path))
    loaded = Counter(told_by_catalogue(fact) for fact in facts)
    assert written
    assert written - loaded == Counter(), "in the files, lost on the way"
    assert loaded - written == Counter(), "in the catalogue, in no file"


def facts_of(attribute: str) -> list[Fact]:
    held = getattr(shipped(), attribute)
    return list(held.values()) if isinstance(held, Mapping) else list(held)


@pytest.mark.parametrize(("folder", "attribute"), TABLES.items())
def test_every_row_of_a_table_is_loaded_with_its_provenance(folder: str, attribute: str) -> None:
    same(sorted((FACTS / folder).rglob("*.csv")), facts_of(attribute))


@pytest.mark.parametrize(("file", "attribute"), [*LISTS.items(), *PLAIN.items()])
def test_every_entry_of_a_list_is_loaded_with_its_provenance(file: str, attribute: str) -> None:
    same([FACTS / file], facts_of(attribute))


@pytest.mark.parametrize(("folder", "attribute"), TABLES.items())
def test_a_fact_has_the_licence_of_its_folder(folder: str, attribute: str) -> None:
    written = {row["id"]: path.parent.name for path in (FACTS / folder).rglob("*.csv") for row in rows(path)}
    assert {fact.id: fact.provenance.licence for fact in facts_of(attribute)} == written


def with_provenance() -> list[Path]:
    """Return every file of facts but the three that provenance itself points to."""
    plain = {"sources.csv", "licences.csv", "zones.csv", "referentials.yaml"}
    return [p for p in sorted(FACTS.rglob("*")) if p.suffix in {".csv", ".yaml"} and p.name not in plain]


@pytest.mark.parametrize("path", with_provenance(), ids=lambda p: p.relative_to(FACTS).as_posix())
def test_every_fact_names_a_source_that_is_known(path: Path) -> None:
    known = set(shipped().sources)
    assert {str(row.get("source")) for row in rows(path)} <= known


def test_every_source_states_its_licence_and_the_dates_of_its_checking() -> None:
    sources = rows(FACTS / "sources.csv")
    assert len(sources) == len(shipped().sources)
    for row in sources:
        source = shipped().sources[row["id"]]
        assert (source.title, source.licence, source.url) == (row["title"], row["licence"], row["url"])
        assert source.licence in shipped().licences
        assert source.checked_on == date.fromisoformat(row["checked_on"]) < source.review_by


def test_the_catalogue_tells_how_many_facts_each_file_gave() -> None:
    """What `levier catalogue check` prints is what stands in the files."""
    told = {name.removeprefix("facts/"): n for name, n in shipped().facts_by_file.items()}
    counted = {
        path.relative_to(FACTS).as_posix(): len(rows(path))
        for path in FACTS.rglob("*")
        if path.suffix in {".csv", ".yaml"} and path.relative_to(FACTS).parts[0] in {*TABLES, *LISTS, *PLAIN}
    }
    assert {name: told.get(name) for name in counted} == counted


def used() -> set[str]:
    """Return whatever a cell of a file of facts names as its source, and in which words."""
    found: set[str] = set()
    for path in FACTS.rglob("*"):
        if path.suffix in (".csv", ".yaml") and path.name != "sources.csv":
            found |= set(re.findall(r"[a-z0-9][a-z0-9.-]+", path.read_text(encoding="utf-8")))
    return found


def test_each_source_is_behind_a_fact() -> None:
    """A source that nothing names is often another id of one that is named."""
    assert [row["id"] for row in rows(FACTS / "sources.csv") if row["id"] not in used()] == []


def test_the_code_of_public_contracts_is_one_source() -> None:
    criteria = [row for path in (FACTS / "procurement" / "criteria").glob("*.yaml") for row in rows(path)]
    read = [row for row in criteria if row["page"].startswith("CCP text")]
    assert len(read) > 10
    assert {row["source"] for row in read} == {"ccp-legi"}
