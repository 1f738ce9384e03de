"""Turns a G4IT / NumEcoEval table of impacts (`ref_item_impact`) into a folder in Levier's own layout.

For whoever holds a licence of such a set (NegaOctet and the like): Levier ships none. The folder is there to be read
and corrected: a set may hold many items of one kind, a referential of Levier holds one for each category and size.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from levier.catalogue.bringing import CARD
from levier.catalogue.declared import ImportReport, Skipped
from levier.catalogue.model import Catalogue, Category
from levier.catalogue.tables import Table, number, read_table
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

NEEDED = ("criterion", "lifecycle_step", "name", "value")
SAME = {"lifecyclestep": "lifecycle_step", "avgelectricityconsumption": "avg_electricity_consumption"}
"""Names of columns in the newer spelling -> in the older."""

CRITERIA = {
    "CLIMATE_CHANGE": ("gwp", "kgCO2e/device"),
    "RESOURCE_USE": ("adpe", "kgSbeq/device"),
    "ACIDIFICATION": ("ap", "molHeq/device"),
    "IONISING_RADIATION": ("ir", "kBqU235eq/device"),
    "PARTICULATE_MATTER": ("pm", "disease_incidence/device"),
}
"""Their criterion: ours, and the unit that their own list of criteria gives it."""

STEPS = {
    "MANUFACTURING": "manufacturing",
    "FABRICATION": "manufacturing",
    "TRANSPORTATION": "distribution",
    "DISTRIBUTION": "distribution",
    "END_OF_LIFE": "end_of_life",
    "FIN_DE_VIE": "end_of_life",
    "USING": "use",
    "UTILISATION": "use",
}

NO_CRITERION = say("a criterion that Levier does not compute")
NO_STEP = say("a stage that Levier does not know")
USE = say("the use stage, which Levier computes from kWh and the electricity of your country")
NO_DEVICE = say("not one of Levier's categories of devices: a network, a mix, a part")
ANOTHER = say("another item of the same category and size: the one in the middle is kept")
NOT_ABOVE_ZERO = say("a figure that is not above zero")
BROKEN = say("a line that cannot be read")
REASONS = (BROKEN, NO_CRITERION, NO_STEP, USE, NO_DEVICE, ANOTHER, NOT_ABOVE_ZERO)


@dataclass
class _Item:
    """One item of their set: rows (line, criterion, unit, stage, value) and its yearly kWh."""

    name: str
    description: str
    category: str
    size: str
    source: str
    kwh: float | None
    rows: list[tuple[int, str, str, str, float]] = field(default_factory=list)

    @property
    def carbon(self) -> float:
        """Return the sum of its climate figures, by which the middle item is found."""
        return sum(value for _, criterion, _, _, value in self.rows if criterion == "gwp")


def is_g4it(path: Path) -> bool:
    """Tell whether a file has the columns of such a table."""
    return set(NEEDED) <= set(_columns(read_table(path)))


def from_g4it(path: Path, catalogue: Catalogue, folder: Path, on: date) -> ImportReport:
    """Write the folder of a referential from a `ref_item_impact` table; `on` is the day of the import."""
    table = read_table(path)
    columns = _columns(table)
    missing = [c for c in NEEDED if c not in columns]
    if missing:
        raise UnusableFile(
            say("This is not a table of impacts of G4IT or NumEcoEval."),
            place=Place(file=path.name, line=1, column=missing[0]),
            expected=say("the columns {columns}", columns=", ".join(NEEDED)),
            found=", ".join(table.columns[:12]),
            mend=say("Export ref_item_impact as CSV, with its header."),
        )
    skipped: dict[str, list[int]] = {BROKEN.message: [line for line, _ in table.ragged]}
    items = _items(table, columns, catalogue, skipped)
    kept = _middle(items, skipped)
    _write(folder, path, kept, catalogue, on)
    return _report(table, kept, skipped)


def _columns(table: Table) -> dict[str, str]:
    """Return their column names by the older spelling."""
    return {SAME.get(c.lower(), c.lower()): c for c in table.columns}


def _items(
    table: Table, columns: Mapping[str, str], catalogue: Catalogue, skipped: dict[str, list[int]]
) -> list[_Item]:
    items: dict[str, _Item] = {}
    phrases = _phrases(catalogue)
    for line, raw in table.lines:
        cells = {ours: "" if raw[theirs] == "NULL" else raw[theirs] for ours, theirs in columns.items()}
        reason = _read(line, cells, table, catalogue, phrases, items)
        if reason is not None:
            skipped.setdefault(reason.message, []).append(line)
    return [item for item in items.values() if item.rows]


def _read(
    line: int,
    cells: Mapping[str, str],
    table: Table,
    catalogue: Catalogue,
    phrases: Mapping[str, Category],
    items: dict[str, _Item],
) -> Text | None:
    """Add a row to its item; return the reason where it is left out."""
    value, stage = number(cells["value"], table.decimal_comma), STEPS.get(cells["lifecycle_step"].upper())
    criterion, unit = CRITERIA.get(cells["criterion"].upper(), ("", ""))
    name, described = cells["name"], cells.get("description", "")
    category = _category(f"{name} {described}", phrases)
    if value is None:
        return BROKEN
    if category is None:
        return NO_DEVICE
    if criterion not in catalogue.criteria:
        return NO_CRITERION
    if stage is None:
        return NO_STEP
    if stage == "use":
        return USE
    if value <= 0:
        return NOT_ABOVE_ZERO
    item = items.setdefault(name, _new(name, described, category, cells, table.decimal_comma))
    item.rows.append((line, criterion, unit, stage, value))
    return None


def _new(name: str, described: str, category: Category, cells: Mapping[str, str], decimal_comma: bool) -> _Item:
    kwh = number(cells.get("avg_electricity_consumption", ""), decimal_comma)
    source = cells.get("source", "")
    return _Item(name, described, category.id, _size(described or name, category), source, kwh)


def _phrases(catalogue: Catalogue) -> dict[str, Category]:
    """Return what names a counted category: its id and its labels, the longest first."""
    found = {
        _plain(name): c
        for c in catalogue.categories.values()
        if c.counted
        for name in (
            c.id.replace("_", " "),
            c.label.in_("en"),
            c.label.in_("fr"),
            c.plural.in_("en"),
            c.plural.in_("fr"),
        )
    }
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _category(text: str, phrases: Mapping[str, Category]) -> Category | None:
    plain = f" {_plain(text)} "
    return next((c for phrase, c in phrases.items() if f" {phrase} " in plain), None)


def _plain(text: str) -> str:
    """Return words without accents, in lower case, one space between."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", " ", bare).strip()


def _size(text: str, category: Category) -> str:
    found = re.search(r"(\d+(?:[.,]\d+)?)\s*(?:-|\s)?(?:inch|pouce|\"|″)", text.lower())
    if found is None:
        return ""
    inches = float(found[1].replace(",", "."))
    for size in category.sizes:
        if size.min_inches is None and size.max_inches is None:
            continue
        if (size.min_inches or 0) <= inches and (size.max_inches is None or inches < size.max_inches):
            return size.id
    return ""


def _middle(items: Sequence[_Item], skipped: dict[str, list[int]]) -> list[_Item]:
    """Keep, of each category and size, the item whose carbon is in the middle."""
    groups: dict[tuple[str, str], list[_Item]] = {}
    for item in items:
        groups.setdefault((item.category, item.size), []).append(item)
    kept = []
    for group in groups.values():
        ranked = sorted(group, key=lambda i: (i.carbon, i.name))
        middle = ranked.pop((len(ranked) - 1) // 2)
        kept.append(middle)
        skipped.setdefault(ANOTHER.message, []).extend(line for other in ranked for line, *_ in other.rows)
    return kept


def _write(folder: Path, path: Path, kept: Sequence[_Item], catalogue: Catalogue, on: date) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-") or "own"
    sources = ", ".join(dict.fromkeys(i.source for i in kept if i.source)) or path.name
    longest = max(s.review_by - s.checked_on for s in catalogue.sources.values())
    card = [
        f"id: {name}",
        f"label: {_quoted(folder.name)}",
        f"description: {_quoted(f'{path.name}: {sources}')}",
        "licence: private",
        f"source: {_quoted(sources)}",
        f"checked_on: {on.isoformat()}",
        f"review_by: {(on + longest).isoformat()}",
        "status: to_verify",
        "# Quality of the data, 1 best to 5 worst: reliability;completeness;time;place;technology. Put what you know.",
        'scores: "5;5;5;5;5*"',
    ]
    (folder / CARD).write_text("\n".join(card) + "\n", encoding="utf-8")
    _csv(
        folder / "impact.csv",
        ("category", "size", "object", "boundary", "stage", "criterion", "unit", "value", "page"),
        (
            (
                i.category,
                i.size,
                i.description or i.name,
                "split",
                stage,
                criterion,
                unit,
                repr(value),
                f"{path.name}, {line}",
            )
            for i in kept
            for line, criterion, unit, stage, value in i.rows
        ),
    )
    _csv(
        folder / "energy.csv",
        ("category", "size", "method", "kwh_per_year", "page"),
        ((i.category, i.size, "typical", repr(i.kwh), f"{path.name}, {i.name}") for i in kept if i.kwh),
    )


def _quoted(text: str) -> str:
    return '"' + re.sub(r"[\x00-\x1f\x7f]", " ", text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _csv(path: Path, columns: Sequence[str], rows: Iterator[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _report(table: Table, kept: Sequence[_Item], skipped: Mapping[str, Sequence[int]]) -> ImportReport:
    reasons = {r.message: r for r in REASONS}
    counts: dict[str, int] = {}
    for item in kept:
        counts[item.category] = counts.get(item.category, 0) + len(item.rows)
    return ImportReport(
        file=table.name,
        read=len(table.lines) + len(table.ragged),
        kept=sum(counts.values()),
        skipped=tuple(
            Skipped(reasons[m], len(lines), tuple(sorted(lines)[:5])) for m, lines in skipped.items() if lines
        ),
        by_category=counts,
    )
