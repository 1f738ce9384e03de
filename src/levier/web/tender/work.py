"""Long work of this app: reading a tender file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levier.web.jobs.handlers import Progress, handles
from levier.web.tender.checks import bridge
from levier.web.tender.checks.actions import CHECK
from levier.web.tender.models import TenderCheck


@handles(CHECK)
def check(payload: Mapping[str, Any], progress: Progress) -> None:
    """Read and judge the documents of a check, then write one row. Documents that cannot be read are no failure."""
    wanted = TenderCheck.objects.filter(public_id=payload["check"], state=TenderCheck.State.READING)
    started = wanted.first()
    if started is None:  # judged already, or deleted since
        return
    judged = bridge.read_and_judge(started, progress)
    wanted.update(
        state=TenderCheck.State.UNREADABLE if judged.error else TenderCheck.State.JUDGED,
        findings=judged.findings,
        clauses=judged.clauses,
        error=judged.error,
    )
