"""Rows about tenders: files that were checked before publication, and findings that people dismissed."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped


class TenderCheck(models.Model):
    """A tender file that was given to be checked, and what was found in it on that day: it stays as it was told."""

    class State(models.TextChoices):
        """States of a check."""

        READING = "reading"
        JUDGED = "judged"
        UNREADABLE = "unreadable"

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tender_checks")
    label = models.CharField(max_length=200)
    buyer = models.CharField(max_length=20, blank=True)
    """Kind of buyer as told; empty: as the documents suggest."""
    on = models.DateField()
    on_told = models.BooleanField(default=False)
    """Whether the day of the notice was told; else it is the day of the check."""

    files = models.JSONField(default=list)
    """The documents: {"name", "content" (hash), "size"}, kept as `tenders/<hash>` until the retention is over."""
    size = models.PositiveBigIntegerField(default=0)
    files_kept = models.BooleanField(default=True)

    state = Code(max_length=10, choices=State, default=State.READING)
    findings = models.JSONField(default=list)
    clauses = models.JSONField(default=dict)
    """Clauses to paste as the library wrote them on that day, by id."""
    error = models.JSONField(null=True)

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.label}, {self.on}"


class Dismissal(models.Model):
    """A finding that somebody took for a false alarm, and why."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="dismissals")
    tender = models.ForeignKey(TenderCheck, on_delete=models.CASCADE, related_name="dismissals")
    number = models.PositiveIntegerField()
    """Which of the findings of the check, from 0."""
    rule = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_dismissal_a_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"
