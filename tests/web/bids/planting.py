"""A tender that was published, as rows: what the tests of bids begin with."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from hashlib import sha256
from io import BytesIO
from typing import Any

import openpyxl
from django.utils import timezone

from levier.tender.answers.reading import ReadBack, Reader
from levier.tender.bids.locked import lock_document
from levier.tender.bids.workbook import Asked
from levier.tender.scoring.announced import announced
from levier.tender.scoring.locking import lock
from levier.web.bids.actions import act
from levier.web.bids.bridge.readings import asked_by, take
from levier.web.bids.models import Offer
from levier.web.bids.naming import kept_as
from levier.web.house.files import keep_stream, local
from levier.web.people.models import Organisation
from levier.web.tender.file.bridge import document_from, tender_of
from levier.web.tender.models import Publication, Tender
from levier.wording.errors import LevierError
from tests.tender.answers.bidders import filled, saved
from tests.tender.bids.story import TENDER, what
from tests.web.tender.planting import plant_tender

MONTH = timedelta(days=30)


def story() -> dict[str, Any]:
    """Return the document of the tender for which four bidders fill in their workbooks (tests/tender/bids/story.py)."""
    return document_from(TENDER.encode(), "tender.yaml")


def plant_publication(
    organisation: Organisation, deadline: date | None = None, text: str = TENDER, **more: Any
) -> Publication:
    """Plant a tender that was published and locked; its last day was yesterday unless told."""
    last = deadline or timezone.localdate() - timedelta(days=1)
    document = (
        document_from(text.encode(), "tender.yaml")
        | {"deadline": last.isoformat(), "notice_on": (last - MONTH).isoformat()}
        | more
    )
    tender = plant_tender(organisation)
    Tender.objects.filter(pk=tender.pk).update(document=document, title=document["title"])
    tender.refresh_from_db()
    read = tender_of(document)
    found = announced(read, "tender.yaml")
    locks = {lot: lock_document(lock(rules, last - MONTH, last)) for lot, rules in found.rules.items()}
    return Publication.objects.create(
        organisation=organisation,
        tender=tender,
        version=tender.version,
        document=document,
        lock=locks,
        hash=found.hash,
        deadline=last,
    )


def plant_offers(publication: Publication, **bidders: Any) -> dict[str, Offer]:
    """Plant offers that came on the last day; what each bidder told by cell, or the bytes of its file."""
    form = what().form
    found = {}
    for name, told in bidders.items():
        data = told if isinstance(told, bytes) else filled(told, form)
        content = sha256(data).hexdigest()
        keep_stream(BytesIO(data), kept_as(content))
        found[name] = Offer.objects.create(
            organisation=publication.organisation,
            tender=publication.tender,
            bid=name,
            file_name=f"{name}.xlsx",
            content=content,
            size=len(data),
            received_at=moment(publication.deadline),
        )
    return found


def moment(day: date) -> datetime:
    """Return noon of a day."""
    return datetime.combine(day, time(12), tzinfo=timezone.get_current_timezone())


def open_now(publication: Publication) -> None:
    """Record the opening, and read what stands there; the confined process that does it else has tests of its own."""
    told = {"recorded_on": timezone.localdate(), "by": "Commission d’appel d’offres"}
    act(publication.tender, None, "opening", {"opening": told}, {})
    asked = asked_by(publication)
    for offer in Offer.objects.filter(tender=publication.tender):
        take(offer, read_here(asked, offer), asked)
        offer.save()


def read_here(asked: Asked, offer: Offer) -> ReadBack | LevierError:
    """Read the workbook of an offer in this process."""
    try:
        return Reader(asked.form).read(offer.file_name, local(kept_as(offer.content)).read_bytes())
    except LevierError as error:
        return error


def tampered(told: Any) -> bytes:
    """Fill the workbook in, then change a locked cell of the price list, as some bidders do."""
    book = openpyxl.load_workbook(BytesIO(filled(told, what().form)))
    book[book.sheetnames[-1]]["F5"].value = 399
    return saved(book)


def decided(publication: Publication) -> None:
    """Ask about the price of Vite SARL, admit two candidatures, let Change SAS mend its offer."""
    today = timezone.localdate()
    until = today + timedelta(days=7)
    asked = {"bid": "Vite SARL", "doubt": "price.low:Vite SARL", "asked_on": today, "until": until}
    answer = {"answer": "Nous recevons ces appareils d’un don.", "answered_on": today}
    other = {"bid": "Vite SARL", "doubt": "life.parts:P1 X", "asked_on": today, "until": until}
    mend = {
        "bid": "Change SAS",
        "status": "irregular",
        "reason": "Une quantité verrouillée du cadre de réponse a été changée.",
        "may_mend": "Rendre le cadre de réponse tel qu’il a été publié.",
        "asked_on": today,
        "until": until,
    }
    acts = {
        "questions": [{**asked, **answer}, other],
        "candidatures": [{"bid": "Neuf SA", "admitted": True}, {"bid": "Vite SARL", "admitted": True}],
        "qualifications": [{"bid": "Neuf SA", "status": "regular", "reason": "Complète et conforme."}, mend],
    }
    act(publication.tender, None, "planted", acts, {})
