"""What the views of estates have in common: pages of tables, steps of an import, waiting for a worker."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from levier.web.estate import actions
from levier.web.estate.bridge.summaries import Summary, soon_summary, summary
from levier.web.estate.models import Import
from levier.web.people.access import OrganisationRequest
from levier.web.people.acting import person
from levier.wording.text import say

PER_PAGE = 25
STEPS = ("reading", "columns", "review")
LONGEST_NUMBER = 10


def paged(request: HttpRequest, count: int, size: int = PER_PAGE) -> tuple[Page[int], int]:
    """Return the page that is asked for, of a list of that length, and where it starts."""
    page = Paginator(range(count), size).get_page(request.GET.get("page"))
    return page, (page.number - 1) * size


def waiting(
    request: OrganisationRequest, snapshot: str, *, since: str = "", part: Mapping[str, str] | None = None
) -> HttpResponse:
    """Lead to the work that makes what this page shows of a large snapshot, which is gone; then back here."""
    back = request.get_full_path()
    job = actions.have_summarised(request.organisation, snapshot, back, person(request), since=since, part=part)
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


def summary_for(request: HttpRequest, snapshot: str) -> Summary | None:
    """Return the summary that a page shows; None where a worker makes it. What was typed is not left behind for it."""
    return summary(snapshot) if request.method == "POST" else soon_summary(snapshot)


def any_import(started: str) -> Import:
    """Return an import in whatever state; none is a 404."""
    return get_object_or_404(Import.objects.select_related("organisation", "changed_by"), public_id=started)


def read_import(started: str) -> Import | None:
    """Return an import that was read, else None."""
    found = any_import(started)
    return found if found.state == Import.State.READ else None


def version_of(request: HttpRequest) -> int:
    """Return the version of the import for which a form was filled; 0, which none has, where it does not tell."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else 0


def steps_of(found: Import, current: str) -> dict[str, Any]:
    """Return what the list of steps shows: each step that can be gone back to is a link."""
    read = found.state == Import.State.READ
    labels = {
        "reading": say("Check the reading"),
        "columns": say("Match the columns"),
        "review": say("Review"),
    }
    steps = [
        {
            "label": label,
            "current": name == current,
            "done": STEPS.index(name) < STEPS.index(current),
            "address": reverse(f"estate:{name}", args=[found.organisation.public_id, found.public_id])
            if read and name != current
            else "",
        }
        for name, label in labels.items()
    ]
    return {"started": found, "steps": steps}
