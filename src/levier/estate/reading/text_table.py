"""Delimited text (CSV, TSV): delimiter, line ends, quotes; line numbers hold when a quoted field spans lines.

Polars reads what conforms; what does not (a quote inside a field, a line longer than the header) is read by
Python's csv.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl

from levier.estate.reading.encoding import decode, find_encoding, repair
from levier.estate.reading.table import Raw, Table, names
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_LINES = 200


def read_text(
    path: Path, data: bytes, most_columns: int, encoding: str | None = None, delimiter: str | None = None
) -> Raw:
    """Read delimited text; find out its encoding and delimiter unless told."""
    encoding = encoding or find_encoding(data)
    utf8 = _as_utf8(data, encoding)
    if b"\0" in utf8:
        raise UnusableFile(
            say("This file holds NUL bytes: it is not text."),
            place=Place(path.name),
            expected=say("a CSV file, a spreadsheet or an agent's inventory"),
            mend=say("Export the inventory again as CSV or XLSX."),
        )
    head = _head(utf8)
    delimiter = delimiter or find_delimiter(head)
    width = max((line.count(delimiter) + 1 for line in head), default=1)
    check_width(path, width, most_columns)
    end = "\n" if b"\n" in utf8 else "\r"
    table = _read_fast(utf8, delimiter, width, end)
    if table is None:
        table = _read_carefully(path, utf8.decode("utf-8-sig", errors="replace"), delimiter, most_columns)
    return Raw(path, (table,), encoding=encoding, delimiter=delimiter)


def check_width(path: Path, width: int, most: int) -> None:
    """Refuse a table with more than `most` columns."""
    if width > most:
        raise UnusableFile(
            say("This table has more columns than an inventory can have."),
            place=Place(path.name),
            expected=say("at most {n} columns", n=most),
            found=str(width),
            mend=say("Keep the columns that describe the devices and save the file again."),
        )


def find_delimiter(lines: list[str]) -> str:
    """Return the delimiter that cuts most lines into the same number of fields, and into most."""

    def merit(delimiter: str) -> tuple[float, int]:
        counts = [_outside_quotes(line).count(delimiter) for line in lines if line.strip()]
        cut = [c for c in counts if c]
        if not cut:
            return 0.0, 0
        usual = max(set(cut), key=cut.count)
        return cut.count(usual) / len(counts) * min(usual, 6), usual

    return max(DELIMITERS, key=merit)


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _as_utf8(data: bytes, encoding: str) -> bytes:
    if encoding in ("utf-8", "utf-8-sig"):  # Polars skips a BOM by itself: no copy
        return data
    text = decode(data, encoding)
    if encoding == "mac_roman":
        text = repair(text)
    return text.encode("utf-8", errors="replace")


def _head(utf8: bytes) -> list[str]:
    text = utf8[: 1 << 20].decode("utf-8-sig", errors="replace")
    return re.split(r"\r\n|\n|\r", text)[:_SAMPLE_LINES]


def _read_fast(utf8: bytes, delimiter: str, width: int, end: str) -> Table | None:
    """Read with Polars; None where its reading cannot be trusted."""
    quoted = b'"' in utf8
    try:
        cells = pl.read_csv(
            utf8,
            has_header=False,
            separator=delimiter,
            quote_char='"' if quoted else None,
            eol_char=end,
            schema=dict.fromkeys(names(width), pl.String),
            missing_columns="insert",
            infer_schema=False,
        )
    except (pl.exceptions.PolarsError, UnicodeError):
        return None
    ends = utf8.count(end.encode())
    physical = ends + (0 if utf8.endswith(end.encode()) else 1)
    lines = pl.int_range(1, cells.height + 1, eager=True)
    if cells.height != physical:
        if not quoted:
            return None
        inside = cells.select(pl.sum_horizontal(pl.all().str.count_matches(end, literal=True).fill_null(0)))
        within = inside.to_series().cast(pl.Int64)
        if _swallows(cells.filter(within > 0), delimiter, end):
            return None
        if cells.height + int(within.sum()) != physical:
            return None
        lines = lines + within.cum_sum().shift(1, fill_value=0)
    return Table(cells, lines.rename("line"))


def _swallows(cells: pl.DataFrame, delimiter: str, end: str) -> bool:
    """Tell whether a field of several lines may be other records that a stray quote swallowed."""
    record = re.escape(end) + "[^" + re.escape(end) + "]*" + re.escape(delimiter)
    return bool(cells.select(pl.any_horizontal(pl.all().str.contains(record)).any()).item())


def _read_carefully(path: Path, text: str, delimiter: str, most_columns: int) -> Table:
    """Read with Python's csv: slower, forgiving, and it counts lines."""
    rows, lines = _rows(text, delimiter)
    width = max((len(row) for row in rows), default=1)
    check_width(path, width, most_columns)
    padded = [[cell or None for cell in row] + [None] * (width - len(row)) for row in rows]
    cells = pl.DataFrame(padded, schema=dict.fromkeys(names(width), pl.String), orient="row")
    return Table(cells, pl.Series("line", lines, dtype=pl.Int64))


def _rows(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Cut the text into rows with the line on which each begins; a quote that never closes is a plain sign."""
    ends = list(re.finditer(r"\r\n|\n|\r", text))
    source = [
        text[a:b] for a, b in zip([0, *(e.end() for e in ends)], [*(e.end() for e in ends), len(text)], strict=True)
    ]
    counts = [_outside_quotes(line).count(delimiter) for line in source[:_SAMPLE_LINES] if line.strip()]
    usual = max(set(counts), key=counts.count, default=0)
    rows: list[list[str]] = []
    lines: list[int] = []
    at = 0
    while at < len(source):
        taken = _closed_span(source, at, delimiter, usual)
        rows.append(_fields("".join(source[at : at + taken]), delimiter))
        lines.append(at + 1)
        at += taken
    return rows, lines


_LONGEST_FIELD_LINES = 100


def _closed_span(source: list[str], at: int, delimiter: str, usual: int) -> int:
    """Return how many lines one record takes: more than one only if a quoted field closes properly further on.

    A line that is a whole record, with the `usual` number of delimiters, is not swallowed: the quote was a stray one.
    """
    inside = '"' in source[at] and _ends_inside(source[at], delimiter, inside=False)
    if not inside:
        return 1
    for taken, line in enumerate(source[at + 1 : at + _LONGEST_FIELD_LINES], start=2):
        if usual and line.count(delimiter) == usual and _ends_inside(line, delimiter, inside=False):
            return 1  # a record with a stray quote of its own
        if usual and _outside_quotes(line).count(delimiter) == usual and line.count('"') % 2 == 0:
            return 1
        if not _ends_inside(line, delimiter, inside=True):
            return taken
    return 1


def _ends_inside(line: str, delimiter: str, *, inside: bool) -> bool:
    """Tell whether `line`, begun inside a quoted field or not, ends in one; a quote opens only a field."""
    start, position = not inside, 0
    while position < len(line):
        if inside:
            position = line.find('"', position)
            if position < 0:
                return True
            if line[position + 1 : position + 2] == '"':
                position += 1
            elif line[position + 1 : position + 2] in (delimiter, "\r", "\n", ""):
                inside = False
        else:
            inside = start and line[position] == '"'
            start = line[position] == delimiter
        position += 1
    return inside


def _fields(record: str, delimiter: str) -> list[str]:
    record = record.rstrip("\r\n")
    if _unclosed(record, delimiter):
        return record.split(delimiter)
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error:
        return record.split(delimiter)


def _unclosed(record: str, delimiter: str) -> bool:
    return '"' in record and _ends_inside(record, delimiter, inside=False)
