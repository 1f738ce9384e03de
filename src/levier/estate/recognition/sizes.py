"""Sizes that a name tells: inches of a screen, ports of a switch, power of a UPS, form of a desktop."""

from __future__ import annotations

import re

from levier.catalogue.model import Category
from levier.estate.recognition.facts import Family, RecognitionFacts
from levier.estate.recognition.masks import Masks

INCHES = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:\"|''|”|″|-?\s?pouces?\b|-?\s?inch(?:es)?\b|in\b|po\b)", re.I
)
MODEL_INCHES = re.compile(r"^[a-z]{0,4}?(\d{2})\d{0,2}(?!\d)")
LAPTOP_INCHES = re.compile(r"^(\d{2})(?!g|go|gb|th)(?:[a-z][a-z0-9]*)?$")
PORTS = re.compile(r"^(p|u|f)?(\d{1,2})([a-z]{0,5})$")
VOLT_AMPERES = re.compile(r"^[a-z]{0,4}(\d{3,5})(?![\d])[a-z0-9]*$")
SMALLEST_SCREEN = 3
SCREENED = frozenset(
    {
        "monitor",
        "large_display",
        "interactive_display",
        "television",
        "laptop",
        "all_in_one",
        "tablet",
        "smartphone",
    }
)
NUMBERED = ("monitor", "large_display", "television", "interactive_display")
"""Screens whose model number tells their inches."""


class Sizer:
    """Tells the screen and the size class of a name whose category and family are known."""

    def __init__(self, facts: RecognitionFacts) -> None:
        self.facts, self.masks = facts, Masks(facts.name_sizes)

    def size(
        self,
        entry: Category,
        raw: str,
        types: tuple[str, ...],
        tokens: tuple[str, ...],
        maker: str,
        family: Family | None,
    ) -> tuple[float | None, str]:
        """Return the inches (None if not told) and the size class ("" if not told) of a device."""
        mask = self.masks.find(maker, entry.id, tokens)
        number = mask.number if mask is not None else None
        own = family.size if family is not None and family.category == entry.id else ""
        if entry.id in SCREENED:
            inches = self._inches(entry.id, raw, tokens, number, family)
            return inches, size_class(entry, inches) or own
        told = (mask.size if mask is not None else "") or self._numbered(entry.id, tokens, number, family)
        told = told or own or self._form(entry.id, (*types, *tokens))
        return None, told if told in {s.id for s in entry.sizes} else ""

    def _inches(
        self, category: str, raw: str, tokens: tuple[str, ...], number: float | None, family: Family | None
    ) -> float | None:
        if (found := INCHES.search(raw)) is not None:
            value = float(found.group(1).replace(",", "."))
            return value if value >= SMALLEST_SCREEN else None
        if number is not None:
            return number
        if category in NUMBERED:
            return self._code(MODEL_INCHES, category, tokens)
        if category == "laptop" and family is not None and family.words[0] in tokens:
            # Beside the family's words only: elsewhere a bare 16 is rather memory than a screen.
            start = tokens.index(family.words[0])
            return self._code(LAPTOP_INCHES, category, tokens[start : start + len(family.words) + 2])
        return None

    def _code(self, pattern: re.Pattern[str], category: str, tokens: tuple[str, ...]) -> float | None:
        low, high = self.facts.inches[category]
        for token in tokens:
            found = pattern.match(token)
            if found is not None and low <= float(found.group(1)) <= high:
                return float(found.group(1))
        return None

    def _numbered(self, category: str, tokens: tuple[str, ...], number: float | None, family: Family | None) -> str:
        if category == "switch":
            return self._ports(tokens, number)
        if category == "ups":
            words = family.words if family is not None else ()
            for token in reversed(tokens):
                found = VOLT_AMPERES.match(token)
                if found is not None and token not in words:
                    return self._class(category, float(found.group(1)))
        return ""

    def _ports(self, tokens: tuple[str, ...], number: float | None) -> str:
        text = " ".join(tokens)
        base = self._class("switch", number) if number is not None else ""
        poe = "poe" in text
        if not base:
            for token in tokens:
                found = PORTS.match(token)
                base = self._class("switch", float(found.group(2))) if found is not None else ""
                if found is not None and base and _is_ports(int(found.group(2))):
                    poe = poe or found.group(1) == "p" or found.group(3).startswith(("p", "lp", "fp", "up", "hp"))
                    break
                base = ""
        # Small switches are one class, with or without PoE.
        return f"{base}_poe" if poe and base in ("p24", "p48") else base

    def _class(self, category: str, number: float) -> str:
        for row in self.facts.number_classes:
            if row.category == category and row.low <= number <= row.high:
                return row.size
        return ""

    def _form(self, category: str, tokens: tuple[str, ...]) -> str:
        for length in (3, 2, 1):
            for start in range(len(tokens) - length + 1):
                size = self.facts.forms.get((category, " ".join(tokens[start : start + length])))
                if size is not None:
                    return size
        return ""


def _is_ports(number: int) -> bool:
    """Tell a count of ports from a generation or a rank: switches have even counts from eight on."""
    return number >= 8 and number % 2 == 0


def size_class(category: Category, inches: float | None) -> str:
    """Return the size class of a screen, "" where the category has none that holds it."""
    if inches is None:
        return ""
    for size in category.sizes:
        if size.min_inches is None and size.max_inches is None:
            continue
        if (size.min_inches is None or inches >= size.min_inches) and (
            size.max_inches is None or inches < size.max_inches
        ):
            return size.id
    return ""
