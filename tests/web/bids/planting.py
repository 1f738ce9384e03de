"""A tender that was published, as rows: what the tests of bids begin with."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from levier.tender.bids.locked import lock_document
from levier.tender.scoring.announced import announced
from levier.tender.scoring.locking import lock
from levier.web.people.models import Organisation
from levier.web.tender.file.bridge import document_from, tender_of
from levier.web.tender.models import Publication, Tender
from tests.tender.bids.story import TENDER
from tests.web.tender.planting import plant_tender

PUBLISHED_ON = date(2026, 12, 7)
WEEKS = timedelta(weeks=5)


def story() -> dict[str, Any]:
    """Return the document of the tender for which four bidders fill in their workbooks (tests/tender/bids/story.py)."""
    return document_from(TENDER.encode(), "tender.yaml")


def plant_publication(organisation: Organisation, **more: Any) -> Publication:
    """Plant a tender that was published and locked; `more` changes what its document says."""
    document = story() | more
    tender = plant_tender(organisation)
    Tender.objects.filter(pk=tender.pk).update(document=document, title=document["title"])
    tender.refresh_from_db()
    read = tender_of(document)
    found = announced(read, "tender.yaml")
    assert read.deadline is not None
    locks = {
        lot: lock_document(lock(rules, min(PUBLISHED_ON, read.deadline - WEEKS), read.deadline))
        for lot, rules in found.rules.items()
    }
    return Publication.objects.create(
        organisation=organisation,
        tender=tender,
        version=tender.version,
        document=document,
        lock=locks,
        hash=found.hash,
        deadline=read.deadline,
    )
