"""Which files checks and declarations need."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.house.inspection import derived, references
from levier.web.jobs.models import Job
from levier.web.tender.agec.bridge.keeping import file_name as purchases_name
from levier.web.tender.agec.bridge.keeping import lines_name
from levier.web.tender.agec.models import PurchaseDeclaration
from levier.web.tender.checks.bridge import file_name
from levier.web.tender.models import TenderCheck
from levier.web.tender.publishing.bridge.documents import file_name as written_name
from levier.web.tender.publishing.bridge.documents import template_name
from levier.web.tender.queries import DOCUMENTS


@references
def documents() -> Iterator[tuple[str, str]]:
    """Yield the documents of each check, while they are kept."""
    for check in TenderCheck.objects.filter(files_kept=True):
        for file in check.files:
            yield file_name(file["content"]), f"tender.check:{check.public_id}"


@references
def purchases() -> Iterator[tuple[str, str]]:
    """Yield the file of each declaration, while it is kept, and the lines that were read, deleted ones too."""
    for kept in PurchaseDeclaration.objects.all():
        name = f"tender.declaration:{kept.public_id}"
        if kept.files_kept:
            yield purchases_name(kept.content), name
        if kept.lines:
            yield lines_name(kept.lines), name


@references
def templates() -> Iterator[tuple[str, str]]:
    """Yield the buyers' own templates of documents that were asked for."""
    for job in Job.objects.filter(kind=DOCUMENTS):
        if job.payload["template"]:
            yield template_name(job.payload["template"]["content"]), f"jobs.job:{job.public_id}"


@derived
def written() -> Iterator[str]:
    """Yield the documents that were written: they can be written again from the versions of their tenders."""
    for job in Job.objects.filter(kind=DOCUMENTS):
        yield written_name(job.payload["key"])
