"""How amounts are written: one unit a view, and no more figures than the band deserves."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levier.quantity.units import convert
from levier.wording.errors import BadFact
from levier.wording.numbers import write_number
from levier.wording.text import Language, Text, say

NBSP = "\u00a0"
LEAST_DIGITS, USUAL_DIGITS, MORE_THAN_DESERVED = 2, 3, 2

SMALLER_TO_LARGER = {
    "kgCO2e": ("kgCO2e", "tCO2e"),
    "kg": ("kg", "tonne"),
    "kgSbeq": ("gSbeq", "kgSbeq"),
    "kWh": ("kWh", "MWh"),
}
"""Units between which a view chooses; any other unit stays."""

UNIT_WORDS = {
    "kgCO2e": say("kg CO₂e"),
    "gCO2e": say("g CO₂e"),
    "tCO2e": say("t CO₂e"),
    "kg": say("kg"),
    "tonne": say("t"),
    "kgSbeq": say("kg Sb eq."),
    "gSbeq": say("g Sb eq."),
    "MJ": say("MJ"),
    "MJprimary": say("MJ"),
    "m3": say("m³"),
    "m3eq": say("m³ eq."),
    "L_water": say("L of water"),
    "molHeq": say("mol H⁺ eq."),
    "CTUe": say("CTUe"),
    "kBqU235eq": say("kBq U-235 eq."),
    "disease_incidence": say("cases of disease"),
    "kWh": say("kWh"),
    "MWh": say("MWh"),
    "W": say("W"),
    "year": say("years"),
    "device": say("device"),
    "EUR": say("EUR"),
    "kEUR": say("kEUR"),
    "1": say("share"),
}

COUNTED = {"year": (say("year"), say("years")), "device": (say("device"), say("devices"))}


def unit_words(unit: str, lang: Language) -> str:
    """Write a unit of facts as people read it: `kgCO2e/device` is kg CO₂e/device; spaces in it do not break."""
    parts = [UNIT_WORDS[p].in_(lang) if p in UNIT_WORDS else p for p in unit.split("/")]
    if len(parts) > 1 and parts[-1] == UNIT_WORDS["year"].in_(lang):
        parts[-1] = say("year").in_(lang)
    return "/".join(parts).replace(" ", NBSP)


def counted_words(value: float, unit: str, lang: Language) -> str:
    """Write the unit of a value that is shown beside it: 1 device, 2 devices, 0.2 device/year."""
    first, *others = unit_words(unit, lang).split("/")
    one_and_many = COUNTED.get(unit.split("/")[0])
    if one_and_many is not None:
        many = abs(value) >= 2 if lang == "fr" else value == 0 or abs(value) > 1
        first = one_and_many[many].in_(lang)
    return "/".join((first, *others))


def deserved_digits(value: float, low: float | None, high: float | None) -> int:
    """Return how many significant digits to write: at most two more than the width of the band deserves.

    A band as wide as its value deserves one digit (312 in 205 to 470 is written with three), a wider one none.
    """
    if value == 0 or low is None or high is None or high <= low:
        return USUAL_DIGITS
    deserved = _magnitude(value) - _magnitude((high - low) / 2) + 1
    return max(LEAST_DIGITS, min(deserved + MORE_THAN_DESERVED, max(USUAL_DIGITS, deserved)))


def _magnitude(value: float) -> int:
    return math.floor(math.log10(abs(value)))


@dataclass(frozen=True)
class Measure:
    """How all the amounts of one view are written: from unit `origin` into `unit`, rounded at 10^`step`."""

    origin: str
    unit: str
    step: int
    lang: Language

    def shown(self, value: float) -> float:
        """Return `value` in the unit of the view, not rounded."""
        return _convert(value, self.origin, self.unit)

    def number(self, value: float) -> str:
        """Write `value` without its unit; what is smaller than the step keeps two digits, never a false 0."""
        shown = self.shown(value)
        digits = LEAST_DIGITS if shown == 0 else max(LEAST_DIGITS, _magnitude(shown) - self.step + 1)
        return write_number(shown, self.lang, digits, zeros=True)

    def amount(self, value: float) -> str:
        """Write `value` with its unit, inseparable."""
        return f"{self.number(value)}{NBSP}{self.words}"

    def band(self, low: float, high: float) -> str:
        """Write an interval without its unit: 205 to 470; it does not break."""
        words = say("{low} to {high}", low=self.number(low), high=self.number(high)).in_(self.lang)
        return words.replace(" ", NBSP)

    def band_amount(self, low: float, high: float) -> str:
        """Write an interval with its unit, told once."""
        return f"{self.band(low, high)}{NBSP}{self.words}"

    @property
    def words(self) -> str:
        """Return the unit as people read it."""
        return unit_words(self.unit, self.lang)


def _convert(value: float, origin: str, unit: str) -> float:
    return value if origin == unit else convert(value, origin, unit)


def measure(
    unit: str, lang: Language, value: float | None, low: float | None = None, high: float | None = None
) -> Measure:
    """Choose the unit and the rounding of a view after its main figure, in `unit`."""
    if value is None or value == 0:
        return Measure(unit, unit, 0, lang)
    chosen = _fitting(unit, value)
    step = _magnitude(_convert(value, unit, chosen)) - deserved_digits(value, low, high) + 1
    return Measure(unit, chosen, step, lang)


def _fitting(unit: str, value: float) -> str:
    """Return the larger unit when it gives at least two figures before the decimal mark."""
    if unit not in SMALLER_TO_LARGER:
        return unit
    small, large = SMALLER_TO_LARGER[unit]
    try:
        return large if abs(_convert(value, unit, large)) >= 10 else small
    except BadFact:  # a unit of the user's own that no conversion knows stays as it is
        return unit


def not_available(lang: Language) -> str:
    """Write what stands where no figure does."""
    return NOT_AVAILABLE.in_(lang)


NOT_AVAILABLE: Text = say("not available")
