"""Entries of the journal. They name organisations and people by number only, and outlive them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import QuerySet


class Written(RuntimeError):
    """An entry of the journal was about to be changed or deleted."""


class Entries(QuerySet["Entry"]):
    """Entries can be read and added, nothing else."""

    def update(self, **_: Any) -> int:
        """Refuse."""
        raise Written("entries of the journal are never changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise Written("entries of the journal are never deleted")


class Entry(models.Model):
    """One write: who did what to which object, what was said of it, and the hash of all that and the entry before."""

    organisation = models.CharField(max_length=12, blank=True, db_index=True)
    """Public id of the organisation; empty for what concerns the whole site."""
    at = models.DateTimeField()
    actor = models.CharField(max_length=40)
    """`user:12`, `trial`, `token:3`, `system`; `anybody` for a try whose maker is not known."""
    action = models.CharField(max_length=60)
    object = models.CharField(max_length=80)
    details = models.JSONField(default=dict)

    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects: ClassVar[models.Manager[Entry]] = models.Manager.from_queryset(Entries)()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.action} {self.object}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add an entry; refuse to change one."""
        if not self._state.adding:
            raise Written("entries of the journal are never changed")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise Written("entries of the journal are never deleted")


class Checkpoint(models.Model):
    """How many entries there are, where their chain begins and ends, signed with the site's key.

    There is one row. Without it nobody would see that the last entries are gone: what is left of the chain still holds.
    """

    entries = models.PositiveBigIntegerField()
    start = models.CharField(max_length=64)
    """What the first entry names as the one before: zeros, or the last entry that was purged."""
    last = models.CharField(max_length=64)
    signature = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.entries} entries, last {self.last}"
