"""What courts held about formulas of scoring: facts with their circumstances, source and how far they were checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from levier.catalogue.model import Status
from levier.catalogue.rows import Row
from levier.cost.facts import known, read_facts, source
from levier.wording.text import Text, say

FILE = "cases.yaml"
ORIGIN = ("source", "page", "valid_from", "checked_on", "review_by", "status", "note")
KEYS = (
    *("id", "court", "decided_on", "number", "reference", "outcome", "formulas", "about", "held", "circumstances"),
    *("price_weight", "bids", "slope", "zero_beyond", *ORIGIN),
)


class Outcome(StrEnum):
    """What became of a method of scoring."""

    IRREGULAR = "irregular"
    ACCEPTED = "accepted"
    PRINCIPLE = "principle"


class About(StrEnum):
    """What a decision is about: the rule that a warning names."""

    NEUTRALISED = "neutralised"
    LOWEST_PRICE = "lowest_price"
    LOTS = "lots"
    NEGATIVE = "negative"
    ZERO_TO_DEAREST = "zero_to_dearest"
    ZERO_BEYOND = "zero_beyond"
    LINK = "link"


@dataclass(frozen=True)
class Case:
    """One decision. The numbers are circumstances that counted, None where they did not."""

    id: str
    court: str
    decided_on: date
    number: str
    reference: Text
    outcome: Outcome
    formulas: tuple[str, ...]
    about: About
    held: Text
    circumstances: Text
    price_weight: float | None
    """The share of the price in the marks."""
    bids: int | None
    slope: float | None
    """The n of the anchored line that was struck down."""
    zero_beyond: float | None
    source: str
    page: str
    checked_on: date
    review_by: date
    status: Status
    note: str

    def flattest(self) -> float | None:
        """Return the share of the marks that a bid twice as dear as the cheapest kept under the anchored line."""
        return None if self.slope is None else (self.slope - 2) / (self.slope - 1)

    @property
    def told(self) -> Text:
        """Return reference and address in one phrase."""
        url = source(self.source).url
        told = say("{reference} ({url})", reference=self.reference, url=url) if url else self.reference
        if self.status is Status.READ:
            return told
        return say("{source}; known second-hand, the decision itself is still to be read", source=told)


@cache
def cases() -> Mapping[str, Case]:
    """Return all decisions by id."""
    return read_facts(FILE, KEYS, _case)


def about(what: About) -> tuple[Case, ...]:
    """Return the decisions about something."""
    return tuple(case for case in cases().values() if case.about is what)


def _case(row: Row) -> Case:
    checked_on, review_by = row.day("checked_on"), row.day("review_by")
    if not row.day("valid_from") <= checked_on <= review_by:
        raise row.refuse(
            say("The dates of a fact are not in order."),
            "review_by",
            expected=say("valid from, then checked on, then to be reviewed by"),
            found=f"{checked_on}, {review_by}",
            mend=say("Correct the dates."),
        )
    return Case(
        id=row.text("id"),
        court=row.text("court"),
        decided_on=row.day("decided_on"),
        number=row.text("number"),
        reference=row.label("reference"),
        outcome=row.choice("outcome", Outcome),
        formulas=row.words("formulas"),
        about=row.choice("about", About),
        held=row.label("held"),
        circumstances=row.label("circumstances"),
        price_weight=row.optional_number("price_weight"),
        bids=row.optional_count("bids"),
        slope=row.optional_number("slope"),
        zero_beyond=row.optional_number("zero_beyond"),
        source=row.among("source", known().sources),
        page=row.text("page"),
        checked_on=checked_on,
        review_by=review_by,
        status=row.choice("status", Status),
        note=row.optional_text("note"),
    )
