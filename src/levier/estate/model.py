"""The shapes of an estate: what was read, what was set aside and why, what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

import polars as pl

from levier.quantity.assumption import Assumption


class Reason(StrEnum):
    """Why a line of an inventory is not counted as a device."""

    TOTAL_LINE = "total_line"
    REPEATED_HEADER = "repeated_header"
    TITLE_LINE = "title_line"
    RETIRED = "retired"
    CONSUMABLE = "consumable"
    VIRTUAL_MACHINE = "virtual_machine"
    PART_OF_HOST = "part_of_host"
    NOT_A_DEVICE = "not_a_device"
    DUPLICATE_SERIAL = "duplicate_serial"
    UNREADABLE_QUANTITY = "unreadable_quantity"
    ZERO_QUANTITY = "zero_quantity"
    NO_DEVICE = "no_device"
    UNREADABLE_LINE = "unreadable_line"
    OUTSIDE = "outside"


MENDABLE = frozenset({Reason.DUPLICATE_SERIAL, Reason.UNREADABLE_QUANTITY, Reason.ZERO_QUANTITY, Reason.RETIRED})
"""Reasons that the user may know better: such a line is then a device (one, where its quantity says nothing)."""

LINE_SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "line": pl.Int64,  # as an editor counts, from 1
    "sheet": pl.String,
    "asset_id": pl.String,
    "serial_hash": pl.String,
    "type_raw": pl.String,
    "manufacturer_raw": pl.String,
    "model_raw": pl.String,
    "screen_inches": pl.Float64,
    "quantity": pl.Int64,
    "acquired_on": pl.Date,  # first day of the month or year where the file tells no more
    "acquired_precision": pl.String,  # day, month, year
    "retired_on": pl.Date,
    "country": pl.String,  # ISO 3166-1 alpha-2
    "site": pl.String,
    "entity": pl.String,
    "supplier": pl.String,
    "status": pl.String,  # in_use, stock, repair, lost, retired
    "status_raw": pl.String,
    "datacentre": pl.Boolean,
    "condition": pl.String,  # new, refurbished
    "ownership": pl.String,  # owned, leased, byod, shared
    "annual_kwh": pl.Float64,  # of one device
    "price_eur": pl.Float64,  # of one device
    "lifetime_years": pl.Float64,
    "extra": pl.String,  # JSON of what else the file held, personal data left out
}
"""One counted line. A missing value is null, never zero and never a default."""

SET_ASIDE_SCHEMA: Mapping[str, pl.DataType | type[pl.DataType]] = {
    "line": pl.Int64,
    "sheet": pl.String,
    "reason": pl.String,
    "column": pl.String,
    "found": pl.String,
}


@dataclass(frozen=True)
class ReadingMap:
    """How a file was read: preset, sheet, header line, encoding, delimiter, date order, their column -> ours."""

    preset: str | None
    columns: Mapping[str, str]
    sheets: tuple[str, ...] = ()
    header_line: int | None = None
    encoding: str | None = None
    delimiter: str | None = None
    date_order: str | None = None  # dmy, mdy, ymd


@dataclass(frozen=True)
class ReadOptions:
    """What the user says of the file; None means: find out."""

    preset: str | None = None
    mapping: ReadingMap | None = None
    sheet: str | None = None
    on: date | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    """Line of the header, as an editor counts, from 1."""
    date_order: str | None = None  # dmy, mdy
    count_anyway: frozenset[str] = frozenset()
    """Reasons whose lines are counted all the same, of those in `MENDABLE`."""


@dataclass(frozen=True)
class Limits:
    """Limits of the reading process."""

    memory_mb: int = 4096
    seconds: int = 300
    file_mb: int = 1024
    columns: int = 2000


@dataclass(frozen=True)
class Inventory:
    """A file, read: `lines` to count, `retired` lines (also in `set_aside`), and everything that was decided.

    `read` = number of non-blank records below the header = lines + set_aside.
    """

    file: Path
    file_hash: str
    read: int
    lines: pl.DataFrame
    retired: pl.DataFrame
    set_aside: pl.DataFrame
    mapping: ReadingMap
    assumptions: tuple[Assumption, ...] = ()
    personal_columns: tuple[str, ...] = ()
    ignored_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alternative:
    """Another reading of a name."""

    category: str
    matched: str
    confidence: float


@dataclass(frozen=True)
class Recognition:
    """What one distinct (type, manufacturer, model) is. `category` is "" where nothing is known.

    `matched`: the product family or model recognised ("" if none); `declared_id`: the maker's declared footprint.
    """

    type: str
    manufacturer: str
    model: str
    category: str
    size: str
    screen_inches: float | None
    maker: str
    matched: str
    declared_id: str
    confidence: float
    alternatives: tuple[Alternative, ...] = field(default=())
