"""The only place where units are converted (Pint, with Levier's own impact units in `units.txt`)."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any, Protocol, Self, TypeVar

from levier.wording.errors import BadFact
from levier.wording.text import say


class Divisible(Protocol):
    """A number, or a column of numbers."""

    def __truediv__(self, other: float, /) -> Self:
        """Divide by a number."""


T = TypeVar("T", bound=Divisible)

HOURS_PER_YEAR = 8760.0
"""Hours of a common year of 365 days, as the sources of device energy count it."""

DAYS_PER_YEAR = 365.25
"""Mean days of a year, to write an age in years."""


@cache
def registry() -> Any:
    """Return Pint's registry with Levier's units (Pint ships no types: hence Any)."""
    import pint

    units: Any = pint.UnitRegistry(autoconvert_offset_to_baseunit=False)
    with resources.as_file(resources.files("levier.quantity") / "units.txt") as path:
        units.load_definitions(str(path))
    return units


@cache
def _unit(name: str) -> Any:
    try:
        if not name.strip():  # Pint takes no unit for a number without dimension: here it is a unit forgotten
            raise ValueError(name)
        return registry().Unit(name)
    except Exception as error:  # Pint raises several unrelated types for one cause: a name it does not know
        raise BadFact(
            say("The unit “{unit}” is not known.", unit=name),
            expected=say("a unit of Levier or of Pint, such as kgCO2e/device, kg, kWh or year"),
        ) from error


@cache
def factor(origin: str, target: str) -> float:
    """Return the number that turns one `origin` into `target`; refuse units of another dimension."""
    try:
        return float((1 * _unit(origin)).to(_unit(target)).magnitude)
    except BadFact:
        raise
    except Exception as error:
        raise BadFact(
            say("{origin} cannot be turned into {target}.", origin=origin, target=target),
            expected=say("two units of the same dimension"),
        ) from error


def convert(value: float, origin: str, target: str) -> float:
    """Turn `value` from unit `origin` into unit `target`."""
    return value * factor(origin, target)


def check_unit(name: str) -> str:
    """Return `name` if it is a known unit, else refuse it; a figure without a unit says `1`."""
    _unit(name)
    return name


def yearly_energy_kwh(power_w: float, hours_per_day: float) -> float:
    """Return kWh per year of a power in W drawn for so many hours of each of 365 days."""
    return convert(power_w * hours_per_day * HOURS_PER_YEAR / 24.0, "W*hour", "kWh")


def years_of_days(days: T) -> T:
    """Return days as years of 365.25 days; takes a number or a column expression."""
    return days / DAYS_PER_YEAR


def years_of_hours(hours: float) -> float:
    """Return hours of a whole life as years of 8,760 hours."""
    return hours / HOURS_PER_YEAR
