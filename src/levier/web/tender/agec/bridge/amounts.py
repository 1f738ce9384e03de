"""Amounts that a person tells where the lines do not: as kept, as the library takes them, as a form names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from levier.tender.agec.model import Told

AMOUNTS = ("gift_eur", "recycled_eur")
Kept = Mapping[str, Mapping[str, float]]


def told(kept: Kept) -> dict[str, Told]:
    """Return kept amounts as the library takes them."""
    return {category: Told(**amounts) for category, amounts in kept.items()}


def field(category: str, amount: str) -> str:
    """Return how a form names an amount of a category."""
    return f"{category}-{amount}"


def typed(kept: Kept, fields: Iterable[str]) -> dict[str, float | None]:
    """Return kept amounts by the names of a form's fields; None where none is told."""
    split = {name: name.rpartition("-") for name in fields}
    return {name: kept.get(category, {}).get(amount) for name, (category, _, amount) in split.items()}


def kept(values: Mapping[str, Any], before: Kept) -> dict[str, dict[str, float]]:
    """Return amounts to keep: those of a form, and those of categories that it did not ask for."""
    found = {category: dict(amounts) for category, amounts in before.items()}
    for name, value in values.items():
        category, _, amount = name.rpartition("-")
        found.setdefault(category, {}).pop(amount, None)
        if value is not None:
            found[category][amount] = value
    return {category: amounts for category, amounts in found.items() if amounts}
