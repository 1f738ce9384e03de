"""What every kind of file is turned into before it is understood: a table of texts with its line numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from levier.estate.model import SET_ASIDE_SCHEMA
from levier.quantity.assumption import Assumption


@dataclass(frozen=True)
class Table:
    """One sheet: `cells` are text columns "0", "1", …; `lines` their lines as an editor counts, from 1."""

    cells: pl.DataFrame
    lines: pl.Series
    sheet: str | None = None
    title_lines: frozenset[int] = frozenset()
    """Lines that are one merged cell across the sheet."""


@dataclass(frozen=True)
class Raw:
    """A file, as texts: its tables and how it was decoded.

    `fixed` holds the preset of a file whose structure says all (an agent's inventory), whose first row is our own
    column names; `aside` its records that are no device; `ignored` sheets that were not read.
    """

    file: Path
    tables: tuple[Table, ...]
    encoding: str | None = None
    delimiter: str | None = None
    fixed: str | None = None
    aside: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=dict(SET_ASIDE_SCHEMA)))
    ignored: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()


def names(width: int) -> list[str]:
    """Return the names of the columns of `Table.cells`."""
    return [str(i) for i in range(width)]
