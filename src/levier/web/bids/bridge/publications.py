"""A publication as what bids are judged by: the tender as published, its rules, its lock."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from levier.cost.facts import COST, parameters
from levier.tender.bids.awarding import Case, World
from levier.tender.bids.catalogued import Known
from levier.tender.bids.locked import lock_from
from levier.tender.model import Lot, Tender
from levier.tender.scoring.announced import ALL_LOTS, Announced, announced
from levier.web.house.bridge import facts
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.findings import library
from levier.web.tender.models import Publication
from levier.web.tender.publishing.bridge.locks import FILE, bases
from levier.wording.errors import BadOption
from levier.wording.text import say


@cache
def world() -> World:
    """Return what is known beside a tender, read once a process."""
    return World(Known(facts()), library(), parameters(COST))


def published_tender(publication: Publication) -> Tender:
    """Return the tender as it was published, with the deadline of that publication."""
    return replace(tender_of(publication.document), deadline=publication.deadline)


def announced_as_published(publication: Publication, tender: Tender) -> Announced:
    """Return the rules of a publication on the facts that its locks keep."""
    return announced(tender, FILE, bases(publication.lock))


def lots_of(tender: Tender) -> tuple[Lot, ...]:
    """Return the lots among which one is to be chosen; none where there is nothing to choose."""
    return tender.lots if len(tender.lots) > 1 else ()


def each_lot(tender: Tender) -> tuple[str | None, ...]:
    """Return the lots one by one; None for a tender that is awarded as a whole."""
    return tuple(lot.id for lot in lots_of(tender)) or (None,)


def case_of(publication: Publication, lot: str | None = None) -> Case:
    """Return what bids are judged by; raises `BadOption` where a lot is to be chosen first."""
    tender = published_tender(publication)
    found = announced_as_published(publication, tender)
    key = ALL_LOTS if ALL_LOTS in found.rules else lot
    if key is None or key not in found.rules:
        raise BadOption(
            say("The lots of this tender have criteria of their own."),
            expected=say("one of: {words}", words=", ".join(found.rules)),
            found=lot,
        )
    locked = publication.lock.get(key)
    return Case(found.rules[key], tender, lock_from(locked) if locked else None, lot, publication.hash)
