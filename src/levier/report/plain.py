"""Tables of plain text, as wide as their cells need; for lists of facts, where nothing may be cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from unicodedata import combining, east_asian_width

GAP = "  "


def plain_table(headers: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> Iterator[str]:
    """Yield the lines of a table; columns of `right` are set right, columns without a cell left out."""
    kept = [i for i in range(len(headers)) if any(row[i] for row in rows)]
    widths = {i: max(_width(headers[i]), *(_width(row[i]) for row in rows)) for i in kept}

    def line(cells: Sequence[str]) -> str:
        return GAP.join(_padded(cells[i], widths[i], i in right) for i in kept).rstrip()

    yield line(headers)
    yield GAP.join("-" * widths[i] for i in kept)
    yield from (line(row) for row in rows)


def _padded(text: str, width: int, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def _width(text: str) -> int:
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
