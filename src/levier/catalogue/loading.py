"""Reads the facts, ours and a user's referentials, and refuses whatever breaks the schema.

Nothing is repaired in silence: an unknown word, unit or source, a missing provenance, a licence that is not that of
its folder, an id given twice or a total beside its own parts end with a `BadFact` that tells where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from levier.catalogue import entries, references, schema
from levier.catalogue.bringing import bring
from levier.catalogue.guards import Guards, HasId
from levier.catalogue.model import (
    Catalogue,
    Category,
    Energy,
    Grade,
    ImpactFactor,
    Intensity,
    Lifetime,
    Mass,
    Mix,
    PedigreeFactor,
    SanityFigure,
)
from levier.catalogue.references import Known
from levier.catalogue.rows import Row, read_csv, read_yaml_list
from levier.wording.errors import BadFact, Place
from levier.wording.text import say

Entry = TypeVar("Entry", bound=HasId)


class _Reading:
    """One reading of facts: what is known so far, what was read, from which files."""

    def __init__(self) -> None:
        self.known = Known()
        self.tables: dict[str, list[Any]] = {name: [] for name in schema.TABLES}
        self.pedigree: list[PedigreeFactor] = []
        self.grades: list[Grade] = []
        self.sanity: list[SanityFigure] = []
        self.counts: dict[str, int] = {}
        self.digest = hashlib.sha256()
        self.guards = Guards()

    def open(self, folder: Path, name: str, prefix: str = "") -> tuple[Path, str]:
        """Return the path of a file and the name by which errors call it, once its content is in the version."""
        path, shown = folder / name, prefix + name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BadFact(
                say("A file of facts cannot be read."),
                place=Place(file=shown),
                found=error.strerror,
                mend=say("Check that the file is there and readable."),
            ) from error
        self.digest.update(f"{shown}\0{len(content)}\0".encode() + content)
        return path, shown

    def collect(self, rows: Iterable[Row], entry: Callable[[Row], Entry], *, counted: bool = True) -> list[Entry]:
        """Turn rows into facts, each id once; `counted` rows carry provenance."""
        found = []
        for row in rows:
            fact = entry(row)
            self.guards.fact(fact, row, kind="" if counted else "plain")
            if counted:
                self.counts[row.file] = self.counts.get(row.file, 0) + 1
            found.append(fact)
        return found

    def table(self, name: str, path: Path, shown: str, licence: str) -> None:
        """Read one file of a table that stands under a licence."""
        entry = entries.ENTRIES[name]
        rows = read_csv(path, shown, schema.TABLES[name])
        self.tables[name] += self.collect(rows, lambda row: entry(row, self.known, licence))

    def csv(self, folder: Path, name: str, columns: Sequence[str]) -> Iterable[Row]:
        """Read a CSV file of the root."""
        return read_csv(*self.open(folder, name), columns)

    def yaml(self, folder: Path, name: str, keys: Sequence[str]) -> Iterable[Row]:
        """Read a YAML list of the root."""
        return read_yaml_list(*self.open(folder, name), keys)

    def shipped(self, folder: Path) -> None:
        """Read a whole folder of facts."""
        known, root = self.known, folder
        known.licences = _by_id(
            self.collect(self.csv(root, "licences.csv", schema.LICENCES), references.licence_entry, counted=False)
        )
        rows = self.csv(root, "sources.csv", schema.SOURCES)
        known.sources = _by_id(self.collect(rows, lambda r: references.source_entry(r, known), counted=False))
        for row in self.csv(root, "zones.csv", schema.ZONES):
            zone = references.zone_entry(row)
            self.guards.twice(("zone", zone.code), row)
            known.zones[zone.code] = zone
        self.yaml_lists(root)
        self.folders(root)
        rows = self.csv(root, "pedigree.csv", schema.PEDIGREE)
        self.pedigree = self.collect(rows, lambda r: references.pedigree_entry(r, known))
        rows = self.csv(root, "grades.csv", schema.GRADES)
        self.grades = self.collect(rows, lambda r: references.grade_entry(r, known))
        rows = self.csv(root, "sanity.csv", schema.SANITY)
        self.sanity = self.collect(rows, lambda r: references.sanity_entry(r, known))
        self.check_mass_kinds()

    def yaml_lists(self, root: Path) -> None:
        """Read categories, criteria, parameters and referentials."""
        known = self.known
        rows = self.yaml(root, "categories.yaml", schema.CATEGORIES)
        known.categories = _by_id(self.collect(rows, lambda r: references.category_entry(r, known)))
        self.learn_sizes(known.categories.values())
        rows = self.yaml(root, "criteria.yaml", schema.CRITERIA)
        known.criteria = _by_id(self.collect(rows, lambda r: references.criterion_entry(r, known)))
        rows = self.yaml(root, "parameters.yaml", schema.PARAMETERS)
        known.parameters = _by_id(self.collect(rows, lambda r: references.parameter_entry(r, known)))
        rows = self.yaml(root, "referentials.yaml", schema.REFERENTIALS)
        known.referentials = _by_id(self.collect(rows, lambda r: references.referential_entry(r, known)))
        known.sets = frozenset(
            name for r in known.referentials.values() for name in (*r.sets, *r.fallback, *r.electricity)
        )

    def learn_sizes(self, categories: Iterable[Category]) -> None:
        """Remember which sizes each category has."""
        for category in categories:
            self.known.sizes[category.id] = frozenset({"", *(s.id for s in category.sizes)})

    def folders(self, root: Path) -> None:
        """Read the tables that stand in folders by licence."""
        for name in schema.TABLES:
            for folder in sorted(p for p in (root / name).iterdir() if p.is_dir()):
                self.check_folder(name, folder)
                for path in sorted(folder.glob("*.csv")):
                    self.table(name, *self.open(root, path.relative_to(root).as_posix()), folder.name)

    def check_folder(self, table: str, folder: Path) -> None:
        """Refuse a folder that is not named by a licence or has no notice."""
        shown = f"{table}/{folder.name}"
        if folder.name not in self.known.licences:
            raise BadFact(
                say("A folder of facts is not named by a licence."),
                place=Place(file=shown),
                expected=say("one of: {words}", words=", ".join(sorted(self.known.licences))),
                mend=say("Name the folder by the id of a licence of licences.csv."),
            )
        if not (folder / "NOTICE").is_file():
            raise BadFact(
                say("A folder of facts has no notice of its licence."),
                place=Place(file=shown),
                expected=say("a file NOTICE that names the licence and whom the facts come from"),
                mend=say("Add the file NOTICE."),
            )

    def check_mass_kinds(self) -> None:
        """Refuse a category whose mass is to be multiplied by an intensity that is not there."""
        kinds = {i.kind for i in self.tables["intensity"] if i.basis == "mass"} | {""}
        for category in self.known.categories.values():
            if category.mass_kind not in kinds:
                raise self.guards.ids[f":{category.id}"].unknown("mass_kind", category.mass_kind, sorted(kinds))

    def catalogue(self) -> Catalogue:
        """Put together what was read."""
        known, tables = self.known, self.tables
        factors: list[ImpactFactor] = tables["impact"]
        lifetimes: list[Lifetime] = tables["lifetimes"]
        energies: list[Energy] = tables["energy"]
        masses: list[Mass] = tables["mass"]
        intensities: list[Intensity] = tables["intensity"]
        mixes: list[Mix] = tables["electricity"]
        return Catalogue(
            version=self.digest.hexdigest()[:16],
            sources=known.sources,
            licences=known.licences,
            categories=known.categories,
            criteria=known.criteria,
            zones=known.zones,
            parameters=known.parameters,
            referentials=known.referentials,
            factors=tuple(factors),
            lifetimes=tuple(lifetimes),
            energies=tuple(energies),
            masses=tuple(masses),
            intensities=tuple(intensities),
            mixes=tuple(mixes),
            pedigree=tuple(self.pedigree),
            grades=tuple(self.grades),
            sanity=tuple(self.sanity),
            facts_by_file=self.counts,
        )


def _by_id(found: Iterable[Entry]) -> dict[str, Entry]:
    return {fact.id: fact for fact in found}


def shipped_folder() -> Path:
    """Return the folder of the facts that come with Levier."""
    return Path(str(resources.files("levier") / "facts"))


def load(folder: Path | None = None, *, extra: Sequence[Path] = ()) -> Catalogue:
    """Read and check the facts of `folder` (None: those that come with Levier) and `extra` folders of referentials.

    Raises `BadFact` at the first thing that breaks the schema, and `UnusableFile` for a folder that is no referential.
    """
    reading = _Reading()
    reading.shipped(shipped_folder() if folder is None else folder)
    catalogue = reading.catalogue()
    for path in extra:
        catalogue = bring(catalogue, path)
    return catalogue
