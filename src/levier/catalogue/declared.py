"""Makers' own footprints of their models: Boavizta's public table read, kept in the user's data, read back.

The table is offered under the ODbL: it is never shipped with Levier, and what is made of it keeps its notice.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from levier.catalogue.entries import model_entry
from levier.catalogue.makers import WITH_SCREEN, category_of
from levier.catalogue.model import Catalogue, DeclaredModel, Pedigree, Provenance, Status
from levier.catalogue.rows import Row, read_csv
from levier.catalogue.tables import Table, number, read_table
from levier.wording.errors import BadFact, Place, UnusableFile
from levier.wording.text import Text, say

SOURCE = "boavizta-pcf"
"""Id of the source in the facts, which tells title, licence and how long such figures may be trusted."""

NEEDED = ("manufacturer", "name", "category", "subcategory", "gwp_total", "gwp_use_ratio")
OPTIONAL = (
    "yearly_tec",
    "lifetime",
    "report_date",
    "added_date",
    "sources",
    "gwp_error_ratio",
    "weight",
    "screen_size",
    "server_type",
)
FIGURES = ("screen_inches", "embodied_gwp_kgco2e", "relative_error", "kwh_per_year", "lifetime_years", "mass_kg")
COLUMNS = (
    *("id", "manufacturer", "model", "category"),
    *FIGURES,
    *("source", "page", "licence", "valid_from", "checked_on", "review_by", "status", "scores", "note"),
)
"""Columns of the file in which declared models are kept."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

NO_TOTAL = say("no total footprint")
NO_USE_SHARE = say("no share of use, so that making cannot be told from use")
NO_CATEGORY = say("a kind of product that Levier does not count as a device of its own")
REPEATED = say("a model told twice: the newest report is kept")
BROKEN = say("a line that cannot be read")

NOTICE = """Makers' product carbon footprints, from a table published by Boavizta:
https://github.com/Boavizta/environmental-footprint-data
Open Database License (ODbL) 1.0: https://opendatacommons.org/licenses/odbl/1-0/
Contents: Database Contents License (DbCL) 1.0.
Changed by Levier: rows without a share of use left out; all stages but use computed; categories renamed.
This derived table is offered under the same licence: whoever passes it on keeps this notice.
"""


@dataclass(frozen=True)
class Skipped:
    """Rows left out for one reason; `lines` are the first of them, at most five."""

    reason: Text
    rows: int
    lines: tuple[int, ...]


@dataclass(frozen=True)
class ImportReport:
    """What came of an import: `read` = `kept` + the rows of `skipped`."""

    file: str
    read: int
    kept: int
    skipped: tuple[Skipped, ...]
    by_category: Mapping[str, int]


def import_boavizta(path: Path, catalogue: Catalogue, on: date) -> tuple[tuple[DeclaredModel, ...], ImportReport]:
    """Read Boavizta's table of makers' footprints, French or US layout; `on` is the day of the import.

    Embodied = total x (1 - share of use). Zeros of the table's error, weight and screen mean "not told".
    """
    table = read_table(path)
    missing = [c for c in NEEDED if c not in table.columns]
    if missing:
        raise UnusableFile(
            say("This is not Boavizta's table of makers' footprints."),
            place=Place(file=path.name, line=1, column=missing[0]),
            expected=say("the columns {columns}", columns=", ".join(NEEDED)),
            found=", ".join(table.columns[:12]),
            mend=say("Take boavizta-data-fr.csv or boavizta-data-us.csv as published, unchanged."),
        )
    template = _provenance(catalogue, on)
    skipped: dict[str, list[int]] = {BROKEN.message: [line for line, _ in table.ragged]}
    found: dict[str, tuple[int, DeclaredModel]] = {}
    for line, cells in table.lines:
        model = _model(cells, table, template, catalogue)
        if isinstance(model, Text):
            skipped.setdefault(model.message, []).append(line)
        elif model.id in found:
            older, newer = sorted((found[model.id], (line, model)), key=lambda pair: pair[1].provenance.valid_from)
            skipped.setdefault(REPEATED.message, []).append(older[0])
            found[model.id] = newer
        else:
            found[model.id] = (line, model)
    models = tuple(model for _, model in found.values())
    return models, _report(table, models, skipped)


def write_declared(models: Iterable[DeclaredModel], path: Path) -> None:
    """Write declared models with their provenance as CSV, and the licence's notice beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(model) for model in models)
    path.with_suffix(".NOTICE.txt").write_text(NOTICE, encoding="utf-8")


def read_declared(path: Path) -> tuple[DeclaredModel, ...]:
    """Read declared models as `write_declared` writes them; refuse a cell that breaks the schema."""
    return tuple(_read(row) for row in read_csv(path, path.name, COLUMNS))


def _provenance(catalogue: Catalogue, on: date) -> Provenance:
    source = catalogue.sources.get(SOURCE)
    if source is None:
        raise BadFact(say("The source {source} is missing from the facts.", source=SOURCE))
    scores = next((f.provenance.scores for f in catalogue.factors if f.provenance.source == SOURCE), None)
    trusted_for = source.review_by - source.checked_on
    return Provenance(
        source=SOURCE,
        page="",
        licence=source.licence,
        valid_from=on,
        checked_on=on,
        review_by=on + trusted_for,
        status=Status.DERIVED,
        scores=scores or Pedigree(5, 5, 5, 5, 5),
    )


def _model(cells: Mapping[str, str], table: Table, template: Provenance, catalogue: Catalogue) -> DeclaredModel | Text:
    """Return the model of a row, or the reason why it is left out."""

    def told(column: str) -> float | None:
        value = number(cells.get(column, ""), table.decimal_comma)
        return value if value is not None and value > 0 else None

    maker, name = cells["manufacturer"], cells["name"]
    if table.decimal_comma:  # the French table writes names too with commas: 1,1GHz
        name = re.sub(r"(?<=\d),(?=\d)", ".", name)
    total, use = told("gwp_total"), told("gwp_use_ratio")
    category = category_of(cells["subcategory"], name, cells.get("server_type", ""))
    if not maker or not name:
        return BROKEN
    if total is None:
        return NO_TOTAL
    if use is None or use >= 1:
        return NO_USE_SHARE
    if category is None or category not in catalogue.categories:
        return NO_CATEGORY
    return DeclaredModel(
        id=f"boavizta.{_slug(maker)}.{_slug(name)}",
        manufacturer=maker,
        model=name,
        category=category,
        screen_inches=told("screen_size") if category in WITH_SCREEN else None,
        embodied_gwp_kgco2e=total * (1 - use),
        relative_error=told("gwp_error_ratio"),
        kwh_per_year=told("yearly_tec"),
        lifetime_years=told("lifetime"),
        mass_kg=told("weight"),
        provenance=replace(
            template,
            page=cells.get("sources", "").split()[0] if cells.get("sources", "").strip() else table.name,
            valid_from=report_day(cells.get("report_date", ""))
            or report_day(cells.get("added_date", ""))
            or template.valid_from,
        ),
    )


def report_day(raw: str) -> date | None:
    """Return the day of a report written `November 2020`, `September 7 2022`, `2022-2-6`, `27-05-2022` or `2020`.

    A month or a year stands for its first day.
    """
    year = re.search(r"(19|20)\d\d", raw)
    if year is None:
        return None
    rest = raw[: year.start()] + " " + raw[year.end() :]
    word = re.search(r"[a-z]{3,}", rest.lower())
    numbers = [int(n) for n in re.findall(r"\d+", rest)]
    if word is not None:
        month = next((i for i, m in enumerate(MONTHS, 1) if word.group().startswith(m)), None)
        day = numbers[0] if numbers else 1
    else:  # year first means year-month-day, year last day-month-year
        ordered = numbers if year.start() == 0 else numbers[::-1]
        month, day = (ordered[0] if ordered else 1), (ordered[1] if len(ordered) > 1 else 1)
    try:
        return date(int(year.group()), month or 1, day)
    except ValueError:
        return date(int(year.group()), 1, 1)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9+]+", "-", name.lower()).strip("-")


def _report(table: Table, models: Sequence[DeclaredModel], skipped: Mapping[str, Sequence[int]]) -> ImportReport:
    reasons = {r.message: r for r in (NO_TOTAL, NO_USE_SHARE, NO_CATEGORY, REPEATED, BROKEN)}
    counts: dict[str, int] = {}
    for model in models:
        counts[model.category] = counts.get(model.category, 0) + 1
    return ImportReport(
        file=table.name,
        read=len(table.lines) + len(table.ragged),
        kept=len(models),
        skipped=tuple(Skipped(reasons[m], len(lines), tuple(lines[:5])) for m, lines in skipped.items() if lines),
        by_category=counts,
    )


def _cells(model: DeclaredModel) -> list[str]:
    p = model.provenance
    s = p.scores
    scores = ";".join(str(x) for x in (s.reliability, s.completeness, s.temporal, s.geographical, s.technological))
    figures = [getattr(model, column) for column in FIGURES]
    return [
        *(model.id, model.manufacturer, model.model, model.category),
        *("" if value is None else repr(value) for value in figures),
        *(p.source, p.page, p.licence, p.valid_from.isoformat(), p.checked_on.isoformat(), p.review_by.isoformat()),
        *(p.status.value, scores + ("*" if s.own else ""), p.note),
    ]


def _read(row: Row) -> DeclaredModel:
    provenance = Provenance(
        source=row.text("source"),
        page=row.text("page"),
        licence=row.text("licence"),
        valid_from=row.day("valid_from"),
        checked_on=row.day("checked_on"),
        review_by=row.day("review_by"),
        status=row.choice("status", Status),
        scores=row.scores("scores"),
        note=row.optional_text("note"),
    )
    return model_entry(row, provenance)
