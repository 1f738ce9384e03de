"""Sizes that a name tells: inches of a screen, ports of a switch, format of a printer."""

from __future__ import annotations

import re

from levier.catalogue.model import Category

INCHES = re.compile(
    r"(?<![\d.,])(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:\"|''|”|″|-?\s?pouces?\b|-?\s?inch(?:es)?\b|in\b|po\b)", re.I
)
MODEL_INCHES = re.compile(r"^[a-z]{0,4}?(\d{2})\d{0,2}(?!\d)")
PORTS = re.compile(r"\b(8|10|12|16|18|20|24|26|28|30|48|50|52|54)([a-z]{0,4})\b")
PLAUSIBLE = {"monitor": (15.0, 49.5), "large_display": (30.0, 110.0), "television": (19.0, 110.0)}
SCREENED = (
    "monitor",
    "large_display",
    "interactive_display",
    "television",
    "laptop",
    "all_in_one",
    "tablet",
    "smartphone",
)


def told_inches(raw: str, category: str, tokens: tuple[str, ...]) -> float | None:
    """Return the screen size in inches: as written, else as a monitor's model number tells it."""
    if category not in SCREENED:
        return None
    if (found := INCHES.search(raw)) is not None:
        value = float(found.group(1).replace(",", "."))
        return value if value >= 3 else None
    if category in PLAUSIBLE:
        low, high = PLAUSIBLE[category]
        for token in tokens:
            code = MODEL_INCHES.match(token)
            if code is not None and low <= float(code.group(1)) <= high:
                return float(code.group(1))
    return None


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


def ports_class(category: Category, tokens: tuple[str, ...]) -> str:
    """Return the class of a switch by its ports and PoE, "" where its name does not tell."""
    known = {s.id for s in category.sizes}
    text = " ".join(tokens)
    for found in PORTS.finditer(text):
        ports, letters = int(found.group(1)), found.group(2)
        poe = letters.startswith(("p", "lp", "fp", "up")) or "poe" in text
        name = _class_of(ports, poe)
        if name in known:
            return name
    return ""


def _class_of(ports: int, poe: bool) -> str:
    if ports <= 12:
        return "p5_12"
    if ports <= 20:
        return "p16_20"
    base = "p24" if ports <= 30 else "p48"
    return base + "_poe" if poe else base
