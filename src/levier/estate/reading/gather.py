"""From a table and its header to records: one text column for each column of ours, whatever theirs were."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from levier.estate.reading.clean import BLANKS, clean
from levier.estate.reading.distinct import few_distinct, map_distinct
from levier.estate.reading.header import Header
from levier.estate.reading.personal import leave_out, without_addresses
from levier.estate.reading.table import Table
from levier.estate.reading.words import bound, raw_words

SINGLE = (
    *("asset_id", "serial", "manufacturer", "name", "screen", "quantity", "retired_on", "country", "site", "entity"),
    *("supplier", "datacentre", "condition", "ownership", "annual_kwh", "price", "price_total"),
    *("lifetime_years", "lifetime_months", "virtual_name"),
)
CHAINED = ("type", "model", "acquired_on", "acquired_estimate", "status", "lease", "virtual")
DEVICE_NAMES = ("type", "manufacturer", "model", "name")
KEPT = frozenset({"extra", "name", "lease"})
_FREE = ("name", "site", "entity", "supplier", "asset_id")
_DEVICE = ("type", "model", "manufacturer", "name", "asset_id")

RECORDS: Mapping[str, type[pl.DataType]] = {
    "line": pl.Int64,
    "sheet": pl.String,
    "filled": pl.Int64,
    "repeated": pl.Boolean,
    "title": pl.Boolean,
    "first": pl.String,
    "total": pl.String,
    "where": pl.String,
    "has_quantity": pl.Boolean,
    "overflow": pl.String,
    **dict.fromkeys((*SINGLE, *CHAINED, "extra"), pl.String),
}


@dataclass(frozen=True)
class Gathered:
    """Records of one table, which of their columns were personal, and which had cells too long to be kept whole."""

    records: pl.DataFrame
    personal: tuple[str, ...]
    cut: tuple[str, ...] = ()


@dataclass(frozen=True)
class Read:
    """The tables of a file that are inventories, each with its header, gathered into one list of records."""

    records: pl.DataFrame
    headers: tuple[Header, ...]
    sheets: tuple[str, ...]
    ignored: tuple[str, ...]
    personal: tuple[str, ...]
    header_line: int
    columns: Mapping[str, str] = field(default_factory=dict)
    cut: tuple[str, ...] = ()

    def label(self, column: str) -> str | None:
        """Return their first label for a column of ours."""
        for header in self.headers:
            for i in header.theirs(column):
                return header.labels[i]
        return None


def gather(table: Table, header: Header, *, text_file: bool) -> Gathered:
    """Gather the non-blank records below the header."""
    cells, lines = _below(table, header)
    labels = header.labels
    used = [i for i in range(cells.width) if _is_used(header, i)]
    with ThreadPoolExecutor() as threads:  # Polars works outside Python's lock
        cleaned = dict(zip(used, threads.map(lambda i: clean(cells[:, i]), used), strict=True))
    found = {c: _first_of([cleaned[i] for i in header.theirs(c)], c, cells.height) for c in (*SINGLE, *CHAINED)}
    cut = [i for i in used if _kept(header, i) in found and _is_too_long(cells[:, i])]
    found = {c: s.str.slice(0, int(bound("longest_cell"))) if cut else s for c, s in found.items()}
    personal: list[str] = []
    for column in _FREE:
        kept, held = leave_out(found[column])
        if held:
            personal += [labels[i] for i in header.theirs(column)]
        found[column] = _nothing(column, cells.height) if kept is None else kept
    for column in ("type", "manufacturer", "model"):
        found[column], held = without_addresses(found[column])
        if held:
            personal += [labels[i] for i in header.theirs(column)]
    personal += [labels[i] for i in header.theirs("person") if cells[:, i].str.contains(r"\S").any()]
    extra, more = _extra(cells.height, [(labels[i], cleaned[i]) for i in cleaned if _kept(header, i) in KEPT])
    records = pl.DataFrame(
        {
            "where": _nothing("where", cells.height),
            "has_quantity": pl.Series([bool(header.theirs("quantity"))]).new_from_index(0, cells.height),
            "line": lines,
            "sheet": pl.Series([table.sheet], dtype=pl.String).new_from_index(0, cells.height),
            "filled": cells.select(
                pl.sum_horizontal(pl.all().str.len_bytes().fill_null(0) > 0).cast(pl.Int64)
            ).to_series(),
            "repeated": _repeats(cells, header),
            "title": lines.is_in(sorted(table.title_lines)),
            "first": _first_cell(cells, [i for i in used if labels[i] not in {*personal, *more}]),
            **found,
            "total": _totals(cells, found),
            "overflow": _overflow(cells, header) if text_file else _nothing("overflow", cells.height),
            "extra": extra,
        },
        schema=dict(RECORDS),
    )
    listed = tuple(label for label in labels if label in {*personal, *more})
    records = records.with_columns(_where(cells, records, header))
    return Gathered(_without_blanks(records, cells), listed, tuple(labels[i] for i in cut))


def _is_too_long(series: pl.Series) -> bool:
    return bool((series.str.len_chars() > bound("longest_cell")).any())


def _is_used(header: Header, i: int) -> bool:
    return _kept(header, i) not in ("person", "ignored")


def _kept(header: Header, i: int) -> str:
    label = header.labels[i]
    return header.columns.get(label, "extra") if label else "unnamed"


def _below(table: Table, header: Header) -> tuple[pl.DataFrame, pl.Series]:
    """Return the records below the header that hold anything at all."""
    cells, lines = table.cells.slice(header.row + 1), table.lines.slice(header.row + 1)
    filled = cells.select(pl.any_horizontal(pl.all().str.len_bytes() > 0)).to_series().fill_null(False)
    return (cells, lines) if filled.all() else (cells.filter(filled), lines.filter(filled))


def _without_blanks(records: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Drop records of spaces only; only those where no column of ours has a value are looked at."""
    empty = records.select(pl.all_horizontal(pl.col(*SINGLE, *CHAINED, "extra").is_null())).to_series()
    if not empty.any():
        return records
    suspects = cells.filter(empty).select(pl.all_horizontal(pl.all().str.strip_chars(BLANKS).fill_null("") == ""))
    blank = pl.Series([False]).new_from_index(0, records.height).scatter(empty.arg_true(), suspects.to_series())
    return records.filter(~blank)


def _nothing(name: str, height: int) -> pl.Series:
    return pl.Series(name, [None], dtype=pl.String).new_from_index(0, height)


def _first_of(series: list[pl.Series], name: str, height: int) -> pl.Series:
    found = series[0] if series else _nothing(name, height)
    for other in series[1:]:
        found = found.zip_with(found.is_not_null(), other)
    return found.rename(name)


def _first_cell(cells: pl.DataFrame, shown: list[int]) -> pl.Series:
    """Return the first cell of each record that is not empty, to show it where the record is set aside.

    Only cells of the `shown` columns: the others hold people's names or numbers; "…" stands where no cell is shown.
    """
    columns = [pl.col(cells.columns[i]) for i in shown]
    filled = [pl.when(column.str.len_bytes() > 0).then(column) for column in columns]
    return cells.select(pl.coalesce(*filled, pl.lit("…")).alias("first")).to_series()


def _repeats(cells: pl.DataFrame, header: Header) -> pl.Series:
    """Tell which records are the header again (sheets pasted one below the other)."""
    told = [i for i, label in enumerate(header.labels) if label][:4]
    same = [pl.col(str(i)).str.strip_chars(BLANKS).eq_missing(header.labels[i]) for i in told]
    needed = min(2, len(told))
    # a cell that is the label, spaces aside, holds it: to look for that is cheaper than to strip every cell
    held = [pl.col(str(i)).str.contains(header.labels[i], literal=True).fill_null(False) for i in told]
    suspect = cells.select(pl.sum_horizontal(held) >= needed).to_series()
    if not suspect.any():
        return suspect
    again = cells.filter(suspect).select(pl.sum_horizontal(same) >= needed).to_series()
    return suspect.scatter(suspect.arg_true(), again)


def _where(cells: pl.DataFrame, records: pl.DataFrame, header: Header) -> pl.Series:
    """Return their name of the column that shows why a record may be no device; looked for in such records only."""
    odd = records.select(
        pl.col("total").is_not_null()
        | pl.col("repeated")
        | pl.col("title")
        | pl.all_horizontal(pl.col(DEVICE_NAMES).is_null())
        | (pl.col("filled") == 1)
    ).to_series()
    where = _nothing("where", cells.height)
    if not odd.any():
        return where
    shown = records.filter(odd).select(pl.coalesce("total", "first")).to_series()
    labels = [label or None for label in header.labels]
    found = cells.filter(odd).select(
        pl.coalesce(pl.when(pl.col(str(i)) == shown).then(pl.lit(label, pl.String)) for i, label in enumerate(labels))
    )
    return where.scatter(odd.arg_true(), found.to_series())


@cache
def _total_pattern() -> str:
    prefix = "|".join(re.escape(w) for w in raw_words("total", "prefix"))
    whole = "|".join(re.escape(w) for w in raw_words("total", "whole"))
    return rf"(?i)^\W*(?:(?:{prefix})(?:\W|$)|(?:{whole})\W*$)"


def _totals(cells: pl.DataFrame, found: Mapping[str, pl.Series]) -> pl.Series:
    """Return the cell that makes a record a line of totals, else null.

    A word such as "Total" makes one only where no model and no serial number stand beside it; where it could be the
    name of a company or a place, only where nothing else describes a device.
    """
    nothing = _nothing("total", cells.height)
    serial = found["serial"]
    unmarked = serial.is_null() | serial.str.contains(_total_pattern())
    candidates = unmarked & (found["model"].is_null() | found["manufacturer"].is_null())
    if not candidates.any():
        return nothing
    few = {column: series.filter(candidates) for column, series in found.items()}
    return nothing.scatter(candidates.arg_true(), _totals_among(cells.filter(candidates), few))


def _totals_among(cells: pl.DataFrame, found: Mapping[str, pl.Series]) -> pl.Series:
    pattern = _total_pattern()
    text = cells.select(pl.all().str.contains(pattern).fill_null(False))
    if not text.select(pl.any_horizontal(pl.all())).to_series().any():
        return _nothing("total", cells.height)
    words = cells.select(pl.coalesce(pl.when(pl.all().str.contains(pattern)).then(pl.all()))).to_series()
    serial = found["serial"].is_null() | found["serial"].str.contains(pattern)
    is_total = {c: found[c].str.contains(pattern).fill_null(False) for c in _DEVICE}
    model = found["model"].is_null() | is_total["model"]
    described = pl.Series([False]).new_from_index(0, cells.height)
    for column in ("type", "manufacturer"):
        described = described | (found[column].is_not_null() & ~is_total[column])
    place = pl.Series([False]).new_from_index(0, cells.height)
    for column in ("site", "entity", "supplier"):
        place = place | found[column].str.contains(pattern).fill_null(False)
    sure = words.is_not_null() & model & serial & ~(place & described)
    return words.set(~sure, None).rename("total")


def _overflow(cells: pl.DataFrame, header: Header) -> pl.Series:
    """Return what stands beyond the last named column, where few lines have it: their fields have slipped."""
    last = max(i for i, label in enumerate(header.labels) if label)
    beyond = [name for name in cells.columns if int(name) > last]
    none = _nothing("overflow", cells.height)
    if not beyond:
        return none
    first = cells.select(pl.coalesce(pl.when(pl.col(beyond).str.contains(r"\S")).then(pl.col(beyond)))).to_series()
    few = (len(first) - first.null_count()) <= bound("overflow_share") * max(len(first), 1)
    return first.rename("overflow") if few else none


def _extra(height: int, columns: list[tuple[str, pl.Series]]) -> tuple[pl.Series, list[str]]:
    """Write what else the file held as one JSON object a record; return it and the labels left out as personal."""
    personal: list[str] = []
    pieces: list[pl.Series] = []
    for label, series in columns:
        kept, held = leave_out(series)
        if held:
            personal.append(label)
        if kept is not None and kept.null_count() < height:
            pieces.append(_json_pieces(label, kept).rename(str(len(pieces))))
    if not pieces:
        return _nothing("extra", height), personal
    joined = pl.DataFrame(pieces).select(pl.concat_str(pl.all(), separator=",", ignore_nulls=True).alias("extra"))
    return joined.select(pl.when(pl.col("extra") != "").then("{" + pl.col("extra") + "}")).to_series(), personal


def _json_pieces(label: str, series: pl.Series) -> pl.Series:
    head = json.dumps(label, ensure_ascii=False) + ":"
    if not few_distinct(series):
        escaped = series
        if series.str.contains(r'["\\\x00-\x1f]').any():
            escaped = series.str.replace_all(r'(["\\])', r"\${1}").str.replace_all(r"[\x00-\x1f]", " ")
        return pl.select(pl.concat_str(pl.lit(head + '"'), pl.lit(escaped), pl.lit('"'))).to_series()
    return map_distinct(series, lambda text: head + json.dumps(text, ensure_ascii=False), pl.String)
