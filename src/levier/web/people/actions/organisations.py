"""Organisations: founded, described, deleted and brought back; their entities and sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_scopes import scope

from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people.acting import actor
from levier.web.people.models import Entity, Membership, Organisation, Site, User
from levier.web.people.queries import standing
from levier.web.people.refusals import Refused
from levier.web.people.roles import Role
from levier.wording.text import say


@transaction.atomic
def found_organisation(by: User, **told: Any) -> Organisation:
    """Create an organisation, with `by` as its administrator."""
    made = Organisation.objects.create(**told)
    with scope(organisation=made):
        Membership.objects.create(user=by, organisation=made, role=Role.ADMINISTRATOR)
    record(actor(by), "organisation.found", _name(made), made.public_id)
    return made


@transaction.atomic
def describe_organisation(organisation: Organisation, by: User, told: Mapping[str, Any], seen: Values) -> None:
    """Change what is told of an organisation; the journal keeps what it was and what it is.

    Raise ChangedMeanwhile where what was `seen` no longer stands there.
    """
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    before = {key: getattr(organisation, key) for key in told}
    refuse_unseen(seen, before, told)
    changed = {key: [before[key], value] for key, value in told.items() if value != before[key]}
    if not changed:
        return
    for key in changed:
        setattr(organisation, key, told[key])
    organisation.save(update_fields=list(changed))
    record(actor(by), "organisation.describe", _name(organisation), organisation.public_id, changed=changed)


@transaction.atomic
def delete_organisation(organisation: Organisation, by: User) -> None:
    """Close an organisation to everybody; it can be brought back until the retention says that it is purged."""
    organisation.deleted_at = timezone.now()
    organisation.save(update_fields=["deleted_at"])
    record(actor(by), "organisation.delete", _name(organisation), organisation.public_id)


@transaction.atomic
def restore_organisation(organisation: Organisation, by: User) -> None:
    """Open an organisation again."""
    organisation.deleted_at = None
    organisation.save(update_fields=["deleted_at"])
    record(actor(by), "organisation.restore", _name(organisation), organisation.public_id)


@transaction.atomic
def keep_place(place: Site | Entity, by: User | None, seen: Values) -> None:
    """Add or change a site or an entity of the organisation in scope.

    Raise ChangedMeanwhile where what was `seen` no longer stands there, Refused where another has the name by now.
    """
    verb = "add" if place._state.adding else "change"
    if place.pk:
        before = place._meta.default_manager.select_for_update(of=("self",)).get(pk=place.pk)  # type: ignore[union-attr]  # it has one
        refuse_unseen(seen, standing(before), standing(place))
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as error:
        raise Refused(say("There is one of that name already. Choose another name.")) from error
    kind = place._meta.model_name
    record(actor(by), f"{kind}.{verb}", f"people.{kind}:{place.pk}", place.organisation.public_id, name=place.name)


@transaction.atomic
def remove_place(place: Site | Entity, by: User | None) -> None:
    """Remove a site or an entity from the list; inventories keep the names that they bear."""
    kind = place._meta.model_name
    record(actor(by), f"{kind}.remove", f"people.{kind}:{place.pk}", place.organisation.public_id, name=place.name)
    place.delete()


def _name(organisation: Organisation) -> str:
    return f"people.organisation:{organisation.pk}"
