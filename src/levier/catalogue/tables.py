"""Tables that people send: CSV as French and English spreadsheets save it, read with the line of each record."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

DELIMITERS = (";", "\t", ",")
TOO_MANY = 1_000
"""Cells told of a line that the reader of CSV gives up on, so that it fits no header."""

SPACES = str.maketrans("", "", " \u00a0\u202f")


@dataclass(frozen=True)
class Table:
    """A table: `lines` are (line of the file, cells by column); `ragged` are lines of another length than the header.

    `decimal_comma` is true where the delimiter leaves the comma to decimals, as French spreadsheets do.
    """

    name: str
    columns: tuple[str, ...]
    lines: tuple[tuple[int, Mapping[str, str]], ...]
    ragged: tuple[tuple[int, int], ...]
    decimal_comma: bool


def read_table(path: Path) -> Table:
    """Read a CSV file with `;`, tab or comma, in UTF-8 (with or without BOM) or Windows-1252; skip blank lines."""
    text = _decoded(path)
    header_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=header_line.count)
    records = _records(text, delimiter)
    _, header = next(records, (1, []))
    columns = tuple(name.strip() for name in header)
    lines, ragged = [], []
    for line, cells in records:
        while len(cells) > len(columns) and not cells[-1].strip():
            cells.pop()
        if len(cells) != len(columns):
            ragged.append((line, len(cells)))
            continue
        lines.append((line, {c: v.strip() for c, v in zip(columns, cells, strict=True)}))
    return Table(path.name, columns, tuple(lines), tuple(ragged), delimiter != ",")


def number(raw: str, decimal_comma: bool) -> float | None:
    """Return the finite number that `raw` writes, None where it writes none."""
    plain = raw.translate(SPACES)
    if decimal_comma and "," in plain:
        plain = plain.replace(".", "").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _decoded(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(
            say("This file cannot be read."),
            place=Place(file=path.name),
            found=error.strerror,
            mend=say("Check its name and that you may read it."),
        ) from error
    if b"\0" in data:
        raise UnusableFile(
            say("This file is not a table of text."),
            place=Place(file=path.name),
            expected=say("a CSV file"),
            mend=say("Save it as CSV from your spreadsheet."),
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (first line, cells) of each record that has a filled cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:  # a cell longer than any table of facts holds
            before = reader.line_num
            yield before, ["?"] * TOO_MANY
            continue
        line, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield line, cells
