"""What the sheets of the workbook say: columns with their units, rows of plain values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from levier.footprint.result import Figure
from levier.report.measure import unit_words
from levier.report.telling import Telling, capital
from levier.report.words import KINDS, STATUSES
from levier.wording.text import Text, say

Cell = str | float | int | None

COLUMN_WORDS = {
    "category": say("Category"),
    "size": say("Size"),
    "manufacturer": say("Maker"),
    "model": say("Model"),
    "country": say("Country"),
    "acquired_year": say("Year of purchase"),
    "condition": say("Condition"),
    "ownership": say("Ownership"),
    "status": say("Status"),
    "datacentre": say("Machine room"),
    "site": say("Site"),
    "entity": say("Entity"),
    "supplier": say("Supplier"),
    "quantity": say("Devices"),
    "lines": say("Lines"),
    "tier": say("Rests on"),
    "life_years": say("Life (years)"),
    "age_years": say("Age (years)"),
    "kwh": say("Electricity (kWh)"),
}
"""Words for the columns of cells that are not impacts."""
YEARS = {"acquired_year"}

VALUE_WORDS = {
    "new": say("new"),
    "refurbished": say("refurbished"),
    "owned": say("owned"),
    "leased": say("leased"),
    "byod": say("the user’s own"),
    "shared": say("shared with the user"),
    "in_use": say("in use"),
    "stock": say("in stock"),
    "repair": say("in repair"),
    "lost": say("lost"),
    "retired": say("retired"),
}
CODED = {"condition", "ownership", "status"}
"""Columns of cells whose values are codes, with their words."""


@dataclass(frozen=True)
class Head:
    """A column of a sheet: its header with the unit, and how its cells are written (a key of `xlsx.FORMATS`)."""

    label: str
    kind: str = "text"
    width: int = 0


@dataclass(frozen=True)
class Sheet:
    """A sheet to write: name, columns and rows."""

    name: str
    heads: Sequence[Head]
    rows: Sequence[Sequence[Cell]]


def sheets(telling: Telling) -> tuple[Sheet, ...]:
    """Return every sheet but the first."""
    return (
        _categories(telling),
        _cells(telling),
        _assumptions(telling),
        _facts(telling),
        _sources(telling),
        _questions(telling),
        _export(telling),
    )


def _heads(telling: Telling, *pairs: tuple[Text, str]) -> list[Head]:
    return [Head(telling.t(text), kind) for text, kind in pairs]


def _figure_heads(telling: Telling, unit: str) -> list[Head]:
    u = unit_words(unit, telling.lang)
    return [
        Head(telling.t(say("Value ({unit})", unit=u)), "number"),
        Head(telling.t(say("5th percentile ({unit})", unit=u)), "number"),
        Head(telling.t(say("95th percentile ({unit})", unit=u)), "number"),
        Head(telling.t(say("Median ({unit})", unit=u)), "number"),
    ]


def _figure(figure: Figure) -> list[Cell]:
    return [figure.value, figure.low, figure.high, figure.median]


def _reason(telling: Telling, figure: Figure) -> str | None:
    return telling.t(figure.reason) if figure.reason is not None else None


def totals(telling: Telling) -> Sheet:
    """Return the table of the first sheet: every criterion, those not available with their reason."""
    heads = _heads(
        telling,
        (say("Impact"), "text"),
        (say("Unit"), "text"),
        (say("Value"), "number"),
        (say("5th percentile"), "number"),
        (say("95th percentile"), "number"),
        (say("Median"), "number"),
        (say("Percentile of the value"), "number"),
        (say("Grade"), "text"),
        (say("PEF rating"), "number"),
        (say("Why it is not available"), "text"),
    )
    heads[0] = Head(heads[0].label, "wrap", 44)
    heads[-1] = Head(heads[-1].label, "wrap", 60)
    rows = [
        [
            telling.criterion(f.criterion),
            unit_words(f.unit, telling.lang),
            *_figure(f),
            f.value_percentile,
            f.grade,
            f.data_quality_rating,
            _reason(telling, f),
        ]
        for f in telling.baseline.totals
    ]
    return Sheet("", heads, rows)


def _categories(telling: Telling) -> Sheet:
    t = telling.t
    referentials = sorted({code for f in telling.hot_spots for code, _ in telling.others(f)})
    unit = unit_words(telling.total.unit, telling.lang)
    heads = [
        Head(t(say("Category"))),
        Head(t(say("Devices")), "count"),
        *_figure_heads(telling, telling.total.unit),
        Head(t(say("Share")), "share"),
        Head(t(say("Grade"))),
        *(Head(f"{telling.referential(code)} ({unit})", "number") for code in referentials),
        Head(t(say("Why it is not available"))),
    ]
    rows = [
        [
            telling.category(f.category or ""),
            f.quantity,
            *_figure(f),
            telling.of_total(f),
            f.grade,
            *(f.others.get(code) for code in referentials),
            _reason(telling, f),
        ]
        for f in telling.hot_spots
    ]
    return Sheet(t(say("Categories")), heads, rows)


def _cells(telling: Telling) -> Sheet:
    names = list(dict.fromkeys(name for line in telling.baseline.lines for name in line.values))
    heads = [Head(_column(telling, n), _column_kind(telling, n)) for n in names] or [Head(telling.t(say("Category")))]
    rows = [[_value(telling, n, line.values.get(n)) for n in names] for line in telling.baseline.lines]
    return Sheet(telling.t(say("Cells")), heads, rows)


def _column(telling: Telling, name: str) -> str:
    if name in COLUMN_WORDS:
        return telling.t(COLUMN_WORDS[name])
    found = next((f for f in telling.baseline.totals if re.match(rf"{re.escape(f.criterion)}([_/]|$)", name)), None)
    if found is None:
        return name
    stage = name.partition("/")[2]
    what = telling.criterion(found.criterion) + (f", {telling.stage(stage).lower()}" if stage else "")
    return f"{what} ({unit_words(found.unit, telling.lang)})"


def _column_kind(telling: Telling, name: str) -> str:
    if name in YEARS:
        return "year"
    seen = [line.values.get(name) for line in telling.baseline.lines]
    if any(isinstance(v, str) for v in seen):
        return "text"
    return "number" if any(isinstance(v, float) for v in seen) else "count"


def _value(telling: Telling, name: str, value: Cell) -> Cell:
    if name == "category" and isinstance(value, str):
        return telling.category(value)
    if name in CODED and value in VALUE_WORDS:
        return telling.t(VALUE_WORDS[value])
    return telling.tier(value) if name == "tier" and isinstance(value, str) else value


def _assumptions(telling: Telling) -> Sheet:
    heads = _heads(telling, (say("Figure"), "text"), (say("Assumption"), "wrap"), (say("Lines"), "count"))
    heads[1] = Head(heads[1].label, "wrap", 90)
    rows = [[telling.figure_name(a.figure), telling.t(a.text), a.lines] for a in telling.baseline.assumptions]
    return Sheet(telling.t(say("Assumptions")), heads, rows)


def _facts(telling: Telling) -> Sheet:
    heads = _heads(
        telling,
        (say("Category"), "text"),
        (say("Kind"), "text"),
        (say("Fact"), "text"),
        (say("Value"), "number"),
        (say("Low"), "number"),
        (say("High"), "number"),
        (say("Unit"), "text"),
        (say("Rests on"), "text"),
        (say("Sources"), "text"),
        (say("Checked"), "text"),
    )
    titles = {s.id: s.title for s in telling.baseline.sources}
    rows = [
        [
            telling.category(f.category) if f.category else telling.t(say("The whole estate")),
            telling.t(KINDS[f.kind]) if f.kind in KINDS else f.kind,
            capital(telling.t(f.label)),
            f.value,
            f.low,
            f.high,
            unit_words(f.unit, telling.lang),
            capital(telling.tier(f.tier)),
            telling.join(titles.get(s, s) for s in f.sources),
            telling.t(STATUSES[f.status]) if f.status in STATUSES else f.status,
        ]
        for f in (*telling.baseline.facts_used, *telling.baseline.electricity)
    ]
    return Sheet(telling.t(say("Facts used")), heads, rows)


def _sources(telling: Telling) -> Sheet:
    heads = _heads(
        telling,
        (say("Source"), "text"),
        (say("Publisher"), "text"),
        (say("Licence"), "text"),
        (say("Address"), "text"),
        (say("Address of the licence"), "text"),
        (say("Checked"), "text"),
        (say("Notice"), "text"),
    )
    rows = [
        [
            s.title,
            s.publisher,
            telling.t(s.licence),
            s.url,
            s.licence_url,
            telling.t(STATUSES[s.status]) if s.status in STATUSES else s.status,
            telling.t(s.notice),
        ]
        for s in telling.baseline.sources
    ]
    return Sheet(telling.t(say("Sources")), heads, rows)


def _questions(telling: Telling) -> Sheet:
    heads = _heads(
        telling,
        (say("Supplier"), "text"),
        (say("Subject"), "wrap"),
        (say("Question"), "wrap"),
        (say("Devices"), "count"),
        (say("Share of the impact"), "share"),
        (say("Answer"), "wrap"),
    )
    heads[-1] = Head(heads[-1].label, "wrap", 50)
    rows = [
        [q.manufacturer, telling.t(q.subject), telling.t(q.text), q.quantity, q.share, None]
        for q in sorted(telling.baseline.questions, key=lambda q: -q.share)
    ]
    return Sheet(telling.t(say("Questions")), heads, rows)


def _export(telling: Telling) -> Sheet:
    unit = unit_words("kgCO2e", telling.lang)
    heads = [
        Head(telling.t(say("GHG Protocol"))),
        Head(telling.t(say("Line"))),
        Head("BEGES"),
        Head(telling.t(say("Value ({unit})", unit=unit)), "number"),
        Head(telling.t(say("Note"))),
    ]
    warning = telling.t(say("Never add these lines to a spend-based line for the same goods."))
    rows: list[list[Cell]] = [
        [x.code, telling.t(x.label), x.beges, x.value, telling.t(x.note)] for x in telling.baseline.export_lines
    ]
    if rows:
        rows.append([None, None, None, None, warning])
    return Sheet(telling.t(say("Export lines")), heads, rows)
