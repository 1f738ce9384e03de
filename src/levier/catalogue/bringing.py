"""A referential of the user's own: a folder with `referential.yaml` and any of the tables, read and checked.

Everything that decides a result can be brought. All that is wrong is told at once (`read_folder`); what Levier does not
know by name (a category, a criterion, a zone) is left out and told, never in silence. docs/own-referential.md.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from levier.catalogue import schema
from levier.catalogue.brought import Brought, added, everything_else
from levier.catalogue.entries import ENTRIES, model_entry
from levier.catalogue.forgiving import ForgivingRow, noted
from levier.catalogue.guards import Guards, HasId
from levier.catalogue.model import Catalogue, Licence, Referential, Source, Status
from levier.catalogue.references import Known, provenance
from levier.catalogue.rows import Row, read_yaml_record
from levier.catalogue.tables import Table, number, read_table
from levier.wording.errors import BadFact, LevierError, Place, UnusableFile
from levier.wording.text import Text, label, say

CARD = "referential.yaml"
LAYOUT = "docs/own-referential.md"

NUMBERS = frozenset(
    {"value", "low", "high", "spread", "sample", "years", "kwh_per_year", "power_w", "hours_per_day", "mass_kg", "year"}
    | {"screen_inches", "embodied_gwp_kgco2e", "relative_error", "lifetime_years"}
)
DATES = frozenset({"valid_from", "checked_on", "review_by"})
NAMED = {"category": "categories", "criterion": "criteria", "zone": "zones"}
"""Columns whose unknown words leave a row out instead of refusing it -> where the catalogue knows them."""


@dataclass(frozen=True)
class LeftOut:
    """Rows that Levier cannot use because it does not know a name: `rows` of them, the first on `place`."""

    column: str
    name: str
    rows: int
    place: Place


@dataclass
class Reading:
    """What a folder gave: `brought` is None where `referential.yaml` itself cannot be used."""

    folder: str
    brought: Brought | None = None
    problems: list[LevierError] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """Rows that became facts, by table."""
    places: dict[str, Place] = field(default_factory=dict)
    """Where each fact stands, by its id."""


def bring(catalogue: Catalogue, folder: Path) -> Catalogue:
    """Return the catalogue with the user's referential of `folder`; the first problem is raised, with their number."""
    reading = read_folder(folder, catalogue)
    if reading.problems:
        first, more = reading.problems[0], len(reading.problems) - 1
        if more:
            first = type(first)(
                say("{what} Other problems: {n}; levier catalogue check lists them all.", what=first.what, n=more),
                place=first.place,
                expected=first.expected,
                found=first.found,
                mend=first.mend,
            )
        raise first
    assert reading.brought is not None
    return added(catalogue, reading.brought)


def read_folder(folder: Path, catalogue: Catalogue) -> Reading:
    """Read a user's referential and note all that is wrong; raises `UnusableFile` where the folder is none at all."""
    if not (folder / CARD).is_file():
        raise UnusableFile(
            say("This folder is not a referential."),
            place=Place(file=str(folder)),
            expected=say("a folder with referential.yaml, and any of impact.csv, lifetimes.csv, energy.csv…"),
            mend=say("Follow the layout of {document}.", document=LAYOUT),
        )
    reading = Reading(folder.name)
    digest = hashlib.sha256()
    digest.update((folder / CARD).read_bytes())
    card = _card(folder, catalogue, reading)
    if card is None:
        return reading
    tables: dict[str, list[Any]] = {}
    guards = Guards()
    for path in sorted(p for p in folder.iterdir() if p.is_file() and p.name != CARD):
        if path.suffix == ".csv" and path.stem in schema.USER_TABLES:
            digest.update(f"{path.name}\0".encode() + path.read_bytes())
            tables[path.stem] = _table(path, card, catalogue, guards, reading)
        elif path.suffix.lower() not in (".md", ".txt", ""):
            reading.unread.append(path.name)
    reading.rows = {name: len(facts) for name, facts in tables.items()}
    reading.brought = Brought(
        referential=card.referential,
        source=card.source,
        licence=card.licence,
        digest=digest.hexdigest(),
        factors=tuple(tables.get("impact", ())),
        lifetimes=tuple(tables.get("lifetimes", ())),
        energies=tuple(tables.get("energy", ())),
        masses=tuple(tables.get("mass", ())),
        intensities=tuple(tables.get("intensity", ())),
        mixes=tuple(tables.get("electricity", ())),
        declared=tuple(tables.get("models", ())),
        facts_by_file={f"{folder.name}/{name}.csv": n for name, n in reading.rows.items()},
    )
    return reading


# The card: referential.yaml


@dataclass(frozen=True)
class _Card:
    """What `referential.yaml` says; `defaults` fill the cells that a row leaves empty."""

    referential: Referential
    source: Source
    licence: Licence
    known: Known
    defaults: Mapping[str, str]


def _card(folder: Path, catalogue: Catalogue, reading: Reading) -> _Card | None:
    shown = f"{folder.name}/{CARD}"
    try:
        plain = read_yaml_record(folder / CARD, shown, schema.USER_REFERENTIAL, schema.USER_REFERENTIAL_OPTIONAL)
    except LevierError as error:
        reading.problems.append(error)
        return None
    row = ForgivingRow(plain.file, plain.line, plain.cells)
    card = noted(row, lambda r: _read_card(r, catalogue))
    reading.problems += row.problems
    return card


def _read_card(row: Row, catalogue: Catalogue) -> _Card:
    name, licence_id = row.text("id"), row.text("licence")
    sets = {f.set for f in catalogue.factors}.union(*((*r.sets, *r.fallback) for r in catalogue.referentials.values()))
    if name in catalogue.referentials or name in catalogue.sources or name in sets:
        raise row.refuse(
            say("A referential has a name that is taken."),
            "id",
            expected=say("a name of its own"),
            found=name,
            mend=say("Choose another id, in referential.yaml and in its tables."),
        )
    licence = catalogue.licences.get(licence_id, Licence(licence_id, licence_id, "", False))
    day = row.day("checked_on")
    source = Source(
        id=name,
        title=row.text("source"),
        publisher=row.optional_text("publisher"),
        url=row.optional_text("url"),
        licence=licence.id,
        year=row.optional_text("year") or str(day.year),
        status=row.choice("status", Status) if row.optional_text("status") else Status.READ,
        checked_on=day,
        review_by=row.day("review_by"),
        note=row.optional_text("note"),
    )
    return _Card(
        referential=_referential(row, name, catalogue),
        source=source,
        licence=licence,
        known=_known(catalogue, name, source, licence),
        defaults={
            "set": name,
            "family": name,
            "kind": "planned",
            "source": name,
            "page": row.optional_text("page"),
            "valid_from": row.day("valid_from").isoformat() if row.optional_text("valid_from") else day.isoformat(),
            "checked_on": day.isoformat(),
            "review_by": source.review_by.isoformat(),
            "status": source.status.value,
            "scores": row.optional_text("scores"),
        },
    )


def _referential(row: Row, name: str, catalogue: Catalogue) -> Referential:
    """Rank the user's set first, then what the card names, else everything that `pooled` knows."""
    sets, electricity = everything_else(catalogue)
    fallback = sets if row.cells["fallback"] is None else row.words("fallback")
    mixes = electricity if row.cells["electricity"] is None else row.words("electricity")
    known = {w for r in catalogue.referentials.values() for w in (*r.sets, *r.fallback, *r.electricity)}
    for column, words in (("fallback", fallback), ("electricity", mixes)):
        for word in words:
            if word not in known:
                raise row.unknown(column, word, sorted(known))
    return Referential(
        id=name,
        label=_either(row, "label"),
        description=_either(row, "description"),
        sets=(name,),
        fallback=fallback,
        pooled=False,
        electricity=(name, *(m for m in mixes if m != name)),
    )


def _either(row: Row, column: str) -> Text:
    """Return a label in two languages, or one text for both."""
    value = row.cells[column]
    return label(value, value) if isinstance(value, str) and value else row.label(column)


def _known(catalogue: Catalogue, name: str, source: Source, licence: Licence) -> Known:
    return Known(
        licences={**catalogue.licences, licence.id: licence},
        sources={**catalogue.sources, name: source},
        categories=dict(catalogue.categories),
        criteria=dict(catalogue.criteria),
        zones=dict(catalogue.zones),
        sets=frozenset({name}),
        sizes={c.id: frozenset({"", *(s.id for s in c.sizes)}) for c in catalogue.categories.values()},
    )


# The tables


def _table(path: Path, card: _Card, catalogue: Catalogue, guards: Guards, reading: Reading) -> list[HasId]:
    """Return the facts of one table; problems and rows left out are noted."""
    shown, name = f"{reading.folder}/{path.name}", path.stem
    try:
        table = read_table(path)
    except LevierError as error:
        reading.problems.append(error)
        return []
    if (problem := _columns(table, name, shown)) is not None:
        reading.problems.append(problem)
        return []
    reading.problems += (_ragged(shown, line, cells, len(table.columns)) for line, cells in table.ragged)
    facts: list[HasId] = []
    for row in _rows(table, name, shown, card, catalogue):
        if (unknown := _unknown_name(row, catalogue)) is not None:
            _leave_out(reading, *unknown, Place(file=shown, line=row.line, column=unknown[0]))
            continue
        fact = noted(row, lambda r: _guarded(r, name, card, guards))
        if fact is not None:
            facts.append(fact)
            reading.places[fact.id] = Place(file=shown, line=row.line)
        reading.problems += row.problems
    return facts


def _guarded(row: ForgivingRow, name: str, card: _Card, guards: Guards) -> HasId:
    fact: HasId
    if name == "models":
        fact = model_entry(row, provenance(row, card.known, card.licence.id))
    else:
        fact = ENTRIES[name](row, card.known, card.licence.id)
    if not row.problems:
        guards.fact(fact, row)
    return fact


def _columns(table: Table, name: str, shown: str) -> BadFact | None:
    allowed, needed = schema.USER_TABLES[name], schema.USER_NEEDED[name]
    unknown = [c for c in table.columns if c not in allowed]
    missing = [c for c in needed if c not in table.columns]
    if not unknown and not missing and len(set(table.columns)) == len(table.columns):
        return None
    return BadFact(
        say("A table of the referential does not have the columns of its layout."),
        place=Place(file=shown, line=1, column=(missing or unknown or list(table.columns))[0]),
        expected=say(
            "{needed}, and if you like {others}",
            needed=", ".join(needed),
            others=", ".join(c for c in allowed if c not in needed),
        ),
        found=", ".join(table.columns),
        mend=say(
            "Add the columns that are missing, rename or remove the others; {document} lists them.", document=LAYOUT
        ),
    )


def _ragged(shown: str, line: int, cells: int, expected: int) -> BadFact:
    return BadFact(
        say("A line does not have as many cells as the header."),
        place=Place(file=shown, line=line),
        expected=say("{n} cells", n=expected),
        found=str(cells),
        mend=say("Look for a missing comma, or a text with a comma that lacks its quotes."),
    )


def _rows(table: Table, name: str, shown: str, card: _Card, catalogue: Catalogue) -> Iterator[ForgivingRow]:
    alpha3 = {z.alpha3: z.code for z in catalogue.zones.values() if len(z.code) == 2}
    for line, cells in table.lines:
        filled = {c: _plain(c, cells.get(c, ""), table.decimal_comma) for c in schema.USER_TABLES[name]}
        if "zone" in filled:
            filled["zone"] = alpha3.get(filled["zone"].upper(), filled["zone"].upper())
        for column in filled:
            if not filled[column] and (column != "kind" or name == "lifetimes"):
                filled[column] = card.defaults.get(column, "")
        filled["page"] = filled["page"] or table.name
        if "object" in filled:
            filled["object"] = filled["object"] or filled["category"]
        filled["id"] = filled["id"] or _made_id(filled, name, line)
        yield ForgivingRow(shown, line, filled)


def _plain(column: str, raw: str, decimal_comma: bool) -> str:
    """Return a cell as the schema writes it: numbers with a point, dates as YYYY-MM-DD."""
    if column in NUMBERS and raw:
        value = number(raw, decimal_comma)
        return raw if value is None else f"{value:.15g}"
    french = re.fullmatch(r"(\d\d)/(\d\d)/(\d{4})", raw) if column in DATES and decimal_comma else None
    return f"{french[3]}-{french[2]}-{french[1]}" if french else raw


def _made_id(cells: Mapping[str, str], table: str, line: int) -> str:
    """Name a row by what it answers, for the traces and reports that quote it."""
    parts = [cells.get(c, "") for c in ("category", "size", "kind", "zone", "year", "criterion", "stage", "model")]
    return ".".join([cells.get("set") or cells["source"], table, *(p for p in parts if p), f"l{line}"])


def _unknown_name(row: Row, catalogue: Catalogue) -> tuple[str, str] | None:
    """Return the column and the word that Levier does not know, if the row has one."""
    for column, attribute in NAMED.items():
        word = row.cells.get(column, "")
        if word and word not in getattr(catalogue, attribute):
            return column, word
    return None


def _leave_out(reading: Reading, column: str, name: str, place: Place) -> None:
    for i, seen in enumerate(reading.left_out):
        if (seen.column, seen.name, seen.place.file) == (column, name, place.file):
            reading.left_out[i] = LeftOut(column, name, seen.rows + 1, seen.place)
            return
    reading.left_out.append(LeftOut(column, name, 1, place))
