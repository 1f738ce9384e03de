"""From the address of a page to the tender, its publication and its offers: what is not there, or closed, is a 404."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from levier.web.bids.actions import procedure_of
from levier.web.bids.award.queries import assessor_of
from levier.web.bids.bridge.opening import Gate, gate_of
from levier.web.bids.models import Offer, Procedure
from levier.web.bids.queries import opened
from levier.web.people.access import OrganisationRequest
from levier.web.people.acting import person
from levier.web.tender.models import Publication, Tender
from levier.web.tender.queries import published, tenders


@dataclass(frozen=True)
class Going:
    """A published tender on its way to the award."""

    tender: Tender
    publication: Publication
    procedure: Procedure
    gate: Gate

    @property
    def args(self) -> list[str]:
        """Return the arguments of its addresses."""
        return [self.tender.organisation.public_id, self.tender.public_id]


def tender_at(tender: str) -> Tender:
    """Return the tender of an address."""
    return get_object_or_404(tenders().select_related("organisation"), public_id=tender)


def going_at(tender: str) -> Going:
    """Return a published tender with what was recorded of it; one that was not published is a 404."""
    found = tender_at(tender)
    publication = published(found)
    if publication is None:
        raise Http404
    return going_of(found, publication)


def going_of(tender: Tender, publication: Publication) -> Going:
    """Return a published tender with what was recorded of it."""
    procedure = procedure_of(tender)
    return Going(tender, publication, procedure, gate_of(publication, procedure, timezone.localdate()))


def open_at(request: OrganisationRequest, tender: str) -> Going:
    """Return a published tender whose offers are open; while they are closed it is a 404.

    Raises PermissionDenied for whoever declared a conflict of interest: they read no offer, whatever their role.
    """
    found = going_at(tender)
    if not found.gate.open:
        raise Http404
    mine = assessor_of(found.tender, person(request))
    if mine is not None and not mine.free:
        raise PermissionDenied
    return found


def offer_at(going: Going, offer: str) -> Offer:
    """Return an offer that was opened."""
    return get_object_or_404(opened(going.tender).select_related("organisation", "tender"), public_id=offer)


def by_name(request: OrganisationRequest) -> str:
    """Return how acts name whoever does them; in a trial space nobody is signed in."""
    return str(request.user) if request.user.is_authenticated else request.organisation.name
