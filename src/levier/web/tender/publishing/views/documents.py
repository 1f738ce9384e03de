"""The documents of a tender: what there will be, writing them, taking them away."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from levier.web.house.exports import attachment
from levier.web.house.limits import MEGABYTE, takes
from levier.web.house.meanwhile import status_of
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.models import Tender
from levier.web.tender.publishing.bridge import documents as bridge
from levier.web.tender.publishing.bridge.locks import unready
from levier.web.tender.publishing.finding import the_tender
from levier.web.tender.publishing.forms import AS_PUBLISHED, MOST_MB, WritingForm
from levier.web.tender.publishing.writing import ask
from levier.web.tender.queries import last_written, outdated, published
from levier.wording.errors import LevierError

MOST_SENT = MOST_MB * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


@require_GET
@inside(Right.READ)
def documents(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Tell which documents a tender has, what is left to choose, and give those that were written."""
    found = the_tender(tender)
    form = WritingForm(published=published(found) is not None, initial={"languages": found.document.get("language")})
    return _page(request, found, form)


@takes(MOST_SENT)
@require_POST
@inside(Right.CONTRIBUTE)
def write(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Have the documents written."""
    found = the_tender(tender)
    last = published(found)
    form = WritingForm(request.POST, request.FILES, published=last is not None)
    if not form.is_valid():
        return _page(request, found, form)
    given = form.cleaned_data
    of = last if given.get("which") == AS_PUBLISHED else None
    job = ask(found, person(request), given["languages"], given["template"], of)
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


def _page(request: OrganisationRequest, tender: Tender, form: WritingForm) -> HttpResponse:
    written, last = last_written(tender), published(tender)
    try:
        prepared, error = bridge.prepared(tender.document, timezone.localdate()), None
    except LevierError as refused:
        prepared, error = None, refused
    context = {
        "tender": tender,
        "form": form,
        "prepared": prepared,
        "error": unready(tender.document, error) if error else [],
        "published": last,
        "written": written,
        "files": bridge.written(written["key"]) if written else [],
        "stale": written is not None and outdated(tender, written),
        "address": reverse("tender:documents", args=[request.organisation.public_id, tender.public_id]),
    }
    return render(request, "tender/documents.html", context, status=status_of(form, 422))


@require_GET
@inside(Right.READ)
def one(request: OrganisationRequest, tender: str, name: str) -> HttpResponse:  # noqa: ARG001
    """Give one of the documents that were written last."""
    data = bridge.one_of(_key(tender), name)
    kind = TYPES.get(name.rpartition(".")[2])
    if data is None or kind is None:
        raise Http404
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": attachment(name)})


@require_GET
@inside(Right.READ)
def together(request: OrganisationRequest, tender: str) -> HttpResponse:  # noqa: ARG001
    """Give all documents that were written last as one archive."""
    data = bridge.all_of(_key(tender))
    if data is None:
        raise Http404
    name = f"{slugify(the_tender(tender).title) or 'tender'}.zip"
    return HttpResponse(data, content_type="application/zip", headers={"Content-Disposition": attachment(name)})


def _key(tender: str) -> str:
    written = last_written(the_tender(tender))
    if written is None:
        raise Http404
    return str(written["key"])
