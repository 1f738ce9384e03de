"""What the catalogue says of one object (category, size, model) under one referential: factor, life, energy, mass.

An object is answered in tiers (docs/method/tiers.md): the model's declared figure, the category's, mass x intensity,
spend; else nothing, and nothing is ever zero. The choice of a tier and of a stand-in size is kept beside the value.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from levier.catalogue.lookup import ENERGY_METHODS, SCOPES, parameter, referential, size_order
from levier.catalogue.model import (
    Boundary,
    Catalogue,
    DeclaredModel,
    Energy,
    ImpactFactor,
    Lifetime,
    Mass,
    Mix,
    Pedigree,
    Stage,
    Tier,
)
from levier.footprint.pooling import Z_5_TO_95, Z_95_TWO_SIDED, FamilyEstimate, Pooled, pool, spread_of
from levier.footprint.quality import pedigree_sigma

Row = TypeVar("Row", Lifetime, Energy, Mass)

MEDIANS = "pcf-medians"
"""The set whose medians by size say how size changes a category, and against which a declared figure is set."""


@dataclass(frozen=True, order=True)
class ObjectKey:
    """An object to resolve. `declared_id` is "" where no declared figure is known."""

    category: str
    size: str = ""
    declared_id: str = ""


@dataclass(frozen=True)
class Factor:
    """Impact of making and ending one device (all stages but use), for one criterion.

    `stages`: share of each stage (sum 1). `model_sigma`: spread of ln x between models.
    `scale`: declared figure over the makers' median of its category and size, already in `value`.
    """

    criterion: str
    unit: str
    value: float
    stages: Mapping[Stage, float]
    tier: Tier
    pooled: Pooled
    model_sigma: float
    scale: float
    pedigree: Pedigree
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    own_set: bool
    """True where the chosen referential answered itself, without its fallback."""


@dataclass(frozen=True)
class Single:
    """One figure and its spread: life in years, energy in kWh per year, mass in kg, mix in impact per kWh."""

    value: float
    sigma: float
    fact: str
    source: str
    kind: str
    pedigree: Pedigree
    low: float | None
    high: float | None
    status: str
    own_set: bool


@dataclass(frozen=True)
class ObjectFacts:
    """Everything known of an object; None where nothing is."""

    key: ObjectKey
    factors: Mapping[str, Factor]
    life: Single | None
    second_life: Single | None
    energy: Single | None
    mass: Single | None
    tier: Tier


@dataclass
class Resolver:
    """Answers for objects and zones under one referential; pure look-ups over one catalogue."""

    catalogue: Catalogue
    referential_id: str
    declared: bool = False
    _objects: dict[ObjectKey, ObjectFacts] = field(default_factory=dict)

    @cached_property
    def sets(self) -> tuple[str, ...]:
        """Return the sets of the referential, then those of its fallback."""
        chosen = referential(self.catalogue, self.referential_id)
        return tuple(dict.fromkeys((*chosen.sets, *chosen.fallback)))

    @cached_property
    def pooled(self) -> bool:
        """Tell whether independent families are pooled, or the first set that knows an object answers."""
        return referential(self.catalogue, self.referential_id).pooled

    @cached_property
    def own(self) -> frozenset[str]:
        """Return the referential's own sets."""
        return frozenset(referential(self.catalogue, self.referential_id).sets)

    @cached_property
    def _factors(self) -> Mapping[tuple[str, str], Sequence[ImpactFactor]]:
        found: dict[tuple[str, str], list[ImpactFactor]] = {}
        for row in self.catalogue.factors:
            found.setdefault((row.category, row.criterion), []).append(row)
        return found

    @cached_property
    def _declared(self) -> Mapping[str, DeclaredModel]:
        return {m.id: m for m in self.catalogue.declared}

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """Return the impact criteria of which the referential's own sets have factors, gwp first."""
        known = {r.criterion for r in self.catalogue.factors if r.set in self.own}
        return tuple(c for c in self.catalogue.criteria if c in known or c == "gwp")

    def object(self, key: ObjectKey) -> ObjectFacts:
        """Return all that is known of an object."""
        if key not in self._objects:
            self._objects[key] = self._resolve(key)
        return self._objects[key]

    def _resolve(self, key: ObjectKey) -> ObjectFacts:
        if key.category not in self.catalogue.categories:
            return ObjectFacts(key, {}, None, None, None, None, Tier.UNKNOWN)
        factors = {c: f for c in self.criteria if (f := self._factor(key, c)) is not None}
        mass = self._mass(key)
        if "gwp" not in factors and (by_mass := self._by_mass(key, mass)) is not None:
            factors["gwp"] = by_mass
        tier = factors["gwp"].tier if "gwp" in factors else Tier.UNKNOWN
        return ObjectFacts(
            key, factors, self._life(key, "planned"), self._life(key, "second_life"), self._energy(key), mass, tier
        )

    # Factors

    def _factor(self, key: ObjectKey, criterion: str) -> Factor | None:
        rows = self._factors.get((key.category, criterion), ())
        if not rows:
            return None
        by_set: dict[str, list[ImpactFactor]] = {}
        for row in rows:
            by_set.setdefault(row.set, []).append(row)
        names = [s for s in self.sets if s in by_set]
        if criterion != "gwp":
            names = [s for s in names if s in self.own]
        if not names:
            return None
        pooling = self.pooled and criterion == "gwp"
        names = names if pooling else names[:1]
        shares = self._stage_shares(key, criterion, names)
        rows = [r for name in names for r in by_set[name]]
        pooled = pool(self._families(key, self._comparable(key, rows) if pooling else rows, shares))
        scale, tier, sigma = self._declared_scale(key, criterion)
        stages = shares or {Stage.EMBODIED: 1.0} if self.pooled else self._own_stages(key, by_set[names[0]])
        return Factor(
            criterion=criterion,
            unit=rows[0].unit,
            value=pooled.value * scale,
            stages=stages,
            tier=tier,
            pooled=pooled,
            model_sigma=sigma if sigma is not None else self._model_sigma(key, criterion),
            scale=scale,
            pedigree=mean_pedigree([f.pedigree for f in pooled.families], pooled.weights),
            facts=tuple(x for f in pooled.families for x in f.facts),
            sources=tuple(dict.fromkeys(x for f in pooled.families for x in f.sources)),
            own_set=names[0] in self.own,
        )

    def _comparable(self, key: ObjectKey, rows: Sequence[ImpactFactor]) -> Sequence[ImpactFactor]:
        """Return the rows of the studies that speak of this size, of the whole, or of a size whose ratio is known.

        An office copier never pools with a home printer only because nothing tells them apart; studies of another
        size answer where none does better.
        """
        category = self.catalogue.categories[key.category]
        medians = {r.size for r in self._factors.get((key.category, "gwp"), ()) if r.set == MEDIANS}
        wanted = {key.size, "", category.default_size if key.size == "" else key.size}
        sizes: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            sizes.setdefault((row.set, row.family), set()).add(row.size)
        best = {study: size_order(category, key.size, known)[0] for study, known in sizes.items()}
        fit = {s for s, size in best.items() if size in wanted or ("" in medians and {size, key.size} <= medians)}
        return [r for r in rows if (r.set, r.family) in fit] or rows

    def _families(
        self, key: ObjectKey, rows: Sequence[ImpactFactor], shares: Mapping[Stage, float] | None
    ) -> list[FamilyEstimate]:
        """One estimate a family: sets that quote the same study are averaged on ln x and have one vote."""
        by_family: dict[str, dict[str, list[ImpactFactor]]] = {}
        for row in rows:
            by_family.setdefault(row.family, {}).setdefault(row.set, []).append(row)
        estimates = []
        single = len(by_family) == 1
        for family, by_set in by_family.items():
            parts = [self._set_estimate(key, set_rows, shares) for set_rows in by_set.values()]
            chosen = [row for _, _, used in parts for row in used]
            value = math.exp(math.fsum(math.log(v) for v, _, _ in parts) / len(parts))
            sigma = min(s for _, s, _ in parts)
            pedigree = mean_pedigree([r.provenance.scores for r in chosen], [1.0] * len(chosen))
            if single and self.pooled:  # nobody to disagree with: the spread is at least what the scores say
                sigma = max(sigma, pedigree_sigma(self.catalogue, pedigree))
            facts = tuple(r.id for r in chosen)
            sources = tuple(dict.fromkeys(r.provenance.source for r in chosen))
            estimates.append(FamilyEstimate(family, value, sigma, facts, sources, chosen[0].set, pedigree))
        return estimates

    def _set_estimate(
        self, key: ObjectKey, rows: Sequence[ImpactFactor], shares: Mapping[Stage, float] | None
    ) -> tuple[float, float, list[ImpactFactor]]:
        """Return value and sigma of one set's figure for the object at the embodied boundary, and the rows used."""
        category = self.catalogue.categories[key.category]
        size = size_order(category, key.size, {r.size for r in rows})[0]
        used = [r for r in rows if r.size == size]
        value = math.fsum(r.value for r in used) / _covered(used, shares if self.pooled else None)
        value *= self._size_ratio(key.category, key.size) / self._size_ratio(key.category, size)
        largest = max(used, key=lambda r: r.value)
        sigma = spread_of(
            largest.spread_rule,
            largest.spread,
            largest.low,
            largest.high,
            largest.sample,
            pedigree_sigma(self.catalogue, largest.provenance.scores),
        ).estimate
        return value, sigma, used

    def _size_ratio(self, category: str, size: str) -> float:
        """Return the makers' median of a size over that of the whole category; 1 where it is not known."""
        medians = {r.size: r.value for r in self._factors.get((category, "gwp"), ()) if r.set == MEDIANS}
        if size in medians and "" in medians:
            return medians[size] / medians[""]
        return 1.0

    def _stage_shares(self, key: ObjectKey, criterion: str, names: Sequence[str]) -> Mapping[Stage, float] | None:
        """Return the stage shares of the first set that splits the category, or None."""
        for name in (*names, *self.sets):
            rows = [
                r
                for r in self._factors.get((key.category, criterion), ())
                if r.set == name and r.boundary is Boundary.SPLIT and r.stage is not None
            ]
            if rows:
                size = size_order(self.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
                return _shares([r for r in rows if r.size == size])
        return None

    def _own_stages(self, key: ObjectKey, rows: Sequence[ImpactFactor]) -> Mapping[Stage, float]:
        """Return the stages as the set itself prints them; what it does not split is `embodied`."""
        size = size_order(self.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
        used = [r for r in rows if r.size == size]
        if all(r.boundary is Boundary.SPLIT for r in used):
            return _shares(used)
        if all(r.boundary is Boundary.MANUFACTURING for r in used):
            return {Stage.MANUFACTURING: 1.0}
        return {Stage.EMBODIED: 1.0}

    def _model_sigma(self, key: ObjectKey, criterion: str) -> float:
        """Return the spread between models of the category: of the makers' medians, else the default of the tier."""
        rows = [r for r in self._factors.get((key.category, criterion), ()) if r.set == MEDIANS and r.low and r.high]
        if rows:
            size = size_order(self.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
            row = next(r for r in rows if r.size == size)
            models = spread_of(row.spread_rule, row.spread, row.low, row.high, row.sample, 0.0).models
            if models is not None:
                return models
        return math.log(parameter(self.catalogue, "gsd.category").value)

    def _declared_scale(self, key: ObjectKey, criterion: str) -> tuple[float, Tier, float | None]:
        """Return declared figure / makers' median, the tier, and the spread left once the model is known."""
        model = self._declared.get(key.declared_id)
        medians = {r.size: r.value for r in self._factors.get((key.category, "gwp"), ()) if r.set == MEDIANS}
        if model is None or criterion != "gwp" or not medians:
            return 1.0, Tier.CATEGORY, None
        size = size_order(self.catalogue.categories[key.category], key.size, medians)[0]
        median = medians[size] * self._size_ratio(key.category, key.size) / self._size_ratio(key.category, size)
        sigma = (
            math.log1p(model.relative_error) / Z_95_TWO_SIDED
            if model.relative_error
            else math.log(parameter(self.catalogue, "gsd.model").value)
        )
        if self.declared or self.referential_id == MEDIANS:
            median = self._median_of(key, median)
        return model.embodied_gwp_kgco2e / median, Tier.MODEL, sigma

    def _median_of(self, key: ObjectKey, median: float) -> float:
        """Return what the category's value must be divided by for the declared figure to be the value itself."""
        plain = self._factor(ObjectKey(key.category, key.size), "gwp")
        return median if plain is None else plain.value

    def _by_mass(self, key: ObjectKey, mass: Single | None) -> Factor | None:
        category = self.catalogue.categories[key.category]
        intensity = next(
            (i for i in self.catalogue.intensities if i.basis == "mass" and i.kind == category.mass_kind), None
        )
        if mass is None or intensity is None:
            return None
        spread = spread_of(
            intensity.spread_rule,
            intensity.spread,
            intensity.low,
            intensity.high,
            None,
            math.log(parameter(self.catalogue, "gsd.mass").value),
        )
        sigma = max(spread.estimate, spread.models or 0.0)
        scores = intensity.provenance.scores
        family = FamilyEstimate(
            f"mass:{intensity.kind}",
            mass.value * intensity.value,
            sigma,
            (mass.fact, intensity.id),
            (mass.source, intensity.provenance.source),
            "mass-rule",
            scores,
        )
        return Factor(
            criterion="gwp",
            unit="kgCO2e/device",
            value=family.value,
            stages={Stage.EMBODIED if intensity.boundary is not Boundary.MANUFACTURING else Stage.MANUFACTURING: 1.0},
            tier=Tier.MASS,
            pooled=pool([family]),
            model_sigma=max(mass.sigma, math.log(parameter(self.catalogue, "gsd.mass").value)),
            scale=1.0,
            pedigree=scores,
            facts=family.facts,
            sources=family.sources,
            own_set=False,
        )

    def by_spend(self, facts: ObjectFacts, price_keur: float) -> ObjectFacts:
        """Return the facts of an object with a factor from its mean price (in kEUR), the last resort."""
        intensity = next((i for i in self.catalogue.intensities if i.basis == "spend"), None)
        if intensity is None or price_keur <= 0:
            return facts
        default = math.log(parameter(self.catalogue, "gsd.spend").value)
        sigma = spread_of(
            intensity.spread_rule, intensity.spread, intensity.low, intensity.high, None, default
        ).estimate
        p = intensity.provenance
        family = FamilyEstimate(
            f"spend:{intensity.kind}",
            price_keur * intensity.value,
            sigma,
            (intensity.id,),
            (p.source,),
            "spend",
            p.scores,
        )
        factor = Factor(
            criterion="gwp",
            unit="kgCO2e/device",
            value=family.value,
            stages={Stage.EMBODIED: 1.0},
            tier=Tier.SPEND,
            pooled=pool([family]),
            model_sigma=0.0,
            scale=1.0,
            pedigree=p.scores,
            facts=family.facts,
            sources=family.sources,
            own_set=False,
        )
        return replace(facts, factors={**facts.factors, "gwp": factor}, tier=Tier.SPEND)

    # Life, energy, mass, electricity

    def _life(self, key: ObjectKey, kind: str) -> Single | None:
        rows = [r for r in self.catalogue.lifetimes if r.category == key.category]
        if kind == "planned":
            found = self._ranked([r for r in rows if r.kind == "planned"], key) or self._ranked(
                [r for r in rows if r.kind == "class_default"], key
            )
        else:
            found = self._ranked([r for r in rows if r.kind == kind], key)
        if found is None:
            return None
        return self._single(found, found.years, found.kind, found.low, found.high)

    def _energy(self, key: ObjectKey) -> Single | None:
        rows = [r for r in self.catalogue.energies if r.category == key.category]
        exact = [r for r in rows if r.size == key.size and key.size]
        methods = [*methods_of(exact), *methods_of(rows)]
        if not self.pooled:
            own = [r for r in rows if r.set in self.own]
            methods = [own, *methods_of(rows)]
        found = next((f for m in methods if (f := self._ranked(m, key)) is not None), None)
        if found is None:
            return None
        return self._single(found, found.kwh_per_year, found.method, found.low, found.high)

    def _mass(self, key: ObjectKey) -> Single | None:
        found = self._ranked([r for r in self.catalogue.masses if r.category == key.category], key)
        return None if found is None else self._single(found, found.mass_kg, "mass", found.low, found.high)

    def _ranked(self, rows: Sequence[Row], key: ObjectKey) -> Row | None:
        """Return the row of the nearest size in the best set; sets that no list names come last."""
        if not rows:
            return None
        rank = {name: i for i, name in enumerate(self.sets)}
        own = [r for r in rows if r.set in self.own] if not self.pooled else []
        rows = own or [r for r in rows if r.set in rank] or rows
        exact = [r for r in rows if r.size == key.size] or rows
        size = size_order(self.catalogue.categories[key.category], key.size, {r.size for r in rows})
        return min(exact, key=lambda r: (rank.get(r.set, len(rank)), size.index(r.size), r.id))

    def _single(
        self, row: Lifetime | Energy | Mass, value: float, kind: str, low: float | None, high: float | None
    ) -> Single:
        sigma = (
            math.log(high / low) / Z_5_TO_95
            if low and high and high > low
            else pedigree_sigma(self.catalogue, row.provenance.scores)
        )
        p = row.provenance
        return Single(value, sigma, row.id, p.source, kind, p.scores, low, high, p.status, row.set in self.own)

    def mixes(self, zone: str, criterion: str) -> tuple[Mix, ...]:
        """Return every mix published for a zone, the set and year to use first: consumption, then ranked, then new.

        A criterion other than gwp takes only the mixes of the referential's own sets: one method across its stages.
        """
        chosen = referential(self.catalogue, self.referential_id)
        rank = {name: i for i, name in enumerate(dict.fromkeys((*chosen.electricity, *self.sets)))}
        rows = [m for m in self.catalogue.mixes if m.zone == zone and m.criterion == criterion]
        if criterion != "gwp":
            rows = [m for m in rows if m.set in self.own]
        return tuple(
            sorted(
                rows,
                key=lambda m: (
                    not self.pooled and m.set not in self.own,
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
            best.spread_rule, best.spread, None, None, None, pedigree_sigma(self.catalogue, best.provenance.scores)
        ).estimate
        p = best.provenance
        return Single(
            best.value, sigma, best.id, p.source, best.scope, p.scores, None, None, p.status, best.set in self.own
        )


def methods_of(rows: Sequence[Energy]) -> list[list[Energy]]:
    """Return rows of energy by method, best method first."""
    return [[r for r in rows if r.method == m] for m in ENERGY_METHODS]


def _covered(rows: Sequence[ImpactFactor], shares: Mapping[Stage, float] | None) -> float:
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


def mean_pedigree(scores: Sequence[Pedigree], weights: Sequence[float]) -> Pedigree:
    """Return the weighted mean of scores, each rounded to a whole score."""
    total = math.fsum(weights)

    def mean(name: str) -> int:
        return round(math.fsum(getattr(s, name) * w for s, w in zip(scores, weights, strict=True)) / total)

    return Pedigree(
        mean("reliability"),
        mean("completeness"),
        mean("temporal"),
        mean("geographical"),
        mean("technological"),
        any(s.own for s in scores),
    )
