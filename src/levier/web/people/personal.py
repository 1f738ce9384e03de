"""All that bears a person's name, whichever app keeps it: found by asking the models, so that none can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, ManyToManyField, Model, Q
from django_scopes import scopes_disabled

from levier.web.journal.models import Entry
from levier.web.people.models import Invitation, User

SECRET = frozenset(
    {"password", "token_hash", "token", "token_secret", "secret", "hash", "data", "session_key", "session_data"}
)
"""Fields that are told to nobody: what lets someone in."""
TELLABLE = frozenset({"journal.entry"})
"""Models whose `hash` or `data` is no secret."""

Rows = list[dict[str, Any]]


def relations() -> Iterator[tuple[type[Model], Field[Any, Any]]]:
    """Yield each model of the site with each of its fields that names a person."""
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, (ForeignKey, ManyToManyField)) and field.related_model is User:
                yield model, field


def written(row: Model) -> dict[str, Any]:
    """Return the fields of a row, but secrets."""
    told = {}
    for field in row._meta.concrete_fields:
        if field.name in SECRET and row._meta.label_lower not in TELLABLE:
            continue
        told[field.attname] = field.value_from_object(row)
    return told


def data_of(user: User) -> Mapping[str, Rows]:
    """Return every row that bears the name of a person, by model."""
    found: dict[str, Rows] = {"people.user": [written(user)]}
    with scopes_disabled():  # a person's data lie in several organisations
        for model, field in relations():
            rows = [written(row) for row in model._base_manager.filter(**{field.name: user}).order_by("pk")]
            told = found.setdefault(model._meta.label_lower, [])
            told += [row for row in rows if row not in told]
        for invitation in Invitation.objects.filter(email__iexact=user.email):
            row = written(invitation)
            if row not in found["people.invitation"]:
                found["people.invitation"].append(row)
    mine = Q(actor=f"user:{user.pk}") | Q(object=f"people.user:{user.pk}") | Q(details__user=user.pk)
    found["journal.entry"] = [written(entry) for entry in Entry.objects.filter(mine).order_by("pk")]
    return found
