"""Sentences about tenders, in the scope of an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from levier.web.jobs.models import Job
from levier.web.tender.models import Publication, Tender

DOCUMENTS = "tender.documents"
"""The kind of the job that writes the documents of a tender."""


def tenders() -> QuerySet[Tender]:
    """Return the tenders that stand, newest first."""
    return Tender.objects.filter(deleted_at=None)


def deleted() -> QuerySet[Tender]:
    """Return the tenders that can be brought back."""
    return Tender.objects.exclude(deleted_at=None)


def published(tender: Tender) -> Publication | None:
    """Return the last publication of a tender: what bidders answer, and what bids are judged by."""
    return Publication.objects.filter(tender=tender).first()


def last_written(tender: Tender) -> Mapping[str, Any] | None:
    """Return the last order of documents that was done for a tender, None where there is none."""
    done = Job.objects.filter(kind=DOCUMENTS, state=Job.State.DONE, payload__tender=tender.public_id)
    found = done.order_by("-id").first()
    return found.payload if found else None


def outdated(tender: Tender, written: Mapping[str, Any]) -> bool:
    """Tell whether what its documents were written from changed since: the draft, or what was published."""
    last = published(tender) if written["published"] else None
    return bool(written["version"] != (last.version if last else tender.version))
