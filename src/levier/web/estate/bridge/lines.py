"""Pages of long tables: the lines of an inventory, those set aside, its names. Only what a page shows is read."""

from __future__ import annotations

import io
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from levier.estate.model import LINE_SCHEMA
from levier.estate.model import Inventory as Reading
from levier.estate.reading import write_rejects
from levier.estate.recognition.normalise import normalise
from levier.web.estate.bridge.aside import with_reason
from levier.web.estate.bridge.files import dropped, kept_table
from levier.web.estate.bridge.keys import aside_name, lines_name, names_name
from levier.web.estate.bridge.known import category_label
from levier.web.estate.bridge.limits import reading_limits
from levier.web.estate.bridge.names import NAME, Name, Named, alias_key, name_from_row, name_key
from levier.web.estate.bridge.reading import head_of
from levier.web.estate.bridge.summaries import FIRST_NAMES, FIRST_ROWS, Summary, summary
from levier.web.estate.models import Import
from levier.web.house.words import language
from levier.wording.numbers import write_date
from levier.wording.text import Language

HELD = 256
"""Counts of filtered lines that a process holds in memory: what is kept under a key never changes."""
UNTOLD = "-"
"""Stands in an address for what a line does not tell."""


@dataclass(frozen=True)
class Filters:
    """What a list of lines is narrowed to; empty for all, `-` for lines that do not tell."""

    site: str = ""
    entity: str = ""
    category: str = ""

    @property
    def told(self) -> dict[str, str]:
        """Return those that narrow, by column."""
        return {name: value for name, value in vars(self).items() if value}


def count_lines(found: Summary, filters: Filters) -> int:
    """Return how many counted lines pass the filters."""
    if not filters.told:
        return found.lines
    if list(filters.told) == ["category"]:
        wanted = "" if filters.category == UNTOLD else filters.category
        return sum(kind.lines for kind in found.kinds if kind.category == wanted)
    return _counted(found.key, filters)


@lru_cache(maxsize=HELD)
def _counted(key: str, filters: Filters) -> int:
    return int(_filtered(key, filters).select(pl.len()).collect().item())


def lines_page(found: Summary, filters: Filters, start: int, size: int) -> list[dict[str, Any]]:
    """Return some of the lines that pass the filters, as they are told."""
    if not filters.told and start + size <= FIRST_ROWS:
        rows = [{**row, "acquired_on": _day(row["acquired_on"])} for row in found.first_lines[start : start + size]]
    else:
        rows = _filtered(found.key, filters).slice(start, size).collect().to_dicts()
    return [
        row
        | {
            "acquired": acquired(row["acquired_on"], row["acquired_precision"], language()),
            "category_label": category_label(row["category"]),
        }
        for row in rows
    ]


def _filtered(key: str, filters: Filters) -> pl.LazyFrame:
    table = kept_table(lines_name(key))
    return table.filter(passing(filters.told)) if filters.told else table  # a filter reads all that is before a page


def passing(told: Mapping[str, str]) -> pl.Expr:
    """Return which lines bear values told by column; `-` is none."""
    wanted = [pl.col(name).fill_null("") == ("" if value == UNTOLD else value) for name, value in told.items()]
    return pl.all_horizontal(pl.lit(value=True), *wanted)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def acquired(day: date | None, precision: str | None, lang: Language) -> str:
    """Write a date of acquisition as precisely as the file told it: a day, a month or a year."""
    if day is None:
        return ""
    if precision == "year":
        return str(day.year)
    return f"{day:%m/%Y}" if precision == "month" else write_date(day, lang)


def aside_page(found: Summary, start: int, size: int) -> list[dict[str, Any]]:
    """Return some of the lines set aside, as they are told."""
    if start + size <= FIRST_ROWS:
        return list(found.first_aside[start : start + size])
    rows = kept_table(aside_name(found.key)).slice(start, size).collect().to_dicts()
    return [with_reason(row) for row in rows]


def rejects(started: Import, lang: Language) -> bytes:
    """Return the lines set aside as CSV, to be mended and read again."""
    head, kept = head_of(started.snapshot), summary(started.snapshot)
    none = pl.DataFrame(schema=dict(LINE_SCHEMA))  # only what was set aside is written
    aside = kept_table(aside_name(kept.key)).collect()
    with dropped(started) as file:
        told = Reading(
            file, head.file_hash, head.read, none, none, aside, head.mapping, personal_columns=head.personal_columns
        )
        out = io.BytesIO()
        write_rejects(told, out, lang=lang, limits=reading_limits())
        return out.getvalue()


@dataclass(frozen=True)
class Wanted:
    """Which names of an inventory: of a category ("" for none, None for whatever), that hold words in any order."""

    category: str | None = None
    search: str = ""


def count_names(found: Summary, wanted: Wanted) -> tuple[int, int]:
    """Return how many names are wanted, and how many lines bear them."""
    return _names(found, wanted).select(pl.len(), pl.col("lines").sum()).collect().row(0)


def names_page(found: Summary, wanted: Wanted, start: int, size: int) -> list[dict[str, Any]]:
    """Return some names with what each was taken for: those not recognised first, then the least certain."""
    return _names(found, wanted).slice(start, size).drop("alternatives").collect().to_dicts()


def names_of(found: Summary, wanted: Wanted) -> list[tuple[Named, int]]:
    """Return every name that is wanted with the lines that bear it, in the same order."""
    rows = _names(found, wanted).select(*NAME, "lines").collect().iter_rows()
    return [((type_, manufacturer, model), lines) for type_, manufacturer, model, lines in rows]


def _names(found: Summary, wanted: Wanted) -> pl.LazyFrame:
    names, words = kept_table(names_name(found.key)), normalise(wanted.search).split()
    if wanted.category is not None:
        names = names.filter(pl.col("category") == wanted.category)
    if not words:
        return names
    written = names.select(*NAME).collect().iter_rows()
    texts = (normalise(" ".join(parts)) for parts in written)
    return names.filter(pl.Series([all(word in text for word in words) for text in texts], dtype=pl.Boolean))


def lines_named(found: Summary, name: Named) -> int:
    """Return how many lines bear a name, compared as recognition compares."""
    key = alias_key(*name)
    return sum(lines for other, lines in names_of(found, Wanted()) if alias_key(*other) == key)


def names_to_check(found: Summary, asked: Collection[str]) -> list[Name]:
    """Return the first names to check, those before them that are asked for by their key, recognised or not."""
    if not asked:
        return list(found.first_names)
    rows = kept_table(names_name(found.key)).collect().iter_rows(named=True)
    wanted = [name_from_row(row) for row in rows if name_key(*(row[part] for part in NAME)) in asked]
    return [*wanted, *(name for name in found.first_names if name.key not in asked)][:FIRST_NAMES]
