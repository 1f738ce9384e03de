"""The door "declare my purchases": from a file of purchase lines to the declaration of article 58."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from levier.estate.reading.texts import error_from_json
from levier.tender.agec.declaring import days_left
from levier.web.house.bridge import days_kept
from levier.web.house.exports import attachment, csv_answer
from levier.web.house.limits import file_body, takes
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.naming import told_apart
from levier.web.house.words import language, told
from levier.web.jobs.models import Job
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.actions import open_trial
from levier.web.people.models import Organisation
from levier.web.people.roles import Right
from levier.web.tender.agec import actions
from levier.web.tender.agec.bridge import declared, example, handing
from levier.web.tender.agec.forms import AmountsForm, DescribeForm, StartForm, last_year
from levier.web.tender.agec.models import ClassCorrection, PurchaseDeclaration
from levier.web.tender.agec.shown import duty, filters, laws
from levier.web.tender.agec.words import class_told
from levier.wording.errors import LevierError
from levier.wording.text import say

PER_PAGE = 25
MOST_TOLD = 20
"""Cells that could not be read on the page; the JSON holds them all."""
DAYS = {"file_days": days_kept("purchase_file"), "trial_days": days_kept("trial_space")}


@takes(file_body())
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a file of purchase lines without an account, or the example: it opens a trial space."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = open_trial(request)
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            with scope(organisation=organisation):
                return _started(request, organisation, form)
    return _asked(request, form)


@takes(file_body())
@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def new(request: OrganisationRequest) -> HttpResponse:
    """Take a file of purchase lines into an organisation."""
    form = _form(request, {"name": "" if request.role == "trial" else request.organisation.name})
    if request.method == "POST" and form.is_valid():
        return _started(request, request.organisation, form)
    return _asked(request, form)


def _form(request: HttpRequest, initial: dict[str, Any] | None = None) -> StartForm:
    """Return the form as it was sent, or filled in with the example where that was asked for."""
    if "example" in request.POST:
        file = SimpleUploadedFile(example.NAME, example.content())
        return StartForm({"year": example.YEAR, "name": example.BUYER}, MultiValueDict({"file": [file]}))
    return StartForm(request.POST or None, request.FILES or None, initial=initial)


def _asked(request: HttpRequest, form: StartForm) -> HttpResponse:
    context = {"form": form, "year": last_year(), "due": declared.due(last_year()), **DAYS}
    return render(request, "tender/agec/start.html", context, status=422 if form.is_bound else 200)


def _started(request: HttpRequest, organisation: Organisation, form: StartForm) -> HttpResponse:
    given = form.cleaned_data
    _, job = actions.begin(organisation, person(request), given["file"], form.declarant, given["sheet"])
    return redirect("jobs:job", organisation.public_id, job.public_id)


@require_GET
@inside(Right.READ)
def declarations(request: OrganisationRequest) -> HttpResponse:
    """List the declarations, newest first."""
    standing = told_apart(PurchaseDeclaration.objects.filter(deleted_at=None), "file_name")
    page = Paginator(standing, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(kept, declared.due(kept.year)) for kept in page],
        "deleted": PurchaseDeclaration.objects.exclude(deleted_at=None)[:PER_PAGE],
        "undo_days": days_kept("deleted_object"),
    }
    return render(request, "tender/agec/declarations.html", context)


@require_GET
@inside(Right.READ)
def declaration(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Tell how the shares stand against what is asked, what could not be classed, and every line by its class."""
    kept = declaration_at(declaration)
    if kept.state == PurchaseDeclaration.State.READING:
        job = Job.objects.filter(kind=actions.READ, payload__declaration=kept.public_id).order_by("-id").first()
        if job is None:
            raise Http404
        return redirect("jobs:job", request.organisation.public_id, job.public_id)
    context: dict[str, Any] = {"declaration": kept, "undo_days": days_kept("deleted_object"), **DAYS}
    if kept.error:
        context["told"] = error_from_json(kept.error).in_(language()).split("\n")
        return render(request, "tender/agec/unread.html", context)
    found = declared.declared(kept)
    which = filters(found, request.GET.get("of", ""))
    page = Paginator(found.groups_of(which.current), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "found": found,
        "shown": duty(request.organisation.kind),
        "due": declared.sent_to(),
        "left": days_left(found.declaration, timezone.localdate()),
        "laws": laws(found),
        "filters": which,
        "query": f"of={which.current}",
        "page": page,
        "rows": [(group, class_told(group.first)) for group in page],
        "unread": [
            (place.in_(language()), told(what)) for place, what in found.declaration.purchases.unread[:MOST_TOLD]
        ],
        "said": ClassCorrection.objects.filter(declaration=kept).count(),
    }
    return render(request, "tender/agec/declaration.html", context)


def declaration_at(declaration: str) -> PurchaseDeclaration:
    """Return the declaration of an address."""
    kept = PurchaseDeclaration.objects.filter(deleted_at=None).select_related("organisation")
    return get_object_or_404(kept, public_id=declaration)


def read_at(declaration: str) -> PurchaseDeclaration:
    """Return the declaration of an address whose lines were read; any other is a 404."""
    kept = declaration_at(declaration)
    if kept.state != PurchaseDeclaration.State.READ:
        raise Http404
    return kept


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def declarant(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Ask whose purchases of which year they are."""
    kept = read_at(declaration)
    now = actions.told_declarant(kept)
    form = DescribeForm(request.POST if request.method == "POST" else None, initial=now)
    form.see(now)
    if form.is_valid():
        try:
            actions.describe(kept, person(request), form.cleaned_data, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Changed; the sums were made again.")))
            return redirect("tender:declaration", request.organisation.public_id, kept.public_id)
    context = {"declaration": kept, "form": form}
    return render(request, "tender/agec/declarant.html", context, status=status_of(form, 422))


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def amounts(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Ask for the amounts that the lines do not tell."""
    kept = read_at(declaration)
    rows = declared.declared(kept).declaration.rows
    form = AmountsForm(request.POST if request.method == "POST" else None, rows=rows, kept=kept.amounts)
    if form.is_valid():
        try:
            actions.tell_amounts(kept, person(request), form.told, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Told; the official file holds these amounts.")))
            return redirect("tender:declaration", request.organisation.public_id, kept.public_id)
    context = {"declaration": kept, "form": form, "gifts": declared.gift_rule()}
    return render(request, "tender/agec/amounts.html", context, status=status_of(form, 422))


@require_POST
@inside(Right.BUY)
def delete(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Delete a declaration."""
    actions.delete(declaration_at(declaration), person(request))
    kept = say("Declaration deleted. It can be brought back for {n} days.", n=days_kept("deleted_object"))
    messages.success(request, told(kept))
    return redirect("tender:declarations", request.organisation.public_id)


@require_POST
@inside(Right.BUY)
def bring_back(request: OrganisationRequest, declaration: str) -> HttpResponse:
    """Bring back a declaration that was deleted."""
    kept = get_object_or_404(PurchaseDeclaration.objects.select_related("organisation"), public_id=declaration)
    actions.bring_back(kept, person(request))
    return redirect("tender:declaration", request.organisation.public_id, kept.public_id)


@require_GET
@inside(Right.READ)
def download(request: OrganisationRequest, declaration: str, name: str) -> HttpResponse:  # noqa: ARG001
    """Give the official CSV, the lines with their classes, or all of it for machines."""
    kept = read_at(declaration)
    found = declared.declared(kept)
    called = f"agec-{kept.year}-{slugify(kept.name) or kept.public_id}"
    if name == "declaration.csv":
        headers = {"Content-Disposition": attachment(f"{called}.csv")}
        return HttpResponse(declared.official_csv(found), content_type="text/csv; charset=utf-8", headers=headers)
    if name == "lines.csv":
        header, *rows = handing.rows(found)
        return csv_answer(f"{called}-lines.csv", header, rows)
    if name != "declaration.json":
        raise Http404
    acts = ClassCorrection.objects.filter(declaration=kept).select_related("created_by").order_by("pk")
    headers = {"Content-Disposition": attachment(f"{called}.json")}
    options = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(declared.as_json(found, list(acts)), json_dumps_params=options, headers=headers)
