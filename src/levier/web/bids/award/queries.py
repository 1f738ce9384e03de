"""Sentences about who assesses, in the scope of an organisation."""

from __future__ import annotations

from django.db.models import F, QuerySet

from levier.web.bids.models import Assessor, Marking, Obligation
from levier.web.people.models import User
from levier.web.tender.models import Tender


def assessors(tender: Tender) -> QuerySet[Assessor]:
    """Return all who declared themselves, in the order in which they did."""
    return Assessor.objects.filter(tender=tender).select_related("user")


def assessor_of(tender: Tender, by: User | None) -> Assessor | None:
    """Return what a person declared; None where they declared nothing.

    Nobody is signed in within a trial space, and one declaration stands for it; elsewhere a declaration without a
    person is that of an account that is gone, and nobody else’s.
    """
    if by is None and tender.organisation.trial_until is None:
        return None
    return Assessor.objects.filter(tender=tender, user=by).first()


def markings_of(assessor: Assessor) -> QuerySet[Marking]:
    """Return the levels that one assessor gave."""
    return Marking.objects.filter(tender=assessor.tender, function=assessor.function)


def obligations(tender: Tender) -> QuerySet[Obligation]:
    """Return the obligations of what is awarded, by the day on which they are due."""
    return Obligation.objects.filter(tender=tender, deleted_at=None).order_by(F("due_on").asc(nulls_last=True), "id")
