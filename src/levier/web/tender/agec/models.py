"""Rows about declarations of purchases: the file, whose year it is, and what people said of its lines."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped


class PurchaseDeclaration(models.Model):
    """A file of purchase lines on its way to a declaration; the lines lie beside the database, as they were read."""

    class State(models.TextChoices):
        """States of a declaration."""

        READING = "reading"
        READ = "read"
        UNREADABLE = "unreadable"

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="purchase_declarations")
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200, blank=True)
    """Of the buyer who declares, as the official file writes it; so is the SIRET."""
    siret = models.CharField(max_length=14, blank=True)

    amounts = models.JSONField(default=dict)
    """What a person tells where the lines do not: category -> {"gift_eur", "recycled_eur"}."""

    file_name = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    """Hash of the file as received, kept as `purchases/<hash>` until the retention is over."""
    size = models.PositiveBigIntegerField()
    files_kept = models.BooleanField(default=True)
    sheet = models.CharField(max_length=120, blank=True)
    """The only sheet to read; empty: all that hold lines."""

    state = Code(max_length=10, choices=State, default=State.READING)
    lines = models.CharField(max_length=64, blank=True)
    """Hash of the lines that were read with their classes of that day, kept as `purchases/<hash>.json.gz`."""
    error = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    """Grows with each change."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.year}"


class ClassCorrection(models.Model):
    """What a person said of lines, all of one designation or alike: kept also when it is taken back."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="class_corrections")
    declaration = models.ForeignKey(PurchaseDeclaration, on_delete=models.CASCADE, related_name="corrections")
    about = models.CharField(max_length=300)
    """What the lines are, as the first of them calls it."""
    lines = models.JSONField()
    """The lines: [[sheet or "", line], …]."""
    said = models.JSONField()
    """What was said: field (category, condition, recycled) -> value, "found" for what Levier had found."""
    before = models.JSONField()
    """What stood there: field -> the different values of these lines."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.about}: {self.said}"
