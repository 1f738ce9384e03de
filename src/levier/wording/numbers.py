"""Numbers, shares and dates as people write them in French and English (Babel's CLDR data)."""

from __future__ import annotations

import math
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

LOCALES = {"fr": "fr_FR", "en": "en_GB"}


def significant(value: float, digits: int = 3) -> float:
    """Round `value` to `digits` significant digits."""
    if value == 0 or not math.isfinite(value):
        return value
    return round(value, digits - 1 - math.floor(math.log10(abs(value))))


def write_number(value: float, lang: str, digits: int = 3) -> str:
    """Write `value` with `digits` significant digits; integers of any size keep all theirs before the point."""
    rounded = significant(value, digits)
    decimals = 0 if rounded == 0 else max(0, digits - 1 - math.floor(math.log10(abs(rounded))))
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return str(format_decimal(rounded, format=pattern, locale=LOCALES[lang]))


def write_count(value: float, lang: str) -> str:
    """Write a count of devices or lines: no decimals unless it has some."""
    return str(format_decimal(value, format="#,##0.##", locale=LOCALES[lang]))


def write_share(value: float, lang: str, decimals: int = 0) -> str:
    """Write a share (0 to 1) as a percentage."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    pattern += "\u00a0%" if lang == "fr" else "%"
    return str(format_percent(value, format=pattern, locale=LOCALES[lang]))


def write_date(value: date, lang: str) -> str:
    """Write a date in words: 24 novembre 2026, 24 November 2026."""
    return str(format_date(value, format="d MMMM y", locale=LOCALES[lang]))


def write_argument(value: str | int | float, lang: str) -> str:
    """Write one argument of a sentence: texts stay, integers get separators, floats three significant digits."""
    if isinstance(value, (bool, str)):
        return str(value)
    return write_count(value, lang) if isinstance(value, int) else write_number(value, lang)
