"""Write into the journal, and verify it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from levier.web.journal.models import Checkpoint, Entry

FIRST = "0" * 64
LOCK = 7_204_511
"""Number of the advisory lock that keeps two writers from chaining to the same entry."""


@dataclass(frozen=True)
class Verdict:
    """Whether the journal holds: how many entries it has, the first that does not hold, whether any are gone."""

    entries: int
    last: str
    broken: Entry | None = None
    gone: bool = False
    """The checkpoint and the entries do not agree: some were removed at the end, or the checkpoint was touched."""

    @property
    def holds(self) -> bool:
        """Tell whether nothing was changed or removed."""
        return self.broken is None and not self.gone


_PROGRAM: ContextVar[str] = ContextVar("program", default="")


@contextmanager
def acting_as(actor: str) -> Iterator[None]:
    """Let a program, such as `token:abc`, be who acts in all that is recorded meanwhile."""
    before = _PROGRAM.set(actor)
    try:
        yield
    finally:
        _PROGRAM.reset(before)


@transaction.atomic
def record(actor: str, action: str, object_: str, organisation: str = "", **details: Any) -> Entry:
    """Add one entry, in the transaction of the write that it tells of: both happen or neither."""
    _alone()
    actor = _PROGRAM.get() or actor
    checkpoint = Checkpoint.objects.first() or Checkpoint(entries=0, start=FIRST, last=FIRST)
    entry = Entry(
        organisation=organisation,
        at=timezone.now(),
        actor=actor,
        action=action,
        object=object_,
        details=details,
        previous=checkpoint.last,
    )
    entry.hash = digest(entry)
    entry.save()
    _keep(checkpoint, checkpoint.entries + 1, checkpoint.start, entry.hash)
    return entry


@transaction.atomic
def forget_before(moment: datetime) -> int:
    """Purge the entries that are older; the chain then begins at the last of them. Return how many there were.

    What does not hold is never purged: it would no longer be found.
    """
    _alone()
    checkpoint = Checkpoint.objects.first()
    if checkpoint is None or not verdict().holds:
        return 0
    kept = Entry.objects.filter(at__gte=moment).order_by("id").first()
    old = Entry.objects.filter(id__lt=kept.pk) if kept else Entry.objects.all()
    last, count = old.order_by("-id").first(), old.count()
    if last is None:
        return 0
    QuerySet(Entry).filter(id__lte=last.pk).delete()  # the manager of entries refuses, rightly
    _keep(checkpoint, checkpoint.entries - count, last.hash, checkpoint.last)
    return count


def _alone() -> None:
    if connection.vendor == "postgresql":  # SQLite lets one writer in at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _keep(checkpoint: Checkpoint, entries: int, start: str, last: str) -> None:
    checkpoint.entries, checkpoint.start, checkpoint.last = entries, start, last
    checkpoint.signature = signature(checkpoint)
    checkpoint.save()


def signature(checkpoint: Checkpoint) -> str:
    """Return the signature that a checkpoint must bear: only who has the site's key can make it."""
    told = f"{checkpoint.entries}|{checkpoint.start}|{checkpoint.last}"
    return salted_hmac("levier.journal", told, algorithm="sha256").hexdigest()


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


def verdict() -> Verdict:
    """Read the whole journal, and tell whether any entry was changed or removed."""
    checkpoint = Checkpoint.objects.first()
    previous, entries = checkpoint.start if checkpoint else FIRST, 0
    for entry in Entry.objects.order_by("id").iterator():
        if entry.previous != previous or entry.hash != digest(entry):
            return Verdict(entries, previous, broken=entry)
        previous, entries = entry.hash, entries + 1
    if checkpoint is None:
        return Verdict(entries, previous, gone=entries > 0)
    told = (checkpoint.entries, checkpoint.last, checkpoint.signature)
    return Verdict(entries, previous, gone=told != (entries, previous, signature(checkpoint)))


def broken_at() -> Entry | None:
    """Return the first entry whose hash or chain does not hold, or None where all do."""
    return verdict().broken
