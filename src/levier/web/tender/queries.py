"""Sentences about tenders, in the scope of an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from levier.web.tender.models import Publication, Tender


def tenders() -> QuerySet[Tender]:
    """Return the tenders that stand, newest first."""
    return Tender.objects.filter(deleted_at=None)


def deleted() -> QuerySet[Tender]:
    """Return the tenders that can be brought back."""
    return Tender.objects.exclude(deleted_at=None)


def published(tender: Tender) -> Publication | None:
    """Return the last publication of a tender: what bidders answer, and what bids are judged by."""
    return Publication.objects.filter(tender=tender).first()
