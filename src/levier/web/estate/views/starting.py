"""Dropping a file: without an account, into an organisation, or the example."""

from __future__ import annotations

from importlib import resources

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_scopes import scope

from levier.web.estate import actions
from levier.web.estate.forms import StartForm
from levier.web.house.bridge import days_kept
from levier.web.house.limits import file_body, takes
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.actions import open_trial
from levier.web.people.models import Organisation
from levier.web.people.roles import Right
from levier.wording.errors import LevierError
from levier.wording.text import say

EXAMPLE = "mairie-de-belcombe.csv"


@takes(file_body())
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a file without an account: it opens a trial space."""
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = open_trial(request)
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            with scope(organisation=organisation):
                return _started(request, organisation, form)
    return render(request, "estate/start.html", {"form": form, **_days()}, status=422 if form.is_bound else 200)


@takes(file_body())
@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def new(request: OrganisationRequest) -> HttpResponse:
    """Take a file into an organisation."""
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, request.organisation, form)
    return render(request, "estate/start.html", {"form": form, **_days()}, status=422 if form.is_bound else 200)


def _days() -> dict[str, int]:
    return {"file_days": days_kept("import_file"), "trial_days": days_kept("trial_space")}


def _started(request: HttpRequest, organisation: Organisation, form: StartForm) -> HttpResponse:
    given = form.cleaned_data
    _, job = actions.start_import(organisation, person(request), given["file"], given["label"], given["on"])
    return redirect("jobs:job", organisation.public_id, job.public_id)


@require_http_methods(["GET", "POST"])
def example(request: HttpRequest) -> HttpResponse:
    """Take the example: the inventory of an invented town hall, into a trial space."""
    if request.method == "GET":
        return render(request, "estate/example.html")
    content = (resources.files("levier.web.estate") / "example.csv").read_bytes()
    organisation = open_trial(request)
    with scope(organisation=organisation):
        upload = SimpleUploadedFile(EXAMPLE, content)
        label = told(say("Town hall of Belcombe (invented)"))
        _, job = actions.start_import(organisation, person(request), upload, label, timezone.localdate())
    return redirect("jobs:job", organisation.public_id, job.public_id)
