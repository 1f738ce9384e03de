"""The factor of an object by the two best tiers: its category's figure, scaled by what its maker declares.

Sets that quote one study are one family and have one vote; families are pooled, or the first set answers. Equations:
docs/method/tiers.md and docs/method/pooling.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from levier.catalogue.lookup import parameter, size_order
from levier.catalogue.model import DeclaredModel, ImpactFactor, Stage, Tier
from levier.footprint.objects import Factor, ObjectKey, mean_pedigree
from levier.footprint.pooling import Z_95_TWO_SIDED, FamilyEstimate, pool, spread_of
from levier.footprint.quality import pedigree_sigma
from levier.footprint.sets import MEDIANS, Sets
from levier.footprint.stages import covered, printed_stages, stage_shares


@dataclass
class Factors:
    """Factors under one choice of sets. `declared`: a model's declared figure is the value itself."""

    sets: Sets
    declared: bool

    def of(self, key: ObjectKey, criterion: str) -> Factor | None:
        """Return the factor of an object, all stages but use, or None where no set knows its category."""
        rows = self.sets.factors(key.category, criterion)
        if not rows:
            return None
        by_set: dict[str, list[ImpactFactor]] = {}
        for row in rows:
            by_set.setdefault(row.set, []).append(row)
        names = [s for s in self.sets.names if s in by_set]
        if criterion != "gwp":
            names = [s for s in names if s in self.sets.own]
        if not names:
            return None
        pooling = self.sets.pooled and criterion == "gwp"
        names = names if pooling else names[:1]
        shares = stage_shares(self.sets, key, criterion, names)
        rows = [r for name in names for r in by_set[name]]
        pooled = pool(self._families(key, self._comparable(key, rows) if pooling else rows, shares))
        scale, tier, sigma = self._declared_scale(key, criterion)
        stages = (
            shares or {Stage.EMBODIED: 1.0} if self.sets.pooled else printed_stages(self.sets, key, by_set[names[0]])
        )
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
            own_set=names[0] in self.sets.own,
        )

    def _comparable(self, key: ObjectKey, rows: Sequence[ImpactFactor]) -> Sequence[ImpactFactor]:
        """Return the rows of the studies that speak of this size, of the whole, or of a size whose ratio is known.

        An office copier never pools with a home printer only because nothing tells them apart; studies of another
        size answer where none does better.
        """
        category = self.sets.catalogue.categories[key.category]
        medians = self.sets.medians(key.category).keys()
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
            if single and self.sets.pooled:  # nobody to disagree with: the spread is at least what the scores say
                sigma = max(sigma, pedigree_sigma(self.sets.catalogue, pedigree))
            facts = tuple(r.id for r in chosen)
            sources = tuple(dict.fromkeys(r.provenance.source for r in chosen))
            estimates.append(FamilyEstimate(family, value, sigma, facts, sources, chosen[0].set, pedigree))
        return estimates

    def _set_estimate(
        self, key: ObjectKey, rows: Sequence[ImpactFactor], shares: Mapping[Stage, float] | None
    ) -> tuple[float, float, list[ImpactFactor]]:
        """Return value and sigma of one set's figure for the object at the embodied boundary, and the rows used."""
        category = self.sets.catalogue.categories[key.category]
        size = size_order(category, key.size, {r.size for r in rows})[0]
        used = [r for r in rows if r.size == size]
        value = math.fsum(r.value for r in used) / covered(used, shares if self.sets.pooled else None)
        value *= self.sets.size_ratio(key.category, key.size) / self.sets.size_ratio(key.category, size)
        largest = max(used, key=lambda r: r.value)
        sigma = spread_of(
            largest.spread_rule,
            largest.spread,
            largest.low,
            largest.high,
            largest.sample,
            pedigree_sigma(self.sets.catalogue, largest.provenance.scores),
        ).estimate
        return value, sigma, used

    def _model_sigma(self, key: ObjectKey, criterion: str) -> float:
        """Return the spread between models of the category: of the makers' medians, else the default of the tier."""
        rows = [r for r in self.sets.factors(key.category, criterion) if r.set == MEDIANS and r.low and r.high]
        if rows:
            size = size_order(self.sets.catalogue.categories[key.category], key.size, {r.size for r in rows})[0]
            row = next(r for r in rows if r.size == size)
            models = spread_of(row.spread_rule, row.spread, row.low, row.high, row.sample, 0.0).models
            if models is not None:
                return models
        return math.log(parameter(self.sets.catalogue, "gsd.category").value)

    def _declared_scale(self, key: ObjectKey, criterion: str) -> tuple[float, Tier, float | None]:
        """Return declared figure / makers' median, the tier, and the spread left once the model is known."""
        model = self.sets.model(key.declared_id)
        if model is None or criterion != "gwp":
            return 1.0, Tier.CATEGORY, None
        if self.as_declared(model):
            plain = self.of(ObjectKey(key.category, key.size), "gwp")
            assert plain is not None  # the same rows answered for the object
            return model.embodied_gwp_kgco2e / plain.value, Tier.MODEL, self._declared_sigma(model)
        medians = self.sets.medians(key.category)
        if not medians:
            return 1.0, Tier.CATEGORY, None
        size = size_order(self.sets.catalogue.categories[key.category], key.size, medians)[0]
        median = medians[size] * self.sets.size_ratio(key.category, key.size) / self.sets.size_ratio(key.category, size)
        return model.embodied_gwp_kgco2e / median, Tier.MODEL, self._declared_sigma(model)

    def as_declared(self, model: DeclaredModel) -> bool:
        """Tell whether a model's declared figure is its value, rather than what scales its category's."""
        return self.declared or self.sets.referential_id == MEDIANS or self.sets.brings(model)

    def _declared_sigma(self, model: DeclaredModel) -> float:
        if model.relative_error:
            return math.log1p(model.relative_error) / Z_95_TWO_SIDED
        return math.log(parameter(self.sets.catalogue, "gsd.model").value)

    def declared_alone(self, key: ObjectKey) -> Factor | None:
        """Return the declared figure of a model whose category no set knows, where it may be the value itself."""
        model = self.sets.model(key.declared_id)
        if model is None or not self.as_declared(model):
            return None
        p, sigma = model.provenance, self._declared_sigma(model)
        family = FamilyEstimate(
            p.source, model.embodied_gwp_kgco2e, sigma, (model.id,), (p.source,), p.source, p.scores
        )
        return Factor(
            criterion="gwp",
            unit="kgCO2e/device",
            value=family.value,
            stages={Stage.EMBODIED: 1.0},
            tier=Tier.MODEL,
            pooled=pool([family]),
            model_sigma=0.0,  # the family is the model: its spread is already there
            scale=1.0,
            pedigree=p.scores,
            facts=family.facts,
            sources=family.sources,
            own_set=self.sets.brings(model),
        )
