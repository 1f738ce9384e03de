"""The tenders of an organisation: their list, a new one, its file; deleted and brought back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.web.house.bridge import days_kept
from levier.web.house.exports import attachment
from levier.web.house.limits import MEGABYTE, takes
from levier.web.house.naming import told_apart
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender import queries
from levier.web.tender.file import actions
from levier.web.tender.file.answers import tender_at
from levier.web.tender.file.bridge import document_from, file_of, first_document
from levier.web.tender.file.forms import BeginForm
from levier.web.tender.models import Publication, Tender
from levier.wording.errors import LevierError
from levier.wording.text import say

PER_PAGE = 25


@require_GET
@inside(Right.READ)
def tenders(request: OrganisationRequest) -> HttpResponse:
    """List the tenders, newest first, and those that can be brought back."""
    last = Publication.objects.filter(tender=OuterRef("pk")).order_by("-id")
    rows = queries.tenders().annotate(published_at=Subquery(last.values("created_at")[:1]))
    rows = rows.annotate(until=Subquery(last.values("deadline")[:1])).defer("document")
    context = {
        "page": Paginator(told_apart(rows, "title"), PER_PAGE).get_page(request.GET.get("page")),
        "deleted": queries.deleted().defer("document").order_by("-deleted_at")[:PER_PAGE],
        "undo_days": days_kept("deleted_object"),
    }
    return render(request, "tender/tenders.html", context)


@takes(2 * MEGABYTE)
@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def new(request: OrganisationRequest) -> HttpResponse:
    """Begin a tender by its title, or by its file."""
    sent = request.method == "POST"
    form = BeginForm(request.POST if sent else None, request.FILES if sent else None, initial={"language": language()})
    if form.is_valid():
        try:
            document = _document(request, form.cleaned_data)
            made = actions.begin(request.organisation, person(request), document)
        except LevierError as error:
            for line in error.in_(language()).split("\n"):
                form.add_error("file" if form.cleaned_data.get("file") else None, line)
        else:
            return redirect("tender:tender", request.organisation.public_id, made.public_id)
    return render(request, "tender/begin.html", {"form": form}, status=422 if form.is_bound else 200)


def _document(request: OrganisationRequest, given: dict[str, Any]) -> dict[str, Any]:
    file = given.get("file")
    if file is not None:
        return document_from(file.read(), (file.name or "tender.yaml")[:80])
    nature, lang = given["nature"] or "supplies", given["language"] or language()
    return first_document(request.organisation, given["title"], nature, lang)


@require_GET
@inside(Right.READ)
def download(request: OrganisationRequest, tender: str) -> HttpResponse:  # noqa: ARG001
    """Give the tender as its file."""
    found = tender_at(tender)
    name = f"{slugify(found.title)[:60] or 'tender'}.yaml"
    headers = {"Content-Disposition": attachment(name)}
    return HttpResponse(file_of(found.document), content_type="application/yaml; charset=utf-8", headers=headers)


@require_POST
@inside(Right.BUY)
def delete(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Delete a tender, for as long as the retention says."""
    found = tender_at(tender)
    actions.delete(found, person(request))
    days = days_kept("deleted_object")
    kept = say("The tender “{title}” was deleted. It can be brought back for {n} days.", title=found.title, n=days)
    messages.success(request, told(kept))
    return redirect("tender:tenders", request.organisation.public_id)


@require_POST
@inside(Right.BUY)
def bring_back(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Bring back a tender that was deleted."""
    found = get_object_or_404(Tender.objects.select_related("organisation"), public_id=tender)
    actions.bring_back(found, person(request))
    return redirect("tender:tender", request.organisation.public_id, found.public_id)
