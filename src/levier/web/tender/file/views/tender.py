"""One tender: where it stands, and its way."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from levier.web.house.bridge import days_kept
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.web.tender.file.answers import tender_at
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.file.overview import next_step, standing, steps, written
from levier.web.tender.queries import published


@require_GET
@inside(Right.READ)
def tender(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Tell where a tender stands, and show its way."""
    found = tender_at(tender)
    told, last = tender_of(found.document), published(found)
    stands = standing(told, last, timezone.localdate())
    place = (request.organisation.public_id, found.public_id)
    way = steps(told, place, stands, last, written(found))
    context = {
        "tender": found,
        "stands": stands,
        "steps": way,
        "next": next_step(way, stands, last),
        "undo_days": days_kept("deleted_object"),
    }
    return render(request, "tender/tender.html", context)
