"""What pages of results say of rows: amounts, views, reasons."""

from __future__ import annotations

from django.utils import timezone

from levier.report.measure import measure, not_available
from levier.report.words import VIEWS
from levier.web.footprint.asked import Asked
from levier.web.footprint.models import Result
from levier.web.house.words import language, told
from levier.wording.text import Text, say


def amount(value: float | None, unit: str, low: float | None = None, high: float | None = None) -> str:
    """Write an amount with its unit."""
    if value is None:
        return not_available(language())
    return measure(unit, language(), value, low, high).amount(value)


def headline(result: Result) -> str:
    """Write the value of a result."""
    return amount(result.value, result.unit, result.low, result.high)


def band(result: Result) -> str:
    """Write the band of a result, or a dash."""
    if result.value is None or result.low is None or result.high is None:
        return "–"
    written = measure(result.unit, language(), result.value, result.low, result.high)
    return written.band_amount(result.low, result.high)


def view(asked: Asked, year: int) -> Text:
    """Return the view of a result in words: per year of use…"""
    text = VIEWS[asked.view]
    return Text(text.message, {"year": str(asked.year or year)}) if "{year}" in text.message else text


def made_on(result: Result) -> str:
    """Write the day on which a result was computed."""
    from levier.wording.numbers import write_date

    return write_date(timezone.localdate(result.created_at), language())


WHY = {
    "facts": say("the facts were renewed"),
    "code": say("the code that computes was renewed"),
    "corrections": say("your organisation corrected something"),
    "referential": say("the referential that it was computed with was taken away"),
}


def why(reasons: list[str]) -> str:
    """Write why a result is no longer the one that would be computed today."""
    return told(say(", ")).join(told(WHY[r]) for r in reasons)
