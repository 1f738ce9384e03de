"""Which files inventories need."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.estate.bridge import snapshot_name
from levier.web.estate.models import Inventory
from levier.web.house.inspection import references


@references
def snapshots() -> Iterator[tuple[str, str]]:
    """Yield the snapshot of each inventory."""
    for inventory in Inventory.objects.all():
        yield snapshot_name(inventory.snapshot), f"estate.inventory:{inventory.public_id}"
