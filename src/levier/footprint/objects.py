"""The shapes of what is known of an object (category, size, model): factor, life, energy, mass, and their spreads."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from levier.catalogue.model import Pedigree, Stage, Tier
from levier.footprint.pooling import Pooled


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
