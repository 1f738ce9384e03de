"""Write into the journal, and verify it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from levier.web.journal.models import Entry

FIRST = "0" * 64
LOCK = 7_204_511
"""Number of the advisory lock that keeps two writers from chaining to the same entry."""


@transaction.atomic
def record(actor: str, action: str, object_: str, organisation: str = "", **details: Any) -> Entry:
    """Add one entry, in the transaction of the write that it tells of: both happen or neither."""
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    last = Entry.objects.order_by("-id").first()
    entry = Entry(
        organisation=organisation,
        at=timezone.now(),
        actor=actor,
        action=action,
        object=object_,
        details=details,
        previous=last.hash if last else FIRST,
    )
    entry.hash = digest(entry)
    entry.save()
    return entry


def digest(entry: Entry) -> str:
    """Return the hash that an entry must bear."""
    told: Mapping[str, Any] = {
        "organisation": entry.organisation,
        "at": _instant(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "object": entry.object,
        "details": entry.details,
        "previous": entry.previous,
    }
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def broken_at() -> Entry | None:
    """Return the first entry whose hash or chain does not hold, or None where all do."""
    previous = FIRST
    for entry in Entry.objects.order_by("id").iterator():
        if entry.previous != previous or entry.hash != digest(entry):
            return entry
        previous = entry.hash
    return None
