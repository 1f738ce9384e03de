"""The laboratory: what the award rules of the stored tender do on invented offers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_GET

from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.web.tender.publishing.bridge.laboratory import tried as try_them
from levier.web.tender.publishing.bridge.locks import unready
from levier.web.tender.publishing.finding import the_tender
from levier.wording.errors import LevierError


@require_GET
@inside(Right.READ)
def tried(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Try the rules of a tender before they are published."""
    found = the_tender(tender)
    context = {"tender": found, "change": _change(request, tender)}
    try:
        result = try_them(found, request.GET.get("lot", ""))
    except LevierError as error:
        return render(request, "tender/untried.html", context | {"error": unready(found.document, error)})
    if result is None:
        raise Http404
    return render(request, "tender/tried.html", context | {"tried": result, "tested": result.tested})


def _change(request: OrganisationRequest, tender: str) -> str:
    """Return where the rules are changed."""
    try:
        return reverse("tender:criteria", args=[request.organisation.public_id, tender])
    except NoReverseMatch:
        return ""
