"""The page of a job: how far it is, and the way out of it."""

from __future__ import annotations

import time
from datetime import timedelta

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from levier.estate.reading.texts import error_from_json, text_from_json
from levier.web.house.words import language
from levier.web.jobs import actions
from levier.web.jobs.handlers import THERE
from levier.web.jobs.models import Job
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right

REFRESH_SECONDS = 2
LOOK_SECONDS = 0.1


@require_GET
@inside(Right.READ)
def job(request: OrganisationRequest, job: str) -> HttpResponse:
    """Show how far a job is; the page loads itself anew until it ends, without script."""
    found = _soon_ended(get_object_or_404(Job, public_id=job))
    if _there(found):
        return redirect(found.back)
    error = error_from_json(found.error) if found.error else None
    return render(
        request,
        "jobs/job.html",
        {
            "job": found,
            "step": text_from_json(found.step) if found.step else None,
            "error": error,
            "told": error.in_(language()).split("\n") if error else [],
            "out": found.out or reverse("people:organisation", args=[request.organisation.public_id]),
            "refresh": REFRESH_SECONDS if found.state in actions.OPEN else None,
        },
    )


def _soon_ended(job: Job) -> Job:
    """Give a job that was just asked for a moment to end: most do, and nobody has to see a page that only waits."""
    until = job.created_at + timedelta(seconds=settings.PATIENCE_SECONDS)
    while job.state in actions.OPEN and not _there(job) and timezone.now() < until:
        time.sleep(LOOK_SECONDS)
        job.refresh_from_db()
    return job


def _there(job: Job) -> bool:
    """Tell whether what a job was asked for is there, though it may still end what is left."""
    return job.state == Job.State.DONE or (job.state == Job.State.RUNNING and job.done_share == THERE)


@require_POST
@inside(Right.CONTRIBUTE)
def cancel(request: OrganisationRequest, job: str) -> HttpResponse:
    """Cancel a job."""
    found = get_object_or_404(Job, public_id=job)
    actions.cancel(found)
    return redirect("jobs:job", request.organisation.public_id, found.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def retry(request: OrganisationRequest, job: str) -> HttpResponse:
    """Try a job again."""
    found = get_object_or_404(Job, public_id=job)
    actions.retry(found)
    return redirect("jobs:job", request.organisation.public_id, found.public_id)
