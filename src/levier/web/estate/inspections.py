"""Which files inventories need, and which were made of those."""

from __future__ import annotations

from collections.abc import Iterator

from django_scopes import scope

from levier.web.estate.bridge.changes import KINDS
from levier.web.estate.bridge.files import snapshot_name, upload_name
from levier.web.estate.bridge.keys import changes_name, decided, moved_lines_name, names_of_one, summary_key
from levier.web.estate.models import Import, Inventory
from levier.web.house.inspection import derived, references
from levier.web.people.models import Organisation


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


@derived
def summaries() -> Iterator[str]:
    """Yield what pages show of inventories and imports, with the corrections of today; it can be made again."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):  # its corrections decide the names
            snapshots = {i.snapshot for i in Inventory.objects.all()} | {i.snapshot for i in Import.objects.all()}
            by = decided()
            keys = [summary_key(snapshot, by) for snapshot in sorted(snapshots - {""})]
        for new in keys:
            yield from names_of_one(new)
            for old in keys:
                yield changes_name(old, new)
                yield from (moved_lines_name(old, new, kind) for kind in KINDS)
