"""The versions of a tender: who changed what, when; what differs; an earlier one brought back."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file import actions
from levier.web.tender.file.answers import buyer_of, tender_at
from levier.web.tender.file.parts import PARTS
from levier.web.tender.file.paths import bare, differences, field_at
from levier.web.tender.models import TenderVersion
from levier.wording.text import Text, say

PER_PAGE = 25
DONE = {
    actions.BEGUN: say("Tender begun"),
    actions.BROUGHT_BACK: say("Earlier version brought back"),
    "estate": say("Figures taken from an inventory"),
}


def part_told(part: str) -> str:
    """Tell which part of a tender a version changed."""
    if part in DONE:
        return told(DONE[part])
    if part in PARTS:
        return told(PARTS[part].heading)
    try:
        return bare(field_at(part).help)
    except KeyError:
        return part


@require_GET
@inside(Right.READ)
def history(request: OrganisationRequest, tender: str) -> HttpResponse:
    """List the versions, newest first."""
    found = tender_at(tender)
    versions = TenderVersion.objects.filter(tender=found).select_related("created_by").defer("document")
    page = Paginator(versions, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(version, part_told(version.part)) for version in page]
    return render(request, "tender/history.html", {"tender": found, "rows": rows, "page": page})


@require_GET
@inside(Right.READ)
def version(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Show what a version changed, and offer to bring it back."""
    found = tender_at(tender)
    versions = TenderVersion.objects.filter(tender=found).select_related("created_by")
    shown = get_object_or_404(versions, number=number)
    before = versions.filter(number__lt=number).first()
    changes = differences(before.document if before else {}, shown.document, public=buyer_of(found).public)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tender": found,
        "version": shown,
        "part": part_told(shown.part),
        "page": page,
        "heading": _heading(shown),
    }
    return render(request, "tender/version.html", context)


def _heading(version: TenderVersion) -> Text:
    return say("Version {n}: {part}", n=version.number, part=part_told(version.part))


@require_POST
@inside(Right.BUY)
def bring_back(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Make an earlier version the newest one again."""
    found = tender_at(tender)
    get_object_or_404(TenderVersion.objects.filter(tender=found), number=number)
    actions.restore(found, person(request), number)
    messages.success(request, told(say("Version {n} stands again; those between are kept.", n=number)))
    return redirect("tender:tender", request.organisation.public_id, found.public_id)
