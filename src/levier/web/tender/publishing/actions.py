"""One function per use of this room: put a clause into a tender, publish it or a correction of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import User
from levier.web.tender.file.actions import change, named
from levier.web.tender.models import Publication, Tender
from levier.web.tender.publishing.bridge.checks import put
from levier.web.tender.publishing.bridge.locks import announced_by, bases, corrected, locked
from levier.web.tender.queries import published

CLAUSES, PUBLISHED = "clauses", "published"
"""Parts of the document, as the history of a tender names what was changed."""


@transaction.atomic
def put_clause(tender: Tender, by: User | None, clause: str) -> Tender:
    """Put a clause of the library into a tender; done twice, it changes nothing."""
    there = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    clauses = put(there.document.get(CLAUSES, []), clause)
    return change(there, by, CLAUSES, {CLAUSES: clauses}, there.document)


def standing(tender: Tender, before: Publication | None) -> dict[str, Any]:
    """Return what somebody who publishes must have seen: the version of the draft, and what was published last."""
    return {"version": tender.version, "published": before.pk if before else None}


@transaction.atomic
def publish(
    tender: Tender, by: User | None, deadline: date, reason: str = "", seen: Values | None = None
) -> Publication:
    """Lock the rules of a tender, or of a correction, which needs a reason and a later deadline.

    Raises `LevierError` where the rules could not mark a bid or the day does not fit, and `ChangedMeanwhile` where
    the draft is no longer as it was `seen` (see `standing`); nothing is kept then.
    """
    there = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    before = published(there)
    if seen is not None:
        refuse_unseen(seen, standing(there, before), seen)
    rules, on = announced_by(there.document), timezone.localdate()
    lock = corrected(before, rules, on, deadline, reason) if before else locked(rules, on, deadline)
    there = change(there, by, PUBLISHED, {"deadline": deadline}, there.document)
    made = Publication.objects.create(
        organisation=there.organisation,
        tender=there,
        version=there.version,
        document=there.document,
        lock=lock,
        hash=announced_by(there.document, bases(lock)).hash,
        deadline=deadline,
        reason=reason if before else "",
        created_by=by,
    )
    told = {"hash": made.hash, "deadline": deadline.isoformat(), "correction": before is not None}
    record(actor(by), "tender.publish", named(there), there.organisation.public_id, **told)
    return made
