"""Questions about people and organisations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django_scopes import scopes_disabled

from levier.web.people.models import Entity, Invitation, Membership, Organisation, Session, Site, User
from levier.web.people.retention import keep_for
from levier.web.people.roles import Role


def members() -> QuerySet[Membership]:
    """Return the members of the organisation in scope, by address."""
    return Membership.objects.select_related("user").order_by("user__email")


def open_invitations() -> QuerySet[Invitation]:
    """Return the invitations of the organisation in scope that were not accepted, the newest first."""
    return Invitation.objects.filter(accepted_at=None).order_by("-created_at")


def sites() -> QuerySet[Site]:
    """Return the sites of the organisation in scope with their entities, by name."""
    return Site.objects.select_related("entity")


def entities() -> QuerySet[Entity]:
    """Return the entities of the organisation in scope, by name."""
    return Entity.objects.all()


def deleted_organisations_of(user: User) -> list[tuple[Organisation, datetime]]:
    """Return the deleted organisations that a person may bring back, each with the day until which."""
    kept = keep_for("deleted_organisation")
    with scopes_disabled():  # as `organisations_of`: it spans organisations
        places = Membership.objects.filter(
            user=user, role=Role.ADMINISTRATOR, organisation__deleted_at__gt=timezone.now() - kept
        ).select_related("organisation")
        found = [(p.organisation, p.organisation.deleted_at) for p in places]
    return [(organisation, deleted + kept) for organisation, deleted in found if deleted is not None]


def sessions_of(user: User) -> QuerySet[Session]:
    """Return the sessions of a person that have not ended, the newest first."""
    return Session.objects.filter(user=user, expire_date__gt=timezone.now()).order_by("-expire_date")


EDITED: Mapping[str, tuple[str, ...]] = {
    "organisation": ("name", "kind", "people", "inhabitants", "purchases_eur", "country"),
    "site": ("name", "entity", "country"),
    "entity": ("name",),
}
"""What people change of a row, by its kind."""


def standing(row: Model) -> dict[str, Any]:
    """Return what people change of a row, as it stands; nothing of one that is not there yet."""
    fields = {f.name: f for f in row._meta.concrete_fields}
    names = EDITED[row._meta.model_name or ""] if row.pk else ()
    return {name: fields[name].value_from_object(row) for name in names}
