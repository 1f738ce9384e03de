"""Which migrations a database has seen, and the refusal of one that a newer version wrote."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from levier.wording.errors import LevierError
from levier.wording.text import say

Migration = tuple[str, str]
"""App and name."""


def applied() -> list[Migration]:
    """Return the migrations that the database has seen, by app and name."""
    return sorted(MigrationRecorder(connection).applied_migrations())


def unknown(migrations: Collection[Migration]) -> list[Migration]:
    """Return those that this version of Levier does not have: a newer one made them."""
    return sorted(set(migrations) - set(MigrationLoader(None).disk_migrations))


def refuse_newer_schema() -> None:
    """Raise LevierError where a newer version of Levier wrote the database."""
    newer = unknown(applied())
    if newer:
        raise LevierError(
            say("A newer version of Levier wrote this database."),
            found=", ".join(f"{app}.{name}" for app, name in newer),
            mend=say("Install that version, or restore a backup made by this one."),
        )
