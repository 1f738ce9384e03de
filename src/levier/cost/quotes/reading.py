"""Reads pasted lines of quotes: a price or a rent, years, a warranty, kWh, a footprint; the rest is the name.

Only what stands with its unit is read: what a number means is never guessed from its size.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from levier.cost.quotes.model import Condition, Quote
from levier.estate.reading.numbers import read_numbers
from levier.estate.reading.words import plain, raw_words
from levier.quantity.units import convert

LONGEST = 300
"""Letters of a line that are read."""
SPACES = "\u00a0\u202f\u2009"
NUMBER = rf"(?<![\w.,])\d(?:[\d{SPACES}'. ]*\d)?(?:,\d+)?"
"""Digits, with marks and spaces between thousands; a comma before the decimals."""
MONEY = r"(?:€|euros?\b|eur\b)(?:\s*(?:HT|TTC|excl\.?|incl\.?)(?:\s*(?:VAT|tax))?\b)?"


def read_quotes(text: str) -> list[Quote]:
    """Read each line that holds something as one quote."""
    return [read_quote(line[:LONGEST]) for line in text.splitlines() if line.strip()]


def read_quote(line: str) -> Quote:
    """Read one line; what it does not tell with its unit stays None."""
    rest = _Rest(line)
    warranty = rest.years(_around(raw_words("warranty_word")))
    kwh = rest.number(_patterns()["kwh"])
    embodied = rest.number(_patterns()["carbon"])
    rent = rest.number(_patterns()["rent"])
    price = None if rent is not None else rest.price()
    years = rest.years(("{duration}",))
    return Quote(
        name=rest.name(),
        condition=condition_of(line),
        price_eur=price,
        rent_eur_per_month=rent,
        years=years,
        warranty_years=warranty,
        embodied_kgco2e=embodied,
        kwh_per_year=kwh,
    )


def condition_of(line: str) -> Condition:
    """Return the condition that a line tells: new unless it says otherwise."""
    found = f" {plain(line)} "
    if any(f" {plain(word)} " in found for word in raw_words("second_hand_name")):
        return Condition.SECOND_HAND
    if any(f" {plain(word)} " in found for word in raw_words("refurbished_name")):
        return Condition.REFURBISHED
    return Condition.NEW


class _Rest:
    """What is left of a line once something was read from it."""

    def __init__(self, line: str) -> None:
        self.text = line

    def take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """Find a pattern and cut it out."""
        found = pattern.search(self.text)
        if found is not None:
            self.text = f"{self.text[: found.start()]};{self.text[found.end() :]}"
        return found

    def number(self, pattern: re.Pattern[str]) -> float | None:
        """Return the number of a pattern."""
        found = self.take(pattern)
        return None if found is None else read(found["number"])

    def price(self) -> float | None:
        """Return the last amount in euros, or what stands alone in the last cell."""
        amounts = list(_patterns()["price"].finditer(self.text))
        if amounts:
            last = amounts[-1]
            self.text = f"{self.text[: last.start()]};{self.text[last.end() :]}"
            return read(last["number"])
        cells = [cell for cell in re.split(r"[;\t|]", self.text) if cell.strip()]
        number = read(cells[-1].strip()) if len(cells) > 1 else None
        if number is not None:
            self.text = self.text.replace(cells[-1], "")
        return number

    def years(self, shapes: tuple[str, ...]) -> float | None:
        """Return a duration in years, where it stands in one of some shapes."""
        for shape in shapes:
            for unit, lists in (("month", "month_word"), ("year", "year_word")):
                words = "|".join(re.escape(w) for w in sorted(raw_words(lists), key=len, reverse=True))
                duration = rf"(?P<number>\d+(?:[.,]\d+)?)[\s{SPACES}-]*(?:{words})\b"
                found = self.take(re.compile(shape.replace("{duration}", duration), re.IGNORECASE))
                if found is not None:
                    number = read(found["number"])
                    return None if number is None else convert(number, unit, "year")
        return None

    def name(self) -> str:
        """Return the words that are left."""
        kept = [part.strip(f" \t,:·-–—{SPACES}") for part in re.split(r"[;\t|]", self.text)]
        named = re.sub(rf"[\s{SPACES}]+", " ", " ".join(part for part in kept if re.search(r"[^\W_]", part)))
        return re.sub(r"(?:\s*,?\s+(?:sur|pendant|over|for|€))+$|^(?:€)\s*", "", named, flags=re.IGNORECASE).strip(" ,")


def read(text: str) -> float | None:
    """Read a number as people write it; None where it is none."""
    number = read_numbers(pl.Series([text]))[0]
    return None if number is None else float(number)


def _around(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the shapes of a duration that stands after or before one of some words."""
    named = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return (
        rf"\b(?:{named})s?\b[\s{SPACES}:]*(?:(?:de|of)\s+)?{{duration}}",
        rf"{{duration}}[\s{SPACES}]*(?:(?:de|of)\s+)?(?:{named})s?\b",
    )


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    number, space = f"(?P<number>{NUMBER})", rf"[\s{SPACES}]*"
    months = "|".join(re.escape(w) for w in sorted(raw_words("month_word"), key=len, reverse=True))
    monthly = "|".join(re.escape(w) for w in raw_words("monthly_word"))
    return {
        "kwh": re.compile(
            rf"{number}{space}kWh(?:{space}(?:/|par|per|a){space}(?:an|année|year|yr)\b)?", re.IGNORECASE
        ),
        "carbon": re.compile(
            rf"{number}{space}kg{space}(?:de\s+)?(?:éq\.?{space})?(?:CO2e?|CO₂e?)(?:{space}(?:éq\.?|eq\.?|e)\b)?",
            re.IGNORECASE,
        ),
        "rent": re.compile(
            rf"{number}{space}{MONEY}{space}(?:(?:/|par|per|a){space}(?:{months})\b|(?:{monthly})\b)", re.IGNORECASE
        ),
        "price": re.compile(rf"{number}{space}{MONEY}", re.IGNORECASE),
    }
