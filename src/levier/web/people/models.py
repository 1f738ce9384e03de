"""Rows about people and organisations. No query of a scoped row runs outside its organisation's scope."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from levier.web.house.fields import Code
from levier.web.house.words import later
from levier.web.people.roles import Role
from levier.web.people.scoping import Scoped
from levier.wording.text import say

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Letters and digits that nobody takes for one another."""


def public_id() -> str:
    """Draw a name for an address that cannot be guessed from another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Users(BaseUserManager["User"]):
    """Makes users; an e-mail address is compared without regard to case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Make a user; without a password only codes, passkeys and enterprise sign-in let them in."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        """Find a user by e-mail address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. An e-mail address and a name to show; nothing else is asked."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)
    warned_at = models.DateTimeField(null=True, blank=True)
    """Told on this day that the account is not used and will be deleted; empty again at the next sign-in."""

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_user_per_address")]

    def __str__(self) -> str:
        return self.name or self.email


class Session(AbstractBaseSession):
    """A browser in which someone is signed in, or in which a trial space is open."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    since = models.DateTimeField(null=True)
    browser = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.user}, {self.since}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return what reads and writes sessions."""
        from levier.web.people.sessions import SessionStore

        return SessionStore


class Organisation(models.Model):
    """A company, a public body…: whose estate, results and tenders these are. The law's duties depend on its kind."""

    class Kind(models.TextChoices):
        """Kinds of organisation."""

        COMPANY = "company", later(say("Company"))
        STATE = "state", later(say("State"))
        LOCAL_AUTHORITY = "local_authority", later(say("Local authority"))
        HOSPITAL = "hospital", later(say("Hospital"))
        PUBLIC_BODY = "public_body", later(say("Other public body"))
        ACADEMIC = "academic", later(say("School, university or research body"))
        ASSOCIATION = "association", later(say("Association"))
        SUPPLIER = "supplier", later(say("Supplier"))

    public_id = models.CharField(max_length=12, unique=True, default=public_id, editable=False)
    name = models.CharField(max_length=200)

    kind = Code(max_length=20, choices=Kind, blank=True)
    people = models.PositiveIntegerField(null=True, blank=True)
    inhabitants = models.PositiveIntegerField(null=True, blank=True)
    """Of a local authority: some of its duties begin with them, not with who works there."""
    purchases_eur = models.PositiveBigIntegerField(null=True, blank=True)
    """What is bought in a year, without tax: some duties of public buyers begin with it."""
    country = models.CharField(max_length=2, default="FR")

    is_sample = models.BooleanField(default=False)
    trial_until = models.DateTimeField(null=True, blank=True)
    """A trial space has no members and is deleted on this day; null for an organisation that stays."""

    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = Code(max_length=20, choices=Role, default=Role.READER)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = Scoped[Self]()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "organisation"], name="one_place_each")]

    def __str__(self) -> str:
        return f"{self.user}, {self.role}"


class Entity(models.Model):
    """A part of an organisation: a subsidiary, a department."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="entities")
    name = models.CharField(max_length=200)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "name"], name="one_entity_a_name")]

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where equipment stands."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="sites")
    entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, blank=True, related_name="sites")
    name = models.CharField(max_length=200)
    country = models.CharField(max_length=2, blank=True)

    objects = Scoped[Self]()

    class Meta:
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["organisation", "name"], name="one_site_a_name")]

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """An invitation to an organisation, sent by e-mail; only the hash of its token is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = Code(max_length=20, choices=Role, default=Role.CONTRIBUTOR)
    token_hash = models.CharField(max_length=64, unique=True)

    invited_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = Scoped[Self]()

    def __str__(self) -> str:
        return f"{self.email}, {self.role}"
