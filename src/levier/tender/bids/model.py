"""What bidders offer. What was not told is None, never zero; prices are on the basis that the tender states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from levier.cost.model import Estimate
from levier.wording.text import Text

SCHEMA = "levier.bids/1"
Value = float | str | bool | date


class Condition(StrEnum):
    """The state in which a product is delivered."""

    NEW = "new"
    REFURBISHED = "refurbished"
    """Reconditionné: tested and repaired by a professional; `used` is not that."""
    USED = "used"


class Round(StrEnum):
    """The round of a negotiation that an offer belongs to; the last one is scored."""

    INITIAL = "initial"
    FINAL = "final"


@dataclass(frozen=True)
class Declared:
    """A footprint that a bidder declares of one unit, its use apart."""

    kgco2e: Estimate
    method: str = ""
    verified: bool = False
    years: float | None = None
    """The life that the declaration assumes."""


@dataclass(frozen=True)
class Label:
    """A label that a bidder names, with its number and its last day where they are told."""

    name: str
    number: str | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Product:
    """One product offered, all figures for one unit. It is bought, or rented: then `rent_eur_per_month` is told."""

    designation: str
    units: float = 1.0
    id: str | None = None
    line: str | None = None
    """The line of the price list that it answers."""
    category: str | None = None
    manufacturer: str | None = None
    model: str | None = None
    condition: Condition = Condition.NEW
    price_eur: float | None = None
    rent_eur_per_month: float | None = None
    installation_eur: float | None = None
    maintenance_eur_per_year: float | None = None
    consumables_eur_per_year: float | None = None
    failures_per_year: float | None = None
    failure_eur: float | None = None
    end_of_life_eur: float | None = None
    buy_back_eur: float | None = None
    lifetime_years: Estimate | None = None
    kwh_per_year: Estimate | None = None
    footprint: Declared | None = None
    warranty_months: float | None = None
    spare_parts_years: float | None = None
    labels: tuple[Label, ...] = ()
    lot: str | None = None
    answers: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    """Answers that differ from one product to the next, by criterion of the library and field."""

    @property
    def rented(self) -> bool:
        """Tell whether it is rented rather than bought."""
        return self.rent_eur_per_month is not None and self.price_eur is None


@dataclass(frozen=True)
class Service:
    """What is paid beside the products: once (`price_eur`), or each year of the need."""

    label: str
    price_eur: float | None = None
    price_eur_per_year: float | None = None
    line: str | None = None
    lot: str | None = None


@dataclass(frozen=True)
class Bid:
    """One offer. `values` are figures by award criterion; `answers` those to the questions of the library's criteria.

    `price_eur` is the total that is compared, where the consultation defines it otherwise than as the sum of the lines.
    """

    bid: str
    alias: str | None = None
    """The name under which assessors see it; one is given where none is told."""
    round: Round = Round.INITIAL
    lots: tuple[str, ...] = ()
    """The lots that it is offered for; none told: those of its products and services."""
    price_eur: float | None = None
    products: tuple[Product, ...] = ()
    services: tuple[Service, ...] = ()
    values: Mapping[str, Estimate] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Levels of ambition that a notional discount needs, by criterion."""
    answers: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))
    evidence: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The proof that the bidder names for an answer."""
    claims: tuple[str, ...] = ()
    """Sentences of the offer about the environment, as written."""
    rent_months: float | None = None
    """Months of rent that the total counts; the length of the contract unless told."""
    file: str | None = None
    file_hash: str | None = None
    lacks: tuple[Text, ...] = ()
    """Required answers of its workbook that are missing or cannot be used."""


@dataclass(frozen=True)
class Bids:
    """A file of offers. `vat` says whether its prices are `excluded` of VAT or `included`."""

    bids: tuple[Bid, ...]
    vat: str = "excluded"
