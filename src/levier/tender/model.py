"""The tender as objects: what `tender.yaml` holds. Amounts are in euros, and their names say whether VAT is in.

What was not said is None, never zero and never "no". Shares, hence weights, are 0 to 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

SCHEMA = "levier.tender/1"


class BuyerKind(StrEnum):
    """Kinds of buyer: the codes of the site's organisations."""

    COMPANY = "company"
    STATE = "state"
    LOCAL_AUTHORITY = "local_authority"
    HOSPITAL = "hospital"
    PUBLIC_BODY = "public_body"
    ACADEMIC = "academic"
    ASSOCIATION = "association"
    SUPPLIER = "supplier"


PRIVATE_KINDS = frozenset({BuyerKind.COMPANY, BuyerKind.ASSOCIATION, BuyerKind.SUPPLIER})
"""Kinds that the code of public contracts does not bind, unless the buyer says that it does."""


class Nature(StrEnum):
    """What the contract is for (nature du marché)."""

    SUPPLIES = "supplies"
    SERVICES = "services"
    WORKS = "works"


class Procedure(StrEnum):
    """How bidders are put in competition. `consultation` is the way of private buyers."""

    NO_COMPETITION = "no_competition"
    """Without publicity nor competition (R2122-8 and others)."""
    MAPA = "mapa"
    """Procédure adaptée."""
    OPEN = "open"
    """Appel d'offres ouvert."""
    RESTRICTED = "restricted"
    """Appel d'offres restreint."""
    NEGOTIATED = "negotiated"
    """Procédure avec négociation."""
    DIALOGUE = "dialogue"
    """Dialogue compétitif."""
    SUBSEQUENT = "subsequent"
    """Marché subséquent d'un accord-cadre: only the criteria of its framework."""
    CONSULTATION = "consultation"
    """A private buyer's own way: rounds, best and final offers."""


FORMAL = frozenset({Procedure.OPEN, Procedure.RESTRICTED, Procedure.NEGOTIATED, Procedure.DIALOGUE})
"""Procédures formalisées."""


class Mode(StrEnum):
    """How the need is met."""

    BUY = "buy"
    RENT = "rent"
    REFURBISHED = "refurbished"
    """Reconditionné: second-hand, tested and repaired by a professional; `second_hand` is not that."""
    SECOND_HAND = "second_hand"
    MIXED = "mixed"
    """New and refurbished together; what is rented beside them is told by its lot or its line."""
    SERVICE = "service"


class Reserved(StrEnum):
    """For whom a lot is reserved (L2113-12 to L2113-15)."""

    DISABILITY = "disability"
    """Entreprises adaptées and ESAT."""
    INSERTION = "insertion"
    """Structures d'insertion par l'activité économique."""
    BOTH = "both"
    PRISON = "prison"
    SOCIAL_ECONOMY = "social_economy"
    """Listed social services only: of no use for digital equipment."""


class CriterionKind(StrEnum):
    """What an award criterion looks at."""

    PRICE = "price"
    COST = "cost"
    """A cost in a global approach, such as the life-cycle cost."""
    QUALITY = "quality"
    TECHNICAL = "technical"
    ENVIRONMENT = "environment"
    SOCIAL = "social"
    SERVICE = "service"
    """Deadlines, delivery, support."""
    OTHER = "other"


class Counted(StrEnum):
    """A quantity that a criterion may count; two criteria that count the same count it twice."""

    PRICE = "price"
    KWH = "kwh"
    CARBON_USE = "carbon_use"
    CARBON_EMBODIED = "carbon_embodied"
    LIFETIME = "lifetime"
    MAINTENANCE = "maintenance"
    WARRANTY = "warranty"
    REPAIRABILITY = "repairability"
    END_OF_LIFE = "end_of_life"


class LotMarks(StrEnum):
    """How the marks of several lots become one."""

    MEAN = "mean"
    BY_VALUE = "by_value"
    SUMMED_PRICES = "summed_prices"


class Rounded(StrEnum):
    """What a rounding that the RC announces rounds."""

    POINTS = "points"
    TOTAL = "total"


class CostPart(StrEnum):
    """What a criterion of cost counts (R2152-9)."""

    ACQUISITION = "acquisition"
    USE = "use"
    MAINTENANCE = "maintenance"
    END_OF_LIFE = "end_of_life"
    EXTERNALITIES = "externalities"


class ClauseType(StrEnum):
    """Where a requirement binds: before the choice, in the choice or in the contract."""

    SPECIFICATION = "specification"
    SELECTION = "selection"
    AWARD = "award"
    CONDITION = "condition"


class About(StrEnum):
    """What a clause takes into account."""

    ENVIRONMENT = "environment"
    SOCIAL = "social"
    ACCESSIBILITY = "accessibility"
    OTHER = "other"


class DocumentKind(StrEnum):
    """Pieces of the tender file (DCE)."""

    RC = "rc"
    """Règlement de la consultation."""
    CCTP = "cctp"
    CCAP = "ccap"
    ONE = "ccp"
    """Cahier des clauses particulières: CCAP and CCTP in one."""
    AE = "ae"
    """Acte d'engagement."""
    PRICES = "prices"
    """BPU, DQE, DPGF."""
    ANSWER = "answer"
    """Cadre de réponse."""
    NOTICE = "notice"
    OTHER = "other"


class Ccag(StrEnum):
    """General conditions of public contracts that a contract may refer to."""

    TIC = "TIC"
    FCS = "FCS"
    PI = "PI"
    MI = "MI"
    MOE = "MOE"
    TRAVAUX = "TRAVAUX"


class SocialException(StrEnum):
    """The four cases in which a contract above the thresholds needs no social clause (L2112-2-1 II)."""

    OFF_THE_SHELF = "off_the_shelf"
    NO_LINK = "no_link"
    RESTRICTS = "restricts"
    SHORT_WORKS = "short_works"


class FrameworkKind(StrEnum):
    """How a framework (accord-cadre) is performed."""

    ORDERS = "orders"
    SUBSEQUENT = "subsequent"
    MIXED = "mixed"


class PriceBasis(StrEnum):
    """On which prices bids are compared."""

    EX_VAT = "ex_vat"
    INC_VAT = "inc_vat"


@dataclass(frozen=True)
class Spaser:
    """Scheme of promotion of responsible public purchases."""

    published: bool | None = None
    url: str | None = None
    indicators_on: date | None = None
    """The day on which its indicators were last published."""


@dataclass(frozen=True)
class Buyer:
    """Who buys. The law's duties depend on it."""

    kind: BuyerKind
    name: str | None = None
    people: int | None = None
    inhabitants: int | None = None
    annual_spend_eur_ex_vat: float | None = None
    contracting_entity: bool | None = None
    """Entité adjudicatrice (water, energy, transport, post)."""
    central_authority: bool | None = None
    """State, or a public establishment of the State: the lower threshold."""
    under_public_law: bool | None = None
    """For a private body that the code of public contracts binds all the same, or a public one that it does not."""
    defence: bool | None = None
    spaser: Spaser | None = None

    @property
    def public(self) -> bool:
        """Tell whether the code of public contracts binds this buyer."""
        return self.kind not in PRIVATE_KINDS if self.under_public_law is None else self.under_public_law


@dataclass(frozen=True)
class Sobriety:
    """A question of sobriety and its answer: what is not bought, and why."""

    question: str
    answer: str | None = None
    units_avoided: int | None = None


@dataclass(frozen=True)
class EstateFacts:
    """What the inventory says of the equipment to be replaced: the same facts go to all bidders."""

    file: str | None = None
    counted_on: date | None = None
    units: int | None = None
    mean_age_years: float | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Quantity:
    """A line of the need. `category` is one of the catalogue's (`laptop`, `monitor`…)."""

    label: str
    category: str | None = None
    units: int | None = None
    maximum_units: int | None = None
    mode: Mode | None = None
    consumer_product: bool | None = None
    """Sold to consumers too: only then does it carry a repairability index."""


@dataclass(frozen=True)
class Sourcing:
    """What was asked of the market beforehand: the same information goes to all."""

    done: bool | None = None
    same_information: bool | None = None
    file: str | None = None
    suppliers_met: int | None = None


@dataclass(frozen=True)
class Need:
    """The need sheet (fiche besoin); sobriety comes first."""

    sobriety: tuple[Sobriety, ...] = ()
    objectives: str | None = None
    """Sustainable-development objectives taken into account, or why there are none (L2111-1)."""
    estate: EstateFacts | None = None
    quantities: tuple[Quantity, ...] = ()
    mode: Mode | None = None
    sourcing: Sourcing | None = None


@dataclass(frozen=True)
class Lot:
    """A lot. `share` of the whole value is computed, not told."""

    id: str
    title: str
    value_eur_ex_vat: float | None = None
    quantities: tuple[Quantity, ...] = ()
    mode: Mode | None = None
    reserved: Reserved | None = None
    small: bool | None = None
    """Awarded by an adapted procedure beside a formal one (petit lot)."""
    segments: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryValue:
    """What this tender and the buyer's other contracts spend in one homogeneous category (R2121-6)."""

    category: str
    this_eur_ex_vat: float
    others_eur_ex_vat: float | None = None


@dataclass(frozen=True)
class Value:
    """What the contract is worth over its whole duration, renewals and options included."""

    estimate_eur_ex_vat: float | None = None
    categories: tuple[CategoryValue, ...] = ()


@dataclass(frozen=True)
class Duration:
    """How long the contract runs. `reason` is why a framework runs longer than the law's usual limit."""

    months: int | None = None
    renewals: int | None = None
    renewal_months: int | None = None
    reason: str | None = None

    @property
    def total_months(self) -> int | None:
        """Return the months with all renewals, None where they are not known."""
        if self.months is None or (self.renewals and self.renewal_months is None):
            return None
        return self.months + (self.renewals or 0) * (self.renewal_months or 0)


@dataclass(frozen=True)
class Framework:
    """A framework agreement (accord-cadre)."""

    kind: FrameworkKind | None = None
    several_holders: bool | None = None
    minimum_eur_ex_vat: float | None = None
    maximum_eur_ex_vat: float | None = None
    maximum_units: int | None = None
    criteria: tuple[str, ...] = ()
    """For a subsequent contract: the ids of the criteria of its framework."""


@dataclass(frozen=True)
class Rung:
    """A level of a quality ladder: `points` is a share of the maximum."""

    points: float
    text: str


@dataclass(frozen=True)
class Criterion:
    """An award criterion. `weight` is a share of the whole; those of `parts`, its sub-criteria, add up to it."""

    id: str
    name: str
    kind: CriterionKind
    weight: float | None = None
    formula: str | None = None
    parameters: Mapping[str, str | float] = field(default_factory=dict)
    ladder: tuple[Rung, ...] = ()
    parts: tuple[Criterion, ...] = ()
    covers: tuple[CostPart, ...] = ()
    """What a criterion of cost counts."""
    counts: tuple[Counted, ...] = ()
    """The quantities that it counts, so that none is counted twice."""
    library: str | None = None
    """Id of the library's criterion that it was made from."""
    text: str | None = None
    """How it is judged, in the words of the RC."""
    lots: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clause:
    """A clause: `id` and `version` of the library with its variables, or words of one's own."""

    id: str | None = None
    version: int | None = None
    variables: Mapping[str, str | float] = field(default_factory=dict)
    text: str | None = None
    type: ClauseType | None = None
    about: tuple[About, ...] = ()
    lots: tuple[str, ...] = ()
    document: DocumentKind | None = None


@dataclass(frozen=True)
class Candidates:
    """What is asked of those who bid (candidature)."""

    minimum_turnover_eur: float | None = None
    turnover_reason: str | None = None
    references: int | None = None
    asked: tuple[str, ...] = ()
    """Other documents and proofs, in the words of the RC."""


@dataclass(frozen=True)
class Variants:
    """Whether bidders may offer something else (variantes)."""

    allowed: bool | None = None
    minimum: str | None = None
    """What a variant must still satisfy."""


@dataclass(frozen=True)
class Extra:
    """An additional service (PSE), or an option of the contract, with its words."""

    title: str
    required: bool | None = None


@dataclass(frozen=True)
class Derogation:
    """An article of the CCAP that departs from one of the CCAG."""

    ccag_article: str
    ccap_article: str | None = None
    listed: bool | None = None
    """Named in the last article of the CCAP."""


@dataclass(frozen=True)
class Penalty:
    """A penalty of the CCAP."""

    what: str
    amount_eur: float | None = None
    share: float | None = None
    per: str | None = None


@dataclass(frozen=True)
class Penalties:
    """Penalties and the cap on their sum, as a share of the contract before VAT."""

    cap_share: float | None = None
    lines: tuple[Penalty, ...] = ()


@dataclass(frozen=True)
class Document:
    """A piece of the tender file."""

    kind: DocumentKind
    file: str | None = None
    title: str | None = None


@dataclass(frozen=True)
class Locked:
    """A parameter that is locked at publication: electricity price, discount rate, life, value of carbon…"""

    id: str
    value: float | None = None
    unit: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Rounding:
    """A rounding that the RC announces; without one nothing is rounded."""

    decimals: int
    of: Rounded | None = None
    """The total unless told."""


@dataclass(frozen=True)
class FootprintMethod:
    """The one method and version under which declared footprints are scored."""

    method: str
    version: str


@dataclass(frozen=True)
class PrivateRounds:
    """How a private buyer negotiates. The target price is never written into a document."""

    rounds: int | None = None
    best_and_final: bool | None = None
    target_price_eur_ex_vat: float | None = None


@dataclass(frozen=True)
class SocialWaiver:
    """Why there is no social clause above the thresholds: the case, and its reasons."""

    case: SocialException
    reason: str | None = None


@dataclass(frozen=True)
class Tender:
    """A tender, from the need to what is published."""

    title: str
    buyer: Buyer
    nature: Nature
    reference: str | None = None
    """The reference of the consultation, as its documents print it."""
    language: str = "fr"
    notice_on: date | None = None
    """The day on which the notice is sent, or the consultation engaged: it decides which rules bind."""
    deadline: date | None = None
    procedure: Procedure | None = None
    segments: tuple[str, ...] = ()
    need: Need | None = None
    lots: tuple[Lot, ...] = ()
    no_lots_reason: str | None = None
    value: Value | None = None
    duration: Duration | None = None
    framework: Framework | None = None
    variants: Variants | None = None
    extras: tuple[Extra, ...] = ()
    """PSE (prestations supplémentaires éventuelles)."""
    options: tuple[Extra, ...] = ()
    price_basis: PriceBasis | None = None
    vat_recovered: bool | None = None
    candidates: Candidates | None = None
    criteria: tuple[Criterion, ...] = ()
    clauses: tuple[Clause, ...] = ()
    social_waiver: SocialWaiver | None = None
    ccag: tuple[Ccag, ...] = ()
    derogations: tuple[Derogation, ...] = ()
    penalties: Penalties | None = None
    documents: tuple[Document, ...] = ()
    parameters: tuple[Locked, ...] = ()
    out_of: float | None = None
    """How many points the best possible bid gets; 100 unless told."""
    rounding: Rounding | None = None
    ties: tuple[str, ...] = ()
    """Ids of the criteria that decide between equal totals, the first one first."""
    lot_marks: LotMarks | None = None
    footprint: FootprintMethod | None = None
    private: PrivateRounds | None = None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return all lines of the need, of the whole and of the lots."""
        own = self.need.quantities if self.need else ()
        return own + tuple(q for lot in self.lots for q in lot.quantities)

    @property
    def estimate_eur_ex_vat(self) -> float | None:
        """Return the value of the whole: as told, else the sum of the lots where each tells its own."""
        if self.value and self.value.estimate_eur_ex_vat is not None:
            return self.value.estimate_eur_ex_vat
        values = [lot.value_eur_ex_vat for lot in self.lots]
        known = [v for v in values if v is not None]
        return sum(known) if known and len(known) == len(values) else None
