"""What was read of a workbook, as the database keeps it: cell by cell, its sentences in no language yet."""

from __future__ import annotations

from levier.tender.answers.stored import reading_from
from levier.tender.bids.workbook import told_note
from levier.web.bids.models import Offer
from levier.wording.text import Text, say


def lacks(offer: Offer) -> tuple[Text, ...]:
    """Return what an offer lacks of what every workbook must answer."""
    if offer.reading is None:
        return (say("Nothing of this offer could be read: its answers are to be entered by hand."),)
    back = reading_from(offer.reading)
    found = tuple(told_note(note) for note in (*back.missing, *back.wrong))
    if offer.state == Offer.State.CHANGED:
        changed = say(
            "The workbook was changed in {n} places: its answers are to be entered by hand.", n=len(back.changes)
        )
        return (changed, *found)
    return found
