"""Bids that were opened and read, as rows: the four bidders of tests/tender/bids/story.py, whose deadline is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from hashlib import sha256
from typing import Any

from django.utils import timezone

from levier.tender.answers.reading import Reader
from levier.tender.answers.stored import reading_to_json
from levier.tender.bids.workbook import asked, bid_of
from levier.tender.scoring.announced import announced
from levier.web.bids.actions import act
from levier.web.bids.bridge import document_of
from levier.web.bids.models import Offer
from levier.web.people.models import Organisation
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.models import Tender
from tests.tender.answers.bidders import filled
from tests.tender.bids.story import BIDDERS, world
from tests.web.bids.planting import plant_publication, story

DAYS_SINCE = 20
ALIASES = {"Neuf SA": "C", "Rebond SCIC": "A", "Loc SAS": "B", "Vite SARL": "D"}


def deadline() -> date:
    return timezone.localdate() - timedelta(days=DAYS_SINCE)


@cache
def workbooks(on: str) -> Mapping[str, tuple[bytes, dict[str, Any], dict[str, Any]]]:
    """Return, by file, the workbook that each bidder sent, its bid and what was read of it."""
    tender = tender_of(story() | {"deadline": on})
    what = asked(tender, world().library, announced(tender, "tender.yaml").hash)
    reader, found = Reader(what.form), {}
    for name, told in BIDDERS.items():
        data = filled(told, what.form, name.rpartition(".")[2])
        back = reader.read(name, data)
        found[name] = (data, document_of(bid_of(back, what)), reading_to_json(back))
    return found


def plant_bids(organisation: Organisation, **more: Any) -> Tender:
    """Plant a published tender whose bids were opened the day after the deadline, and read."""
    on = deadline()
    publication = plant_publication(organisation, on, **more)
    tender = publication.tender
    for name, (data, document, reading) in workbooks(on.isoformat()).items():
        Offer.objects.create(
            organisation=organisation,
            tender=tender,
            bid=document["bid"],
            file_name=name,
            content=sha256(data).hexdigest(),
            size=len(data),
            received_at=timezone.now() - timedelta(days=DAYS_SINCE + 1),
            state=Offer.State.READ,
            bid_document=document,
            reading=reading,
        )
    opening = {"recorded_on": (on + timedelta(days=1)).isoformat(), "by": "Commission d’appel d’offres"}
    act(tender, None, "opening", {"opening": opening, "aliases": ALIASES}, {})
    return tender
