"""What the catalogue says of products that bidders offer: an interval to compare with, never a mark."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue
from levier.cost.draws import BAND_SIGMAS
from levier.cost.model import Estimate
from levier.footprint.objects import Factor, ObjectKey
from levier.footprint.resolution import Resolver
from levier.tender.bids.model import Condition, Product


@dataclass(frozen=True)
class Known:
    """The catalogue as an assessor of bids asks it: by category, the sets pooled."""

    catalogue: Catalogue
    referential: str = "pooled"

    @cached_property
    def _resolver(self) -> Resolver:
        return Resolver(self.catalogue, self.referential)

    @property
    def declared_spread(self) -> float:
        """Return the geometric standard deviation of a declared figure: a fact."""
        return parameter(self.catalogue, "gsd.model").value

    def embodied(self, category: str | None) -> Estimate | None:
        """Return the carbon of one new device of a category, its use apart, from its 5th to 95th percentile."""
        factor = self._factor(category)
        if factor is None:
            return None
        low, high = _bounds(factor)
        return Estimate(factor.value, low, high)

    def sources(self, category: str | None) -> tuple[str, ...]:
        """Return the ids of the sources behind that figure."""
        factor = self._factor(category)
        return () if factor is None else factor.sources

    def kwh(self, category: str | None) -> Estimate | None:
        """Return the yearly electricity of a category with its interval."""
        energy = None if category is None else self._resolver.object(ObjectKey(category)).energy
        return None if energy is None else self._of_one_model(energy.value, energy.sigma)

    def mass(self, category: str | None) -> tuple[float, str] | None:
        """Return the mass of one device of a category in kg, with the id of its source."""
        found = None if category is None else self._resolver.object(ObjectKey(category)).mass
        return None if found is None else (found.value, found.source)

    def life(self, product: Product) -> Estimate | None:
        """Return the life of a category: the second one for what is not new."""
        if product.category is None:
            return None
        facts = self._resolver.object(ObjectKey(product.category))
        life = facts.life if product.condition is Condition.NEW else facts.second_life
        return None if life is None else self._of_one_model(life.value, life.sigma)

    def stand_in(self, product: Product) -> Estimate | None:
        """Return the figure that stands where a new product declares none; what is not new has none here."""
        return self.embodied(product.category) if product.condition is Condition.NEW else None

    def _of_one_model(self, value: float, sigma: float) -> Estimate:
        """Return the interval of one model: models differ more than the mean of their category is uncertain."""
        reach = math.exp(BAND_SIGMAS / 2 * math.hypot(sigma, math.log(self.declared_spread)))
        return Estimate(value, value / reach, value * reach)

    def _factor(self, category: str | None) -> Factor | None:
        return None if category is None else self._resolver.object(ObjectKey(category)).factors.get("gwp")


PROBES = 2001
"""Points at which the distribution of each family is read: enough for two digits of a percentile."""


def _bounds(factor: Factor) -> tuple[float, float]:
    """Return the 5th and 95th percentiles of the mixture of families, each spread by what models differ."""
    families = factor.pooled.families
    means = tuple(math.log(f.value * factor.scale) for f in families)
    sigmas = tuple(math.hypot(f.sigma, factor.model_sigma) for f in families)
    return _percentiles(means, sigmas, tuple(factor.pooled.weights))


@lru_cache(maxsize=1024)  # each product of each bid asks for the few categories of its tender
def _percentiles(
    means: tuple[float, ...], sigmas: tuple[float, ...], weights: tuple[float, ...]
) -> tuple[float, float]:
    """Return the 5th and 95th percentiles of a mixture of lognormals, told by the means and sigmas of logarithms."""
    reach = 6.0
    grid = np.linspace(
        min(m - reach * s for m, s in zip(means, sigmas, strict=True)),
        max(m + reach * s for m, s in zip(means, sigmas, strict=True)),
        PROBES,
    )
    below = np.zeros_like(grid)
    for mean, sigma, weight in zip(means, sigmas, weights, strict=True):
        below += weight * np.array([0.5 * (1.0 + math.erf((x - mean) / (sigma * math.sqrt(2.0)))) for x in grid])
    low, high = np.interp((0.05, 0.95), below, grid)
    return math.exp(float(low)), math.exp(float(high))
