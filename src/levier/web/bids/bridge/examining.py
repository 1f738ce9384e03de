"""One offer as its page shows it: what was read, missing, wrong or changed, each with its cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from levier.estate.reading.texts import error_from_json
from levier.tender.answers.form import AnswerForm
from levier.tender.answers.lots import of_lots, offered
from levier.tender.answers.reading import Answer, Note
from levier.tender.answers.stored import reading_from
from levier.tender.bids.mending import standing
from levier.tender.bids.model import Bid, Condition, Product
from levier.tender.bids.record import AwardRecord, Candidature, LowPrice, Qualification
from levier.tender.bids.scoring import STATUSES
from levier.web.bids.bridge.acts import acts_of
from levier.web.bids.bridge.entry import label_of
from levier.web.bids.bridge.offers import bid_of_offer
from levier.web.bids.models import Offer, Procedure
from levier.web.house.words import language
from levier.wording.text import Text, say

MOST_NOTES = 12
"""Notes of one kind on the page; the others are counted."""
CONDITIONS = {
    Condition.NEW: say("New"),
    Condition.REFURBISHED: say("Refurbished"),
    Condition.USED: say("Used"),
}


@dataclass(frozen=True)
class Notes:
    """Notes of one kind: the first of them, and how many more there are."""

    title: Text
    notes: Sequence[Note]
    form: AnswerForm
    attention: bool = False

    @property
    def shown(self) -> list[tuple[str, Text | None, str | Text, str]]:
        """Return where, about which question, what, and what stood there."""
        return [
            (_where(note), label_of(self.form, note.key) if note.key else None, note.what, note.found)
            for note in self.notes[:MOST_NOTES]
        ]

    @property
    def more(self) -> int:
        """Return how many are not shown."""
        return max(0, len(self.notes) - MOST_NOTES)


def _where(note: Note) -> str:
    return f"{note.sheet}!{note.cell}" if note.cell else note.sheet


@dataclass(frozen=True)
class ShownProduct:
    """A product as the page shows it."""

    product: Product

    @property
    def condition(self) -> Text:
        """Return the state in which it is delivered."""
        return CONDITIONS[self.product.condition]

    @property
    def years(self) -> float | None:
        """Return its years of service, None where they are not told."""
        return self.product.lifetime_years.value if self.product.lifetime_years else None

    @property
    def name(self) -> str:
        """Return what it is."""
        told = (self.product.designation, self.product.manufacturer, self.product.model)
        return " ".join(dict.fromkeys(part for part in told if part))


@dataclass(frozen=True)
class Examined:
    """An offer with what was read of it and decided about it."""

    bid: Bid
    notes: list[Notes]
    answers: int
    entered: list[Answer]
    error: list[str]
    told_name: str
    beside: str = ""
    """Lots of which its file gives prices, and which its receipt does not name: they are not compared."""
    record: AwardRecord = field(default_factory=AwardRecord)

    @property
    def lots(self) -> str:
        """Return the lots that it is for."""
        return ", ".join(self.bid.lots)

    @property
    def products(self) -> list[ShownProduct]:
        """Return the products that it offers."""
        return [ShownProduct(product) for product in self.bid.products]

    @property
    def to_see(self) -> list[Notes]:
        """Return the kinds of notes that there are."""
        return [notes for notes in self.notes if notes.notes]

    @property
    def complete(self) -> bool:
        """Tell whether nothing is changed, missing or wrong."""
        return not any(notes.notes for notes in self.notes if notes.attention)

    @property
    def lacking(self) -> int:
        """Return how many answers are missing or cannot be used."""
        return sum(len(notes.notes) for notes in self.notes[1:3])

    @property
    def changes(self) -> int:
        """Return in how many places the workbook was changed."""
        return len(self.notes[0].notes) if self.notes else 0

    @property
    def candidature(self) -> Candidature | None:
        """Return what was decided of the candidature."""
        return self.record.candidature(self.bid.bid)

    @property
    def qualifications(self) -> list[tuple[Qualification, Text]]:
        """Return how the offer is qualified, lot by lot where that was told, with the words of it."""
        found = [one for one in standing(self.record) if one.bid == self.bid.bid]
        return [(one, STATUSES[one.status]) for one in found]

    @property
    def low_prices(self) -> list[LowPrice]:
        """Return what was decided of its prices that looked too low, lot by lot where that was told."""
        found = {one.lot: one for one in self.record.low_prices if one.bid == self.bid.bid}
        return list(found.values())


def examined(offer: Offer, procedure: Procedure, form: AnswerForm) -> Examined:
    """Return an offer as its page shows it."""
    record, bid = acts_of(procedure.record), bid_of_offer(offer, form)
    error = error_from_json(offer.error).in_(language()).split("\n") if offer.error else []
    if offer.reading is None:
        return Examined(bid, [], 0, [], error, "", record=record)
    whole = reading_from(offer.reading)
    back = of_lots(whole, form, offer.offered)
    notes = [
        Notes(say("Cells that were changed"), back.changes, form, offer.state == Offer.State.CHANGED),
        Notes(say("Missing answers"), back.missing, form, True),
        Notes(say("Answers that cannot be used"), back.wrong, form, True),
        Notes(say("Remarks to be seen"), back.remarks, form),
    ]
    named = back.answers.get(("bidder", "name"))
    entered = [answer for answer in back.answers.values() if answer.entered]
    beside = ", ".join(lot for lot in offered(whole, form) if lot not in offer.offered)
    told_name = str(named.value) if named else ""
    return Examined(bid, notes, len(back.answers), entered, error, told_name, beside, record)
