"""The only place where rows of this app become objects of the library, and back."""

from __future__ import annotations

from functools import cache

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.estate.estate import Estate, assemble
from levier.estate.reading import read_snapshot
from levier.estate.recognition import recognise
from levier.estate.recognition.aliases import Aliases
from levier.web.estate.models import Alias, Inventory
from levier.web.house.files import local


def snapshot_name(snapshot: str) -> str:
    """Return the name under which a snapshot is kept."""
    return f"snapshots/{snapshot}.parquet"


@cache
def facts() -> Catalogue:
    """Return the facts that ship with this version, read once."""
    return load()


def aliases() -> Aliases:
    """Return the corrections of the organisation in scope."""
    return {(a.type, a.manufacturer, a.model): (a.category, a.size, a.matched) for a in Alias.objects.all()}


def estate_of(inventory: Inventory) -> Estate:
    """Return the estate of an inventory: its snapshot, its devices recognised with the organisation's corrections."""
    known, ours = facts(), aliases()
    return assemble(
        read_snapshot(local(snapshot_name(inventory.snapshot))),
        lambda names: recognise(names, known, declared=known.declared, aliases=ours),
        known,
        inventory.organisation.country,
    )
