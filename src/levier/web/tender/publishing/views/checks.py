"""The stored tender before publication: what is missing or weak in it, and the clause that mends it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from levier.web.house.exports import attachment, csv_answer
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.publishing import actions
from levier.web.tender.publishing.bridge import checks as bridge
from levier.web.tender.publishing.finding import the_tender
from levier.wording.text import say


@require_GET
@inside(Right.READ)
def judged(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Tell what is missing or weak in a tender."""
    found = the_tender(tender)
    told_ = bridge.judge(found, timezone.localdate())
    return render(request, "tender/judged.html", {"tender": found, "judged": told_, "answer": told_.answer})


@require_POST
@inside(Right.BUY)
def put_clause(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Put the clause that a finding names into the tender."""
    found, clause = the_tender(tender), request.POST.get("clause", "")
    if not bridge.puttable(clause):
        raise Http404
    actions.put_clause(found, person(request), clause)
    messages.success(
        request, told(say("{clause} stands in the tender now: read it, and choose its values.", clause=clause))
    )
    return redirect("tender:judged", request.organisation.public_id, found.public_id)


@require_GET
@inside(Right.READ)
def download(request: OrganisationRequest, tender: str, form: str) -> HttpResponse:  # noqa: ARG001
    """Give the findings as a table, for machines, or as a note for the file."""
    found = the_tender(tender)
    if form not in ("csv", "json", "pdf"):
        raise Http404
    judged = bridge.judge(found, timezone.localdate())
    name = f"{slugify(found.title) or 'tender'}-{judged.on}.{form}"
    if form == "csv":
        return csv_answer(name, *judged.rows())
    headers = {"Content-Disposition": attachment(name)}
    if form == "json":
        return JsonResponse(judged.document(), json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)
    return HttpResponse(judged.note(), content_type="application/pdf", headers=headers)
