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
from levier.web.bids.actions import act, procedure_of
from levier.web.bids.award import actions, following
from levier.web.bids.award.bridge import award_of
from levier.web.bids.award.keeping import follow
from levier.web.bids.bridge import document_of
from levier.web.bids.models import Offer
from levier.web.people.models import Organisation, User
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


def plant_award(organisation: Organisation) -> Tender:
    """Plant bids that two assessors marked and agreed on, and the award of the one that stands first."""
    tender = plant_bids(organisation)
    asked = {"service": frozenset(ALIASES.values())}
    given = {"Cheffe du parc": {"A": 1, "B": 2, "C": 2, "D": 0}, "Acheteur": {"A": 1, "B": 2, "C": 1, "D": 0}}
    people = {"Cheffe du parc": "contributor", "Acheteur": "buyer"}
    for function, levels in given.items():
        person = User.objects.filter(email__startswith=people[function], memberships__organisation=organisation).first()
        assessor = actions.declare(tender, person, function, free=True)
        told = {alias: (float(level), "lu dans sa réponse") for alias, level in levels.items()}
        actions.mark(tender, assessor, "service", told, asked if function == "Acheteur" else {"": frozenset({""})})
    actions.close_marking(tender, None)
    both = {alias: (float(n), "lu ensemble dans sa réponse") for alias, n in given["Cheffe du parc"].items()}
    actions.agree(tender, None, "service", both, {})
    today = timezone.localdate()
    told_ = {"end": "award", "bid": "Rebond SCIC", "reason": "la mieux notée", "day": today, "notified_on": today}
    act(tender, None, "decision", {"decision": told_}, {})
    follow(tender, None, following.bound_by(following.awarded(award_of(procedure_of(tender), today))))
    return tender
