"""Tokens: a program's way into one organisation, with what it may do there."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from levier.web.house.fields import Code
from levier.web.house.words import later
from levier.web.people.models import Organisation, User, public_id
from levier.web.people.scoping import Scoped
from levier.wording.text import say


class Token(models.Model):
    """A token; only its hash is kept, and its first letters to tell it from others."""

    class Scope(models.TextChoices):
        """What a token allows."""

        READ = "read", later(say("Read inventories and results"))
        WRITE = "write", later(say("Read, and import inventories"))

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=120)
    scope = Code(max_length=10, choices=Scope, default=Scope.READ)
    beginning = models.CharField(max_length=12)
    hash = models.CharField(max_length=64, unique=True)

    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.beginning}…)"
