"""Rows about estates: the inventories of an organisation, dated, and its corrections of what names mean."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped


class Inventory(models.Model):
    """An inventory that was imported: an immutable snapshot of the equipment on a day."""

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="inventories")
    label = models.CharField(max_length=200)
    on = models.DateField()

    snapshot = models.CharField(max_length=64)
    """Hash of the content of the snapshot, kept as `snapshots/<hash>.parquet`."""
    file_name = models.CharField(max_length=255)
    read = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    devices = models.PositiveBigIntegerField()

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    """Undone on this day; can be brought back for as long as the retention says."""

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return f"{self.label}, {self.on}"


class Alias(models.Model):
    """What a distinct name is, said by the organisation; texts as recognition compares them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    type = models.CharField(max_length=300, blank=True)
    manufacturer = models.CharField(max_length=300, blank=True)
    model = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=80)
    size = models.CharField(max_length=80, blank=True)
    matched = models.CharField(max_length=300, blank=True)

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "type", "manufacturer", "model"], name="one_alias_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.manufacturer} {self.model}: {self.category}"
