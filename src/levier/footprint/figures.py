"""Published figures: value from the product, band from the draws, grade and tiers by contribution."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from levier.catalogue.model import Catalogue, Pedigree, Stage, Tier
from levier.footprint.bands import Array, Draws
from levier.footprint.objects import ObjectFacts
from levier.footprint.product import sums
from levier.footprint.quality import letter, rating, weighted
from levier.footprint.result import Figure
from levier.footprint.strata import Evaluated, tier_of
from levier.wording.numbers import significant
from levier.wording.text import Text, label, say

PUBLISHED_DIGITS = 12
MASSES = ("mass", "weee")
NAMED = 3
"""How many names a reason gives before it only counts the rest."""


@dataclass
class Figures:
    """All figures of one evaluated estate."""

    catalogue: Catalogue
    evaluated: Evaluated
    draws: Draws

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """Return the criteria that have columns, in the order of the facts."""
        known = {c.split("/")[0] for c in self.evaluated.tables.columns}
        return tuple(c for c in self.catalogue.criteria if c in known)

    def missing(self, criterion: str) -> Text | None:
        """Return why a criterion has no total, or None where it has one.

        Apart from gwp and masses, every category must have a figure for every stage of the same set.
        """
        if criterion in ("gwp", *MASSES):
            return None
        if criterion not in self.criteria:
            return say("No source of this referential gives it both for making and for electricity.")
        lacking = sorted({f.key.category for f in self.draws.facts if criterion not in f.factors} - {""})
        if lacking:
            return say(
                "No figure for making: {categories}.",
                categories=named([self.catalogue.categories[c].plural for c in lacking]),
            )
        zones = self.evaluated.strata["country"].unique().sort().to_list()
        without = [z for z in zones if (z, criterion) not in self.evaluated.tables.mix_facts]
        if without:
            return say(
                "No figure for electricity of the same method: {zones}.",
                zones=named([self._zone(z) for z in without]),
            )
        return None

    def _zone(self, code: str) -> Text:
        zone = self.catalogue.zones.get(code)
        return label(code, code) if zone is None else zone.label

    def totals(self) -> tuple[Figure, ...]:
        """Return one figure a criterion; null with its reason where not available."""
        return tuple(self._figure(c) for c in self.catalogue.criteria)

    def by_stage(self) -> tuple[Figure, ...]:
        """Return one figure a criterion and stage that has one."""
        return tuple(
            self._figure(c, stage=s)
            for c in self.catalogue.criteria
            if c in self.criteria and self.missing(c) is None
            for s in self._stages(c)
        )

    def by_category(self) -> tuple[Figure, ...]:
        """Return one figure a criterion and category, largest quantity of impact first within a criterion."""
        figures = []
        for c in self.catalogue.criteria:
            if c in self.criteria and self.missing(c) is None:
                rows = [self._figure(c, category=k) for k in self._categories]
                figures += sorted(rows, key=lambda f: (f.value is None, -(f.value or 0.0), f.category or ""))
        return tuple(figures)

    def total(self, criterion: str = "gwp") -> float | None:
        """Return the value of a total, unrounded."""
        names = [n for n in self.evaluated.tables.columns if n.startswith(criterion + "/")]
        known = [n for n in names if n in self._sums.columns]
        return None if self.missing(criterion) else math.fsum(self._sums.select(known).to_numpy().ravel())

    def per_category(self, criterion: str = "gwp") -> dict[str, float]:
        """Return category -> value, unrounded; categories without any known impact are left out."""
        return {c: v for c in self._categories if (v := self._value(criterion, None, c)) is not None}

    # Parts

    @cached_property
    def _sums(self) -> pl.DataFrame:
        names = list(self.evaluated.tables.columns)
        return self.evaluated.by_object.with_columns(pl.col(names).fill_null(0.0))

    @cached_property
    def _of_category(self) -> NDArray[np.str_]:
        return np.array([f.key.category for f in self.draws.facts])

    @cached_property
    def _categories(self) -> list[str]:
        return sorted(set(self._of_category.tolist()) - {""})

    @cached_property
    def _quantities(self) -> Mapping[str, int]:
        counted = self.evaluated.strata.filter(pl.col("status") != "retired")
        rows = counted.group_by("category").agg(pl.col("quantity").sum()).iter_rows()
        return dict(rows)

    def _stages(self, criterion: str) -> list[str]:
        return [s for s in Stage if self._known(criterion, s).any()]

    def _known(self, criterion: str, stage: str) -> NDArray[np.bool_]:
        """Return which objects have a figure for a stage."""
        if f"{criterion}/{stage}" not in self.evaluated.tables.columns:
            return np.zeros(len(self.draws.facts), dtype=bool)
        if criterion in MASSES:
            return np.array([f.mass is not None for f in self.draws.facts])
        if stage == Stage.USE:
            return self._kwh_known & bool(self.evaluated.tables.mix_facts)
        factors = (f.factors.get(criterion) for f in self.draws.facts)
        return np.array([factor is not None and Stage(stage) in factor.stages for factor in factors])

    @cached_property
    def _kwh_known(self) -> NDArray[np.bool_]:
        rows = self.evaluated.strata.group_by("category", "size", "declared_id").agg(
            pl.col("kwh").is_not_null().any().alias("known")
        )
        return np.asarray(rows.sort("category", "size", "declared_id")["known"].to_numpy(), dtype=bool)

    def _value(self, criterion: str, stage: str | None, category: str | None) -> float | None:
        """Return the sum over objects and stages; None where none of them is known."""
        stages = [stage] if stage else self._stages(criterion)
        mask = np.ones(len(self.draws.facts), bool) if category is None else self._of_category == category
        known = [s for s in stages if (self._known(criterion, s) & mask).any()]
        if criterion == "gwp" and category is not None and stage is None and not self._made(criterion)[mask].any():
            return None  # electricity alone is not the footprint of a device
        if not known:
            return None
        columns = self._sums.select([f"{criterion}/{s}" for s in known]).to_numpy()
        return float(math.fsum(columns[mask].ravel()))

    def _made(self, criterion: str) -> NDArray[np.bool_]:
        if criterion in MASSES:
            return self._known(criterion, "manufacturing") | self._known(criterion, "end_of_life")
        return np.array([criterion in f.factors for f in self.draws.facts])

    def _drawn(self, criterion: str, stage: str | None, category: str | None) -> Array:
        """Return draws of a figure, shape (draws,)."""
        mask = np.ones(len(self.draws.facts), bool) if category is None else self._of_category == category
        total = np.zeros(self.draws.choices.draws)
        if stage != Stage.USE:
            embodied = self._embodied(criterion)
            share = np.ones(len(self.draws.facts)) if stage is None else self._share_of_stage(criterion, stage)
            total += embodied[:, mask] @ share[mask]
        if stage in (None, Stage.USE) and criterion not in MASSES:
            total += self._use(criterion)[:, mask].sum(axis=1)
        return total

    def _embodied(self, criterion: str) -> Array:
        if criterion not in self._kept:
            self._kept[criterion] = self.draws.embodied(criterion)
        return self._kept[criterion]

    def _use(self, criterion: str) -> Array:
        if "use/" + criterion not in self._kept:
            self._kept["use/" + criterion] = self.draws.use(criterion)
        return self._kept["use/" + criterion]

    @cached_property
    def _kept(self) -> dict[str, Array]:
        return {}

    def _share_of_stage(self, criterion: str, stage: str) -> Array:
        """Return the stage's share of the embodied value of each object."""
        names = [n for n in self.evaluated.tables.columns if n.startswith(criterion + "/") and not n.endswith("/use")]
        whole = self._sums.select(pl.sum_horizontal(names)).to_numpy().ravel()
        part = self._sums[f"{criterion}/{stage}"].to_numpy()
        return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0))

    def _figure(self, criterion: str, *, stage: str | None = None, category: str | None = None) -> Figure:
        unit = self.catalogue.criteria[criterion].unit
        quantity = None if category is None else self._quantities.get(category, 0)
        reason = self.missing(criterion)
        value = None if reason else self._value(criterion, stage, category)
        if value is None:
            reason = reason or say("No figure stands for these devices: their impact is unknown.")
            return Figure(criterion, unit, None, reason=reason, stage=stage, category=category, quantity=quantity)
        drawn = self._drawn(criterion, stage, category)
        low, median, high = np.percentile(drawn, (5, 50, 95))
        mean, dqr = self._quality(criterion, stage, category)
        return Figure(
            criterion=criterion,
            unit=unit,
            value=_published(value),
            low=_published(low),
            high=_published(high),
            median=_published(median),
            value_percentile=_published(100.0 * float(np.mean(drawn <= value))),
            grade=None if mean is None else letter(self.catalogue, mean),
            data_quality_rating=None if dqr is None else significant(dqr, 3),
            tiers=self._tiers(criterion, stage, category),
            stage=stage,
            category=category,
            quantity=quantity,
        )

    def _parts(self, criterion: str, stage: str | None, category: str | None) -> list[tuple[ObjectFacts, str, float]]:
        """Return (object, stage, value) of all that a figure sums."""
        stages = [stage] if stage else self._stages(criterion)
        rows = []
        for i, facts in enumerate(self.draws.facts):
            if category is None or facts.key.category == category:
                rows += [(facts, s, float(self._sums[f"{criterion}/{s}"][i])) for s in stages]
        return rows

    def _quality(self, criterion: str, stage: str | None, category: str | None) -> tuple[float | None, float | None]:
        means, ratings, weights = [], [], []
        for facts, s, value in self._parts(criterion, stage, category):
            pedigree = _pedigree(facts, s, criterion)
            if pedigree is not None and value:
                means.append(pedigree.mean)
                ratings.append(rating(pedigree))
                weights.append(value)
        return weighted(means, weights), weighted(ratings, weights)

    def _tiers(self, criterion: str, stage: str | None, category: str | None) -> dict[str, float]:
        shares = dict.fromkeys((t.value for t in Tier if t is not Tier.UNKNOWN), 0.0)
        for facts, s, value in self._parts(criterion, stage, category):
            if criterion in MASSES or s == Stage.USE:
                measured = self._measured_share.get(facts.key.category, 0.0) if s == Stage.USE else 0.0
                shares[Tier.MODEL] += value * measured
                shares[Tier.CATEGORY] += value * (1 - measured)
            elif (tier := tier_of(facts)) is not Tier.UNKNOWN:
                shares[tier] += value
        whole = math.fsum(shares.values())
        return {t: significant(v / whole, PUBLISHED_DIGITS) if whole else 0.0 for t, v in shares.items()}

    @cached_property
    def _measured_share(self) -> Mapping[str, float]:
        rows = sums(self.evaluated.strata, ("category",), ("measured_kwh", "all_kwh"))
        return {c: m / a for c, m, a in rows.iter_rows() if a}


def _published(value: float) -> float:
    return significant(float(value), PUBLISHED_DIGITS)


def _pedigree(facts: ObjectFacts, stage: str, criterion: str) -> Pedigree | None:
    if criterion in MASSES:
        return None if facts.mass is None else facts.mass.pedigree
    if stage == Stage.USE:
        return None if facts.energy is None else facts.energy.pedigree
    factor = facts.factors.get(criterion)
    return None if factor is None else factor.pedigree


def named(names: Sequence[Text]) -> Text:
    """Join the first names of a list into one text, and count the rest."""
    arguments = {f"n{i}": name for i, name in enumerate(names[:NAMED])}
    listed = Text(", ".join(f"{{{n}}}" for n in arguments), arguments)
    left = len(names) - len(arguments)
    return say("{names} and {count} more", names=listed, count=left) if left > 0 else listed
