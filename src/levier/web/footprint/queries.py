"""What pages ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from levier.web.estate.bridge.known import facts
from levier.web.estate.models import Alias
from levier.web.footprint import bridge
from levier.web.footprint.asked import Asked
from levier.web.footprint.bridge import in_force
from levier.web.footprint.models import OwnReferential, Preference, Result
from levier.web.people.models import Organisation

POOLED: str = Preference._meta.get_field("referential").default


def _there(referential: str) -> bool:
    """Tell whether a referential can be computed with; one that was taken away is chosen again when it comes back."""
    return referential in facts().referentials or in_force(referential) is not None


def asked_now(organisation: Organisation, filters: Mapping[str, str]) -> Asked:
    """Return the choices of an organisation, with the site and the entity that an address names."""
    kept = Preference.objects.filter(organisation=organisation).first() or Preference()
    return Asked(
        view=kept.view,
        year=kept.year,
        referential=kept.referential if _there(kept.referential) else POOLED,
        people=kept.people or organisation.people,
        country=kept.country or organisation.country,
        site=filters.get("site") or None,
        entity=filters.get("entity") or None,
    )


CHOSEN = ("view", "year", "referential", "people", "country")
"""Choices that are kept for the whole organisation."""


def chosen(organisation: Organisation) -> dict[str, Any]:
    """Return the choices that are kept of an organisation, by name."""
    kept = asked_now(organisation, {}).kept()
    return {name: kept[name] for name in CHOSEN}


def told_lives() -> dict[str, float]:
    """Return the lives that the organisation in scope told, by category."""
    return bridge.lives()


def told_of(name: tuple[str, str, str]) -> dict[str, Any]:
    """Return what the organisation in scope said that a name is; nothing where it said nothing."""
    kind, maker, model = name
    found = Alias.objects.filter(type=kind, manufacturer=maker, model=model).values("category", "size").first()
    return dict(found) if found else {}


def newest_asked(asked: str) -> Result | None:
    """Return the newest result of the same inventory and choices, whatever facts, code and corrections made it."""
    return Result.objects.filter(asked=asked).select_related("inventory").first()


def before(result: Result) -> Result | None:
    """Return the result of the same inventory and choices that came before this one."""
    return Result.objects.filter(asked=result.asked, pk__lt=result.pk).select_related("inventory").first()


def with_key(key: str) -> Result | None:
    """Return the result that these very inputs gave, if it was computed."""
    return Result.objects.filter(key=key).select_related("inventory").first()


def own_referentials() -> QuerySet[OwnReferential]:
    """Return every version of every referential of the organisation in scope, the newest of each name first."""
    return OwnReferential.objects.select_related("created_by")
