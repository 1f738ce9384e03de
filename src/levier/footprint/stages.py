"""How the making of a device is shared between stages, and what part of it a source's boundary covers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from levier.catalogue.lookup import size_order
from levier.catalogue.model import Boundary, ImpactFactor, Stage
from levier.footprint.objects import ObjectKey
from levier.footprint.sets import Sets


def stage_shares(sets: Sets, key: ObjectKey, criterion: str, names: Sequence[str]) -> Mapping[Stage, float] | None:
    """Return the stage shares of the first set that splits the category, or None."""
    for name in (*names, *sets.names):
        rows = [
            r
            for r in sets.factors(key.category, criterion)
            if r.set == name and r.boundary is Boundary.SPLIT and r.stage is not None
        ]
        if rows:
            size = size_order(sets.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
            return _shares([r for r in rows if r.size == size])
    return None


def printed_stages(sets: Sets, key: ObjectKey, rows: Sequence[ImpactFactor]) -> Mapping[Stage, float]:
    """Return the stages as the set itself prints them; what it does not split is `embodied`."""
    size = size_order(sets.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
    used = [r for r in rows if r.size == size]
    if all(r.boundary is Boundary.SPLIT for r in used):
        return _shares(used)
    if all(r.boundary is Boundary.MANUFACTURING for r in used):
        return {Stage.MANUFACTURING: 1.0}
    return {Stage.EMBODIED: 1.0}


def covered(rows: Sequence[ImpactFactor], shares: Mapping[Stage, float] | None) -> float:
    """Return which part of the embodied impact the rows cover, by the category's stage shares (1 if unknown)."""
    boundary = rows[0].boundary
    if shares is None or boundary is Boundary.EMBODIED or boundary is Boundary.SPLIT:
        return 1.0
    if boundary is Boundary.GREY:
        return 1.0 - shares.get(Stage.END_OF_LIFE, 0.0)
    return shares.get(Stage.MANUFACTURING, 1.0)


def _shares(rows: Sequence[ImpactFactor]) -> Mapping[Stage, float]:
    total = math.fsum(r.value for r in rows)
    return {r.stage: r.value / total for r in sorted(rows, key=lambda r: r.id) if r.stage is not None}
