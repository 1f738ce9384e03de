"""Sentences about offers, in the scope of an organisation."""

from __future__ import annotations

from django.db.models import QuerySet

from levier.web.bids.models import Offer
from levier.web.tender.models import Tender


def offers(tender: Tender) -> QuerySet[Offer]:
    """Return the offers to a tender that were not deleted."""
    return Offer.objects.filter(tender=tender, deleted_at=None)


def standing(tender: Tender) -> QuerySet[Offer]:
    """Return the offers that are read and judged: all but those set aside."""
    return offers(tender).filter(set_aside="")


def opened(tender: Tender) -> QuerySet[Offer]:
    """Return the offers whose content is known: read, or to be entered by hand."""
    return standing(tender).exclude(state=Offer.State.CLOSED)
