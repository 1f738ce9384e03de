"""One function per use of a tender: begin it, change a part, bring a version back, delete it, bring it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Organisation, User
from levier.web.tender.file.bridge import plain, tender_of
from levier.web.tender.models import Tender, TenderVersion

BEGUN, BROUGHT_BACK = "begun", "brought_back"
"""What was done to the whole, where no part of the document alone was changed."""
LONGEST_TITLE = 300


@transaction.atomic
def begin(organisation: Organisation, by: User | None, document: Mapping[str, Any]) -> Tender:
    """Begin a tender; raises `UnusableFile` where the document is none."""
    told = plain(document)
    made = Tender.objects.create(
        organisation=organisation, title=tender_of(told).title[:LONGEST_TITLE], document=told, created_by=by
    )
    _keep(made, by, BEGUN)
    record(actor(by), "tender.begin", named(made), organisation.public_id)
    return made


@transaction.atomic
def change(tender: Tender, by: User | None, part: str, values: Mapping[str, Any], seen: Values) -> Tender:
    """Change parts of the document: `values` by name of a part, None or nothing where it is no longer told.

    `part` says which page changed it. Raises `ChangedMeanwhile` where a part that is changed is no longer as it was
    `seen`, and `UnusableFile` where the tender could not be read any more; nothing is kept then.
    """
    there = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    wanted = {name: plain(value) for name, value in values.items()}
    now = {name: there.document.get(name) for name in wanted}
    refuse_unseen(seen, now, {name: value or None for name, value in wanted.items()})
    document = dict(plain({**there.document, **wanted}))
    if document == there.document:
        return there
    return _set(there, by, part, document)


@transaction.atomic
def restore(tender: Tender, by: User | None, number: int) -> Tender:
    """Make an earlier version the newest one again; the versions between stay."""
    there = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    earlier = TenderVersion.objects.get(tender=there, number=number)
    return there if earlier.document == there.document else _set(there, by, BROUGHT_BACK, earlier.document)


@transaction.atomic
def delete(tender: Tender, by: User | None) -> None:
    """Delete a tender; it can be brought back as the retention says."""
    if Tender.objects.filter(pk=tender.pk, deleted_at=None).update(deleted_at=timezone.now()):
        record(actor(by), "tender.remove", named(tender), tender.organisation.public_id)


@transaction.atomic
def bring_back(tender: Tender, by: User | None) -> None:
    """Bring back a tender that was deleted."""
    if Tender.objects.filter(pk=tender.pk).exclude(deleted_at=None).update(deleted_at=None):
        record(actor(by), "tender.return", named(tender), tender.organisation.public_id)


def named(tender: Tender) -> str:
    """Return how the journal names a tender."""
    return f"tender:{tender.public_id}"


def _set(there: Tender, by: User | None, part: str, document: dict[str, Any]) -> Tender:
    there.title = tender_of(document).title[:LONGEST_TITLE]
    there.document, there.version = document, there.version + 1
    there.save(update_fields=["title", "document", "version", "changed_at"])
    _keep(there, by, part)
    record(actor(by), "tender.change", named(there), there.organisation.public_id, part=part, version=there.version)
    return there


def _keep(tender: Tender, by: User | None, part: str) -> None:
    TenderVersion.objects.create(
        organisation=tender.organisation,
        tender=tender,
        number=tender.version,
        part=part,
        document=tender.document,
        created_by=by,
    )
