"""Delete for good what was kept for as long as the retention says."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django_scopes import scopes_disabled

from levier.web.house import files
from levier.web.house.inspection import DERIVED, REFERENCES
from levier.web.house.purging import PURGES
from levier.web.people.retention import keep_for

RULES = (
    "trial_space",
    "deleted_object",
    "deleted_organisation",
    "import_file",
    "tender_file",
    "purchase_file",
    "invitation_trace",
    "finished_work",
    "session",
    "inactive_account_warning",
    "inactive_account",
    "journal",
)
"""In this order: what goes with an organisation goes before the files that only it had."""
YOUNG = timedelta(days=1)
"""A file is kept before the row that needs it: one that nobody needs is left in peace for that long."""


class _Undo(Exception):
    """Ends a transaction of which nothing is to be kept."""


def purge(now: datetime, *, dry: bool = False) -> dict[str, int]:
    """Obey every rule as of a moment, or only count where `dry`; return how many things went, by rule."""
    gone: dict[str, int] = {}
    with scopes_disabled():  # it spans all organisations
        for rule in RULES:
            if dry and rule == "inactive_account_warning":
                continue  # a letter cannot be taken back
            gone[rule] = _obey(rule, now, dry=dry)
        gone["file"] = _files(now, dry=dry)
    return gone


def _obey(rule: str, now: datetime, *, dry: bool) -> int:
    count = 0
    try:
        with transaction.atomic():
            count = PURGES[rule](now - keep_for(rule))
            if dry:
                raise _Undo
    except _Undo:
        pass
    return count


def _files(now: datetime, *, dry: bool) -> int:
    needed = {name for reference in REFERENCES for name, _ in reference()}
    needed |= {name for derived in DERIVED for name in derived()}
    gone = 0
    for name in [*files.every(), *files.unfinished()]:
        if name not in needed and default_storage.get_modified_time(name) < now - YOUNG:
            gone += 1
            if not dry:
                files.discard(name)
    return gone
