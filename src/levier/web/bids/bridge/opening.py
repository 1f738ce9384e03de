"""Whether bids may be opened: the day on which they are due, and what was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from levier.tender.bids.opening import opened
from levier.tender.bids.record import Opening
from levier.web.bids.bridge.acts import acts_of
from levier.web.bids.bridge.publications import published_tender
from levier.web.bids.models import Offer, Procedure
from levier.web.tender.models import Publication
from levier.wording.errors import LevierError


@dataclass(frozen=True)
class Gate:
    """What keeps bids closed, or the opening that was recorded."""

    deadline: date
    opening: Opening | None
    on: date

    @property
    def due_on(self) -> date:
        """Return the first day on which bids may be opened."""
        return self.deadline + timedelta(days=1)

    @property
    def due(self) -> bool:
        """Tell whether bids may be opened today."""
        return self.on >= self.due_on

    @property
    def open(self) -> bool:
        """Tell whether bids may be read: their opening is due, and was recorded."""
        return self.opening is not None

    def late(self, offer: Offer) -> bool:
        """Tell whether an offer came after the last day; final offers of a negotiation have a day of their own."""
        return offer.round != Offer.Round.FINAL and is_late(offer.received_at, self.deadline)


def is_late(received_at: datetime, deadline: date) -> bool:
    """Tell whether something that was received then came after the last day."""
    return timezone.localdate(received_at) > deadline


def opening_on(publication: Publication, procedure: Procedure, on: date, by: str) -> Opening:
    """Return the opening as recorded, else recorded on the day `on`; raises `BadOption` before it is due."""
    return opened(published_tender(publication), acts_of(procedure.record), on, by)


def gate_of(publication: Publication, procedure: Procedure | None, on: date) -> Gate:
    """Return what keeps the bids of a tender closed.

    A recorded opening counts only where the library would still take it: a correction that moves the deadline beyond
    it closes the bids again.
    """
    opening = None
    if procedure is not None and procedure.record.get("opening"):
        try:
            opening = opening_on(publication, procedure, on, "")
        except LevierError:
            opening = None
    return Gate(publication.deadline, opening, on)
