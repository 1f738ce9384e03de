"""Facts of procurement that are figures: prices, rates, parameters of formulas, each with where it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from levier.catalogue import references, schema
from levier.catalogue.guards import Guards, HasId
from levier.catalogue.model import Parameter, Source
from levier.catalogue.references import Known
from levier.catalogue.rows import Row, read_csv, read_yaml_list

FOLDER = "procurement"
COST = "cost.yaml"

Fact = TypeVar("Fact", bound=HasId)


@cache
def known() -> Known:
    """Return the sources and licences that facts of procurement may refer to."""
    found = Known()
    with resources.as_file(resources.files("levier") / "facts") as folder:
        licences = (references.licence_entry(r) for r in _csv(folder, "licences.csv", schema.LICENCES))
        found.licences = {licence.id: licence for licence in licences}
        sources = (references.source_entry(r, found) for r in _csv(folder, "sources.csv", schema.SOURCES))
        found.sources = {source.id: source for source in sources}
    return found


def source(name: str) -> Source:
    """Return a source by its id."""
    return known().sources[name]


def read_facts(name: str, keys: Sequence[str], entry: Callable[[Row], Fact]) -> dict[str, Fact]:
    """Read a list of facts of procurement, each id once."""
    guards, found = Guards(), dict[str, Fact]()
    with resources.as_file(resources.files("levier") / "facts" / FOLDER / name) as path:
        for row in read_yaml_list(path, f"{FOLDER}/{name}", keys):
            fact = entry(row)
            guards.fact(fact, row)
            found[fact.id] = fact
    return found


@cache
def parameters(name: str) -> Mapping[str, Parameter]:
    """Return the figures of one file of procurement by id."""
    return MappingProxyType(read_facts(name, schema.PARAMETERS, lambda r: references.parameter_entry(r, known())))


@cache
def version(*names: str) -> str:
    """Return the hash of some files of procurement: what a lock of rules names as its facts."""
    digest = hashlib.sha256()
    for name in names:
        content = (resources.files("levier") / "facts" / FOLDER / name).read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _csv(folder: Path, name: str, columns: Sequence[str]) -> Iterator[Row]:
    return read_csv(folder / name, name, columns)
