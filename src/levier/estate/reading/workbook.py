"""Workbooks (XLSX, XLS, ODS) by Calamine: values only, merged cells spread, dates and numbers as texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import python_calamine as calamine

from levier.estate.reading.table import Raw, Table, names
from levier.estate.reading.text_table import check_width
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

_EXACT = 1e15
"""Workbooks keep 15 digits of a number: beyond, the last ones are lost and the text must look like it."""


def read_workbook(path: Path, data: bytes, most_columns: int, sheet: str | None = None) -> Raw:
    """Read the visible sheets, or the one named `sheet`."""
    with told_errors(path.name):
        book = calamine.load_workbook(io.BytesIO(data))
        wanted, ignored = _choose(path, book, sheet)
        tables = [_read_sheet(path, book, name, most_columns) for name in wanted]
    return Raw(path, tuple(t for t in tables if t.cells.height), ignored=ignored)


@contextmanager
def told_errors(name: str) -> Iterator[None]:
    """Turn what Calamine raises about the workbook `name` into one clear sentence."""
    try:
        yield
    except UnusableFile:
        raise
    except calamine.PasswordError as error:
        raise UnusableFile(say("This workbook is protected by a password."), place=Place(name)) from error
    except Exception as error:  # Calamine's errors have no common parent but Exception; its panics are BaseException
        raise _damaged(name, error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(name, error) from error


def _damaged(name: str, error: BaseException) -> UnusableFile:
    return UnusableFile(
        say("This workbook is damaged."),
        place=Place(name),
        found=str(error)[:200],
        mend=say("Open it in a spreadsheet program, save it as XLSX and give that file."),
    )


def _choose(path: Path, book: calamine.CalamineWorkbook, sheet: str | None) -> tuple[list[str], tuple[str, ...]]:
    every = list(book.sheet_names)
    if sheet is not None:
        if sheet not in every:
            raise UnusableFile(
                say("This workbook has no sheet of that name."),
                place=Place(path.name),
                expected=say("one of these sheets: {names}", names=", ".join(every)),
                found=sheet,
            )
        return [sheet], tuple(name for name in every if name != sheet)
    visible = [
        meta.name
        for meta in book.sheets_metadata
        if meta.visible == calamine.SheetVisibleEnum.Visible and meta.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    return visible, tuple(name for name in every if name not in visible)


def _read_sheet(path: Path, book: calamine.CalamineWorkbook, name: str, most_columns: int) -> Table:
    sheet = book.get_sheet_by_name(name)
    check_width(path, sheet.width, most_columns)
    first = sheet.start[0] if sheet.start else 0
    rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=True)]
    left = sheet.start[1] if sheet.start else 0
    titles = _spread_merged(rows, sheet.merged_cell_ranges or [], first, left)
    width = max((len(row) for row in rows), default=0)
    cells = pl.DataFrame(rows, schema=dict.fromkeys(names(width), pl.String), orient="row")
    lines = pl.int_range(first + 1, first + 1 + cells.height, eager=True).rename("line")
    return Table(cells, lines, sheet=name, title_lines=titles)


def _spread_merged(rows: list[list[str | None]], ranges: list[Any], first: int, left: int) -> frozenset[int]:
    """Copy a value merged over several rows into each; return the lines that are one cell merged across."""
    titles: set[int] = set()
    for (top, start), (bottom, end) in ranges:
        if not 0 <= top - first < len(rows) or not 0 <= start - left < len(rows[top - first]):
            continue  # cells merged beyond those that hold anything
        if bottom > top:
            value = rows[top - first][start - left]
            for row in rows[top - first : bottom - first + 1]:
                row[start - left] = value
        elif end - start >= 2:
            filled = [cell for cell in rows[top - first] if cell]
            titles |= {top + 1} if len(filled) == 1 else set()
    return frozenset(titles)


def _text(value: Any) -> str | None:
    """Write one cell as a text: dates in ISO form, whole numbers without a point, lost digits with an exponent."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _number(value: float) -> str | None:
    if value != value:
        return None
    if value.is_integer():
        return str(int(value)) if abs(value) < _EXACT else f"{value:.5E}"
    return repr(value)
