"""A line of purchases, the class it was given and why, and the declaration of a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from levier.tender.agec.facts import Category, Target
from levier.wording.errors import Place
from levier.wording.text import Text


class Condition(StrEnum):
    """How the goods of a line were acquired."""

    NEW = "new"
    REUSE = "reuse"
    """From reuse: refurbished, second-hand."""
    GIFT = "gift"


class Confidence(StrEnum):
    """How sure a class is; `told` is what the file or its owner said."""

    TOLD = "told"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True)
class Purchase:
    """One line of the file, as it stands there."""

    line: int
    sheet: str | None
    description: str
    amount_eur: float | None
    on: date | None
    quantity: int | None
    supplier: str
    condition: str
    cpv: str
    category: str
    recycled: str

    @property
    def key(self) -> tuple[str, int]:
        """Return what a correction names it by."""
        return (self.sheet or "", self.line)


@dataclass(frozen=True)
class Purchases:
    """A file, read: its lines, which column is what, what could not be read, and what was taken for granted."""

    file: str
    lines: tuple[Purchase, ...]
    columns: Mapping[str, str]
    unread: tuple[tuple[Place, Text], ...]
    assumptions: tuple[Text, ...]


@dataclass(frozen=True)
class Classed:
    """A line with its class: `category` None where it could not be classed, or is no good of a category.

    `recycled` None: nothing tells. `outside` is true where the line was recognised and is none of the categories.
    """

    purchase: Purchase
    category: Category | None
    condition: Condition
    recycled: bool | None
    confidence: Confidence
    reason: Text
    outside: bool = False
    corrected: bool = False


@dataclass(frozen=True)
class Told:
    """Amounts of a category that a person tells, where the lines do not; None is not told."""

    gift_eur: float | None = None
    recycled_eur: float | None = None


@dataclass(frozen=True)
class Row:
    """The amounts of a category before VAT; None is unknown, which is never zero."""

    category: Category
    lines: int
    total_eur: float
    reuse_eur: float
    gift_eur: float | None
    recycled_eur: float | None
    recycled_known_eur: float
    """What is known to hold recycled matter, where other lines do not tell."""
    reuse_share: float | None
    target: Target | None
    told: Told = Told()

    @property
    def doubtful(self) -> bool:
        """Tell whether more recycled matter was told than was spent at all."""
        return (self.told.recycled_eur or 0) > self.total_eur

    @property
    def asked_reuse(self) -> float | None:
        """Return the share of reuse that is asked, None where none is known."""
        return self.target.reuse_share if self.target else None

    @property
    def recycled_share(self) -> float | None:
        """Return the share of goods holding recycled matter, None where it is not known."""
        return self.recycled_eur / self.total_eur if self.recycled_eur is not None and self.total_eur > 0 else None


@dataclass(frozen=True)
class Declaration:
    """A year's declaration, every line behind it, and what a person still has to say."""

    year: int
    siret: str | None
    name: str | None
    due: date
    rows: tuple[Row, ...]
    lines: tuple[Classed, ...]
    other_years: int
    undated: int
    purchases: Purchases
    assumptions: tuple[Text, ...]
    to_fill: tuple[Text, ...]

    @property
    def unclassed(self) -> tuple[Classed, ...]:
        """Return the lines that nothing could class."""
        return tuple(c for c in self.lines if c.category is None and not c.outside)

    @property
    def outside(self) -> tuple[Classed, ...]:
        """Return the lines that are goods of no category: services, licences, rents."""
        return tuple(c for c in self.lines if c.category is None and c.outside)
