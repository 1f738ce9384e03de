"""What the catalogue says of one object (category, size, model) under one referential: factor, life, energy, mass.

An object is answered in tiers (docs/method/tiers.md): the model's declared figure and the category's (`factors`), mass
x intensity and spend (`stand_ins`); else nothing, and nothing is ever zero.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from levier.catalogue.model import Catalogue, Mix, Tier
from levier.footprint.factors import Factors
from levier.footprint.objects import ObjectFacts, ObjectKey, Single
from levier.footprint.sets import Sets
from levier.footprint.singles import Singles
from levier.footprint.stand_ins import by_mass


@dataclass
class Resolver:
    """Answers for objects and zones under one referential; pure look-ups over one catalogue."""

    catalogue: Catalogue
    referential_id: str
    declared: bool = False
    _objects: dict[ObjectKey, ObjectFacts] = field(default_factory=dict)

    @cached_property
    def _sets(self) -> Sets:
        return Sets(self.catalogue, self.referential_id)

    @cached_property
    def _factors(self) -> Factors:
        return Factors(self._sets, self.declared)

    @cached_property
    def _singles(self) -> Singles:
        return Singles(self._sets)

    @property
    def criteria(self) -> tuple[str, ...]:
        """Return the impact criteria of which the referential's own sets have factors, gwp first."""
        return self._sets.criteria

    def object(self, key: ObjectKey) -> ObjectFacts:
        """Return all that is known of an object."""
        if key not in self._objects:
            self._objects[key] = self._resolve(key)
        return self._objects[key]

    def _resolve(self, key: ObjectKey) -> ObjectFacts:
        if key.category not in self.catalogue.categories:
            return ObjectFacts(key, {}, None, None, None, None, Tier.UNKNOWN)
        factors = {c: f for c in self.criteria if (f := self._factors.of(key, c)) is not None}
        mass = self._singles.mass(key)
        if "gwp" not in factors:
            stand_in = self._factors.declared_alone(key) or by_mass(self.catalogue, key, mass)
            factors |= {} if stand_in is None else {"gwp": stand_in}
        return ObjectFacts(
            key=key,
            factors=factors,
            life=self._singles.life(key, "planned"),
            second_life=self._singles.life(key, "second_life"),
            energy=self._singles.energy(key),
            mass=mass,
            tier=factors["gwp"].tier if "gwp" in factors else Tier.UNKNOWN,
        )

    def mixes(self, zone: str, criterion: str) -> tuple[Mix, ...]:
        """Return every mix published for a zone, the set and year to use first."""
        return self._singles.mixes(zone, criterion)

    def mix(self, zone: str, criterion: str, year: int) -> Single | None:
        """Return the mix of a zone for the reporting year: the newest that is not later, else the oldest."""
        return self._singles.mix(zone, criterion, year)
