"""The shapes of the library: a criterion or clause, what the buyer chooses in it, what bidders answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from levier.tender.library.check import Check
from levier.tender.provenance import Origin
from levier.wording.text import Text


class Kind(StrEnum):
    """What a criterion is in law; the first four are what bidders answer or sign."""

    TECHNICAL_SPECIFICATION = "technical_specification"
    SELECTION_CRITERION = "selection_criterion"
    AWARD_CRITERION = "award_criterion"
    PERFORMANCE_CONDITION = "performance_condition"
    PRICE_CLAUSE = "price_clause"
    BUYER_RULE = "buyer_rule"
    """A rule that the buyer follows: nobody answers it, nobody is marked on it."""
    EXCLUSION_OPTION = "exclusion_option"
    """A ground on which the buyer may exclude: it is neither a selection criterion nor a mark."""


OF_THE_BUYER = frozenset({Kind.BUYER_RULE, Kind.EXCLUSION_OPTION})


class Level(StrEnum):
    """How far a criterion goes."""

    CORE = "core"
    COMPREHENSIVE = "comprehensive"


class Document(StrEnum):
    """Where the text is pasted: règlement de la consultation, CCTP, CCAP, bordereau des prix."""

    RC = "rc"
    CCTP = "cctp"
    CCAP = "ccap"
    BPU = "bpu"


class Purchase(StrEnum):
    """A way of getting something; "mixed" is new and refurbished goods in one consultation, never renting."""

    BUY = "buy"
    RENT = "rent"
    REFURBISHED = "refurbished"
    MIXED = "mixed"


class Buyers(StrEnum):
    """Whom a criterion is for: everybody, or those bound by public procurement law."""

    ANY = "any"
    PUBLIC = "public"


class Concern(StrEnum):
    """What a criterion serves, in the words of the data that contracts must publish."""

    ENVIRONMENT = "environment"
    SOCIAL = "social"
    OTHER = "other"


class Type(StrEnum):
    """Types of answers and of variables."""

    YES_NO = "yes_no"
    INTEGER = "integer"
    NUMBER = "number"
    SHARE = "share"
    MONEY = "money"
    CHOICE = "choice"
    TEXT = "text"
    DATE = "date"
    LEVEL = "level"


NUMERIC = frozenset({Type.INTEGER, Type.NUMBER, Type.SHARE, Type.MONEY, Type.LEVEL})


@dataclass(frozen=True)
class Term:
    """A word of the library with its two languages: a segment, a theme, a unit, a measure, a kind of buyer."""

    kind: str
    id: str
    label: Text
    provenance: Origin


@dataclass(frozen=True)
class VariableFact:
    """A value that the buyer sets in a clause; `default` None: the buyer must choose, after sourcing.

    `basis` tells where the default comes from; it is a proposal, and never law unless it says so.
    """

    id: str
    label: Text
    type: Type
    unit: str
    default: float | str | None
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    status: str
    basis: Text


@dataclass(frozen=True)
class AnswerField:
    """What bidders fill in: one answer `per` bid, product, device, site or year."""

    id: str
    label: Text
    type: Type
    unit: str
    per: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Criterion:
    """One version of a criterion or clause, with all that a buyer needs around it.

    `clause` is None where the text is not written yet; then `summary` tells what it would ask.
    `measures` are what it weighs: two marks of one thing never stand in one consultation.
    """

    id: str
    version: int
    complete: bool
    segment: str
    kind: Kind
    level: Level
    theme: str
    document: Document
    purchases: frozenset[Purchase]
    buyers: Buyers
    concerns: frozenset[Concern]
    measures: frozenset[str]

    title: Text
    summary: Text | None
    clause: Text | None
    variables: tuple[VariableFact, ...]

    evidence: Text | None
    verification: Text | None
    fields: tuple[AnswerField, ...]
    check: Check
    written_check: str
    """The check as the facts write it: what a lock keeps."""
    scoring: Text | None
    penalty: Text | None

    legal_basis: tuple[str, ...]
    indicator: Text | None
    eforms: Mapping[str, tuple[str, ...]]
    correction: Text | None
    """What was wrong in the row of the collection that this criterion comes from."""
    provenance: Origin

    @property
    def reference(self) -> str:
        """Return the id and version, as a document quotes them."""
        return f"{self.id} v{self.version}"

    @property
    def answered(self) -> bool:
        """Tell whether bidders answer it."""
        return self.kind not in OF_THE_BUYER


@dataclass(frozen=True)
class DecpRule:
    """What a kind of criterion with a concern makes of a contract in the data that must be published (DECP)."""

    id: str
    kind: Kind
    concern: Concern
    reserved: bool
    consideration: str
    provenance: Origin


@dataclass(frozen=True)
class Code:
    """A code of a list of the European forms (eForms), or a value of the French data of contracts (DECP)."""

    id: str
    list: str
    code: str
    label: Text
    provenance: Origin


@dataclass(frozen=True)
class KitChoice:
    """A criterion that a proposal may take, its rank within its segment (1 first) and why."""

    id: str
    segment: str
    criterion: str
    rank: int
    reason: Text
    provenance: Origin


@dataclass(frozen=True)
class Library:
    """All that was read; `version` is the hash of the files."""

    version: str
    criteria: Mapping[str, Criterion]
    older: Mapping[tuple[str, int], Criterion]
    terms: Mapping[tuple[str, str], Term]
    public_buyers: Mapping[str, bool]
    codes: Mapping[tuple[str, str], Code]
    decp: tuple[DecpRule, ...]
    kits: tuple[KitChoice, ...]
    facts_by_file: Mapping[str, int]

    def label(self, kind: str, id_: str) -> Text:
        """Return the words of a term."""
        return self.terms[kind, id_].label

    def at(self, id_: str, version: int) -> Criterion | None:
        """Return a version of a criterion, None where the library no longer holds it."""
        newest = self.criteria.get(id_)
        return newest if newest and newest.version == version else self.older.get((id_, version))
