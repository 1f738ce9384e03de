"""What is deleted of finished work."""

from __future__ import annotations

from datetime import datetime

from levier.web.house.purging import purges
from levier.web.jobs.models import Job


@purges("finished_work")
def finished_work(before: datetime) -> int:
    """Delete the trace of work that ended before."""
    return Job.objects.filter(ended_at__lt=before).delete()[0]
