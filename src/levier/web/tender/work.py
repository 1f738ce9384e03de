"""Long work of this app: reading a tender file or purchase lines, writing the documents of a tender."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from levier.estate.reading.texts import error_to_json
from levier.web.jobs.handlers import Progress, handles
from levier.web.tender.agec.actions import READ
from levier.web.tender.agec.bridge.keeping import read
from levier.web.tender.agec.models import PurchaseDeclaration
from levier.web.tender.checks import bridge
from levier.web.tender.checks.actions import CHECK
from levier.web.tender.models import TenderCheck, TenderVersion
from levier.web.tender.publishing.bridge.documents import write
from levier.web.tender.queries import DOCUMENTS
from levier.wording.errors import LevierError


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


@handles(DOCUMENTS)
def write_documents(payload: Mapping[str, Any], progress: Progress) -> None:
    """Write the documents of a version of a tender; a clause or a template that cannot be used is told as it is."""
    version = TenderVersion.objects.get(tender__public_id=payload["tender"], number=payload["version"])
    write(version.document, payload, progress)


@handles(READ)
def read_purchases(payload: Mapping[str, Any], progress: Progress) -> None:
    """Read and class the lines of a file, then write one row. A file that cannot be read is no failure."""
    wanted = PurchaseDeclaration.objects.filter(
        public_id=payload["declaration"], state=PurchaseDeclaration.State.READING
    )
    started = wanted.first()
    if started is None:  # read already, or deleted since
        return
    try:
        lines = read(started, progress)
    except LevierError as error:
        wanted.update(state=PurchaseDeclaration.State.UNREADABLE, error=error_to_json(error))
    else:
        wanted.update(state=PurchaseDeclaration.State.READ, lines=lines)
