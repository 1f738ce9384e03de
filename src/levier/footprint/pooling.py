"""From what sources print to one value and its spread: rules of spread, random effects on ln x.

Equations and symbols: docs/method/pooling.md. All spreads are standard deviations of ln x (`sigma`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from levier.catalogue.model import Pedigree, SpreadRule

Z_95_TWO_SIDED = 1.959963984540054
"""Standard normal quantile of a two-sided 95 % interval."""

Z_5_TO_95 = 2 * 1.6448536269514722
"""Distance, in standard deviations, between the 5th and the 95th percentile."""

MEDIAN_EFFICIENCY = math.sqrt(math.pi / 2)
"""Standard error of a sample median over that of a mean, for a normal sample."""


@dataclass(frozen=True)
class Spread:
    """Spread of a row: `estimate` of the figure itself, `models` between models (None where the row does not tell)."""

    estimate: float
    models: float | None


@dataclass(frozen=True)
class FamilyEstimate:
    """What one independent family says of an object: `value`, `sigma` of ln value, rows and set behind it."""

    family: str
    value: float
    sigma: float
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    set: str
    pedigree: Pedigree


@dataclass(frozen=True)
class Pooled:
    """Random-effects estimate: `value`, its families with their weights (sum 1), between-family variance `tau2`."""

    value: float
    families: tuple[FamilyEstimate, ...]
    weights: tuple[float, ...]
    tau2: float

    @property
    def disagreement(self) -> float:
        """Return the largest family value over the smallest."""
        values = [f.value for f in self.families]
        return max(values) / min(values)


def spread_of(
    rule: SpreadRule,
    spread: float | None,
    low: float | None,
    high: float | None,
    sample: int | None,
    pedigree_sigma: float,
) -> Spread:
    """Read a row's own spread; where it gives none, its pedigree scores stand in."""
    if rule is SpreadRule.PERCENTILES and low and high and high > low:
        models = math.log(high / low) / Z_5_TO_95
        return Spread(MEDIAN_EFFICIENCY * models / math.sqrt(max(sample or 1, 1)), models)
    if rule is SpreadRule.INTERVAL95 and spread:
        return Spread(math.log1p(spread) / Z_95_TWO_SIDED, None)
    if rule is SpreadRule.RELATIVE_SD and spread:
        return Spread(math.sqrt(math.log1p(spread**2)), None)
    if rule is SpreadRule.GSD and spread:
        return Spread(math.log(spread), None)
    return Spread(pedigree_sigma, None)


def pool(families: Sequence[FamilyEstimate]) -> Pooled:
    """Pool independent families by DerSimonian and Laird's random effects on ln x; one family is itself."""
    ordered = tuple(sorted(families, key=lambda f: f.family))
    logs = [math.log(f.value) for f in ordered]
    variances = [max(f.sigma, 1e-9) ** 2 for f in ordered]
    tau2 = _between_families(logs, variances)
    raw = [1 / (v + tau2) for v in variances]
    total = math.fsum(raw)
    weights = tuple(w / total for w in raw)
    value = math.exp(math.fsum(w * y for w, y in zip(weights, logs, strict=True)))
    return Pooled(value, ordered, weights, tau2)


def _between_families(logs: Sequence[float], variances: Sequence[float]) -> float:
    """Return tau2 = max(0, (Q - (k - 1)) / C), as DerSimonian and Laird (1986) define it."""
    weights = [1 / v for v in variances]
    total = math.fsum(weights)
    mean = math.fsum(w * y for w, y in zip(weights, logs, strict=True)) / total
    q = math.fsum(w * (y - mean) ** 2 for w, y in zip(weights, logs, strict=True))
    c = total - math.fsum(w * w for w in weights) / total
    return max(0.0, (q - (len(logs) - 1)) / c) if c > 0 else 0.0
