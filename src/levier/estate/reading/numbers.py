"""Numbers as people write them: decimal commas, thousands marks, currencies, quantities in words, screen sizes."""

from __future__ import annotations

import re

import polars as pl

from levier.estate.reading.distinct import map_distinct, map_values
from levier.estate.reading.words import bound, plain, raw_words, words
from levier.quantity.units import convert

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NUMBER = re.compile(r"^[+-]?\d+(?:[.,]\d+)*$")
_MOST_WORDS = 12
_HUNDRED, _THOUSAND = 100, 1000
_INCHES = re.compile(r"(\d{1,3}(?:[.,]\d{1,2})?)\s*(cm|mm)?", re.IGNORECASE)


def read_numbers(series: pl.Series) -> pl.Series:
    """Read a column of numbers, Float64; what is no number, or in another currency than the euro, is null."""
    fast = series.cast(pl.Float64, strict=False)
    if fast.null_count() == series.null_count() and not series.str.contains(r"^\d{1,3}\.\d{3}$").any():
        return fast.set(~fast.is_finite().fill_null(True), None)
    return map_values(series, _read_distinct, pl.Float64)


def _read_distinct(texts: list[str]) -> list[float | None]:
    bare = [_bare(text) for text in texts]
    comma = any(re.search(r",\d{1,2}$|,\d{4,}$|\..*,", t) for t in bare if t)
    point = any(re.search(r"\.\d{1,2}$|\.\d{4,}$|,.*\.", t) for t in bare if t)
    return [_read_number(text, comma, point) for text in bare]


def _bare(text: str) -> str | None:
    """Drop spaces and what says euro; None where another currency or other words stand."""
    lowered = text.lower()
    if any(word.lower() in lowered for word in raw_words("other_currency")):
        return None
    for word in sorted(raw_words("number_unit"), key=len, reverse=True):
        lowered = lowered.replace(word.lower(), "")
    found = _SPACES.sub("", lowered).rstrip(".-")
    return found if _NUMBER.match(found) else None


def _read_number(text: str | None, comma: bool, point: bool) -> float | None:
    """Read one number; `comma` and `point` tell which sign the column proves to be decimal."""
    if text is None or len(text) > 40:
        return None
    marks = [c for c in text if c in ",."]
    if not marks:
        return float(text)
    last = marks[-1]
    other_proved = (comma and not point) if last == "." else (point and not comma)
    thousands = len(marks) > 1 and len(set(marks)) == 1
    if not thousands and len(marks) == 1 and re.search(r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$", text):
        # 1.299 alone: thousands unless the column proves that this very sign is decimal
        thousands = other_proved or not (comma if last == "," else point)
    if thousands:
        return float(text.replace(last, ""))
    whole, fraction = text.rsplit(last, 1)
    return float(f"{whole.replace(',', '').replace('.', '')}.{fraction}")


def other_currency(text: str) -> bool:
    """Tell whether `text` names another currency than the euro."""
    return any(word.lower() in text.lower() for word in raw_words("other_currency"))


def read_quantities(series: pl.Series) -> pl.Series:
    """Read a column of quantities, Int64; null where the text is no whole number of devices (negative included)."""
    fast = series.cast(pl.Int64, strict=False)
    if fast.null_count() == series.null_count():
        return fast.set((fast < 0) | (fast > bound("largest_quantity")), None)
    thousands = _thousands_marks(series)
    return map_distinct(series, lambda text: read_quantity(text, thousands), pl.Int64)


def _thousands_marks(series: pl.Series) -> str:
    """Return which of `,` and `.` mark thousands in a column of quantities.

    `1,200` proves it, since there is no part of a device. `1,000` alone does not: some exports write one device so; but
    they write all with three decimals, so that a bare number beside it proves it too.
    """
    bare = bool(series.str.contains(r"^\s*\d+\s*$").any())
    return "".join(
        mark
        for mark in ",."
        if series.str.contains(rf"^\s*[1-9]\d{{0,2}}[{mark}](?:\d\d[1-9]|\d[1-9]\d|[1-9]\d\d)\s*$").any()
        or (bare and series.str.contains(rf"^\s*[1-9]\d{{0,2}}[{mark}]000\s*$").any())
    )


def read_quantity(text: str, thousands: str = "") -> int | None:
    """Read `3`, `3,0`, `1 200`, `x2`, `3 pcs`, `deux`, `twenty-two`; `thousands`: the signs that mark thousands."""
    simple = plain(text)
    if simple in words("quantity"):
        return int(words("quantity")[simple])
    if (spelt := _in_words(simple)) is not None:
        return spelt
    bare = _SPACES.sub("", text.lower())
    bare = re.sub(r"^(?:x|qt[eéy]\.?:?)(?=\d)|(?<=\d)x$", "", bare)
    for unit in sorted(words("quantity_unit"), key=len, reverse=True):
        bare = re.sub(rf"(?<=\d){re.escape(unit)}(?:\(s\))?\.?$", "", plain(bare) if not bare.isascii() else bare)
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", bare) and len(re.findall("[.,]", bare)) > 1:
        bare = re.sub("[.,]", "", bare)
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+\.0+|\d{1,3}(?:\.\d{3})+,0+", bare):
        bare = re.sub("[.,]", "", bare[: max(bare.rfind(","), bare.rfind("."))])
    if thousands and re.fullmatch(rf"[1-9]\d{{0,2}}[{thousands}]\d{{3}}", bare):
        bare = re.sub("[.,]", "", bare)
    match = re.fullmatch(r"\+?(\d{1,15})(?:[.,]0+)?", bare)
    if match:
        return int(match[1]) if int(match[1]) <= bound("largest_quantity") else None
    number, _, rest = simple.partition(" ")
    return int(words("quantity")[number]) if number in words("quantity") and rest in words("quantity_unit") else None


def _in_words(simple: str) -> int | None:
    """Read a number of several words: `vingt et un`, `quatre vingt douze`, `two hundred and five`."""
    known, apart = words("quantity"), words("quantity_collective")
    tokens = [token for token in simple.split() if token not in ("et", "and")]
    if not 2 <= len(tokens) <= _MOST_WORDS or any(token not in known or token in apart for token in tokens):
        return None
    whole = part = last = 0
    for value in (int(known[token]) for token in tokens):
        if value == _THOUSAND and not whole:
            whole, part = value * max(part, 1), 0
        elif value == _HUNDRED and part < 10:
            part = value * max(part, 1)
        elif value == 20 and last == 4:
            part, value = part + 76, 80
        elif 0 < value < _HUNDRED and _may_follow(value, part, last):
            part += value
        else:
            return None
        last = value
    return whole + part


def _may_follow(value: int, part: int, last: int) -> bool:
    """Tell whether `value` can be said after a number ending in `last`: `twenty two`, `soixante dix sept`."""
    if part % _HUNDRED == 0:
        return True
    return (20 <= last <= 90 and value < 20) or (last == 10 and 7 <= value <= 9)


def read_inches(series: pl.Series) -> pl.Series:
    """Read a column of diagonals in inches, Float64: `24"`, `23,8 pouces`, `60 cm`."""
    return map_distinct(series, read_inch, pl.Float64)


def read_inch(text: str) -> float | None:
    """Read one diagonal in inches."""
    match = _INCHES.search(text)
    if not match:
        return None
    value = float(match[1].replace(",", "."))
    if match[2]:
        value = round(convert(value, match[2].lower(), "inch"), 1)
    return value if 0 < value <= bound("most_inches") else None


def read_years(series: pl.Series, months: bool) -> pl.Series:
    """Read a column of durations in years, Float64: `5`, `5 ans`, `60 mois`; `months`: bare numbers are months."""

    def read(text: str) -> float | None:
        simple = plain(text)
        match = re.match(r"\d+(?:[.,]\d+)?", text.strip())
        if not match:
            return None
        value = float(match[0].replace(",", "."))
        is_months = any(w in words("month_word") for w in simple.split()) or (
            months and not any(w in words("year_word") for w in simple.split())
        )
        return (convert(value, "month", "year") if is_months else value) or None

    return map_distinct(series, read, pl.Float64)
