"""The review: what will be imported, what is set aside and why, what changed; then mending, or importing."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from levier.web.estate import actions, queries
from levier.web.estate.bridge.aside import mendable, reason_label
from levier.web.estate.bridge.changes import Changes, soon_changes
from levier.web.estate.bridge.lines import aside_page
from levier.web.estate.bridge.lines import rejects as set_aside
from levier.web.estate.bridge.summaries import Summary, soon_summary
from levier.web.estate.models import Import, Inventory
from levier.web.estate.views.answers import PER_PAGE, paged, read_import, steps_of, version_of, waiting
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.errors import LevierError
from levier.wording.numbers import write_date
from levier.wording.text import say


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def review(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show what will be imported, what is set aside and why, what changed; mend, or import."""
    found = read_import(started)
    if found is None:
        return redirect("estate:import", request.organisation.public_id, started)
    if request.method == "POST":
        return _decided(request, found)
    last = queries.before(found.on)
    since = last.snapshot if last and last.snapshot != found.snapshot else ""
    kept = soon_summary(found.snapshot)
    difference = soon_changes(since, kept) if kept and since else None
    if kept is None or (since and difference is None):
        return waiting(request, found.snapshot, since=since)
    return _reviewed(request, found, kept, last, difference)


def _reviewed(
    request: OrganisationRequest, found: Import, kept: Summary, last: Inventory | None, difference: Changes | None
) -> HttpResponse:
    page, at = paged(request, kept.aside)
    counted = frozenset(found.options.get("count_anyway", ()))
    context = {
        **steps_of(found, "review"),
        "read": kept.read,
        "lines": kept.lines,
        "devices": kept.devices,
        "kinds": kept.kinds,
        "problems": kept.problems,
        "counted_anyway": [(reason, reason_label(reason)) for reason in sorted(counted)],
        "rows": aside_page(kept, at, PER_PAGE),
        "page": page,
        "last_day": write_date(last.on, language()) if last else "",
        "same": last is not None and last.snapshot == found.snapshot,
        "difference": difference,
    }
    return render(request, "estate/review.html", context)


def _decided(request: OrganisationRequest, found: Import) -> HttpResponse:
    """Do what was decided on the review: mend one cause, or import."""
    try:
        version = version_of(request)
        if "mend" in request.POST or "unmend" in request.POST:
            counted = set(found.options.get("count_anyway", ()))
            if mendable(request.POST.get("mend", "")):
                counted.add(request.POST["mend"])
            counted.discard(request.POST.get("unmend", ""))
            job = actions.read_again(found, person(request), version, step="review", count_anyway=sorted(counted))
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
        inventory, added = actions.import_inventory(found, person(request), version)
    except LevierError as error:
        messages.error(request, error.in_(language()))
        return redirect("estate:review", request.organisation.public_id, found.public_id)
    if added:
        messages.success(request, told(say("{n} lines were imported.", n=inventory.lines)))
    else:
        messages.warning(request, told(say("This inventory was imported before: nothing was changed.")))
    return redirect(after_import(inventory))


def after_import(inventory: Inventory) -> str:
    """Return the address to go to once an inventory is imported: its result."""
    return reverse("footprint:latest", args=[inventory.organisation.public_id, inventory.public_id])


@require_GET
@inside(Right.CONTRIBUTE)
def rejects(request: OrganisationRequest, started: str) -> HttpResponse:  # noqa: ARG001
    """Give the lines set aside as a file, to be mended and read again."""
    found = get_object_or_404(Import.objects.select_related("organisation").exclude(snapshot=""), public_id=started)
    content = set_aside(found, language())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="set-aside.csv"'
    return response
