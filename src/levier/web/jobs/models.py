"""A job: what is to be done, for which organisation, and how far it is."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped


class Job(models.Model):
    """One piece of long work. A worker that dies loses its hold after a while, and another starts the job anew."""

    class State(models.TextChoices):
        """States of a job."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=60)
    """Which handler does it, such as `estate.read`; see `handlers`."""
    payload = models.JSONField(default=dict)
    back = models.TextField()
    """Address to go to when it is done."""
    out = models.TextField(blank=True)
    """Address to go to when it was not done, where `back` would ask for it again."""

    state = Code(max_length=10, choices=State, default=State.WAITING)
    step = models.JSONField(null=True)
    """What is being done now: `{"message", "arguments"}` of a text, told in the reader's language."""
    done_share = models.FloatField(null=True)
    error = models.JSONField(null=True)
    """What went wrong, as the library keeps an error."""

    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=80, blank=True)
    held_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = Scoped[Self]()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "held_until"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}, {self.state}"


class Worker(models.Model):
    """A worker and its last sign of life."""

    name = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
