"""One figure each: the life, the yearly electricity and the mass of an object, the mix of a zone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from levier.catalogue.lookup import ENERGY_METHODS, SCOPES, size_order
from levier.catalogue.model import DeclaredModel, Energy, Lifetime, Mass, Mix
from levier.footprint.objects import ObjectKey, Single
from levier.footprint.pooling import Z_5_TO_95, spread_of
from levier.footprint.quality import pedigree_sigma
from levier.footprint.sets import Sets

Row = TypeVar("Row", Lifetime, Energy, Mass)


@dataclass
class Singles:
    """Single figures under one choice of sets."""

    sets: Sets

    def life(self, key: ObjectKey, kind: str) -> Single | None:
        """Return the life of an object: `planned` (else of its class of device), or `second_life`.

        A maker's declared life is a scenario of its own, and not used; the life that a user's own model says is.
        """
        model = self.sets.model(key.declared_id)
        if kind == "planned" and model is not None and model.lifetime_years and self.sets.brings(model):
            return self._of_model(model, model.lifetime_years, kind)
        rows = [r for r in self.sets.catalogue.lifetimes if r.category == key.category]
        if kind == "planned":
            found = self._ranked([r for r in rows if r.kind == "planned"], key) or self._ranked(
                [r for r in rows if r.kind == "class_default"], key
            )
        else:
            found = self._ranked([r for r in rows if r.kind == kind], key)
        if found is None:
            return None
        return self._single(found, found.years, found.kind, found.low, found.high)

    def energy(self, key: ObjectKey) -> Single | None:
        """Return kWh a year by the best method that knows the object: what the model declares comes first."""
        model = self.sets.model(key.declared_id)
        if model is not None and model.kwh_per_year:
            return self._of_model(model, model.kwh_per_year, "declared_tec")
        rows = [r for r in self.sets.catalogue.energies if r.category == key.category]
        exact = [r for r in rows if r.size == key.size and key.size]
        methods = [*methods_of(exact), *methods_of(rows)]
        if not self.sets.pooled:
            own = [r for r in rows if r.set in self.sets.own]
            methods = [own, *methods_of(rows)]
        found = next((f for m in methods if (f := self._ranked(m, key)) is not None), None)
        if found is None:
            return None
        return self._single(found, found.kwh_per_year, found.method, found.low, found.high)

    def mass(self, key: ObjectKey) -> Single | None:
        """Return the mass of an object in kg: the model's own, else its category's."""
        model = self.sets.model(key.declared_id)
        if model is not None and model.mass_kg:
            return self._of_model(model, model.mass_kg, "mass")
        found = self._ranked([r for r in self.sets.catalogue.masses if r.category == key.category], key)
        return None if found is None else self._single(found, found.mass_kg, "mass", found.low, found.high)

    def _ranked(self, rows: Sequence[Row], key: ObjectKey) -> Row | None:
        """Return the row of the nearest size in the best set; sets that no list names come last."""
        if not rows:
            return None
        rank = {name: i for i, name in enumerate(self.sets.names)}
        own = [r for r in rows if r.set in self.sets.own] if not self.sets.pooled else []
        rows = own or [r for r in rows if r.set in rank] or rows
        exact = [r for r in rows if r.size == key.size] or rows
        size = size_order(self.sets.catalogue.categories[key.category], key.size, {r.size for r in rows})
        return min(exact, key=lambda r: (rank.get(r.set, len(rank)), size.index(r.size), r.id))

    def _single(
        self, row: Lifetime | Energy | Mass, value: float, kind: str, low: float | None, high: float | None
    ) -> Single:
        sigma = (
            math.log(high / low) / Z_5_TO_95
            if low and high and high > low
            else pedigree_sigma(self.sets.catalogue, row.provenance.scores)
        )
        p = row.provenance
        return Single(value, sigma, row.id, p.source, kind, p.scores, low, high, p.status, row.set in self.sets.own)

    def _of_model(self, model: DeclaredModel, value: float, kind: str) -> Single:
        p, own = model.provenance, self.sets.brings(model)
        return Single(
            value,
            pedigree_sigma(self.sets.catalogue, p.scores),
            model.id,
            p.source,
            kind,
            p.scores,
            None,
            None,
            p.status,
            own,
        )

    def mixes(self, zone: str, criterion: str) -> tuple[Mix, ...]:
        """Return every mix published for a zone, the set and year to use first: consumption, then ranked, then new.

        A criterion other than gwp takes only the mixes of the referential's own sets: one method across its stages.
        """
        rank = {name: i for i, name in enumerate(dict.fromkeys((*self.sets.chosen.electricity, *self.sets.names)))}
        rows = [m for m in self.sets.catalogue.mixes if m.zone == zone and m.criterion == criterion]
        if criterion != "gwp":
            rows = [m for m in rows if m.set in self.sets.own]
        return tuple(
            sorted(
                rows,
                key=lambda m: (
                    not self.sets.pooled and m.set not in self.sets.own,
                    SCOPES.index(m.scope),
                    rank.get(m.set, len(rank)),
                    -m.year,
                ),
            )
        )

    def mix(self, zone: str, criterion: str, year: int) -> Single | None:
        """Return the mix of a zone for the reporting year: the newest that is not later, else the oldest."""
        rows = self.mixes(zone, criterion)
        if not rows:
            return None
        first = [m for m in rows if m.set == rows[0].set and m.scope == rows[0].scope]
        best = max(first, key=lambda m: (m.year <= year, m.year if m.year <= year else -m.year))
        sigma = spread_of(
            best.spread_rule, best.spread, None, None, None, pedigree_sigma(self.sets.catalogue, best.provenance.scores)
        ).estimate
        p = best.provenance
        return Single(
            best.value, sigma, best.id, p.source, best.scope, p.scores, None, None, p.status, best.set in self.sets.own
        )


def methods_of(rows: Sequence[Energy]) -> list[list[Energy]]:
    """Return rows of energy by method, best method first."""
    return [[r for r in rows if r.method == m] for m in ENERGY_METHODS]
