"""Completes a quote with what the catalogue knows of its device; each figure taken is told with its source."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Stage
from levier.cost.draws import BAND_SIGMAS
from levier.cost.model import Estimate
from levier.cost.quotes.model import Condition, Need, Quote
from levier.estate.model import Recognition
from levier.estate.recognition import recognise
from levier.footprint.objects import Factor, ObjectFacts, ObjectKey, Single
from levier.footprint.resolution import Resolver
from levier.wording.text import Text, say

REFERENTIAL = "pooled"
REFURBISHING = "refurbish.share_of_manufacturing"
LIFE, KWH, EMBODIED = "life", "kwh", "embodied"
UNITS = {LIFE: "year", KWH: "kWh/year", EMBODIED: "kgCO2e"}
WHATS = {
    LIFE: say("Years of use"),
    KWH: say("Electricity of one device, a year"),
    EMBODIED: say("Carbon of manufacturing to end of life, without use"),
}


@dataclass(frozen=True)
class Taken:
    """A figure that no quote tells: which, of which device, how much, and from where."""

    what: str
    category: str
    estimate: Estimate
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    status: str


@dataclass(frozen=True)
class Making:
    """The carbon of a device but its use, and the parts that the rules of a second life need."""

    kgco2e: Estimate
    making: float
    """Share of manufacturing in it."""
    ending: float
    """Share of the end of life in it."""


@dataclass(frozen=True)
class Completed:
    """A quote with what was taken for it; None where neither the quote nor the catalogue knows."""

    quote: Quote
    recognition: Recognition
    life: Estimate
    first_life: float | None
    """Years that such a device serves before a second life."""
    kwh: Estimate | None
    catalogued: Making | None
    taken: tuple[Taken, ...]
    life_of_need: bool = False
    """Neither the quote nor the catalogue tells a life: it is that of the need."""

    @property
    def used(self) -> bool:
        """Tell whether the device had a first life."""
        return self.quote.condition is not Condition.NEW

    @property
    def category(self) -> str:
        """Return the kind of device; "" where it was not recognised."""
        return self.recognition.category


def complete(quotes: Sequence[Quote], need: Need, catalogue: Catalogue) -> list[Completed]:
    """Complete quotes, in their order."""
    resolver = Resolver(catalogue, REFERENTIAL)
    told = [_recognised(quote, need, catalogue) for quote in quotes]
    return [_one(quote, found, need, resolver) for quote, found in zip(quotes, told, strict=True)]


def _recognised(quote: Quote, need: Need, catalogue: Catalogue) -> Recognition:
    """Recognise the words of a quote; the kind that the buyer chose comes before what the words say."""
    kind = "" if need.category is None else catalogue.categories[need.category].label.in_("fr")
    names = pl.DataFrame({"type_raw": [kind], "manufacturer_raw": [""], "model_raw": [quote.name]})
    found = recognise(names, catalogue, declared=catalogue.declared)[0]
    if need.category is None or found.category == need.category:
        return found
    return Recognition(kind, "", quote.name, need.category, "", None, found.maker, "", "", 1.0)


def _one(quote: Quote, found: Recognition, need: Need, resolver: Resolver) -> Completed:
    facts = resolver.object(ObjectKey(found.category, found.size, found.declared_id))
    taken: list[Taken] = []
    life, of_need = _life(quote, facts, need, taken)
    kwh = None if quote.kwh_per_year is None else Estimate(quote.kwh_per_year)
    if kwh is None and facts.energy is not None:
        kwh = _took(taken, KWH, found.category, facts.energy)
    factor = facts.factors.get("gwp")
    making = None if factor is None else _making(factor)
    if factor is not None and making is not None:
        status = "derived" if len(factor.facts) > 1 else "read"
        taken.append(Taken(EMBODIED, found.category, making.kgco2e, factor.facts, factor.sources, status))
    first = None if facts.life is None else facts.life.value
    return Completed(quote, found, life, first, kwh, making, tuple(taken), of_need)


def _life(quote: Quote, facts: ObjectFacts, need: Need, taken: list[Taken]) -> tuple[Estimate, bool]:
    """Return the years of use: told, else of a rent those of the need, else the catalogue's, else the need's."""
    if quote.years is not None:
        return Estimate(quote.years), False
    known = facts.life if quote.condition is Condition.NEW else facts.second_life
    if known is None or quote.rented:
        return Estimate(need.years), True
    return _took(taken, LIFE, facts.key.category, known), False


def _took(taken: list[Taken], what: str, category: str, single: Single) -> Estimate:
    found = banded(single.value, single.sigma)
    taken.append(Taken(what, category, found, (single.fact,), (single.source,), single.status))
    return found


def _making(factor: Factor) -> Making:
    making = factor.stages.get(Stage.MANUFACTURING, factor.stages.get(Stage.EMBODIED, 0.0))
    return Making(banded(factor.value, spread(factor)), making, factor.stages.get(Stage.END_OF_LIFE, 0.0))


def spread(factor: Factor) -> float:
    """Return the standard deviation of the logarithm: between studies, of each study, and between models."""
    logs = [math.log(family.value) for family in factor.pooled.families]
    mean = math.fsum(logs) / len(logs)
    studies = [f.sigma**2 + (x - mean) ** 2 for f, x in zip(factor.pooled.families, logs, strict=True)]
    return math.sqrt(math.fsum(studies) / len(studies) + factor.model_sigma**2)


def banded(value: float, sigma: float) -> Estimate:
    """Return an estimate with its 5th and 95th percentiles."""
    if sigma <= 0 or value <= 0:
        return Estimate(value)
    reach = math.exp(sigma * BAND_SIGMAS / 2)
    return Estimate(value, value / reach, value * reach)


def declared(quote: Quote, catalogue: Catalogue) -> Estimate | None:
    """Return the footprint that a quote declares, with the spread of makers' figures."""
    if quote.embodied_kgco2e is None:
        return None
    return banded(quote.embodied_kgco2e, math.log(parameter(catalogue, "gsd.model").value))


def what(taken: Taken) -> Text:
    """Return what a figure is."""
    return WHATS[taken.what]
