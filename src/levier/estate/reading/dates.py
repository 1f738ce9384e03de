"""Dates of every form that inventories hold; day or month first is decided by what the whole column proves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import polars as pl

from levier.estate.reading.distinct import map_distinct
from levier.estate.reading.words import bound, month_names, plain

Order = Literal["dmy", "mdy", "ymd"]
Parsed = tuple[date, str]

_NUMERIC = re.compile(r"^(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4}|\d{2})$")
_ISO = re.compile(r"^(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})$")
_YEAR_MONTH = re.compile(r"^(\d{4})[/.\-](\d{1,2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[/.\-](\d{4})$")
_COMPACT = re.compile(r"^((?:19|20)\d{2})(\d{2})(\d{2})$")
_YEAR = re.compile(r"^(?:annee |year |en |in )?((?:19|20)\d{2})$")
_QUARTER = re.compile(r"^(?:[tq][1-4] ?(\d{4})|(\d{4}) ?[tq][1-4])$")
_SERIAL = re.compile(r"^\d{5}(?:[.,]\d+)?$")
_WORDY = re.compile(r"^(?:(\d{1,2})(?:er|st|nd|rd|th)? )?([a-z]+) (\d{4}|\d{2})$")
_WORDY_US = re.compile(r"^([a-z]+) (\d{1,2})(?:st|nd|rd|th)? (\d{4})$")
_TIME = r"(?:[T ]+\d{1,2}:\d{2}.*|T\d{2}.*)$"
_EXCEL_DAY_0 = date(1899, 12, 30)
_WEEKDAYS = re.compile(
    r"^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim) (?=\d)"
)


@dataclass(frozen=True)
class DateColumn:
    """Dates read: values, precision (day, month, year), the order taken, how sure it was, which could not be read.

    `ambiguous`: nothing in the column told day from month; `mixed`: some dates prove one order, some the other.
    """

    values: pl.Series
    precision: pl.Series
    order: Order | None
    ambiguous: bool
    mixed: bool
    lost: pl.Series


def read_dates(series: pl.Series, hint: Order | None = None) -> DateColumn:
    """Read a column of dates; `hint` is the order taken where the column proves none."""
    texts = _without_time(series)
    distinct = texts.drop_nulls().unique().to_list()
    dmy, mdy, unsure = _evidence(distinct)
    order: Order | None = None
    if dmy or mdy or unsure:
        order = ("dmy" if dmy >= mdy else "mdy") if dmy or mdy else (hint or "dmy")
    values, precision = _parse(texts, order or "dmy")
    lost = texts.is_not_null() & values.is_null()
    sure = bool(dmy or mdy or not unsure)
    return DateColumn(
        values,
        precision,
        order,
        not sure,
        bool(dmy and mdy),
        lost,
    )


def _parse(texts: pl.Series, order: Order) -> tuple[pl.Series, pl.Series]:
    """Read each distinct text once; its number leads each cell to its date and its precision."""
    parsed: list[Parsed | None] = []

    def number(text: str) -> int:
        parsed.append(read_date(text, order))
        return len(parsed) - 1

    at = map_distinct(texts, number, pl.UInt32)
    days = pl.Series(texts.name, [found[0] if found else None for found in parsed], dtype=pl.Date)
    precisions = pl.Series(texts.name, [found[1] if found else None for found in parsed], dtype=pl.String)
    return days.gather(at), precisions.gather(at)


def read_date(text: str, order: Order) -> Parsed | None:
    """Read one date and its precision; None where it is none or no device is of such a year."""
    try:
        found = _numeric(text, order) or _partial(text) or _wordy(plain(text).replace("  ", " "))
    except (ValueError, OverflowError):
        return None
    if found and bound("earliest_year") <= found[0].year <= bound("latest_year"):
        return found
    return None


def _without_time(series: pl.Series) -> pl.Series:
    if series.str.contains(r"[:T]").any():
        return series.str.replace(_TIME, "").str.strip_chars()
    return series


def _evidence(texts: Iterable[str]) -> tuple[int, int, int]:
    """Count dates that prove day first, that prove month first, and that could be either."""
    dmy = mdy = unsure = 0
    for text in texts:
        if match := _NUMERIC.match(text):
            first, second = int(match[1]), int(match[2])
            dmy += first > 12 >= second
            mdy += second > 12 >= first
            unsure += first <= 12 and second <= 12 and first != second
    return dmy, mdy, unsure


def _numeric(text: str, order: Order) -> Parsed | None:
    if match := _ISO.match(text) or _COMPACT.match(text):
        return date(int(match[1]), int(match[2]), int(match[3])), "day"
    if match := _NUMERIC.match(text):
        day, month = (int(match[2]), int(match[1])) if order == "mdy" else (int(match[1]), int(match[2]))
        return date(_full_year(match[3]), month, day), "day"
    if _SERIAL.match(text):
        return _EXCEL_DAY_0 + timedelta(days=int(re.split("[.,]", text)[0])), "day"
    return None


def _partial(text: str) -> Parsed | None:
    if match := _YEAR_MONTH.match(text):
        return date(int(match[1]), int(match[2]), 1), "month"
    if match := _MONTH_YEAR.match(text):
        return date(int(match[2]), int(match[1]), 1), "month"
    simple = plain(re.sub(r"[.,]0+$", "", text))
    if match := _YEAR.match(simple) or _QUARTER.match(simple):
        return date(int(next(group for group in match.groups() if group)), 1, 1), "year"
    return None


def _wordy(text: str) -> Parsed | None:
    text = _WEEKDAYS.sub("", text)
    if (match := _WORDY.match(text)) and (month := month_names().get(match[2])):
        if match[1]:
            return date(_full_year(match[3]), month, int(match[1])), "day"
        return date(_full_year(match[3]), month, 1), "month"
    if (match := _WORDY_US.match(text)) and (month := month_names().get(match[1])):
        return date(int(match[3]), month, int(match[2])), "day"
    return None


def _full_year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    year = int(text)
    return year + (1900 if year >= bound("two_digit_pivot") else 2000)
