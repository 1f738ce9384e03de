"""Long work of this app: reading the workbooks of a tender once its offers are open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from levier.web.bids.bridge.readings import read_offers
from levier.web.bids.models import Offer
from levier.web.bids.received.actions import READ, to_read
from levier.web.jobs.handlers import Progress, handles
from levier.web.journal.actions import record
from levier.web.tender.file.actions import named
from levier.web.tender.models import Tender
from levier.web.tender.queries import published
from levier.wording.text import say


@handles(READ)
def read(payload: Mapping[str, Any], progress: Progress) -> None:
    """Read what may be read and is not yet, then write one row an offer. What cannot be read is no failure."""
    tender = Tender.objects.select_related("organisation").get(public_id=payload["tender"])
    publication = published(tender)
    if publication is None:
        return
    wanted = to_read(tender, publication)
    progress(say("Reading {n} offers…", n=len(wanted)), 0.1)
    found = read_offers(publication, wanted)
    with transaction.atomic():
        for offer in found:
            kept = ("state", "bid_document", "reading", "error")
            still = Offer.objects.filter(pk=offer.pk, state=Offer.State.CLOSED)
            still.update(**{name: getattr(offer, name) for name in kept})
        told = {offer.public_id: str(offer.state) for offer in found}
        record("levier", "bids.read", named(tender), tender.organisation.public_id, offers=told)
