"""Obligations to follow, and what was bought on its way back to the estate: what changes rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from levier.report.tender_report.obligations import Obligation as Bound
from levier.web.bids.models import Obligation
from levier.web.estate.actions import start_import
from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import User
from levier.web.tender.file.actions import named
from levier.web.tender.models import Tender

FIELDS = ("state", "due_on", "done_on", "evidence", "note")
LONGEST_TEXT = 2000


@transaction.atomic
def follow(tender: Tender, by: User | None, bound: Sequence[Bound]) -> None:
    """Make the obligations to follow those of what is awarded: others are set aside, and come back with their state."""
    wanted = {one.id[:40]: one for one in bound}
    there = {row.clause: row for row in Obligation.objects.select_for_update(of=("self",)).filter(tender=tender)}
    gone = [row.pk for clause, row in there.items() if clause not in wanted]
    Obligation.objects.filter(pk__in=gone, deleted_at=None).update(deleted_at=timezone.now())
    Obligation.objects.filter(tender=tender, clause__in=wanted).update(deleted_at=None)
    for clause, one in wanted.items():
        if clause not in there:
            text = (f"{one.what}. {one.text}" if one.what else one.text)[:LONGEST_TEXT]
            Obligation.objects.create(
                organisation=tender.organisation, tender=tender, clause=clause, text=text, created_by=by
            )


@transaction.atomic
def tell_obligation(obligation: Obligation, by: User | None, values: dict[str, Any], seen: Values) -> None:
    """Keep what became of an obligation; raises `ChangedMeanwhile` where it is no longer as it was `seen`."""
    there = Obligation.objects.select_for_update(of=("self",)).get(pk=obligation.pk)
    refuse_unseen(seen, state_of(there), values)
    before = state_of(there)
    for name in FIELDS:
        setattr(there, name, values[name])
    there.save(update_fields=[*FIELDS, "changed_at"])
    organisation = there.organisation.public_id
    record(actor(by), "bids.obligation", named(there.tender), organisation, clause=there.clause, was=before["state"])


def state_of(obligation: Obligation) -> dict[str, Any]:
    """Return what is told of an obligation."""
    return {name: getattr(obligation, name) for name in FIELDS}


def import_bought(tender: Tender, by: User | None, content: bytes, name: str) -> Job:
    """Start an import of what was bought: a person confirms it on the usual pages."""
    upload = SimpleUploadedFile(name, content)
    _, job = start_import(tender.organisation, by, upload, tender.title[:200], timezone.localdate())
    return job
