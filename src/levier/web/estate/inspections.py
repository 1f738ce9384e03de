"""Which files inventories need, and which were made of those."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone
from django_scopes import scope

from levier.web.estate.bridge.files import snapshot_name, upload_name
from levier.web.estate.bridge.keys import decided, folder_of, names_of_one, since_what, summary_key
from levier.web.estate.models import Import, Inventory
from levier.web.house.files import every
from levier.web.house.inspection import Finding, Severity, derived, inspection, references
from levier.web.people.models import Organisation
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


@derived
def summaries() -> Iterator[str]:
    """Yield what pages show of inventories and imports, with the corrections of today; it can be made again."""
    for organisation in Organisation.objects.all():
        with scope(organisation=organisation):  # its corrections decide the names
            snapshots = {i.snapshot for i in Inventory.objects.all()} | {i.snapshot for i in Import.objects.all()}
            by = decided()
            keys = [summary_key(snapshot, by) for snapshot in sorted(snapshots - {""})]
        for key in keys:
            yield from names_of_one(key)
            yield from (name for name in every(folder_of(key)) if since_what(name) in keys)
