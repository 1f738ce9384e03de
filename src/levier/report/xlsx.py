"""The result as a workbook: one sheet a subject, every cell a plain value, units in the headers.

Nothing that comes from an inventory can start a formula: texts are written as strings, with the quote prefix that keeps
them texts when a person edits the cell. The same result gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from levier.footprint.result import Baseline
from levier.report.look import LIGHT
from levier.report.sheets import Cell, Head, Sheet, sheets, totals
from levier.report.story import tell
from levier.report.telling import Telling
from levier.wording.text import Language, say

FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_NAME, LONGEST_CELL = 31, 32_767
"""What a spreadsheet can hold in the name of a sheet and in a cell."""
NARROWEST, WIDEST, HEADER_HEIGHT, LINE_HEIGHT = 8, 60, 32, 15
LETTERS_A_LINE = 150
"""Letters on a line that is as wide as the table of the first sheet."""

HEADER: dict[str, object] = {
    "bold": True,
    "valign": "bottom",
    "text_wrap": True,
    "bottom": 1,
    "font_color": LIGHT["muted"],
}
FORMATS: dict[str, dict[str, object]] = {
    "text": {"align": "left", "valign": "top", "indent": 1},
    "wrap": {"align": "left", "valign": "top", "indent": 1, "text_wrap": True},
    "quoted": {"align": "left", "valign": "top", "indent": 1, "quote_prefix": True},
    "number": {"valign": "top", "num_format": "[>=100]#,##0;[>=1]#,##0.00;0.0000"},
    "count": {"valign": "top", "num_format": "#,##0"},
    "year": {"valign": "top", "num_format": "0"},
    "share": {"valign": "top", "num_format": "0.0%"},
    "header": HEADER | {"align": "left", "indent": 1},
    "header right": HEADER | {"align": "right"},
    "title": {"bold": True, "font_size": 16, "align": "left", "valign": "top", "indent": 1},
}


def write_xlsx(baseline: Baseline, lang: Language) -> bytes:
    """Write the whole result as an XLSX workbook."""
    telling = Telling(baseline, lang)
    stream = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(stream, plain)
    on = datetime(baseline.on.year, baseline.on.month, baseline.on.day)  # noqa: DTZ001  # a date of a file, no instant
    document = tell(baseline, lang)
    book.set_properties({"title": document.title, "author": "Levier", "comments": document.cover, "created": on})
    formats = {name: book.add_format(FORMATS[name]) for name in FORMATS}
    _summary(book, formats, telling)
    for sheet in sheets(telling):
        _write(book, formats, sheet)
    book.close()
    return stream.getvalue()


def _summary(book: Any, formats: dict[str, Any], telling: Telling) -> None:
    """Write the first sheet: the answer in words, the totals, and what the result was made from."""
    document = tell(telling.baseline, telling.lang)
    o, table = document.opening, totals(telling)
    sheet = book.add_worksheet(_name(telling.t(say("Summary"))))
    sheet.hide_gridlines(2)
    _paper(sheet)
    sheet.set_row(0, 26)
    sheet.write_string(0, 0, o.answer + o.band, formats["title"])
    sentences = [o.carbon_only, "".join(r.text for r in o.lead if not r.href).strip(), telling.t(ADVICE)]
    row = 2
    for sentence in filter(None, sentences):
        sheet.merge_range(row, 0, row, len(table.heads) - 1, "", formats["wrap"])
        sheet.write_string(row, 0, sentence, formats["wrap"])
        sheet.set_row(row, LINE_HEIGHT * (1 + len(sentence) // LETTERS_A_LINE))
        row += 1
    row = _table(sheet, formats, row + 1, table) + 2
    for name, value in document.colophon:
        sheet.write_string(row, 0, name, formats["text"])
        _cell(sheet, formats, row, 1, value, "text")
        row += 1


ADVICE = say(
    "All figures of the sheets are full values, in the unit of their header; an empty cell means not available."
)


def _write(book: Any, formats: dict[str, Any], sheet: Sheet) -> None:
    target = book.add_worksheet(_name(sheet.name))
    end = _table(target, formats, 0, sheet)
    target.freeze_panes(1, 1)
    target.autofilter(0, 0, max(end - 1, 0), len(sheet.heads) - 1)
    _paper(target)
    target.repeat_rows(0)


def _paper(target: Any) -> None:
    """Print on A4, landscape, one page wide."""
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)


def _table(target: Any, formats: dict[str, Any], first: int, sheet: Sheet) -> int:
    """Write headers and rows from row `first`; return the row after the last."""
    target.set_row(first, HEADER_HEIGHT)
    for i, head in enumerate(sheet.heads):
        target.write_string(first, i, head.label, formats["header" if head.kind not in NUMBERS else "header right"])
        target.set_column(i, i, head.width or _width(head, [row[i] for row in sheet.rows]))
    for n, row in enumerate(sheet.rows, start=first + 1):
        if (lines := _lines_needed(sheet, row)) > 1:
            target.set_row(n, LINE_HEIGHT * lines)  # not every program makes room for wrapped text by itself
        for i, value in enumerate(row):
            _cell(target, formats, n, i, value, sheet.heads[i].kind)
    return first + 1 + len(sheet.rows)


def _cell(target: Any, formats: dict[str, Any], row: int, column: int, value: Cell, kind: str) -> None:
    if value is None:
        return
    if isinstance(value, str):
        clean = CONTROL.sub(" ", value)[:LONGEST_CELL]
        starts = clean.lstrip().startswith(("=", "+", "-", "@"))
        target.write_string(row, column, clean, formats["quoted" if starts else kind])
    else:
        target.write_number(row, column, value, formats[kind if kind in NUMBERS else "number"])


def _lines_needed(sheet: Sheet, row: Sequence[Cell]) -> int:
    """Return how many lines the longest wrapped cell of a row needs."""
    return max(
        [
            1,
            *(
                ceil(len(cell) / ((head.width or WIDEST) - 4))
                for head, cell in zip(sheet.heads, row, strict=True)
                if head.kind == "wrap" and isinstance(cell, str)
            ),
        ]
    )


NUMBERS = {"number", "count", "year", "share"}


def _width(head: Head, cells: Sequence[Cell]) -> float:
    longest = max([len(head.label) * 0.8, *(len(str(c)) if isinstance(c, str) else 11 for c in cells)])
    return float(min(max(longest + 2, NARROWEST), WIDEST))


def _name(words: str) -> str:
    return FORBIDDEN.sub(" ", words)[:LONGEST_NAME]
