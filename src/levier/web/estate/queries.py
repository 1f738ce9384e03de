"""Questions about estates, as sentences."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from levier.web.estate.models import Import, Inventory


def inventories() -> QuerySet[Inventory]:
    """Return the inventories of the organisation in scope that were not undone, newest first."""
    return Inventory.objects.filter(deleted_at=None)


def undone() -> QuerySet[Inventory]:
    """Return the inventories that were undone and can be brought back."""
    return Inventory.objects.exclude(deleted_at=None)


def unfinished() -> QuerySet[Import]:
    """Return the imports that were begun and not brought to an end."""
    return Import.objects.exclude(state=Import.State.IMPORTED)


def before(on: date) -> Inventory | None:
    """Return the newest inventory of that day or earlier."""
    return inventories().filter(on__lte=on).select_related("organisation").first()


def last_before(inventory: Inventory) -> Inventory | None:
    """Return the inventory that came before this one, by its day, then by when it was imported."""
    earlier = Q(on__lt=inventory.on) | Q(on=inventory.on, pk__lt=inventory.pk)
    return inventories().filter(earlier).select_related("organisation").first()
