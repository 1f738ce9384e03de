"""A contract as its essential data tell it. Words of closed lists are the official French ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from levier.tender.library.codes import Considerations


@dataclass(frozen=True)
class Holder:
    """A holder of the contract (titulaire): an identifier and what kind of identifier it is."""

    id: str
    kind: str = "SIRET"


@dataclass(frozen=True)
class Place:
    """Where the contract is mainly performed: a code and what kind of code it is."""

    code: str
    kind: str = "Code postal"


@dataclass(frozen=True)
class Contract:
    """A contract that was notified. Amounts are before VAT; shares are 0 to 1; what is not known is None."""

    id: str
    buyer_siret: str
    nature: str
    subject: str
    cpv: str
    procedure: str

    techniques: tuple[str, ...]
    execution: tuple[str, ...]
    ccag: str
    innovative: bool
    bids_received: int
    place: Place
    months: int

    amount_eur: float
    price_form: str
    price_types: tuple[str, ...]
    advance: bool
    holders: tuple[Holder, ...]
    grouping: str
    subcontracting: bool

    notified_on: date
    published_on: date
    considerations: Considerations

    framework_id: str | None = None
    advance_share: float | None = None
    """The rate of the advance; 0 says that there is one and that its rate is not known."""
    eu_share: float | None = None
    france_share: float | None = None
