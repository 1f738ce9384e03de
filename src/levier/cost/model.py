"""What a life-cycle cost is computed from: parameters that are the same for all bids, and what each bid declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

UNTOLD_PAID = "end"
"""When in the year running costs are paid where nothing tells."""


@dataclass(frozen=True)
class Estimate:
    """A figure with, where it is known, its interval: 5th and 95th percentiles."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Footprint:
    """The carbon of one unit but its use, as declared: under which method, verified by a third party or not."""

    kgco2e: Estimate
    method: str = ""
    verified: bool = False


@dataclass(frozen=True)
class Parameters:
    """What is announced once for all bids. Rates are real and by year; prices of the first year, growing by `growth`.

    `footprint_method` is the one method under which declared footprints enter the cost; without it they are shown
    and never priced. `carbon_eur_per_tonne` None: no externality is priced. A growth that is None was not
    told: none is computed, and a note says so.
    """

    vat: str
    """`excluded` or `included`: of every price of the file."""
    discount_rate: float
    years: float | None = None
    """The years that the need lasts: bids whose lives differ are also told over these."""
    quantity: int = 1
    paid: str | None = None
    """When in the year running costs are paid: `start`, `middle` or `end`; None was not told: `moment` stands then."""
    electricity_eur_per_kwh: float | None = None
    electricity_growth: float | None = None
    electricity_kgco2e_per_kwh: float | None = None
    carbon_eur_per_tonne: float | None = None
    carbon_growth: float | None = None
    footprint_method: str = ""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Parameter -> fact or document it was taken from, as the file tells."""

    @property
    def moment(self) -> str:
        """Return when in the year running costs are computed to be paid; where nobody told, a note says so."""
        return self.paid or UNTOLD_PAID


@dataclass(frozen=True)
class Bid:
    """What one bid declares of one unit. None is not told; a zero is written as zero."""

    name: str
    lifetime_years: Estimate
    condition: str = "new"
    price_eur: float | None = None
    rent_eur_per_year: float | None = None
    installation_eur: float | None = None
    kwh_per_year: Estimate | None = None
    maintenance_eur_per_year: float | None = None
    consumables_eur_per_year: float | None = None
    failures_per_year: float | None = None
    failure_eur: float | None = None
    end_of_life_eur: float | None = None
    buy_back_eur: float | None = None
    footprint: Footprint | None = None


@dataclass(frozen=True)
class Comparison:
    """A whole file: the parameters and the bids."""

    parameters: Parameters
    bids: tuple[Bid, ...]
