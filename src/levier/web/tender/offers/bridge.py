"""Where typed and pasted offers become quotes of the library, and a comparison becomes a page or a note."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from django.utils.safestring import SafeString, mark_safe

from levier.cost.quotes.comparing import Compared, compare
from levier.cost.quotes.model import Condition, Need, Quote
from levier.cost.quotes.reading import read_quotes
from levier.estate.recognition import recognise
from levier.report.html import write_answer, write_section
from levier.report.pdf import print_story
from levier.report.quotes import CONDITIONS, tell_note, tell_quotes
from levier.web.house.bridge import facts
from levier.web.house.words import language, later

SEED = 1
"""The same offers give the same answer each time."""
MONTH, ONCE = "month", "once"


@dataclass(frozen=True)
class Shown:
    """A comparison as the page shows it; the report escapes what it writes."""

    title: str
    answer: SafeString
    sections: tuple[SafeString, ...]


def conditions() -> list[tuple[str, Any]]:
    """Return the conditions of a device that a form offers."""
    return [(condition.value, later(CONDITIONS[condition])) for condition in Condition]


def category_of(kind: str) -> str:
    """Return the category that a person names; "" where it is not recognised."""
    names = pl.DataFrame({"type_raw": [kind], "manufacturer_raw": [""], "model_raw": [""]})
    return recognise(names, facts())[0].category


def show(rows: Sequence[Mapping[str, Any]], need: Mapping[str, Any], on: date) -> Shown:
    """Compare offers and write what the page shows."""
    story = tell_quotes(_compared(rows, need, on), facts(), language())
    parts = (*story.sections, story.appendix)
    return Shown(
        story.opening.answer, mark_safe(write_answer(story)), tuple(mark_safe(write_section(s, 2)) for s in parts)
    )


def note(rows: Sequence[Mapping[str, Any]], need: Mapping[str, Any], on: date) -> bytes:
    """Compare offers and print the note for the file."""
    return print_story(tell_note(_compared(rows, need, on), facts(), language()), on, compact=True)


def _compared(rows: Sequence[Mapping[str, Any]], need: Mapping[str, Any], on: date) -> Compared:
    asked = Need(
        on=on,
        quantity=need["quantity"],
        years=need["years"],
        vat=need["vat"],
        category=need["kind"] or None,
        electricity_eur_per_kwh=need["electricity"],
    )
    quotes = [_quote(row) for row in rows]
    return compare(quotes, asked, facts(), np.random.default_rng(SEED), seed=SEED)


def _quote(row: Mapping[str, Any]) -> Quote:
    monthly = row["paid"] == MONTH
    return Quote(
        name=row["name"],
        condition=Condition(row["condition"]),
        price_eur=None if monthly else row["amount"],
        rent_eur_per_month=row["amount"] if monthly else None,
        years=row["years"],
        warranty_years=row["warranty"],
        embodied_kgco2e=row["footprint"],
        kwh_per_year=row["kwh"],
    )


def pasted(text: str) -> list[dict[str, str]]:
    """Read pasted lines as the fields of rows."""
    return [_fields(quote) for quote in read_quotes(text)]


def _fields(quote: Quote) -> dict[str, str]:
    return {
        "name": quote.name[:120],
        "condition": quote.condition.value,
        "amount": typed(quote.rent_eur_per_month if quote.rented else quote.price_eur),
        "paid": MONTH if quote.rented else ONCE,
        "years": typed(quote.years),
        "warranty": typed(quote.warranty_years),
        "footprint": typed(quote.embodied_kgco2e),
        "kwh": typed(quote.kwh_per_year),
    }


def typed(value: float | None) -> str:
    """Write a number as a person of this language would type it."""
    if value is None:
        return ""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language() == "fr" else text
