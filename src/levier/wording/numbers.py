"""Numbers, shares and dates as people write them in French and English (Babel's CLDR data)."""

from __future__ import annotations

import math
from datetime import date
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
KEPT = 4096
"""Written numbers and dates that are at hand: a page writes the same ones again and again."""
PERCENT = {"fr": "\u202f%", "en": "%"}


def significant(value: float, digits: int = 3) -> float:
    """Round `value` to `digits` significant digits."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def write_number(value: float, lang: str, digits: int = 3, *, zeros: bool = False) -> str:
    """Write `value` rounded to `digits` significant digits, without an exponent; refuse what is not finite.

    `zeros` keeps zeros at the end after the decimal mark, for numbers in a column: 2.0 beside 2.5.
    """
    rounded = significant(_finite(value), digits)
    decimals = 0 if rounded == 0 else max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    pattern = "#,##0" + ("." + "#0"[zeros] * decimals if decimals else "")
    return _write(rounded, pattern, lang)


def write_count(value: float, lang: str) -> str:
    """Write a count of devices or lines: no decimals unless it has some, and then two at most."""
    return _write(round(_finite(value), 2), "#,##0.##", lang)


def write_euros(value: float, lang: str, decimals: int = 0) -> str:
    """Write an amount as it stands in a column, always with so many decimals."""
    return _write(round(_finite(value), decimals), "#,##0" + ("." + "0" * decimals if decimals else ""), lang)


def write_share(value: float, lang: str, decimals: int = 0) -> str:
    """Write a share (0 to 1) as a percentage; what is not nothing is never written as 0 %, but as `< 1 %`."""
    least = 10.0 ** -(decimals + 2)
    if 0 < _finite(value) <= least / 2:  # half is rounded to even, hence to nothing
        return "<\u00a0" + write_share(least, lang, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "") + PERCENT[lang]
    return str(format_percent(value, format=pattern, locale=LOCALES[lang]))


def _finite(value: float) -> float:
    # A missing figure is None and never comes here: NaN would be a fault of ours that must not be printed.
    if not math.isfinite(value):
        raise ValueError(f"{value} is not a figure that can be written")
    return value


@lru_cache(maxsize=KEPT)
def _write(value: float, pattern: str, lang: str) -> str:
    return str(format_decimal(value or 0, format=pattern, locale=LOCALES[lang]))  # `or 0`: never "-0"


@lru_cache(maxsize=KEPT)
def write_date(value: date, lang: str) -> str:
    """Write a date in words: 24 novembre 2026, 1er janvier 2026, 24 November 2026."""
    written = str(format_date(value, format="d MMMM y", locale=LOCALES[lang]))
    return written.replace("1 ", "1er ", 1) if lang == "fr" and value.day == 1 else written


def write_argument(value: str | int | float, lang: str) -> str:
    """Write one argument of a sentence: texts stay, integers get separators, floats three significant digits."""
    if isinstance(value, (bool, str)):
        return str(value)
    return write_count(value, lang) if isinstance(value, int) else write_number(value, lang)
