"""Which sets of facts answer under one referential, in which order, and whether their studies are pooled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from levier.catalogue.lookup import referential
from levier.catalogue.model import Catalogue, DeclaredModel, ImpactFactor, Referential

MEDIANS = "pcf-medians"
"""The set whose medians by size say how size changes a category, and against which a declared figure is set."""


@dataclass
class Sets:
    """One referential over one catalogue."""

    catalogue: Catalogue
    referential_id: str

    @cached_property
    def chosen(self) -> Referential:
        """Return the referential itself."""
        return referential(self.catalogue, self.referential_id)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the sets of the referential, then those of its fallback."""
        return tuple(dict.fromkeys((*self.chosen.sets, *self.chosen.fallback)))

    @property
    def pooled(self) -> bool:
        """Tell whether independent families are pooled, or the first set that knows an object answers."""
        return self.chosen.pooled

    @cached_property
    def own(self) -> frozenset[str]:
        """Return the referential's own sets."""
        return frozenset(self.chosen.sets)

    @cached_property
    def _factors(self) -> Mapping[tuple[str, str], Sequence[ImpactFactor]]:
        found: dict[tuple[str, str], list[ImpactFactor]] = {}
        for row in self.catalogue.factors:
            found.setdefault((row.category, row.criterion), []).append(row)
        return found

    def factors(self, category: str, criterion: str) -> Sequence[ImpactFactor]:
        """Return every impact factor of a category, whatever its set."""
        return self._factors.get((category, criterion), ())

    def medians(self, category: str) -> Mapping[str, float]:
        """Return size -> the makers' median of embodied gwp; "" is the category as a whole."""
        return {r.size: r.value for r in self.factors(category, "gwp") if r.set == MEDIANS}

    def size_ratio(self, category: str, size: str) -> float:
        """Return the makers' median of a size over that of the whole category; 1 where it is not known."""
        medians = self.medians(category)
        return medians[size] / medians[""] if size in medians and "" in medians else 1.0

    @cached_property
    def _declared(self) -> Mapping[str, DeclaredModel]:
        return {m.id: m for m in self.catalogue.declared}

    def model(self, declared_id: str) -> DeclaredModel | None:
        """Return the model that a maker declares, if it is known."""
        return self._declared.get(declared_id)

    def brings(self, model: DeclaredModel) -> bool:
        """Tell whether the referential is a user's own that brings this model itself."""
        return model.provenance.source in self.own

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """Return the impact criteria of which the referential's own sets have factors, gwp first."""
        known = {r.criterion for r in self.catalogue.factors if r.set in self.own}
        return tuple(c for c in self.catalogue.criteria if c in known or c == "gwp")
