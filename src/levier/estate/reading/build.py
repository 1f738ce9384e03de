"""From raw tables to an inventory: the lines to count, those set aside with their reason, and all that was decided."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date

import polars as pl

from levier.estate.model import LINE_SCHEMA, MENDABLE, SET_ASIDE_SCHEMA, Inventory, ReadingMap, ReadOptions, Reason
from levier.estate.reading import fields
from levier.estate.reading.dates import DateColumn, Order, read_dates
from levier.estate.reading.distinct import map_distinct
from levier.estate.reading.gather import RECORDS, Gathered, Read, gather
from levier.estate.reading.header import Header, find_header
from levier.estate.reading.judge import duplicates, judge
from levier.estate.reading.notes import Notes
from levier.estate.reading.numbers import other_currency, read_inches, read_numbers, read_quantities, read_years
from levier.estate.reading.personal import hide, hide_text
from levier.estate.reading.serials import SERIAL_KEY, hash_serials, real_serials, ruined
from levier.estate.reading.table import Raw, Table
from levier.estate.reading.words import plain, presets, words
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

NOTED = (
    *("acquired_on", "acquired_estimate", "retired_on", "status", "has_quantity", "serial", "country"),
    *("price", "price_total"),
)
"""Columns whose texts make assumptions; what is set aside makes none."""

_MOST_SHOWN = 200
"""Letters of a line that an error shows."""


def build(raw: Raw, options: ReadOptions, file_hash: str, serial_key: bytes = SERIAL_KEY) -> Inventory:
    """Build the inventory that the raw tables hold."""
    read = _gather_all(raw, options)
    if not read.records.height and not raw.aside.height:
        raise _header_alone(raw)
    notes = Notes(raw.assumptions)
    notes.reading(read, raw)
    with ThreadPoolExecutor(1) as thread:  # hashing holds Python's lock, Polars does not: they run side by side
        serials = thread.submit(real_serials, read.records["serial"])
        hashes = thread.submit(lambda: hash_serials(serials.result(), serial_key))
        return _build(raw, options, file_hash, read, notes, serials, hashes)


def _build(
    raw: Raw,
    options: ReadOptions,
    file_hash: str,
    read: Read,
    notes: Notes,
    serials: Future[pl.Series],
    hashes: Future[pl.Series],
) -> Inventory:
    values, dates, ended = _values(read, options)
    judged = _counting_anyway(judge(values), options)
    twice = duplicates(values, serials.result().set(judged["reason"].is_not_null(), None))
    judged = _counting_anyway(_with_duplicates(judged, twice, values["serial"]), options)
    counted = judged["reason"].is_null()
    told = values if counted.all() else values.with_columns(pl.when(counted).then(pl.col(c)).alias(c) for c in NOTED)
    _note_values(told, dates, ended, read, notes)
    lines = _lines(values, told, hashes, read, notes)
    aside = _set_aside(values, judged, read, raw)
    return Inventory(
        file=raw.file,
        file_hash=file_hash,
        read=values.height + raw.aside.height,
        lines=lines.filter(counted),
        retired=lines.filter((judged["reason"] == Reason.RETIRED).fill_null(False)),
        set_aside=aside,
        mapping=_mapping(raw, read, dates.order or ended.order),
        assumptions=notes.all(),
        personal_columns=read.personal,
        ignored_columns=_ignored(read),
    )


def _gather_all(raw: Raw, options: ReadOptions) -> Read:
    given = options.mapping.columns if options.mapping else None
    wanted = _wanted(raw, options)
    if wanted and wanted not in {p.id for p in presets()} | {"glpi-agent", "fusion-xml"}:
        raise _unknown_preset(wanted)
    found: list[tuple[Table, Header]] = []
    ignored = list(raw.ignored)
    for table in raw.tables:
        header = find_header(table, wanted, None if raw.fixed else given, options.header_line)
        if header:
            found.append((table, header))
        elif table.sheet:
            ignored.append(table.sheet)
    if not found:
        raise _no_header(raw)
    found, summaries = _without_summaries(found)
    ignored += summaries
    gathered = [gather(table, header, text_file=bool(raw.delimiter)) for table, header in found]
    return Read(
        records=pl.concat([g.records for g in gathered]),
        headers=tuple(header for _, header in found),
        sheets=tuple(table.sheet for table, _ in found if table.sheet),
        ignored=tuple(ignored),
        personal=_union(gathered),
        header_line=int(found[0][0].lines[found[0][1].row]),
        cut=tuple(dict.fromkeys(label for g in gathered for label in g.cut)),
        columns={label: column for _, h in reversed(found) for label, column in h.columns.items() if label},
    )


def _without_summaries(found: list[tuple[Table, Header]]) -> tuple[list[tuple[Table, Header]], list[str]]:
    """Leave out sheets named as the summary of the others: their devices would be counted twice."""
    summaries = [table.sheet for table, _ in found if table.sheet and _is_summary(table.sheet)]
    if len(summaries) == len(found):
        return found, []
    return [pair for pair in found if pair[0].sheet not in summaries or not pair[0].sheet], summaries


def _is_summary(sheet: str) -> bool:
    return any(f" {word} " in f" {plain(sheet)} " for word in words("summary_sheet"))


def _wanted(raw: Raw, options: ReadOptions) -> str | None:
    if raw.fixed:
        return "levier"
    return options.preset or (options.mapping.preset if options.mapping else None)


def _union(gathered: list[Gathered]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label for g in gathered for label in g.personal))


def _values(read: Read, options: ReadOptions) -> tuple[pl.DataFrame, DateColumn, DateColumn]:
    """Add what the texts mean where that decides whether a record counts."""
    records = read.records
    hint = _hint(read, options)
    dates = read_dates(_acquired(records), hint)
    ended = read_dates(records["retired_on"], dates.order or hint)
    status = map_distinct(records["status"], fields.read_status, pl.String)
    values = records.with_columns(
        read_quantities(records["quantity"]).alias("quantity_read"),
        dates.values.alias("acquired_read"),
        dates.precision.alias("acquired_precision"),
        ended.values.alias("retired_read"),
        status.alias("status_read"),
    )
    return values.with_columns(_retired(options.on).alias("retired")), dates, ended


def _acquired(records: pl.DataFrame) -> pl.Series:
    """Return the best date that each record gives of its acquisition."""
    return records["acquired_on"].zip_with(records["acquired_on"].is_not_null(), records["acquired_estimate"])


def _note_values(told: pl.DataFrame, dates: DateColumn, ended: DateColumn, read: Read, notes: Notes) -> None:
    """Tell what was taken for granted of dates, statuses and quantities; `told`: texts of the records that count."""
    notes.dates(dates, _acquired(told), read.label("acquired_on") or read.label("acquired_estimate"))
    notes.dates(ended, told["retired_on"], read.label("retired_on"))
    notes.estimated(int((told["acquired_on"].is_null() & told["acquired_estimate"].is_not_null()).sum()))
    notes.unknown("status_unknown", told["status"], told["status_read"])
    notes.quantities(told)
    notes.serials(told["serial"], ruined(told["serial"]))


def _counting_anyway(judged: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    """Take back the reasons that the user knows better."""
    wanted = sorted(options.count_anyway & MENDABLE)
    if not wanted:
        return judged
    kept = ~pl.col("reason").is_in(wanted).fill_null(False)
    return judged.with_columns(pl.when(kept).then(pl.col(name)).alias(name) for name in judged.columns)


def _hint(read: Read, options: ReadOptions) -> Order | None:
    order = options.date_order or (options.mapping.date_order if options.mapping else None)
    if order is None and read.headers[0].preset:
        order = next((p.date_order for p in presets() if p.id == read.headers[0].preset), None)
    return order if order in ("dmy", "mdy") else None  # type: ignore[return-value]


def _retired(on: date | None) -> pl.Expr:
    """Say by which column a record is retired: its status, or a date of retirement that is past on the day `on`."""
    past = pl.col("retired_read").is_not_null()
    if on is not None:
        past = past & (pl.col("retired_read") <= on)
    return (
        pl.when(pl.col("status_read") == "retired")
        .then(pl.lit("status"))
        .when(past)
        .then(pl.lit("retired_on"))
        .otherwise(None)
    )


def _with_duplicates(judged: pl.DataFrame, twice: pl.Series, serial: pl.Series) -> pl.DataFrame:
    return judged.with_columns(
        judged["reason"].set(twice, Reason.DUPLICATE_SERIAL.value),
        judged["role"].set(twice, "serial"),
        judged["found"].zip_with(~twice, serial),
    )


def _lines(
    values: pl.DataFrame, told: pl.DataFrame, hashes: Future[pl.Series], read: Read, notes: Notes
) -> pl.DataFrame:
    """Make the lines of an estate of every record (the caller keeps those that count, of which `told` has texts)."""
    refurbished = fields.refurbished_by_name(values["model"]) | fields.refurbished_by_name(values["type"])
    condition = _by_word(values, read, "condition")
    ownership = _by_word(values, read, "ownership")
    country = map_distinct(values["country"], fields.read_country, pl.String)
    notes.unknown("country_unknown", told["country"], country)
    named = pl.coalesce("model", pl.when(pl.all_horizontal(pl.col("type", "manufacturer").is_null())).then("name"))
    return values.select(
        pl.col("line", "sheet", "asset_id"),
        pl.lit(hashes.result()).alias("serial_hash"),
        pl.col("type").alias("type_raw"),
        pl.col("manufacturer").alias("manufacturer_raw"),
        named.alias("model_raw"),
        read_inches(values["screen"]).alias("screen_inches"),
        _devices().alias("quantity"),
        pl.col("acquired_read").alias("acquired_on"),
        pl.col("acquired_precision"),
        pl.col("retired_read").alias("retired_on"),
        country.alias("country"),
        pl.col("site", "entity", "supplier"),
        pl.when(pl.col("retired").is_not_null())
        .then(pl.lit("retired"))
        .otherwise(pl.col("status_read"))
        .alias("status"),
        hide(values["status"]).alias("status_raw"),
        map_distinct(values["datacentre"], fields.read_datacentre, pl.Boolean).alias("datacentre"),
        condition.set(condition.is_null() & refurbished, "refurbished").alias("condition"),
        ownership.set(ownership.is_null() & values["lease"].is_not_null(), "leased").alias("ownership"),
        _positive(read_numbers(values["annual_kwh"])).alias("annual_kwh"),
        _price(values, told, read, notes).alias("price_eur"),
        _lifetime(values).alias("lifetime_years"),
        pl.col("extra"),
    ).select(pl.col(c).cast(t) for c, t in LINE_SCHEMA.items())


def _devices() -> pl.Expr:
    """Return the number of devices of a line: one where it says nothing, or nothing that can be (see `MENDABLE`)."""
    told = pl.col("quantity").is_not_null() & (pl.col("quantity_read").fill_null(0) > 0)
    return pl.when(told).then(pl.col("quantity_read")).otherwise(1)


def _by_word(values: pl.DataFrame, read: Read, column: str) -> pl.Series:
    return map_distinct(values[column], fields.word_reader(column, read.label(column) or ""), pl.String)


def _positive(series: pl.Series) -> pl.Series:
    """Keep what can be the energy, price or life of a device: 0 and less mean "not filled in"."""
    return series.set((series <= 0).fill_null(False), None)


def _price(values: pl.DataFrame, told: pl.DataFrame, read: Read, notes: Notes) -> pl.Series:
    """Return the price of one device in euros; a total is shared among the devices of its line."""
    unit, total = _positive(read_numbers(values["price"])), _positive(read_numbers(values["price_total"]))
    foreign = [c for c in ("price", "price_total") if other_currency(read.label(c) or "")]
    notes.prices(told, unit, total, foreign)
    empty = pl.Series([None], dtype=pl.Float64).new_from_index(0, values.height)
    unit, total = (empty if "price" in foreign else unit), (empty if "price_total" in foreign else total)
    devices = values.select(_devices()).to_series()
    each = total / devices.set((devices == 0).fill_null(False), None)
    return unit.zip_with(unit.is_not_null(), each)


def _lifetime(values: pl.DataFrame) -> pl.Series:
    years, months = read_years(values["lifetime_years"], False), read_years(values["lifetime_months"], True)
    return _positive(years.zip_with(years.is_not_null(), months))


def _set_aside(values: pl.DataFrame, judged: pl.DataFrame, read: Read, raw: Raw) -> pl.DataFrame:
    labels = {role: read.label(role) for role in RECORDS}
    aside = pl.concat([values.select("line", "sheet", "where"), judged], how="horizontal").filter(
        pl.col("reason").is_not_null()
    )
    column = aside["role"].replace_strict(labels, default=None, return_dtype=pl.String)
    column = column.zip_with(column.is_not_null(), aside["where"])
    table = aside.select("line", "sheet", "reason", column.alias("column"), hide(aside["found"]).alias("found"))
    return pl.concat([table.select(pl.col(c).cast(t) for c, t in SET_ASIDE_SCHEMA.items()), raw.aside])


def _mapping(raw: Raw, read: Read, order: Order | None) -> ReadingMap:
    first = read.headers[0]
    return ReadingMap(
        preset=raw.fixed or first.preset,
        columns=read.columns,
        sheets=read.sheets,
        header_line=None if raw.fixed else read.header_line,
        encoding=raw.encoding,
        delimiter=raw.delimiter,
        date_order=order,
    )


def _ignored(read: Read) -> tuple[str, ...]:
    return tuple(label for label, column in read.columns.items() if column == "ignored")


def _header_alone(raw: Raw) -> UnusableFile:
    return UnusableFile(
        say("This file holds a header and no line below it."),
        place=Place(raw.file.name),
        mend=say("Export the inventory again, with its lines."),
    )


def _no_header(raw: Raw) -> UnusableFile:
    first = [c for c in (raw.tables[0].cells.row(0) if raw.tables else ()) if c][:_MOST_SHOWN]
    shown = " | ".join(hide_text(c[:_MOST_SHOWN]) for c in first)[:_MOST_SHOWN]
    return UnusableFile(
        say("No line of this file names the columns of an inventory."),
        place=Place(raw.file.name),
        expected=say("a header with columns such as type, manufacturer, model, quantity or date of purchase"),
        found=shown or None,
        mend=say("Name the columns on one line above the devices, or give a mapping of your columns."),
    )


def _unknown_preset(name: str) -> UnusableFile:
    return UnusableFile(
        say("There is no preset of that name."),
        expected=say("one of these: {names}", names=", ".join(sorted(p.id for p in presets()))),
        found=name,
    )
