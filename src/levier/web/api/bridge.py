"""Rows as the interface tells them, and work asked for by a program."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from levier.estate.reading.texts import error_from_json
from levier.web.api.schemas import Asked
from levier.web.estate.models import Import, Inventory
from levier.web.footprint.actions import ask_for
from levier.web.footprint.bridge import identity, in_force
from levier.web.footprint.models import OwnReferential, Result
from levier.web.footprint.queries import asked_now, with_key
from levier.web.jobs.models import Job
from levier.web.people.models import Organisation


def import_out(started: Import) -> dict[str, object]:
    """Tell an import."""
    return {
        "public_id": started.public_id,
        "state": started.state,
        "file_name": started.file_name,
        "label": started.label,
        "on": started.on,
        "estate": started.inventory.public_id if started.inventory and started.inventory.deleted_at is None else None,
        "problem": error_from_json(started.error).in_("en") if started.error else None,
        "created_at": started.created_at,
    }


def result_out(result: Result) -> dict[str, object]:
    """Tell a result in short."""
    told = ("public_id", "value", "low", "high", "unit", "devices", "choices")
    versions = ("facts_version", "code_version", "created_at")
    return {name: getattr(result, name) for name in (*told, *versions)} | {"estate": result.inventory.public_id}


def referential_out(row: OwnReferential) -> dict[str, object]:
    """Tell one version of a referential."""
    told = ("public_id", "name", "version", "label_fr", "label_en", "created_at")
    return {name: getattr(row, name) for name in told} | {"in_force": in_force(row.name) == row}


def ask_for_result(organisation: Organisation, inventory: Inventory) -> Asked:
    """Return the result of an inventory with the choices of the organisation, or have it computed."""
    asked = asked_now(organisation, {})
    there = with_key(identity(inventory, asked, timezone.localdate()).key)
    if there is not None:
        return Asked(state=Job.State.DONE, result=there.public_id)
    back = reverse("footprint:latest", args=[organisation.public_id, inventory.public_id])
    return Asked(state=ask_for(inventory, asked, back, None).state, result=None)
