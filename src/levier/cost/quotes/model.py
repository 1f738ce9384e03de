"""What a buyer has in hand: some quotes of one device each, and the need that is the same for all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Condition(StrEnum):
    """In which condition a device comes."""

    NEW = "new"
    REFURBISHED = "refurbished"
    """Tested and repaired by a professional; second-hand is not that."""
    SECOND_HAND = "second_hand"


@dataclass(frozen=True)
class Quote:
    """One line of a quote or of a catalogue, for one device. None is not told."""

    name: str
    condition: Condition = Condition.NEW
    price_eur: float | None = None
    rent_eur_per_month: float | None = None
    years: float | None = None
    """Years of use at this buyer's; of a rent, how long it lasts."""
    warranty_years: float | None = None
    embodied_kgco2e: float | None = None
    """Declared by the maker or the seller: all stages but use."""
    kwh_per_year: float | None = None

    @property
    def rented(self) -> bool:
        """Tell whether it is rented."""
        return self.price_eur is None and self.rent_eur_per_month is not None


@dataclass(frozen=True)
class Need:
    """What is the same for all quotes. `category` None: recognised from the words of each quote."""

    on: date
    quantity: int
    years: float
    vat: str
    """`excluded` or `included`."""
    category: str | None = None
    electricity_eur_per_kwh: float | None = None
    """The buyer's own price; the published one where it is not told."""
    country: str = "FR"
