"""Figures in prose: weights, amounts, durations and dates, as people write them in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from levier.quantity.units import convert
from levier.tender.words import fold

WEIGHT = re.compile(r"(?<!\bsur )(?<!out of )(?<!/ )(?<![\d.,/])(\d{1,3}(?:[.,]\d+)?)\s*(%|points?\b|pts?\b|marks?\b)")
AMOUNT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[ .,]\d{3})+|\d+)(?:[.,](\d{1,2}))?\s*(k€|keur\b|m€|millions? d'euros|€|euros?\b|eur\b)"
)
SCALES = {"k€": 1000.0, "keur": 1000.0, "m€": 1_000_000.0}
NUMBERS = {
    "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "dix": 10,
    "douze": 12, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "une fois": 1,
}  # fmt: skip
_N = r"(\d{1,3}|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + r")"
SPAN = re.compile(rf"\b{_N}\s*(?:\(\d+\)\s*)?(mois|ans?|annees?|months?|years?)\b")
RENEWAL = re.compile(
    rf"(?:reconduct\w*|reconduit\w*|renouvel\w*|renew\w*)[^.;]{{0,40}}?\b{_N}\s*(?:fois|times?)\b[^.;]{{0,40}}?{_N}\s*"
    r"(mois|ans?|annees?|months?|years?)"
)
MONTHS = {
    name: n
    for names in (
        "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
        "january february march april may june july august september october november december",
    )
    for n, name in enumerate(names.split(), start=1)
}
DAY = re.compile(
    r"\b(\d{1,2})(?:er)?\s+("
    + "|".join(MONTHS)
    + r")\s+(20\d\d)\b|\b(\d{1,2})[/.](\d{1,2})[/.](20\d\d)\b|\b(20\d\d)-(\d\d)-(\d\d)\b"
)
DAYS = re.compile(rf"\b{_N}\s*(jours?|semaines?|days?|weeks?)\b")


@dataclass(frozen=True)
class Weight:
    """A weight as it is written: `value` of `unit`, and where."""

    value: float
    unit: str
    start: int
    end: int


def weights(text: str) -> list[Weight]:
    """Return the weights of a text, in its order."""
    return [
        Weight(float(m[1].replace(",", ".")), "%" if m[2] == "%" else "points", m.start(), m.end())
        for m in WEIGHT.finditer(fold(text))
    ]


def amounts_eur(text: str) -> list[float]:
    """Return the amounts in euros of a text."""
    found = []
    for m in AMOUNT.finditer(fold(text)):
        whole, cents, unit = m[1], m[2], m[3]
        value = float(re.sub(r"[ .,]", "", whole)) + (float(f"0.{cents}") if cents else 0)
        scale = SCALES.get(unit, SCALES["m€"] if unit.startswith("million") else 1.0)
        found.append(value * scale)
    return found


def _count(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[word]


def _months(number: str, unit: str) -> int:
    years = unit.startswith(("an", "year"))
    return round(convert(_count(number), "year" if years else "month", "month"))


def spans_months(text: str) -> list[int]:
    """Return the durations of a text in months."""
    return [_months(m[1], m[2]) for m in SPAN.finditer(fold(text))]


def renewed_months(text: str) -> int | None:
    """Return the months that renewals add, None where none are written."""
    match = RENEWAL.search(fold(text))
    return _count(match[1]) * _months(match[2], match[3]) if match else None


def days_written(text: str) -> list[str]:
    """Return delays in days or weeks, as `30 jours`."""
    return [f"{_count(m[1])} {m[2].rstrip('s')}" for m in DAYS.finditer(fold(text))]


def dates(text: str) -> Iterator[date]:
    """Yield the dates of a text; what is no day of the calendar is left out."""
    for m in DAY.finditer(fold(text)):
        if m[1]:
            parts = (int(m[3]), MONTHS[m[2]], int(m[1]))
        elif m[4]:
            parts = (int(m[6]), int(m[5]), int(m[4]))
        else:
            parts = (int(m[7]), int(m[8]), int(m[9]))
        try:
            yield date(*parts)
        except ValueError:
            continue
