"""What an answer workbook asks of a bidder: questions of criteria, product rows, prices; nothing that gives a mark."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

from levier.wording.text import LANGUAGES, Language, Text


class Kind(StrEnum):
    """What a cell takes."""

    NUMBER = "number"
    COUNT = "count"
    SHARE = "share"
    MONEY = "money"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"


NUMERIC = frozenset({Kind.NUMBER, Kind.COUNT, Kind.SHARE, Kind.MONEY})


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from."""

    code: str
    label: Text


@dataclass(frozen=True)
class Field:
    """What may be typed in a cell: its kind, the unit (a code of units.csv) and bounds of a number, the choices."""

    kind: Kind
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[Choice, ...] = ()
    required: bool = True

    @cached_property
    def numeric(self) -> bool:
        """Tell whether it takes a number."""
        return self.kind in NUMERIC


@dataclass(frozen=True)
class Question:
    """What is asked for one answer field of a criterion; `evidence` says which proof is accepted, or an equivalent."""

    id: str
    text: Text
    field: Field
    evidence: Text | None = None
    lot: str = ""


@dataclass(frozen=True)
class ProductField:
    """A column of the product rows."""

    id: str
    label: Text
    field: Field
    answers: tuple[str, ...] = ()
    """Answer fields of the library that this column answers, so that nothing is asked twice."""


class Price(StrEnum):
    """What a price line is: what the buyer pays once or each month, or what the bidder pays back."""

    PURCHASE = "purchase"
    RENT = "monthly_rent"
    SERVICE = "service"
    BUY_BACK = "buy_back"


@dataclass(frozen=True)
class PriceLine:
    """A line of the price list (BPU) with the quantity of the comparison basket (DQE)."""

    id: str
    label: Text
    kind: Price
    unit: Text
    quantity: float
    lot: str = ""


@dataclass(frozen=True)
class AnswerForm:
    """All that a workbook asks. `parameters` is the hash of the rules locked at publication, printed in the workbook.

    `products_at_most` is how many product rows a bidder can fill; `languages` are those in which it is written.
    """

    tender: str
    title: Text
    buyer: str
    version: str
    parameters: str
    questions: tuple[Question, ...]
    products: tuple[ProductField, ...] = ()
    prices: tuple[PriceLine, ...] = ()
    products_at_most: int = 20
    languages: tuple[Language, ...] = LANGUAGES
    prices_with_vat: bool = False
    bidder: tuple[ProductField, ...] = ()
    notes: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def fingerprint(self) -> str:
        """Hash what is asked, in every language: two workbooks with the same one ask the same."""
        written = json.dumps(_plain(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Write a form as JSON can: texts in both languages, so that a changed translation is a changed form."""
    if isinstance(value, Text):
        return {lang: value.in_(lang) for lang in LANGUAGES}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
