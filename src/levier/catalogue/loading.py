"""Reads the facts, ours and a user's referentials, and refuses whatever breaks the schema.

Nothing is repaired in silence: an unknown word, unit or source, a missing provenance, a licence that is not that of
its folder, an id given twice or a total beside its own parts end with a `BadFact` that tells where.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from importlib import resources
from pathlib import Path
from typing import Any, Protocol, TypeVar

from levier.catalogue import entries, schema
from levier.catalogue.entries import Known
from levier.catalogue.model import (
    Catalogue,
    Category,
    Energy,
    Grade,
    ImpactFactor,
    Intensity,
    Licence,
    Lifetime,
    Mass,
    Mix,
    PedigreeFactor,
    Referential,
    SanityFigure,
    Source,
    Status,
)
from levier.catalogue.rows import Row, read_csv, read_yaml_list, read_yaml_record
from levier.wording.errors import BadFact, Place, UnusableFile
from levier.wording.text import Text, label, say


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=_HasId)

ENTRIES: dict[str, Callable[[Row, Known, str], Any]] = {
    "impact": entries.impact_entry,
    "lifetimes": entries.lifetime_entry,
    "energy": entries.energy_entry,
    "mass": entries.mass_entry,
    "intensity": entries.intensity_entry,
    "electricity": entries.mix_entry,
}


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
        self.ids: dict[str, Row] = {}
        self.boundaries: dict[tuple[str, ...], tuple[ImpactFactor, Row]] = {}
        self.answers: dict[tuple[str, ...], Row] = {}

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
            first = self.ids.setdefault(f"{counted}:{fact.id}", row)
            if first is not row:
                raise row.refuse(
                    say("An id is given twice."),
                    "id",
                    expected=say("an id of its own: line {line} of {file} has it", line=str(first.line), file=first.file),
                    found=fact.id,
                    mend=say("Rename one of the two rows, or remove it."),
                )
            if counted:
                self.counts[row.file] = self.counts.get(row.file, 0) + 1
            if isinstance(fact, ImpactFactor):
                self.guard_sum(fact, row)
            elif isinstance(fact, (Lifetime, Energy, Mass, Mix)):
                self.guard_answer(fact, row)
            found.append(fact)
        return found

    def guard_sum(self, fact: ImpactFactor, row: Row) -> None:
        """Refuse a second object or boundary, or the same stage twice, where one figure is looked up."""
        key = (fact.set, fact.family, fact.category, fact.size, fact.criterion)
        first, first_row = self.boundaries.setdefault(key, (fact, row))
        if fact.boundary is not first.boundary or fact.object != first.object:
            raise row.refuse(
                say("One set gives two boundaries or two objects for the same device."),
                "boundary" if fact.boundary is not first.boundary else "object",
                expected=say(
                    "{boundary} of {thing}, as on line {line} of {file}",
                    boundary=first.boundary.value,
                    thing=first.object,
                    line=str(first_row.line),
                    file=first_row.file,
                ),
                found=f"{fact.boundary.value}, {fact.object}",
                mend=say("Keep either the total or its parts, of one object, or give the object a size of its own."),
            )
        self.guard_twice((*key, "stage", fact.stage.value if fact.stage else ""), row)

    def guard_answer(self, fact: Lifetime | Energy | Mass | Mix, row: Row) -> None:
        """Refuse two answers of one set to the same question."""
        if isinstance(fact, Mix):
            self.guard_twice(("mix", fact.set, fact.zone, str(fact.year), fact.criterion), row)
            return
        second = isinstance(fact, Lifetime) and fact.kind == "second_life"
        self.guard_twice((type(fact).__name__, fact.set, fact.category, fact.size, str(second)), row)

    def guard_twice(self, key: tuple[str, ...], row: Row) -> None:
        """Refuse a second row with the same key."""
        first = self.answers.setdefault(key, row)
        if first is not row:
            raise row.refuse(
                say("Two rows of one set answer the same question."),
                "set",
                expected=say("one row: line {line} of {file} answers already", line=str(first.line), file=first.file),
                found=", ".join(k for k in key if k),
                mend=say("Keep one of the two rows."),
            )

    def table(self, name: str, path: Path, shown: str, licence: str) -> None:
        """Read one file of a table that stands under a licence."""
        entry = ENTRIES[name]
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
            self.collect(self.csv(root, "licences.csv", schema.LICENCES), entries.licence_entry, counted=False)
        )
        rows = self.csv(root, "sources.csv", schema.SOURCES)
        known.sources = _by_id(self.collect(rows, lambda r: entries.source_entry(r, known), counted=False))
        for row in self.csv(root, "zones.csv", schema.ZONES):
            zone = entries.zone_entry(row)
            self.guard_twice(("zone", zone.code), row)
            known.zones[zone.code] = zone
        self.yaml_lists(root)
        self.folders(root)
        rows = self.csv(root, "pedigree.csv", schema.PEDIGREE)
        self.pedigree = self.collect(rows, lambda r: entries.pedigree_entry(r, known))
        rows = self.csv(root, "grades.csv", schema.GRADES)
        self.grades = self.collect(rows, lambda r: entries.grade_entry(r, known))
        rows = self.csv(root, "sanity.csv", schema.SANITY)
        self.sanity = self.collect(rows, lambda r: entries.sanity_entry(r, known))
        self.check_mass_kinds()

    def yaml_lists(self, root: Path) -> None:
        """Read categories, criteria, parameters and referentials."""
        known = self.known
        rows = self.yaml(root, "categories.yaml", schema.CATEGORIES)
        known.categories = _by_id(self.collect(rows, lambda r: entries.category_entry(r, known)))
        self.learn_sizes(known.categories.values())
        rows = self.yaml(root, "criteria.yaml", schema.CRITERIA)
        known.criteria = _by_id(self.collect(rows, lambda r: entries.criterion_entry(r, known)))
        rows = self.yaml(root, "parameters.yaml", schema.PARAMETERS)
        known.parameters = _by_id(self.collect(rows, lambda r: entries.parameter_entry(r, known)))
        rows = self.yaml(root, "referentials.yaml", schema.REFERENTIALS)
        known.referentials = _by_id(self.collect(rows, lambda r: entries.referential_entry(r, known)))
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
                raise self.ids[f"True:{category.id}"].unknown("mass_kind", category.mass_kind, sorted(kinds))

    def referential(self, folder: Path) -> None:
        """Read a user's referential: `referential.yaml` and any of the tables, one file each."""
        prefix = f"{folder.name}/"
        if not (folder / "referential.yaml").is_file():
            raise UnusableFile(
                say("This folder is not a referential."),
                place=Place(file=str(folder)),
                expected=say("a folder with referential.yaml, and any of impact.csv, lifetimes.csv, energy.csv…"),
                mend=say("Follow the layout of docs/facts.md."),
            )
        path, shown = self.open(folder, "referential.yaml", prefix)
        row = read_yaml_record(path, shown, schema.USER_REFERENTIAL, schema.USER_REFERENTIAL_OPTIONAL)
        source = self.learn_referential(row)
        for name in schema.TABLES:
            if (folder / f"{name}.csv").is_file():
                self.table(name, *self.open(folder, f"{name}.csv", prefix), source.licence)

    def learn_referential(self, row: Row) -> Source:
        """Make a user's referential, its source and its licence known."""
        known, name = self.known, row.text("id")
        if name in known.referentials or name in known.sources or name in known.sets:
            raise row.refuse(
                say("A referential has a name that is taken."),
                "id",
                expected=say("a name of its own"),
                found=name,
                mend=say("Choose another id, in referential.yaml and in its tables."),
            )
        licence = row.text("licence")
        known.licences.setdefault(licence, Licence(licence, licence, "", False))
        day = row.day("checked_on")
        source = Source(
            id=name,
            title=row.text("source"),
            publisher=row.optional_text("publisher"),
            url=row.optional_text("url"),
            licence=licence,
            year=row.optional_text("year") or str(day.year),
            status=Status.READ,
            checked_on=day,
            review_by=row.day("review_by"),
            note=row.optional_text("note"),
        )
        known.sources[name] = source
        known.referentials[name] = self.user_referential(row, name)
        known.sets |= {name}
        return source

    def user_referential(self, row: Row, name: str) -> Referential:
        """Rank a user's sets first, then what it names, else everything that `pooled` knows."""
        pooled = next(r for r in self.known.referentials.values() if r.pooled)
        fallback = (*pooled.sets, *pooled.fallback) if row.cells["fallback"] is None else row.words("fallback")
        mixes = pooled.electricity if row.cells["electricity"] is None else row.words("electricity")
        for column, words in (("fallback", fallback), ("electricity", mixes)):
            for word in words:
                if word not in self.known.sets:
                    raise row.unknown(column, word, sorted(self.known.sets))
        return Referential(
            id=name,
            label=_either(row, "label"),
            description=_either(row, "description"),
            sets=(name,),
            fallback=fallback,
            pooled=False,
            electricity=(name, *(m for m in mixes if m != name)),
        )

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


def _either(row: Row, column: str) -> Text:
    """Return a label in two languages, or one text for both."""
    value = row.cells[column]
    return label(value, value) if isinstance(value, str) else row.label(column)


def shipped_folder() -> Path:
    """Return the folder of the facts that come with Levier."""
    return Path(str(resources.files("levier") / "facts"))


def load(folder: Path | None = None, *, extra: Sequence[Path] = ()) -> Catalogue:
    """Read and check the facts of `folder` (None: those that come with Levier) and `extra` folders of referentials.

    Raises `BadFact` at the first thing that breaks the schema, and `UnusableFile` for a folder that is no referential.
    """
    reading = _Reading()
    reading.shipped(shipped_folder() if folder is None else folder)
    for path in extra:
        reading.referential(path)
    return reading.catalogue()
