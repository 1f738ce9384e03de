"""Which files inventories need."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from levier.web.estate.bridge import snapshot_name, upload_name
from levier.web.estate.models import Import, Inventory
from levier.web.house.inspection import Finding, Severity, inspection, references
from levier.wording.text import say


@inspection
def days_ahead() -> Iterator[Finding]:
    """Find inventories of a day that is yet to come: nobody counted them."""
    tomorrow = timezone.localdate() + timedelta(days=1)  # it may be that day elsewhere
    for inventory in Inventory.objects.filter(on__gt=tomorrow):
        text = say("The date {name} cannot be: {at}.", name="on", at=inventory.on.isoformat())
        yield Finding(Severity.WARNING, "impossible_date", text, f"estate.inventory:{inventory.public_id}")


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
