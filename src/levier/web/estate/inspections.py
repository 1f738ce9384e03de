"""Which files inventories need."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.estate.bridge import snapshot_name, upload_name
from levier.web.estate.models import Import, Inventory
from levier.web.house.inspection import references


@references
def snapshots() -> Iterator[tuple[str, str]]:
    """Yield the snapshot of each inventory."""
    for inventory in Inventory.objects.all():
        yield snapshot_name(inventory.snapshot), f"estate.inventory:{inventory.public_id}"


@references
def imports() -> Iterator[tuple[str, str]]:
    """Yield the file of each import, while it is kept, and the snapshot that waits to be imported."""
    for started in Import.objects.all():
        if started.content:
            yield upload_name(started.content), f"estate.import:{started.public_id}"
        if started.snapshot:
            yield snapshot_name(started.snapshot), f"estate.import:{started.public_id}"
