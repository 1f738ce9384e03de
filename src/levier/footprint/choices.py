"""What the user chooses of a computation; everything else is a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class View(StrEnum):
    """How impacts of making a device are laid over time; see docs/method/views.md."""

    ANNUAL = "annual"
    ACCOUNTING = "accounting"
    PURCHASE = "purchase"
    LIFETIME = "lifetime"


@dataclass(frozen=True)
class Choices:
    """One computation. `on` dates the inventory, `facts_on` the facts; `year` is what some views need."""

    on: date
    facts_on: date
    referential: str = "pooled"
    declared: bool = False
    view: View = View.ANNUAL
    year: int | None = None
    country: str = "FR"
    people: int | None = None
    draws: int = 1000
    seed: int = 20260101

    @property
    def reporting_year(self) -> int:
        """Return the year the result speaks of."""
        return self.on.year if self.year is None else self.year
