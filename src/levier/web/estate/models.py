"""Rows about estates: the inventories of an organisation, dated, and its corrections of what names mean."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "snapshot", "on"], name="one_inventory_a_content_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.on}"


class Import(models.Model):
    """A file on its way to becoming an inventory: what it is, how it was read, what was decided.

    The staged snapshot is what is shown at every step, and it is what is imported.
    """

    class State(models.TextChoices):
        """States of an import."""

        READING = "reading"
        READ = "read"
        UNREADABLE = "unreadable"
        IMPORTED = "imported"

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=255)
    content = models.CharField(max_length=64)
    """Hash of the file, kept as `uploads/<hash>` until the retention is over."""
    size = models.PositiveBigIntegerField()
    label = models.CharField(max_length=200)
    on = models.DateField()

    options = models.JSONField(default=dict)
    """What was told of the file: see `bridge.options_of`."""
    state = Code(max_length=10, choices=State, default=State.READING)
    snapshot = models.CharField(max_length=64, blank=True)
    first_rows = models.JSONField(default=list)
    """First rows of the file as they stand: [sheet, line, cells]; they go with the file."""
    error = models.JSONField(null=True)
    version = models.PositiveIntegerField(default=1)
    """Grows with each change: a form that was filled for an older one is not taken."""
    inventory = models.ForeignKey(Inventory, on_delete=models.SET_NULL, null=True, related_name="imports")

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.state}"


class ColumnMemory(models.Model):
    """How the organisation matched the columns of a header, to be used again for the next file that bears it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="column_memories")
    header = models.CharField(max_length=64)
    """Hash of the labels in their order."""
    columns = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "header"], name="one_memory_a_header")]

    def __str__(self) -> str:
        return self.header


class Naming(models.Model):
    """One correction of many names at once: told together, undone together."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="namings")
    category = models.CharField(max_length=80)
    size = models.CharField(max_length=80, blank=True)
    names = models.PositiveIntegerField()
    lines = models.PositiveIntegerField()
    """Lines that bore these names in the inventory where it was told."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.names} names: {self.category}"


class Alias(models.Model):
    """What a distinct name is, said by the organisation; texts as recognition compares them."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    type = models.CharField(max_length=300, blank=True)
    manufacturer = models.CharField(max_length=300, blank=True)
    model = models.CharField(max_length=300, blank=True)
    category = models.CharField(max_length=80)
    size = models.CharField(max_length=80, blank=True)
    matched = models.CharField(max_length=300, blank=True)
    naming = models.ForeignKey(Naming, on_delete=models.SET_NULL, null=True, related_name="aliases")
    """The correction of many names that told it, if one did."""
    earlier = models.JSONField(default=list)
    """What was told of this name before, the oldest first: [category, size, matched]."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "type", "manufacturer", "model"], name="one_alias_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.manufacturer} {self.model}: {self.category}"
