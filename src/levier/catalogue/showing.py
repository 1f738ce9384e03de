"""What all sources say of one category, side by side: per device, with spread, source, dates and status."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from levier.catalogue.model import (
    Boundary,
    Catalogue,
    Category,
    Energy,
    ImpactFactor,
    Intensity,
    Lifetime,
    Mass,
    SpreadRule,
    Stage,
)
from levier.wording.errors import BadOption
from levier.wording.text import say

CARBON = "gwp"


@dataclass(frozen=True)
class SourceValue:
    """One source's figure of one device: `value` in `unit`, of the stages that its `boundary` covers.

    `stages` is filled where the source splits them. `low` and `high` are the source's own, never ours.
    """

    set: str
    family: str
    size: str
    object: str
    boundary: Boundary
    criterion: str
    unit: str
    value: float
    low: float | None
    high: float | None
    spread_rule: SpreadRule
    spread: float | None
    sample: int | None
    stages: Mapping[Stage, float]
    rows: tuple[ImpactFactor, ...]
    used_by: tuple[str, ...]
    """Referentials that take it before any fallback."""


@dataclass(frozen=True)
class CategoryView:
    """Everything the catalogue holds on a category."""

    category: Category
    values: tuple[SourceValue, ...]
    lifetimes: tuple[Lifetime, ...]
    energies: tuple[Energy, ...]
    masses: tuple[Mass, ...]
    intensities: tuple[Intensity, ...]
    declared: int
    """Models of the category with a declared footprint of their own."""

    def disagreement(self, criterion: str = CARBON, size: str | None = None) -> float | None:
        """Return the largest family over the smallest (of one size, or of any); None with fewer than two families."""
        by_family: dict[str, list[float]] = {}
        for v in self.values:
            if v.criterion == criterion and v.value > 0 and size in (None, v.size):
                by_family.setdefault(v.family, []).append(v.value)
        middles = [math.exp(sum(map(math.log, x)) / len(x)) for x in by_family.values()]
        return max(middles) / min(middles) if len(middles) > 1 else None


def show(catalogue: Catalogue, category: str) -> CategoryView:
    """Return all that the sources say of `category`; raises `BadOption` where Levier has no such category."""
    found = find_category(catalogue, category)
    category = found.id
    order = [s.id for s in found.sizes]

    def by_size(rows: Sequence[Lifetime | Energy | Mass]) -> list[Lifetime | Energy | Mass]:
        mine = [r for r in rows if r.category == category]
        return sorted(mine, key=lambda r: (order.index(r.size) + 1 if r.size in order else 0, r.set, r.id))

    values = source_values(catalogue, [f for f in catalogue.factors if f.category == category])
    criteria = list(catalogue.criteria)
    return CategoryView(
        category=found,
        values=tuple(
            sorted(
                values,
                key=lambda v: (
                    criteria.index(v.criterion),
                    order.index(v.size) + 1 if v.size in order else 0,
                    v.family,
                    v.set,
                ),
            )
        ),
        lifetimes=tuple(r for r in by_size(catalogue.lifetimes) if isinstance(r, Lifetime)),
        energies=tuple(r for r in by_size(catalogue.energies) if isinstance(r, Energy)),
        masses=tuple(r for r in by_size(catalogue.masses) if isinstance(r, Mass)),
        intensities=tuple(i for i in catalogue.intensities if i.basis == "mass" and i.kind == found.mass_kind),
        declared=sum(1 for m in catalogue.declared if m.category == category),
    )


def find_category(catalogue: Catalogue, word: str) -> Category:
    """Return the category of that id or, in French or English, of that name."""
    wanted = word.strip().lower()
    names = {
        name.lower(): c
        for c in catalogue.categories.values()
        for name in (c.label.in_("en"), c.label.in_("fr"), c.plural.in_("en"), c.plural.in_("fr"), c.id)
    }
    if wanted in names:
        return names[wanted]
    raise BadOption(
        say("There is no category called {name}.", name=word),
        expected=say("one of: {words}", words=", ".join(sorted(catalogue.categories))),
        mend=say("Did you mean {name}?", name=close[0])
        if (close := get_close_matches(wanted, list(names), 1))
        else None,
    )


def source_values(catalogue: Catalogue, factors: Sequence[ImpactFactor]) -> list[SourceValue]:
    """Put the rows of each set, object, size and criterion together: a split source's stages are summed."""
    groups: dict[tuple[str, ...], list[ImpactFactor]] = {}
    for f in factors:
        key = (f.set, f.family, f.category, f.size, f.object, f.criterion, f.boundary.value)
        groups.setdefault(key, []).append(f)
    return [_value(catalogue, rows) for rows in groups.values()]


def _value(catalogue: Catalogue, rows: Sequence[ImpactFactor]) -> SourceValue:
    first, split = rows[0], rows[0].boundary is Boundary.SPLIT
    return SourceValue(
        set=first.set,
        family=first.family,
        size=first.size,
        object=first.object,
        boundary=first.boundary,
        criterion=first.criterion,
        unit=first.unit,
        value=math.fsum(r.value for r in rows),
        low=None if split else first.low,
        high=None if split else first.high,
        spread_rule=first.spread_rule,
        spread=first.spread,
        sample=first.sample,
        stages={r.stage: r.value for r in rows if r.stage is not None} if split else {},
        rows=tuple(rows),
        used_by=tuple(r.id for r in catalogue.referentials.values() if first.set in r.sets),
    )
