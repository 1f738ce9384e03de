"""What may be wrong with jobs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from levier.web.house.inspection import Finding, Severity, inspection
from levier.web.jobs.models import Job
from levier.wording.text import say

LONG = timedelta(hours=1)


@inspection
def hanging() -> Iterator[Finding]:
    """Find jobs that wait for long: no worker runs, or too few."""
    for job in Job.objects.filter(state=Job.State.WAITING, created_at__lt=timezone.now() - LONG):
        text = say("This work has been waiting since {at}.", at=job.created_at.isoformat(timespec="minutes"))
        yield Finding(Severity.WARNING, "job_waiting", text, f"jobs.job:{job.public_id}")
