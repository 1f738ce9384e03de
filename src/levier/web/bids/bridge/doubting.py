"""What a careful reader would ask of the offers, what was asked, and the letter that asks it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from levier.tender.bids.asking import words
from levier.tender.bids.awarding import of_lot
from levier.tender.bids.mending import check_same_chance, standing
from levier.tender.bids.plausibility import LOW_PRICE, Doubt, Ground, doubts
from levier.tender.bids.questions import Entry, register
from levier.tender.bids.record import Asked, AwardRecord
from levier.tender.bids.scoring import last_round
from levier.web.bids.bridge.acts import acts_of
from levier.web.bids.bridge.offers import bids_of
from levier.web.bids.bridge.publications import case_of, each_lot, published_tender, world
from levier.web.bids.bridge.readings import asked_by
from levier.web.bids.models import Offer, Procedure
from levier.web.tender.findings import law
from levier.web.tender.models import Publication
from levier.wording.numbers import write_date
from levier.wording.text import Language, Text, say

OPENING_WORDS = 16
"""Letters of the name of a doubt in a form."""


@dataclass(frozen=True)
class Line:
    """A doubt as the page shows it: whether it was asked, under which number of the record."""

    entry: Entry
    number: int | None
    words: str
    """As sent, else as proposed, in the language of the tender."""

    @property
    def doubt(self) -> Doubt:
        """Return the doubt."""
        return self.entry.doubt

    @property
    def asked(self) -> Asked | None:
        """Return how it was asked; None where it was not."""
        return self.entry.asked

    @property
    def code(self) -> str:
        """Return the name of the doubt in a form."""
        return code_of(self.doubt)

    @property
    def low_price(self) -> bool:
        """Tell whether it is about a price that looks too low."""
        return self.doubt.kind == LOW_PRICE


def code_of(doubt: Doubt) -> str:
    """Return the name of a doubt in a form."""
    return sha256(f"{doubt.bid}\n{doubt.id}".encode()).hexdigest()[:OPENING_WORDS]


def doubts_of(publication: Publication, offers: Sequence[Offer], on: date) -> tuple[Doubt, ...]:
    """Return the doubts about the last round of offers, in the order of the bidders."""
    tender = published_tender(publication)
    bids = bids_of(offers, asked_by(publication).form).bids
    found: dict[tuple[str, str], list[Doubt]] = {}
    for lot in each_lot(tender):
        case = case_of(publication, lot)
        ground = Ground(world(), law(), case.rules, tender, case.months, on, lot)
        for doubt in doubts(last_round(of_lot(bids, lot)), ground):
            found.setdefault((doubt.bid, doubt.id), []).append(replace(doubt, lot=lot))
    each = (of_one[0] if len(of_one) == 1 else replace(of_one[0], lot=None) for of_one in found.values())
    return tuple(sorted(each, key=lambda doubt: doubt.bid))


def checked(found: Sequence[Doubt], record: AwardRecord) -> tuple[Entry, ...]:
    """Join doubts and questions; raises `BadOption` for unequal times, and answers before their question."""
    return register(found, record)


def lines(found: Sequence[Doubt], procedure: Procedure, lang: Language) -> list[Line]:
    """Return the doubts with what was asked; questions whose doubt is gone keep their place at the end."""
    record = acts_of(procedure.record)
    numbered = {id(question): number for number, question in enumerate(record.questions, start=1)}

    def told(entry: Entry) -> str:
        return entry.words(lang) if entry.asked else words(entry.doubt, record, lang)

    return [Line(entry, numbered.get(id(entry.asked)), told(entry)) for entry in checked(found, record)]


def language_of(publication: Publication) -> Language:
    """Return the language of a tender: bidders are asked in it."""
    return "en" if publication.document.get("language") == "en" else "fr"


def check_mending(procedure_record: AwardRecord) -> None:
    """Raise `BadOption` where bidders who may mend their offers do not have the same time."""
    check_same_chance(standing(procedure_record))


def letter(publication: Publication, offer: Offer, shown: Sequence[Line], record: AwardRecord) -> str:
    """Write the letter to one bidder: what is asked of them and not answered, and what they may mend."""
    tender = published_tender(publication)
    lang = language_of(publication)
    open_ = [line for line in shown if line.doubt.bid == offer.bid and line.asked and not line.asked.answered_on]
    title = say("Consultation: {title}", title=tender.title)
    paragraphs: list[Text | str] = [title, *([f"({tender.reference})"] if tender.reference else [])]
    paragraphs.append(say("To {name}", name=offer.bid))
    for until, of_day in _by_day(open_):
        paragraphs.append(
            say("Please answer the following in writing by {day}.", day=write_date(until, lang))
            if until
            else say("Please answer the following in writing.")
        )
        paragraphs += [f"{n}. {_of_lot(line, lang)}{line.words}" for n, line in enumerate(of_day, start=1)]
    for found in standing(record):
        if found.bid == offer.bid and found.may_mend and not found.mended_on:
            paragraphs.append(
                say("You may regularise your offer by {day}.", day=write_date(found.until, lang))
                if found.until
                else say("You may regularise your offer.")
            )
            if found.lot:
                paragraphs.append(say("Lot {id}:", id=found.lot))
            paragraphs.append(found.may_mend)
    if len(paragraphs) == len([title, *([1] if tender.reference else [])]) + 1:
        return ""
    paragraphs.append(say("Your answer may not change the offer itself, beyond what is asked here."))
    return "\n\n".join(text.in_(lang) if isinstance(text, Text) else text for text in paragraphs)


def _of_lot(line: Line, lang: Language) -> str:
    """Name the lot that a question is about, which its words do not."""
    return "" if line.doubt.lot is None else say("Lot {id}:", id=line.doubt.lot).in_(lang) + " "


def _by_day(open_: Sequence[Line]) -> list[tuple[date | None, list[Line]]]:
    days = sorted({line.asked.until for line in open_ if line.asked and line.asked.until})
    told: list[tuple[date | None, list[Line]]] = [
        (day, [line for line in open_ if line.asked and line.asked.until == day]) for day in days
    ]
    without = [line for line in open_ if line.asked and not line.asked.until]
    return [*told, *([(None, without)] if without else [])]
