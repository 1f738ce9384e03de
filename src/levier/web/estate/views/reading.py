"""How a file was read: where an import stands, its first rows as they are, and reading it otherwise."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from levier.estate.reading.texts import error_from_json
from levier.web.estate import actions
from levier.web.estate.bridge.reading import first_rows, head_of, preset_label
from levier.web.estate.forms import ENCODINGS, ReadingForm
from levier.web.estate.models import Import
from levier.web.estate.views.answers import STEPS, steps_of
from levier.web.house.meanwhile import CONFLICT, ChangedMeanwhile
from levier.web.house.words import language
from levier.web.jobs.models import Job
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right

LONGEST_CELL = 40
MOST_CELLS = 30
"""Cells of a row that are shown: a page of a thousand columns would tell nobody anything."""


@require_GET
@inside(Right.READ)
def an_import(request: OrganisationRequest, started: str) -> HttpResponse:
    """Lead to the step where an import stands."""
    found = get_object_or_404(Import, public_id=started)
    if found.state == Import.State.READING:
        jobs = Job.objects.filter(kind=actions.READ, payload__import=found.public_id)
        job = jobs.order_by("-id").first()
        if job is not None:
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
    if found.inventory is not None and found.inventory.deleted_at is None:
        return redirect("estate:inventory", request.organisation.public_id, found.inventory.public_id)
    step, _, page = request.GET.get("step", "").partition(":")
    name = step if found.state == Import.State.READ and step in STEPS else "reading"
    address = reverse(f"estate:{name}", args=[request.organisation.public_id, found.public_id])
    return redirect(f"{address}?page={page}" if name == "columns" and page.isdecimal() else address)


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def reading(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show how the file was read, with its first rows as they stand; read it again with what is told."""
    found = get_object_or_404(Import.objects.select_related("organisation", "changed_by"), public_id=started)
    initial = {"version": found.version, **found.options}
    form = ReadingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            job = actions.read_again(found, person(request), form.cleaned_data["version"], **wanted)
        except ChangedMeanwhile as error:
            found.refresh_from_db()
            form.clash(ChangedMeanwhile(_told_now(form, found), error.what, str(found.changed_by or "")))
        else:
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
    head = head_of(found.snapshot) if found.state == Import.State.READ else None
    rows = first_rows(found, head)
    return render(
        request,
        "estate/reading.html",
        {
            **steps_of(found, "reading"),
            "form": form,
            "error": error_from_json(found.error).in_(language()).split("\n") if found.error else [],
            "rows": [(row, [_short(cell) for cell in row.cells[:MOST_CELLS]]) for row in rows],
            "more_cells": max((len(row.cells) for row in rows), default=0) - MOST_CELLS,
            "reading": head,
            "sheets": head.mapping.sheets if head else (),
            "encoding": _encoding(head.mapping.encoding) if head else "",
            "preset": preset_label(head.mapping.preset) if head else "",
        },
        status=CONFLICT if form.conflict else 200,
    )


def _short(cell: str) -> str:
    return cell if len(cell) <= LONGEST_CELL else cell[: LONGEST_CELL - 1] + "…"


def _encoding(name: str | None) -> str:
    """Return the name of an encoding as people know it."""
    told = name or ""
    return str(dict(ENCODINGS).get(told.removesuffix("-sig"), told))


def _told_now(form: ReadingForm, found: Import) -> dict[str, Any]:
    """Return what is told of the file now, by the names of the fields, to be shown beside what was sent."""
    return {name: found.options.get(name, "") for name in form.fields if name not in ("version", "seen")}
