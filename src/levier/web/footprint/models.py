"""Rows about results: what was computed, from which inputs; and what an organisation says of its own estate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.db import models

from levier.web.estate.models import Inventory
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped


class Immutable(RuntimeError):
    """A stored result was about to be changed."""


class Result(models.Model):
    """A result as it was computed: never changed, only joined by later ones. What it says stands in its files.

    It is there as soon as its pages can be shown; the files to take home are added when they are written.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="results")
    inventory = models.ForeignKey(Inventory, on_delete=models.CASCADE, related_name="results")

    key = models.CharField(max_length=64)
    """Hash of everything below that decides a figure: the same inputs are the same result."""
    asked = models.CharField(max_length=64)
    """Hash of the inventory and the choices alone: results that differ by facts, code or corrections share it."""
    choices = models.JSONField()
    corrections = models.CharField(max_length=64)
    facts_version = models.CharField(max_length=64)
    code_version = models.CharField(max_length=64)

    value = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    unit = models.CharField(max_length=20)
    devices = models.PositiveBigIntegerField()
    about = models.JSONField()
    """What pages need at once: the facts that would narrow it, shares of what it rests on."""
    files = models.JSONField()
    """What was written: `story-fr`, `document`, `trace`… -> name of the kept file."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "key"], name="one_result_a_key")]
        indexes: ClassVar = [models.Index(fields=["organisation", "asked"])]

    def __str__(self) -> str:
        return f"{self.inventory_id} {self.public_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add a result; refuse to change one."""
        if not self._state.adding:
            raise Immutable("a stored result is never changed")
        super().save(*args, **kwargs)

    def complete(self, files: Mapping[str, str]) -> None:
        """Add the files that were still being written; one that is there already stays."""
        self.files = {**files, **self.files}
        type(self).objects.filter(pk=self.pk).update(files=self.files)


class Lifetime(models.Model):
    """How long an organisation keeps a category of devices. A correction ends the one before; undoing revives it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lifetimes")
    category = models.CharField(max_length=80)
    years = models.FloatField()
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "category"], condition=models.Q(deleted_at=None), name="one_life_a_category"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.years}"


class Preference(models.Model):
    """How an organisation wants its results computed, unless told otherwise."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="preference")
    view = models.CharField(max_length=20, default="annual")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    referential = models.CharField(max_length=80, default="pooled")
    people = models.PositiveIntegerField(null=True, blank=True)
    country = models.CharField(max_length=2, blank=True)
    """Where they differ from what the organisation says of itself, which only its administrators change."""

    objects = Scoped[Self]()

    def __str__(self) -> str:
        return f"{self.view}, {self.referential}"


class OwnReferential(models.Model):
    """One version of a referential that an organisation brought: seen and used by that organisation alone.

    Of one name, the newest version that was not taken away is in force. A version is never changed.
    """

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="referentials")
    name = models.CharField(max_length=80)
    """The id that its `referential.yaml` gives, by which it is chosen."""
    version = models.PositiveIntegerField()

    label_fr = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    """Hash of the zip of its folder, kept as `referentials/<hash>.zip`."""
    figures = models.CharField(max_length=64)
    """Hash of what decides figures: two versions that agree in it are the same."""
    checked = models.JSONField()
    """What the check said of it: `levier.check/1`."""

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["name", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name", "version"], name="one_referential_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"


class Consumption(models.Model):
    """How much electricity a device of a category uses in a year, measured or told by its maker."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="consumptions")
    category = models.CharField(max_length=80)
    kwh = models.FloatField()
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "category"], condition=models.Q(deleted_at=None), name="one_kwh_a_category"
            )
        ]

    def __str__(self) -> str:
        return f"{self.category}: {self.kwh}"
