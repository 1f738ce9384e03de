"""The lock of the rules: what it will hold, what was published when, how the draft differs since."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from levier.web.house.exports import attachment
from levier.web.house.meanwhile import ChangedMeanwhile, lines_of, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file.bridge import file_of
from levier.web.tender.models import Publication, Tender
from levier.web.tender.publishing import actions
from levier.web.tender.publishing.bridge import checks, documents, locks
from levier.web.tender.publishing.bridge.differences import differences
from levier.web.tender.publishing.finding import the_tender
from levier.web.tender.publishing.forms import PublishForm
from levier.web.tender.queries import published
from levier.wording.errors import LevierError
from levier.wording.text import say

MOST_SHOWN = 25


@require_GET
@inside(Right.READ)
def publish(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show what publication locks, or what was published and how the draft differs since."""
    found = the_tender(tender)
    return _page(request, found, _form(request, found, published(found)))


@require_POST
@inside(Right.BUY)
def lock_rules(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Publish: lock the rules of a tender, or of its correction."""
    found = the_tender(tender)
    form = _form(request, found, published(found))
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.publish(found, person(request), given["deadline"], given.get("reason", ""), form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        except LevierError as error:
            form.add_error(None, lines_of(error))
        else:
            messages.success(
                request, told(say("Published: these rules are locked. Fingerprint {hash}.", hash=made.hash))
            )
            return redirect("tender:publish", request.organisation.public_id, found.public_id)
    return _page(request, the_tender(tender), form)


def _form(request: OrganisationRequest, tender: Tender, before: Publication | None) -> PublishForm:
    first = None if before else locks.prefilled(tender.document)
    sent = request.POST if request.method == "POST" else None
    form = PublishForm(sent, correcting=before is not None, initial={"deadline": first})
    form.see(actions.standing(tender, before))
    return form


def _page(request: OrganisationRequest, tender: Tender, form: PublishForm) -> HttpResponse:
    before = published(tender)
    rules, error = _rules(tender)
    first = locks.prefilled(tender.document)
    every = list(Publication.objects.filter(tender=tender).select_related("created_by"))
    context: dict[str, Any] = {
        "tender": tender,
        "address": reverse("tender:publish", args=[request.organisation.public_id, tender.public_id]),
        "form": form,
        "published": before,
        "rules": rules,
        "error": locks.unready(tender.document, error) if error else [],
        "parts": locks.parts(tender.document, rules) if rules else [],
        "differences": differences(before, tender, rules) if before else None,
        "publications": [(len(every) - at, one, locks.locks_of(one)) for at, one in enumerate(every)][:MOST_SHOWN],
        "over": before is None and first is not None and first <= timezone.localdate() and not form.is_bound,
        "past": before is not None and before.deadline < timezone.localdate(),
        "left_open": documents.left_open(tender.document, timezone.localdate()) if before is None else [],
        "judged": checks.judge(tender, timezone.localdate()).answer,
    }
    return render(request, "tender/publish.html", context, status=status_of(form, 422))


def _rules(tender: Tender) -> tuple[Any, LevierError | None]:
    try:
        return locks.announced_by(tender.document), None
    except LevierError as error:
        return None, error


def _publication(tender: str, number: int) -> Publication:
    """Return the publication of a tender by its number, the first one 1."""
    found = list(
        Publication.objects.filter(tender=the_tender(tender)).order_by("id")[number - 1 : number] if number else ()
    )
    if not found:
        raise Http404
    return found[0]


@require_GET
@inside(Right.READ)
def lock(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:
    """Give a lock as `levier tender score --lock` takes it: that of a lot, where lots have rules of their own."""
    kept = _publication(tender, number).lock.get(request.GET.get("lot", ""))
    if kept is None:
        raise Http404
    headers = {"Content-Disposition": attachment(f"lock-{kept['locked_on']}-{kept['hash'][:8]}.json")}
    return JsonResponse(kept, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)


@require_GET
@inside(Right.READ)
def as_published(request: OrganisationRequest, tender: str, number: int) -> HttpResponse:  # noqa: ARG001
    """Give the tender as it was published, as a `tender.yaml`."""
    found = _publication(tender, number)
    name = f"{slugify(found.document['title']) or 'tender'}-{number}.yaml"
    headers = {"Content-Disposition": attachment(name)}
    return HttpResponse(file_of(found.document), content_type="application/yaml", headers=headers)
