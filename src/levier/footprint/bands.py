"""Bands: the 5th to 95th percentile of the mixture of families, by seeded draws shared across the whole estate.

Equations: docs/method/bands.md. A draw picks one order of the families; each category follows the first family of
that order that knows it, moved by the family's method effect, which is the same for all categories. Rows of one
category are one draw. Lives and hours of use are one effect each for the organisation; models are drawn one by one.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from levier.footprint.choices import Choices, View
from levier.footprint.objects import Factor, ObjectFacts, ObjectKey
from levier.footprint.product import OBJECT, sums
from levier.footprint.strata import Evaluated

Array = NDArray[np.float64]

CHUNK = 4_000_000
"""Numbers held at once while lives are drawn: 32 MB."""


@dataclass(frozen=True)
class Freed:
    """Which inputs vary; the others stay at their central value (used to find what narrows a result most)."""

    factors: bool = True
    models: bool = True
    lives: bool = True
    energy: bool = True
    mixes: bool = True


ALL = Freed()


class Streams:
    """Random numbers by name: the same name and seed give the same draws in every estate and scenario."""

    def __init__(self, seed: int, draws: int) -> None:
        self.seed, self.draws = seed, draws
        self._kept: dict[str, Array] = {}

    def normal(self, name: str) -> Array:
        """Return standard normal draws of `name`, shape (draws,)."""
        return self._drawn("n:" + name, lambda g: g.standard_normal(self.draws))

    def uniform(self, name: str) -> Array:
        """Return uniform draws of `name`, shape (draws,)."""
        return self._drawn("u:" + name, lambda g: g.random(self.draws))

    def _drawn(self, name: str, make: object) -> Array:
        if name not in self._kept:
            generator = np.random.Generator(np.random.PCG64([self.seed, zlib.crc32(name.encode())]))
            self._kept[name] = make(generator)  # type: ignore[operator]  # a private callback
        return self._kept[name]


@dataclass
class Draws:
    """Draws of every object of an evaluated estate: embodied and use impact, shape (draws, objects)."""

    evaluated: Evaluated
    choices: Choices

    @cached_property
    def streams(self) -> Streams:
        """Return the named random streams of this computation."""
        return Streams(self.choices.seed, self.choices.draws)

    @cached_property
    def keys(self) -> tuple[ObjectKey, ...]:
        """Return the objects in the order of `by_object`."""
        rows = self.evaluated.by_object.select(OBJECT).iter_rows()
        return tuple(ObjectKey(*row) for row in rows)

    @cached_property
    def _index(self) -> Mapping[ObjectKey, int]:
        return {key: i for i, key in enumerate(self.keys)}

    @cached_property
    def facts(self) -> tuple[ObjectFacts, ...]:
        """Return what is known of each object."""
        return tuple(self.evaluated.tables.facts[key] for key in self.keys)

    @cached_property
    def _objects(self) -> NDArray[np.int64]:
        places = self.evaluated.by_object.select(OBJECT).with_row_index("place")
        found = self.evaluated.strata.select(OBJECT).join(places, on=list(OBJECT), how="left", maintain_order="left")
        return found["place"].cast(pl.Int64).to_numpy()

    # Embodied

    @cached_property
    def central_activity(self) -> Array:
        """Return the activity of each object at central lives, shape (objects,)."""
        return self._sum_by_object(self._column("activity"))

    def activity(self, freed: Freed = ALL) -> Array:
        """Return draws of each object's activity (unit-years, or units by view), shape (draws, objects)."""
        if not freed.lives or self.choices.view in (View.PURCHASE, View.LIFETIME):
            return np.broadcast_to(self.central_activity, (self.choices.draws, len(self.keys)))
        return self._activity_by_life

    @cached_property
    def _activity_by_life(self) -> Array:
        buckets, owner = self._buckets
        z = self.streams.normal("life")
        sigma = np.array([0.0 if f.life is None else f.life.sigma for f in self.facts])[owner]
        result = np.zeros((self.choices.draws, len(self.keys)))
        order = np.argsort(owner, kind="stable")
        buckets, owner, sigma = buckets[order], owner[order], sigma[order]
        starts = np.flatnonzero(np.r_[True, owner[1:] != owner[:-1]])
        step = max(1, CHUNK // max(len(owner), 1))
        for first in range(0, self.choices.draws, step):
            rows = slice(first, first + step)
            life = buckets[:, 1] * np.exp(np.outer(z[rows], sigma))
            charged = buckets[:, 0] * self._charge(life, buckets)
            result[rows, owner[starts]] = np.add.reduceat(charged, starts, axis=1)
        return result

    @cached_property
    def _buckets(self) -> tuple[Array, NDArray[np.int64]]:
        """Return distinct (weight, life, age, elapsed years, retired) by object, weights summed; and their object."""
        frame = self.evaluated.strata.select(
            pl.Series("object", self._objects),
            pl.col("life_years").fill_null(float("nan")),
            pl.col("age_years").fill_null(0.0),
            (self.choices.reporting_year - pl.col("acquired_year")).fill_null(0).alias("elapsed"),
            (pl.col("status") == "retired").cast(pl.Float64).alias("retired"),
            pl.col("acquired_year").is_null().cast(pl.Float64).alias("undated"),
            pl.col("charged_quantity"),
        )
        keys = ["object", "life_years", "age_years", "elapsed", "retired", "undated"]
        grouped = sums(frame, keys, ("charged_quantity",))
        columns = ["charged_quantity", "life_years", "age_years", "elapsed", "retired", "undated"]
        table = grouped.select(pl.col(c).cast(pl.Float64) for c in columns).to_numpy()
        return table, grouped["object"].to_numpy()

    def _charge(self, life: Array, buckets: Array) -> Array:
        """Return what the view charges of one device for drawn lives; the same rules as `product.with_charge`."""
        if self.choices.view is View.ANNUAL:
            service = np.fmax(life, buckets[:, 2])
            return np.divide(1.0, service, out=np.zeros_like(service), where=service > 0)
        left = np.where(buckets[:, 3] >= 0, np.clip(life - buckets[:, 3], 0.0, 1.0), 0.0)
        left = np.where(buckets[:, 5] > 0, 1.0, left)
        written_off = np.clip(life - buckets[:, 3], 0.0, None)
        return np.asarray(np.where(buckets[:, 4] > 0, written_off, left) / life)

    def factor(self, criterion: str, freed: Freed = ALL) -> Array:
        """Return draws of each object's factor, shape (draws, objects); NaN where it is unknown."""
        result = np.full((self.choices.draws, len(self.keys)), np.nan)
        for i, facts in enumerate(self.facts):
            factor = facts.factors.get(criterion)
            if factor is None:
                continue
            result[:, i] = self._family_mixture(factor) if freed.factors else factor.value
            if freed.models:
                result[:, i] *= self._models(i, facts.key, factor)
        return result

    def _family_mixture(self, factor: Factor) -> Array:
        families = factor.pooled.families
        order = np.stack([self.streams.uniform(f.family) for f in families])
        chosen = order.argmax(axis=0)
        moved = np.stack([f.value * np.exp(f.sigma * self.streams.normal(f.family)) for f in families])
        return np.asarray(np.take_along_axis(moved, chosen[None, :], axis=0)[0] * factor.scale)

    def _models(self, index: int, key: ObjectKey, factor: Factor) -> Array:
        """Return the mean deviation of an object's models, weighted by their activity; mean one."""
        shares = self._model_shares[index]
        total = np.zeros(self.choices.draws)
        sigma = factor.model_sigma
        for model, share in shares:
            z = self.streams.normal(f"model:{key.category}:{model or key.declared_id}")
            total += share * np.exp(sigma * z - sigma**2 / 2)
        return total

    @cached_property
    def _model_shares(self) -> Sequence[Sequence[tuple[str, float]]]:
        frame = self.evaluated.strata.select(
            pl.Series("object", self._objects), "model", pl.col("activity").fill_null(0.0)
        )
        grouped = sums(frame, ("object", "model"), ("activity",))
        shares: list[list[tuple[str, float]]] = [[] for _ in self.keys]
        for i, model, weight in grouped.iter_rows():
            shares[i].append((model, weight))
        for i, rows in enumerate(shares):
            whole = sum(w for _, w in rows)
            shares[i] = [(m, w / whole) for m, w in rows] if whole else [("", 1.0)]
        return shares

    def embodied(self, criterion: str, freed: Freed = ALL) -> Array:
        """Return draws of the impact of all stages but use, scaled to the value's own split, shape (draws, objects)."""
        if criterion in ("mass", "weee"):
            mass = np.stack([self._mass(f) for f in self.facts], axis=1) if self.facts else np.zeros((0, 0))
            return np.nan_to_num(mass * self.activity(freed))
        making = self._central_embodied(criterion)
        central = np.array(
            [np.nan if f.factors.get(criterion) is None else f.factors[criterion].value for f in self.facts]
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            plain = self.central_activity * central
            refurbishment = np.where(plain > 0, making / plain, 1.0)
        return np.nan_to_num(self.factor(criterion, freed) * self.activity(freed) * refurbishment)

    def _mass(self, facts: ObjectFacts) -> Array:
        if facts.mass is None:
            return np.full(self.choices.draws, np.nan)
        z = self.streams.normal(f"mass:{facts.key.category}")
        return np.asarray(facts.mass.value * np.exp(facts.mass.sigma * z))

    def _central_embodied(self, criterion: str) -> Array:
        names = [c for c in self.evaluated.tables.columns if c.startswith(f"{criterion}/") and not c.endswith("/use")]
        frame = self.evaluated.by_object.select(pl.sum_horizontal(pl.col(names).fill_null(0.0)).alias("x"))
        return np.asarray(frame["x"].to_numpy())

    # Use

    def use(self, criterion: str, freed: Freed = ALL) -> Array:
        """Return draws of the impact of use, shape (draws, objects)."""
        result = np.zeros((self.choices.draws, len(self.keys)))
        hours = self.streams.normal("hours")
        years = self._years_drawn if freed.lives and self.choices.view is View.LIFETIME else 1.0
        for (i, zone), (measured, default) in self._kwh.items():
            mix = self.evaluated.tables.mix_facts.get((zone, criterion))
            if mix is None:
                continue
            energy = self.facts[i].energy
            sigma = energy.sigma if energy is not None and freed.energy else 0.0
            kwh = measured + default * np.exp(sigma * hours)
            moved = np.exp(mix.sigma * self.streams.normal(f"mix:{mix.source}")) if freed.mixes else 1.0
            result[:, i] += kwh * mix.value * moved
        return result * years

    @cached_property
    def _years_drawn(self) -> Array:
        """Return drawn over central years of service of each object, weighted by devices, shape (draws, objects)."""
        buckets, owner = self._buckets
        z = self.streams.normal("life")
        sigma = np.array([0.0 if f.life is None else f.life.sigma for f in self.facts])[owner]
        result = np.ones((self.choices.draws, len(self.keys)))
        for i in range(len(self.keys)):
            mine = (owner == i) & np.isfinite(buckets[:, 1])
            weights, central = buckets[mine, 0], np.fmax(buckets[mine, 1], buckets[mine, 2])
            whole = float(weights @ central)
            if whole > 0:
                life = buckets[mine, 1] * np.exp(np.outer(z, sigma[mine]))
                result[:, i] = np.fmax(life, buckets[mine, 2]) @ weights / whole
        return result

    @cached_property
    def _kwh(self) -> Mapping[tuple[int, str], tuple[float, float]]:
        """Return kWh of the view by (object, zone): measured, and from defaults."""
        share = pl.col("use_share") * pl.col("pue") * pl.col("use_years")
        frame = self.evaluated.strata.select(
            pl.Series("object", self._objects),
            "country",
            (pl.col("measured_kwh") * share).fill_null(0.0).alias("measured"),
            (pl.col("default_kwh") * share).fill_null(0.0).alias("default"),
        )
        grouped = sums(frame, ("object", "country"), ("measured", "default"))
        return {(i, z): (m, d) for i, z, m, d in grouped.iter_rows()}

    def _column(self, name: str) -> Array:
        return np.asarray(self.evaluated.strata[name].fill_null(0.0).to_numpy(), dtype=np.float64)

    def _sum_by_object(self, values: Array) -> Array:
        return np.bincount(self._objects, weights=values, minlength=len(self.keys)).astype(np.float64)
