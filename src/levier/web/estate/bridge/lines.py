"""Pages of long tables: the lines of an inventory, those set aside, its names. Only what a page shows is read."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from levier.estate.model import LINE_SCHEMA
from levier.estate.model import Inventory as Reading
from levier.estate.reading import write_rejects
from levier.web.estate.bridge.aside import with_reason
from levier.web.estate.bridge.files import dropped, kept_table
from levier.web.estate.bridge.keys import aside_name, lines_name, names_name
from levier.web.estate.bridge.known import category_label
from levier.web.estate.bridge.limits import reading_limits
from levier.web.estate.bridge.reading import head_of
from levier.web.estate.bridge.summaries import FIRST_ROWS, Summary, summary
from levier.web.estate.models import Import
from levier.web.house.words import language
from levier.wording.numbers import write_date
from levier.wording.text import Language

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
    return int(_filtered(found, filters).select(pl.len()).collect().item())


def lines_page(found: Summary, filters: Filters, start: int, size: int) -> list[dict[str, Any]]:
    """Return some of the lines that pass the filters, as they are told."""
    if not filters.told and start + size <= FIRST_ROWS:
        rows = [{**row, "acquired_on": _day(row["acquired_on"])} for row in found.first_lines[start : start + size]]
    else:
        rows = _filtered(found, filters).slice(start, size).collect().to_dicts()
    return [
        row
        | {
            "acquired": acquired(row["acquired_on"], row["acquired_precision"], language()),
            "category_label": category_label(row["category"]),
        }
        for row in rows
    ]


def _filtered(found: Summary, filters: Filters) -> pl.LazyFrame:
    lines = kept_table(lines_name(found.key))
    for name, value in filters.told.items():
        lines = lines.filter(pl.col(name).fill_null("") == ("" if value == UNTOLD else value))
    return lines


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


def count_names(found: Summary, category: str | None) -> int:
    """Return how many names were taken for a category: "" for none, None for whatever."""
    return int(_names(found, category).select(pl.len()).collect().item())


def names_page(found: Summary, category: str | None, start: int, size: int) -> list[dict[str, Any]]:
    """Return some names with what each was taken for: those not recognised first, then the least certain."""
    return _names(found, category).slice(start, size).drop("alternatives").collect().to_dicts()


def _names(found: Summary, category: str | None) -> pl.LazyFrame:
    names = kept_table(names_name(found.key))
    return names if category is None else names.filter(pl.col("category") == category)
