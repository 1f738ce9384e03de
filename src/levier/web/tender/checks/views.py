"""The door "check my tender file": from documents to what is missing or weak in them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from levier.estate.reading.texts import error_from_json
from levier.web.house.bridge import days_kept
from levier.web.house.exports import attachment, csv_answer
from levier.web.house.limits import MEGABYTE, takes
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.words import language, told
from levier.web.jobs.models import Job
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.actions import open_trial
from levier.web.people.models import Organisation
from levier.web.people.roles import Right
from levier.web.tender.checks import actions, bridge
from levier.web.tender.checks.forms import MOST_MB, DismissForm, StartForm, TermsForm
from levier.web.tender.models import Dismissal, TenderCheck
from levier.wording.errors import LevierError
from levier.wording.text import say

PER_PAGE = 25
MOST_SENT = MOST_MB * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
DAYS = {"file_days": days_kept("tender_file"), "trial_days": days_kept("trial_space")}
EXAMPLE = "saint-aubin-sur-loire.zip"
EXAMPLE_BUYER = "local_authority"


@takes(MOST_SENT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a tender file without an account, or the example: it opens a trial space."""
    form = _form(request)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            organisation = open_trial(request)
        except LevierError as error:
            form = form or StartForm(request.POST, request.FILES)
            form.add_error(None, error.in_(language()))
        else:
            with scope(organisation=organisation):
                return _started(request, organisation, form)
    return _asked(request, form or StartForm())


@takes(MOST_SENT)
@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def new(request: OrganisationRequest) -> HttpResponse:
    """Take a tender file into an organisation."""
    form = _form(request, {"buyer": request.organisation.kind})
    if request.method == "POST" and (form is None or form.is_valid()):
        return _started(request, request.organisation, form)
    return _asked(request, form or StartForm())


def _form(request: HttpRequest, initial: dict[str, Any] | None = None) -> StartForm | None:
    """Return the form as it was sent, None where the example was asked for."""
    if "example" in request.POST:
        return None
    return StartForm(request.POST or None, request.FILES or None, initial=initial)


def _asked(request: HttpRequest, form: StartForm) -> HttpResponse:
    return render(request, "tender/check.html", {"form": form, **DAYS}, status=422 if form.is_bound else 200)


def _started(request: HttpRequest, organisation: Organisation, form: StartForm | None) -> HttpResponse:
    if form is None:
        files, buyer, on = [SimpleUploadedFile(EXAMPLE, bridge.example())], EXAMPLE_BUYER, None
    else:
        given = form.cleaned_data
        files, buyer, on = given["documents"], given["buyer"], given["on"]
    _, job = actions.start_check(organisation, person(request), files, buyer, on)
    return redirect("jobs:job", organisation.public_id, job.public_id)


@require_GET
@inside(Right.READ)
def checks(request: OrganisationRequest) -> HttpResponse:
    """List the tender files that were checked, newest first."""
    found = TenderCheck.objects.filter(deleted_at=None)
    found = found.prefetch_related(Prefetch("dismissals", Dismissal.objects.all(), to_attr="waived"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(check, _found(check)) for check in page]
    deleted = TenderCheck.objects.exclude(deleted_at=None)[:PER_PAGE]
    context = {"rows": rows, "page": page, "deleted": deleted, "undo_days": days_kept("deleted_object")}
    return render(request, "tender/checks.html", context)


def _found(check: TenderCheck) -> str:
    if check.state == TenderCheck.State.JUDGED:
        return bridge.answer(check, check.waived).sentence  # type: ignore[attr-defined]  # prefetched
    unreadable = check.state == TenderCheck.State.UNREADABLE
    return told(say("Nothing could be read") if unreadable else say("Being read"))


@require_GET
@inside(Right.READ)
def checked(request: OrganisationRequest, check: str) -> HttpResponse:
    """Tell what is missing or weak in a tender file."""
    found = _kept(check)
    if found.state == TenderCheck.State.READING:
        job = Job.objects.filter(kind=actions.CHECK, payload__check=found.public_id).order_by("-id").first()
        if job is None:
            raise Http404
        return redirect("jobs:job", request.organisation.public_id, job.public_id)
    error = error_from_json(found.error) if found.error else None
    context = {
        "check": found,
        "terms": TermsForm(initial={"buyer": found.buyer, "on": found.on if found.on_told else None}),
        "buyer": bridge.buyer_told(found),
        "undo_days": days_kept("deleted_object"),
        **DAYS,
    }
    if error is not None:
        return render(request, "tender/unread.html", context | {"told": error.in_(language()).split("\n")})
    answer = bridge.answer(found, _dismissals(found))
    return render(request, "tender/checked.html", context | {"answer": answer})


def _kept(check: str) -> TenderCheck:
    return get_object_or_404(TenderCheck.objects.select_related("organisation"), public_id=check, deleted_at=None)


def _dismissals(check: TenderCheck) -> list[Dismissal]:
    return list(Dismissal.objects.filter(tender=check).select_related("created_by"))


@require_POST
@inside(Right.CONTRIBUTE)
def again(request: OrganisationRequest, check: str) -> HttpResponse:
    """Judge the same documents for another kind of buyer or another day."""
    found, form = _kept(check), TermsForm(request.POST)
    if not found.files_kept or not form.is_valid():
        messages.error(request, told(say("The documents are no longer kept: give them once more.")))
        if found.files_kept:
            messages.error(request, told(say("Say a kind of buyer of the list and a day.")))
        return redirect("tender:checked", request.organisation.public_id, found.public_id)
    _, job = actions.check_again(found, person(request), form.cleaned_data["buyer"], form.cleaned_data["on"])
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def dismiss(request: OrganisationRequest, check: str, number: int) -> HttpResponse:
    """Ask why a finding is a false alarm, and keep the reason."""
    found = _kept(check)
    shown = bridge.dismissable(found, number)
    if shown is None:
        raise Http404
    form = DismissForm(request.POST if request.method == "POST" else None)
    form.see(actions.told_reason(found, number))
    if form.is_valid():
        rule, reason = shown.group.main.rule, form.cleaned_data["reason"]
        try:
            actions.dismiss(found, person(request), number, rule, reason, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Dismissed: it is counted apart, and can be counted again.")))
            return redirect("tender:checked", request.organisation.public_id, found.public_id)
    context = {"check": found, "shown": shown, "form": form}
    return render(request, "tender/dismiss.html", context, status=status_of(form, 422))


@require_POST
@inside(Right.CONTRIBUTE)
def count_again(request: OrganisationRequest, check: str, number: int) -> HttpResponse:
    """Take a dismissal back."""
    found = _kept(check)
    actions.count_again(found, person(request), number)
    messages.success(request, told(say("Counted again.")))
    return redirect("tender:checked", request.organisation.public_id, found.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def delete(request: OrganisationRequest, check: str) -> HttpResponse:
    """Delete a check."""
    actions.delete(_kept(check), person(request))
    kept = say(
        "Deleted. What was found can be brought back for {n} days, the documents cannot.", n=days_kept("deleted_object")
    )
    messages.success(request, told(kept))
    return redirect("tender:checks", request.organisation.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def bring_back(request: OrganisationRequest, check: str) -> HttpResponse:
    """Bring back a check that was deleted."""
    found = get_object_or_404(TenderCheck.objects.select_related("organisation"), public_id=check)
    actions.bring_back(found, person(request))
    return redirect("tender:checked", request.organisation.public_id, found.public_id)


@require_GET
@inside(Right.READ)
def download(request: OrganisationRequest, check: str, form: str) -> HttpResponse:  # noqa: ARG001
    """Give the findings as a table, for machines, or as a note for the file."""
    found = _kept(check)
    if form not in ("csv", "json", "pdf") or found.state != TenderCheck.State.JUDGED:
        raise Http404
    name, dismissals = f"{slugify(found.label) or 'check'}-{found.on}.{form}", _dismissals(found)
    if form == "csv":
        return csv_answer(name, *bridge.rows(found, dismissals))
    headers = {"Content-Disposition": attachment(name)}
    if form == "json":
        document = bridge.document(found, dismissals)
        return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1}, headers=headers)
    return HttpResponse(bridge.note(found, dismissals), content_type="application/pdf", headers=headers)
