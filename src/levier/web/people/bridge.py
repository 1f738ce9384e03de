"""The countries of the facts, as choices of a form."""

from __future__ import annotations

from levier.web.house.bridge import facts
from levier.web.house.words import language

WORLD = "001"


def countries() -> list[tuple[str, str]]:
    """Return every country and territory by its name, France first."""
    named = [(zone.code, zone.label.in_(language())) for zone in facts().zones.values() if zone.code != WORLD]
    return sorted(named, key=lambda pair: (pair[0] != "FR", pair[1].casefold()))


def country_name(code: str) -> str:
    """Return the name of a country; its code where the facts do not know it."""
    zone = facts().zones.get(code)
    return zone.label.in_(language()) if zone else code
