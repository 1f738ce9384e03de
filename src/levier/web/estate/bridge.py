"""The only place where rows of this app become objects of the library, and back."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Category
from levier.estate.estate import Estate, assemble
from levier.estate.model import MENDABLE, Limits, ReadingMap, ReadOptions, Reason, Recognition
from levier.estate.model import Inventory as Reading
from levier.estate.reading import read_snapshot, write_rejects
from levier.estate.reading.header import how_sure
from levier.estate.reading.process import Progress, read_preview, read_to_snapshot
from levier.estate.reading.rejects import REASONS
from levier.estate.reading.words import presets
from levier.estate.recognition import recognise
from levier.estate.recognition.aliases import Aliases
from levier.estate.recognition.normalise import normalise
from levier.web.estate.changes import Changes, changes
from levier.web.estate.models import Alias, ColumnMemory, Import, Inventory
from levier.web.house.files import keep, local
from levier.web.house.words import language, told
from levier.wording.errors import LevierError
from levier.wording.numbers import write_date
from levier.wording.text import Language, Text, say

LIMITS = Limits(memory_mb=4096, seconds=300, file_mb=50)
PREVIEW_ROWS = 12
LONGEST_NAME, LONGEST_SUFFIX = 200, 12
"""Bytes of the name of a file, letters of its ending."""
LONGEST_PART = 300
"""Letters of a part of a name that can be corrected."""
SOURCE = "inventory"
"""What every snapshot tells of its file: the same content read the same way is the same snapshot, under any name."""
NAME = ("type", "manufacturer", "model")
OURS: Mapping[str, Text] = {
    "type": say("Type of equipment"),
    "manufacturer": say("Manufacturer"),
    "model": say("Model"),
    "name": say("Name of the device"),
    "quantity": say("Quantity"),
    "serial": say("Serial number"),
    "asset_id": say("Inventory number"),
    "acquired_on": say("Date of acquisition"),
    "acquired_estimate": say("Date of acquisition, estimated"),
    "retired_on": say("Date of retirement"),
    "status": say("Status"),
    "site": say("Site"),
    "entity": say("Entity or department"),
    "country": say("Country"),
    "supplier": say("Supplier"),
    "screen": say("Screen size"),
    "condition": say("New or refurbished"),
    "ownership": say("Owned or leased"),
    "lease": say("Leasing contract"),
    "datacentre": say("In a data centre"),
    "annual_kwh": say("Electricity in a year (kWh)"),
    "price": say("Price of one device"),
    "price_total": say("Price of the line"),
    "lifetime_years": say("Planned life in years"),
    "lifetime_months": say("Planned life in months"),
    "virtual": say("Virtual machine or not"),
    "virtual_name": say("Name of a virtual machine"),
    "person": say("Personal data: leave out"),
    "extra": say("Keep, without using it"),
    "ignored": say("Leave out"),
}
"""What a column of theirs may be, and how it is called."""

UNSURE = 0.8
"""Names recognised with less confidence are shown to be checked."""


def snapshot_name(snapshot: str) -> str:
    """Return the name under which a snapshot is kept."""
    return f"snapshots/{snapshot}.parquet"


def upload_name(content: str) -> str:
    """Return the name under which an uploaded file is kept."""
    return f"uploads/{content}"


@cache
def facts() -> Catalogue:
    """Return the facts that ship with this version, read once."""
    return load()


def aliases() -> Aliases:
    """Return the corrections of the organisation in scope."""
    return {(a.type, a.manufacturer, a.model): (a.category, a.size, a.matched) for a in Alias.objects.all()}


def estate_of(inventory: Inventory) -> Estate:
    """Return the estate of an inventory: its snapshot, its devices recognised with the organisation's corrections."""
    return estate_of_snapshot(inventory.snapshot, inventory.organisation.country)


def estate_of_snapshot(snapshot: str, country: str) -> Estate:
    """As `estate_of`, for a snapshot that may not be an inventory yet."""
    return _known_estate(snapshot, country, frozenset(aliases().items()))


@lru_cache(maxsize=2)  # the pages of one import or inventory follow one another; an estate of a million lines is large
def _known_estate(snapshot: str, country: str, _corrections: frozenset[object]) -> Estate:
    return recognised(reading_of(snapshot), country)


def recognised(reading: Reading, country: str, catalogue: Catalogue | None = None) -> Estate:
    """Return the estate of a reading, its devices recognised with the corrections of the organisation in scope."""
    known, ours = catalogue or facts(), aliases()
    return assemble(
        reading, lambda names: recognise(names, known, declared=known.declared, aliases=ours), known, country
    )


@lru_cache(maxsize=4)
def reading_of(snapshot: str) -> Reading:
    """Return what a snapshot holds; it never changes."""
    return read_snapshot(local(snapshot_name(snapshot)))


# Reading


def options_of(started: Import) -> ReadOptions:
    """Return what was told of a file."""
    given: Mapping[str, Any] = started.options
    columns = given.get("columns")
    return ReadOptions(
        sheet=given.get("sheet"),
        on=started.on,
        mapping=ReadingMap(preset=given.get("preset"), columns=columns) if columns else None,
        encoding=given.get("encoding"),
        delimiter=given.get("delimiter"),
        header_line=given.get("header_line"),
        date_order=given.get("date_order"),
        count_anyway=frozenset(given.get("count_anyway", ())) & MENDABLE,
    )


@dataclass(frozen=True)
class Kept:
    """What was kept of a file: the hash of its snapshot, or why there is none; its first rows as they stand."""

    snapshot: str
    error: LevierError | None
    first_rows: list[list[Any]]


def read(started: Import, progress: Progress) -> Kept:
    """Read the file of an import and keep what was read, its first rows beside.

    Columns that the organisation matched before for the same header are matched so again.
    """
    with tempfile.TemporaryDirectory(prefix="levier-") as name, ThreadPoolExecutor(1) as beside:
        file = Path(name) / _safe_name(started.file_name)
        file.symlink_to(local(upload_name(started.content)))
        rows = beside.submit(_first_rows, file, options_of(started))
        try:
            found = _read(file, options_of(started), progress)
        except LevierError as error:
            return Kept("", error, rows.result())
        keep(found, snapshot_name(found.stem))
        return Kept(found.stem, None, rows.result())


def _read(file: Path, options: ReadOptions, progress: Progress) -> Path:
    found = read_to_snapshot(file, file.parent, options, LIMITS, progress=progress, source=SOURCE)
    remembered = None if options.mapping else _remembered(read_snapshot(found))
    if remembered is None:
        return found
    options = replace(options, mapping=remembered)
    return read_to_snapshot(file, file.parent, options, LIMITS, progress=progress, source=SOURCE)


def _first_rows(file: Path, options: ReadOptions) -> list[list[Any]]:
    try:
        table = read_preview(file, options, LIMITS, rows=PREVIEW_ROWS)
    except LevierError:  # what is wrong with the file is told by its reading
        return []
    return [[sheet, line, [(cell or "").replace("\x00", "") for cell in cells]] for sheet, line, *cells in table.rows()]


def _safe_name(name: str) -> str:
    """Return a name that a folder takes, its ending kept: so many bytes at most, however many letters."""
    name = Path(name.replace("\x00", "")).name or "inventory"
    suffix = Path(name).suffix if len(Path(name).suffix) <= LONGEST_SUFFIX else ""
    stem = name.removesuffix(suffix) if suffix else name
    return stem.encode()[: LONGEST_NAME - len(suffix.encode())].decode(errors="ignore") + suffix


def _remembered(reading: Reading) -> ReadingMap | None:
    memory = ColumnMemory.objects.filter(header=header_hash(reading)).first()
    if memory is None or dict(memory.columns) == dict(reading.mapping.columns):
        return None
    return replace(reading.mapping, columns=memory.columns)


def header_hash(reading: Reading) -> str:
    """Return what a header is known by: its labels, in their order."""
    return sha256(json.dumps(list(reading.mapping.columns), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    """One line of a file, as it stands."""

    sheet: str
    line: int
    cells: tuple[str, ...]
    header: bool


def first_rows(started: Import, reading: Reading | None) -> list[Row]:
    """Return the first rows of a file as they stood when it was read."""
    header = reading.mapping.header_line if reading else None
    return [Row(sheet or "", line, tuple(cells), line == header) for sheet, line, cells in started.first_rows]


def ours_named(text: str, lang: Language) -> str | None:
    """Return the column of ours that a person named by its label, or None."""
    wanted = normalise(text)
    return next((name for name, label in OURS.items() if normalise(label.in_(lang)) == wanted), None)


@dataclass(frozen=True)
class Theirs:
    """One of their columns: which of ours it was taken for, how surely, and some of its values."""

    label: str
    ours: str
    shown: Text
    sure: str
    samples: tuple[str, ...]


def columns_of(started: Import, reading: Reading) -> list[Theirs]:
    """Return their columns, in their order, with up to three different values of each; none of a personal one."""
    rows = first_rows(started, reading)
    header = next((row for row in rows if row.header), None)
    labels = [" ".join(cell.split()) for cell in header.cells] if header else []
    values: dict[str, list[str]] = {}
    for row in rows:
        if header and row.line > header.line and row.sheet == header.sheet:
            for label, cell in zip(labels, row.cells, strict=False):
                if cell.strip() and cell not in values.setdefault(label, []):
                    values[label].append(cell[:60])
    sure = how_sure(reading.mapping.columns, reading.mapping.preset)
    private = set(reading.personal_columns)
    return [
        Theirs(
            label,
            "person" if label in private else ours,
            OURS["person" if label in private else ours],
            sure[label],
            () if label in private or ours == "person" else tuple(values.get(label, ())[:3]),
        )
        for label, ours in reading.mapping.columns.items()
        if label
    ]


# Review


@dataclass(frozen=True)
class Problem:
    """Lines set aside for one reason: how many, which, and whether they may be counted all the same."""

    reason: str
    label: Text
    lines: int
    examples: tuple[int, ...]
    mendable: bool

    @property
    def shown(self) -> str:
        """Return some of the lines, as a list."""
        return ", ".join(str(line) for line in self.examples) + ("…" if self.lines > len(self.examples) else "")


EXAMPLES = 5


def problems(estate: Estate) -> list[Problem]:
    """Return the lines set aside, by reason, most first."""
    groups = estate.set_aside.group_by("reason").agg(pl.len().alias("n"), pl.col("line").sort().head(EXAMPLES))
    return [
        Problem(reason, reason_label(reason), n, tuple(examples), reason in MENDABLE)
        for reason, n, examples in groups.sort(["n", "reason"], descending=[True, False]).iter_rows()
    ]


def set_aside_page(estate: Estate, start: int, size: int) -> list[dict[str, Any]]:
    """Return some of the lines set aside, as they are told."""
    rows = estate.set_aside.slice(start, size).to_dicts()
    for row in rows:
        row["label"] = reason_label(row["reason"])
    return rows


def rejects(started: Import, reading: Reading, lang: Language) -> bytes:
    """Return the lines set aside as CSV, to be mended and read again."""
    estate = estate_of_snapshot(started.snapshot, started.organisation.country)
    with tempfile.TemporaryDirectory(prefix="levier-") as name:
        file = Path(name) / _safe_name(started.file_name)
        file.symlink_to(local(upload_name(started.content)))
        target = Path(name) / "set-aside.csv"
        write_rejects(replace(reading, file=file, set_aside=estate.set_aside), target, lang=lang, limits=LIMITS)
        return target.read_bytes()


@dataclass(frozen=True)
class Name:
    """A distinct name and what it was recognised as, to be checked; `choices` are other readings of it."""

    type: str
    manufacturer: str
    model: str
    lines: int
    category: str
    label: Text | None
    confidence: float
    choices: tuple[tuple[str, Text], ...]

    @property
    def perhaps(self) -> str:
        """Return the other readings, as a list in the language of the page."""
        return ", ".join(told(label) for _, label in self.choices)

    @property
    def key(self) -> str:
        """Return the name in one text, for a form."""
        return name_key(self.type, self.manufacturer, self.model)


def unsure_names(estate: Estate, asked: Collection[str] = ()) -> list[Name]:
    """Return the names that were not recognised, or not surely, or that are asked for, those of most lines first."""
    named = [_name(r, n) for r, n in estate.recognitions]
    found = [name for name in named if not name.category or name.confidence < UNSURE or name.key in asked]
    return sorted(found, key=lambda name: (-name.lines, name.type, name.manufacturer, name.model))


def _name(found: Recognition, lines: int) -> Name:
    categories = facts().categories
    label = categories[found.category].label if found.category else None
    other = tuple((a.category, categories[a.category].label) for a in found.alternatives if a.category in categories)
    return Name(found.type, found.manufacturer, found.model, lines, found.category, label, found.confidence, other)


def categories() -> list[Category]:
    """Return the categories that a device may be of, by id."""
    return sorted(facts().categories.values(), key=lambda c: c.id)


def category_named(text: str, lang: Language) -> str | None:
    """Return the category that a person named by its label or its id, or None."""
    wanted = normalise(text)
    for category in facts().categories.values():
        if wanted in (
            normalise(category.label.in_(lang)),
            normalise(category.plural.in_(lang)),
            normalise(category.id),
        ):
            return category.id
    return None


def name_key(type_: str, manufacturer: str, model: str) -> str:
    """Return a name in one text, for a form."""
    return json.dumps([type_, manufacturer, model], ensure_ascii=False)


def name_of_key(key: str) -> tuple[str, str, str] | None:
    """Read back `Name.key`, or None where it is none."""
    try:
        parts = json.loads(key)
    except ValueError:
        return None
    if isinstance(parts, list) and len(parts) == len(NAME) and all(fits(part) for part in parts):
        return parts[0], parts[1], parts[2]
    return None


def fits(part: object) -> bool:
    """Tell whether a text can be a part of a name that is kept."""
    return isinstance(part, str) and len(part) <= LONGEST_PART and "\x00" not in part


def alias_key(type_: str, manufacturer: str, model: str) -> tuple[str, str, str]:
    """Return a name as recognition compares it."""
    return normalise(type_), normalise(manufacturer), normalise(model)


@dataclass(frozen=True)
class Kind:
    """Devices of one category in an estate."""

    category: str
    label: Text
    quantity: int
    lines: int


def kinds(estate: Estate) -> list[Kind]:
    """Return the devices of an estate by category, most first."""
    known = facts().categories
    counts: Counter[str] = Counter()
    lines: Counter[str] = Counter()
    for category, quantity, n in (
        estate.lines.group_by("category").agg(pl.col("quantity").sum(), pl.len().alias("n")).iter_rows()
    ):
        counts[category or ""] += quantity
        lines[category or ""] += n
    return [Kind(c, known[c].plural if c else say("Not recognised"), n, lines[c]) for c, n in counts.most_common()]


@dataclass(frozen=True)
class Filters:
    """What a list of lines is narrowed to; empty for all."""

    site: str = ""
    entity: str = ""
    category: str = ""


def filtered(estate: Estate, filters: Filters) -> pl.DataFrame:
    """Return the counted lines that pass the filters; `-` stands for what is not told."""
    lines = estate.lines
    for name, value in (("site", filters.site), ("entity", filters.entity), ("category", filters.category)):
        if value:
            lines = lines.filter(pl.col(name).fill_null("") == ("" if value == "-" else value))
    return lines


def acquired(day: date | None, precision: str | None, lang: Language) -> str:
    """Write a date of acquisition as precisely as the file told it: a day, a month or a year."""
    if day is None:
        return ""
    if precision == "year":
        return str(day.year)
    return f"{day:%m/%Y}" if precision == "month" else write_date(day, lang)


def lines_page(lines: pl.DataFrame, start: int, size: int) -> list[dict[str, Any]]:
    """Return some lines, as they are told."""
    known = facts().categories
    rows = lines.slice(start, size).to_dicts()
    for row in rows:
        row["acquired"] = acquired(row["acquired_on"], row["acquired_precision"], language())
        row["category_label"] = known[row["category"]].label if row["category"] else None
    return rows


def places(estate: Estate, column: str) -> list[str]:
    """Return the sites or entities of an estate."""
    return sorted(v for v in estate.lines[column].unique().to_list() if v)


def compared(old: Inventory, new: Estate, filters: Filters | None = None) -> Changes:
    """Tell what moved since an inventory, in one site or entity where `filters` name it."""
    both = [estate_of(old), new]
    if filters is not None:
        both = [replace(estate, lines=filtered(estate, filters)) for estate in both]
    return changes(both[0], both[1], facts().categories)


def reason_label(reason: str) -> Text:
    """Return why a line is set aside, in words."""
    return REASONS.get(reason, say("unreadable line"))


def mendable(reason: str) -> bool:
    """Tell whether lines set aside for a reason may be counted all the same."""
    return reason in {r.value for r in MENDABLE} and reason in {r.value for r in Reason}


def preset_label(preset: str | None) -> Text | str:
    """Return the name of the tool that laid out a file, as people know it."""
    return next((known.label for known in presets() if known.id == preset), preset or "")
