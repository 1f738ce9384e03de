"""What was read of workbooks, as the database keeps it: cell by cell, its sentences in no language yet."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from levier.estate.reading.texts import error_to_json
from levier.tender.answers.form import AnswerForm
from levier.tender.answers.layout import Role, answers, lay_out
from levier.tender.answers.lots import of_lots
from levier.tender.answers.reading import Entered, Note, ReadBack, enter_by_hand
from levier.tender.answers.stored import reading_from, reading_to_json
from levier.tender.bids.process import read_workbooks
from levier.tender.bids.workbook import Asked, asked, bid_of, told_note
from levier.web.bids.bridge.documents import document_of
from levier.web.bids.bridge.entry import written
from levier.web.bids.models import Offer
from levier.web.bids.naming import kept_as
from levier.web.estate.bridge.limits import reading_limits
from levier.web.house.files import local
from levier.web.tender.file.bridge import file_of, tender_of
from levier.web.tender.findings import library
from levier.web.tender.models import Publication
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

Key = tuple[str, ...]


def asked_by(publication: Publication) -> Asked:
    """Return what a publication asks of its bidders."""
    return _asked(json.dumps(publication.document, sort_keys=True), publication.hash)


@lru_cache(maxsize=32)
def _asked(document: str, rules_hash: str) -> Asked:
    """Return what a document asks: every page of an offer needs it, and a publication never changes."""
    return asked(tender_of(json.loads(document)), library(), rules_hash)


def read_offers(publication: Publication, offers: Sequence[Offer]) -> list[Offer]:
    """Read the workbooks of offers in a confined process; the rows hold what was read and are not saved yet."""
    what = asked_by(publication)
    files = [(offer.file_name, local(kept_as(offer.content))) for offer in offers]
    found = read_workbooks(file_of(publication.document), publication.hash, files, reading_limits())
    for offer, back in zip(offers, found, strict=True):
        take(offer, back, what)
    return list(offers)


def take(offer: Offer, back: ReadBack | LevierError, what: Asked) -> None:
    """Put into an offer what was read of it, or why nothing was: then every answer of it is to be entered."""
    if isinstance(back, ReadBack):
        _keep(offer, back, what)
        offer.state = Offer.State.CHANGED if back.changes else Offer.State.READ
    else:
        offer.state, offer.error = Offer.State.UNREADABLE, error_to_json(back)
        _keep(offer, nothing_read(offer, what.form), what)


def nothing_read(offer: Offer, form: AnswerForm) -> ReadBack:
    """Return the reading of a file of which nothing could be read: all that is required is missing."""
    missing = tuple(
        Note(sheet.name, slot.address, say("No answer was given."), slot.key)
        for sheet, slot in answers(lay_out(form))
        if slot.role is Role.ANSWER and slot.field is not None and slot.field.required
    )
    return ReadBack(offer.file_name, offer.content, "xlsx", missing=missing)


def _keep(offer: Offer, back: ReadBack, what: Asked) -> None:
    offer.reading = reading_to_json(back)
    offer.bid_document = document_of(replace(bid_of(back, what, offer.lots), bid=offer.bid, file=offer.file_name))


def retold(offer: Offer, publication: Publication) -> None:
    """Tell the bid of an offer anew, whose lots or name were corrected; the row is not saved yet."""
    if offer.reading:
        _keep(offer, reading_from(offer.reading), asked_by(publication))


def entered(offer: Offer, publication: Publication, texts: dict[Key, str], trace: Entered) -> tuple[Note, ...]:
    """Enter answers by hand into an offer, which is not saved yet; return what is wrong with them.

    A text that stands there already keeps its trace; an empty one takes the answer away.
    """
    what = asked_by(publication)
    back = reading_from(offer.reading) if offer.reading else nothing_read(offer, what.form)
    fields = {slot.key: slot.field for _, slot in answers(lay_out(what.form))}
    for key, text in texts.items():
        there, field = back.answers.get(key), fields[key]
        if text and (there is None or field is None or text not in (there.raw, written(field, there))):
            back = enter_by_hand(back, what.form, key, text, trace)
        elif not text and there is not None:
            back = _without(back, key, what.form)
    _keep(offer, back, what)
    offer.state = Offer.State.BY_HAND
    return tuple(note for note in back.wrong if note.key in texts)


def _without(back: ReadBack, key: Key, form: AnswerForm) -> ReadBack:
    left = {name: answer for name, answer in back.answers.items() if name != key}
    sheet, slot = next((s, x) for s, x in answers(lay_out(form)) if x.key == key)
    missing = back.missing
    if slot.field is not None and slot.field.required:
        missing = (*missing, Note(sheet.name, slot.address, say("No answer was given."), key))
    return replace(back, answers=left, missing=missing)


def lacks(offer: Offer, form: AnswerForm) -> tuple[Text, ...]:
    """Return what an offer lacks of what its lots ask of every bidder."""
    if offer.reading is None:
        return ()
    back = of_lots(reading_from(offer.reading), form, offer.offered)
    found = tuple(told_note(note) for note in (*back.missing, *back.wrong))
    n = len(back.changes)
    if offer.state == Offer.State.CHANGED:
        return (say("The workbook was changed in {n} places: its answers are to be entered by hand.", n=n), *found)
    if offer.state == Offer.State.UNREADABLE:
        return (say("Nothing of this offer could be read: its answers are to be entered by hand."), *found)
    return found
