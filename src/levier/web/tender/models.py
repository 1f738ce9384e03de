"""Rows about tenders: the tenders themselves, what was published, and files that were checked before publication."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped
from levier.web.tender.agec.models import ClassCorrection as ClassCorrection
from levier.web.tender.agec.models import PurchaseDeclaration as PurchaseDeclaration


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


class Tender(models.Model):
    """A tender on its way: what is needed, from whom it may come, how it is judged.

    `document` is what a `tender.yaml` holds (levier.tender/1), as plain values without the key `schema`: the library
    alone knows what it means.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tenders")
    title = models.CharField(max_length=300)
    """As the document has it, for lists."""
    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    """Grows with each change."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    """Deleted on this day; can be brought back for as long as the retention says."""

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return self.title


class TenderVersion(models.Model):
    """A tender as it stood after a change: nothing that was written is lost, and any version can come back."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tender_versions")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    part = models.CharField(max_length=40)
    """What was changed: the name of a part of the document, or what was done to the whole."""
    document = models.JSONField()

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tender", "number"], name="one_version_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.tender_id}: {self.number}"


class Publication(models.Model):
    """A tender as it was published: its document, and the lock of its rules. A correction is one more row."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="publications")
    tender = models.ForeignKey(Tender, on_delete=models.CASCADE, related_name="publications")
    version = models.PositiveIntegerField()
    document = models.JSONField()
    lock = models.JSONField()
    """As `levier tender lock` writes it, by lot where lots have criteria of their own, else under ""."""
    hash = models.CharField(max_length=64)
    """The fingerprint that the documents print."""
    deadline = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    """What a correction corrects, and why."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.tender_id}: {self.hash}"


class OwnClause(models.Model):
    """A clause that the organisation wrote from one of the library's: the version it started from, and both texts."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="own_clauses")
    name = models.CharField(max_length=80)
    forked_from = models.CharField(max_length=20)
    """Id of the library's criterion."""
    forked_version = models.PositiveIntegerField()
    base = models.JSONField()
    """The library's text of that version: {"en", "fr"}."""
    text = models.JSONField()
    """The organisation's own words: {"en", "fr"}."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["name", "id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.forked_from})"
