"""The report on paper: a tagged PDF/UA-1 by typst, from the same story and the same charts.

Texts reach the template as JSON only, so that no text of an inventory can become markup. The fonts are those that
typst carries, so that the same result gives the same pages everywhere.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from importlib import resources
from math import sqrt
from typing import Any

import typst

from levier.footprint.result import Baseline
from levier.report import document as d
from levier.report.charts import wide
from levier.report.look import PRINT
from levier.report.story import tell
from levier.wording.text import Language, say

CHART_WIDTH = 720
"""Width of a chart in its own units: text of 15 units is about as large on the page as the text around it."""
SHORT, LONG = 18, 120
"""Letters up to which a column keeps the width of its text, and beyond which it claims no more room."""
Json = dict[str, Any]


def write_pdf(baseline: Baseline, lang: Language) -> bytes:
    """Write the whole report as a PDF; dated like the inventory, not like the day it is made."""
    return print_story(tell(baseline, lang), baseline.on)


def print_story(document: d.Document, on: date, *, compact: bool = False) -> bytes:
    """Lay out a told story on paper, as a PDF dated `on`; `compact`: smaller, for what must hold on a page."""
    template = (resources.files("levier.report") / "report.typ").read_bytes()
    made: bytes = typst.compile(
        template,
        format="pdf",
        sys_inputs={"document": json.dumps(_document(document) | {"compact": compact}, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(datetime(on.year, on.month, on.day, tzinfo=UTC).timestamp()),
    )
    return made


def _document(document: d.Document) -> Json:
    o = document.opening
    return {
        "lang": document.lang,
        "title": document.title,
        "cover": document.cover,
        "page": say("page").in_(document.lang),
        "colours": PRINT,
        "kicker": o.kicker,
        "answer": o.answer,
        "band": o.band,
        "only": o.carbon_only,
        "lead": _runs(o.lead),
        "keys": [{"label": k.label, "value": k.value, "note": k.note} for k in o.keys],
        "sections": [_section(s) for s in (*document.sections, document.appendix)],
        "colophon": [list(row) for row in document.colophon],
    }


def _section(section: d.Section) -> Json:
    return {
        "id": section.id,
        "title": section.title,
        "blocks": [_block(b) for b in section.blocks],
        "children": [_section(c) for c in section.children],
    }


def _block(block: d.Block) -> Json:
    if isinstance(block, d.Paragraph):
        return {"kind": "paragraph", "note": block.kind == "note", "runs": _runs(block.runs)}
    if isinstance(block, d.Bullets):
        return {"kind": "bullets", "items": [_runs(i) for i in block.items]}
    if isinstance(block, d.Callout):
        return {"kind": "callout", "title": block.title, "runs": _runs(block.runs)}
    if isinstance(block, d.Table):
        return _table(block)
    svg = wide(block.chart, CHART_WIDTH, alone=True)
    alt = f"{block.chart.title}. {block.chart.description}"
    return {"kind": "figure", "svg": svg, "alt": alt, "table": _table(block.table)}


def _table(table: d.Table) -> Json:
    """Lay out a table for paper: no columns of links, the name of the row is the link."""
    kept = [i for i, c in enumerate(table.columns) if not c.links]
    linked = [i for i, c in enumerate(table.columns) if c.links]
    rows = []
    for row in table.rows:
        cells = [[r for r in _runs(row[i]) if not (table.columns[i].numeric and r["muted"])] for i in kept]
        cells[0] = cells[0] + [run | {"text": " " + run["text"]} for run in _reasons(table, row)]
        href = next((r.href for i in linked for r in row[i] if r.href), "")
        if href:
            cells[0][0] = cells[0][0] | {"href": href}
        rows.append(cells)
    return {
        "kind": "table",
        "caption": table.caption,
        "shown": table.caption_shown,
        "columns": [
            {"label": c.label, "numeric": c.numeric, "wide": c.wide, "share": _share(c, [r[n] for r in rows])}
            for n, c in enumerate(table.columns[i] for i in kept)
        ],
        "rows": rows,
    }


def _share(column: d.Column, cells: list[list[Json]]) -> float:
    """Return the part of the free width that a column of text takes; 0: as wide as its longest cell."""
    longest = max([len(column.label), *(len("".join(run["text"] for run in cell)) for cell in cells)])
    if not column.wide and (column.numeric or longest <= SHORT):
        return 0.0
    return round(sqrt(min(max(longest, SHORT), LONG)), 3)


def _reasons(table: d.Table, row: tuple[d.Line, ...]) -> list[Json]:
    """Return why numbers are missing: said beside the name of the row, where there is room."""
    return [r for c, runs in zip(table.columns, row, strict=True) if c.numeric for r in _runs(runs) if r["muted"]]


def _runs(runs: d.Line) -> list[Json]:
    return [{"text": r.text, "href": _href(r.href), "strong": r.strong, "muted": r.muted} for r in runs]


def _href(href: str) -> str:
    return href if href.startswith(("#", "https://", "http://")) else ""
