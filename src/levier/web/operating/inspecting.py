"""What `levier check` looks for beyond what each app says of itself: files, the journal, work that hangs, dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import DateTimeField
from django.utils import timezone
from django_scopes import scopes_disabled

from levier.web.house import files
from levier.web.house.inspection import DERIVED, INSPECTIONS, REFERENCES, Finding, Severity
from levier.web.journal.actions import verdict
from levier.wording.text import say

CHUNK = 1 << 20
HASH_LENGTH = 64


def inspect(*, deep: bool = True) -> list[Finding]:
    """Return everything that is not as it should be, worst first. `deep` reads every kept file again."""
    with scopes_disabled():  # it looks at the whole site
        found = [*_files(deep=deep), *_journal(), *_moments()]
        for look in INSPECTIONS:
            found += look()
    return sorted(found, key=lambda f: (-f.severity, f.code, f.object))


def _files(*, deep: bool) -> Iterator[Finding]:
    needed: dict[str, str] = {}
    for references in REFERENCES:
        needed |= dict(references())
    held = set(files.every())
    for name in sorted(set(needed) - held):
        yield Finding(Severity.ERROR, "file_missing", say("{name} is missing.", name=name), needed[name])
    made = {name for derived in DERIVED for name in derived()}
    for name in sorted(held - set(needed) - made):
        yield Finding(Severity.INFO, "file_unused", say("Nothing needs {name}.", name=name), name)
    for name in sorted(files.unfinished()):
        yield Finding(Severity.INFO, "file_unfinished", say("Writing {name} was never finished.", name=name), name)
    for name in sorted(held) if deep else ():
        stem = PurePosixPath(name).name.split(".")[0]
        if len(stem) == HASH_LENGTH and _hash(name) != stem:
            text = say("{name} is damaged: its content is no longer what its name says.", name=name)
            yield Finding(Severity.ERROR, "file_damaged", text, needed.get(name, name))


def _hash(name: str) -> str:
    digest = sha256()
    with default_storage.open(name) as stream:
        while data := stream.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()


def _journal() -> Iterator[Finding]:
    found = verdict()
    if found.broken is not None:
        text = say("The journal was changed: entry {n} does not hold.", n=str(found.broken.pk))
        yield Finding(Severity.ERROR, "journal_broken", text, f"journal.entry:{found.broken.pk}")
    if found.gone:
        text = say("Entries are missing at the end of the journal, or its seal was touched.")
        yield Finding(Severity.ERROR, "journal_cut", text, "journal.checkpoint")


PAST = frozenset(
    {"created_at", "started_at", "ended_at", "accepted_at", "deleted_at", "date_joined", "at", "last_login", "seen_at"}
)
"""Moments that cannot lie ahead."""
ORDERED = (
    ("created_at", "ended_at"),
    ("started_at", "ended_at"),
    ("created_at", "deleted_at"),
    ("created_at", "accepted_at"),
    ("created_at", "expires_at"),
    ("created_at", "trial_until"),
)


def _moments() -> Iterator[Finding]:
    """Find moments that lie ahead, and ends before their beginnings."""
    now = timezone.now()
    for model in apps.get_models():
        names = {f.name for f in model._meta.concrete_fields if isinstance(f, DateTimeField)}
        for name in sorted(names & PAST):
            for row in model._base_manager.filter(**{f"{name}__gt": now}):
                yield _impossible(model._meta.label_lower, row.pk, name, getattr(row, name))
        for first, last in ORDERED:
            if {first, last} <= names:
                for row in model._base_manager.exclude(**{f"{last}": None}).exclude(**{f"{first}": None}):
                    if getattr(row, last) < getattr(row, first):
                        yield _impossible(model._meta.label_lower, row.pk, last, getattr(row, last))


def _impossible(model: str, key: object, name: str, at: datetime) -> Finding:
    text = say("The date {name} cannot be: {at}.", name=name, at=at.isoformat(timespec="seconds"))
    return Finding(Severity.WARNING, "impossible_date", text, f"{model}:{key}")
