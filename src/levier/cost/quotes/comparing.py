"""Compares completed quotes: the equivalent annual cost, the carbon of a year of service, and how often each is first.

All quotes are computed under the same parameters. A used device is charged by two rules (docs/method/views.md), and
compared by that which favours it least: it is said to emit less only where both rules agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Parameter
from levier.cost.costing import BAND, Costed, cost
from levier.cost.draws import DRAWS, drawn
from levier.cost.facts import COST, parameters
from levier.cost.finance import Column
from levier.cost.lines import DECLARED
from levier.cost.model import Bid, Comparison, Estimate, Footprint, Parameters
from levier.cost.quotes.completing import REFERENTIAL, REFURBISHING, Completed, complete, declared
from levier.cost.quotes.model import Condition, Need, Quote
from levier.footprint.objects import Single
from levier.footprint.resolution import Resolver
from levier.quantity.units import convert

DISCOUNT, PRICE, SURE = "discount.rate.fr", "electricity.price.fr.business", "comparison.sure"
CARBON_VALUE = "carbon.value.fr."
SOURCES = {"discount_rate": DISCOUNT, "electricity_eur_per_kwh": PRICE}


@dataclass(frozen=True)
class Carbon:
    """The carbon of one device for a year of service; `other`: by the rule that favours a used device more."""

    estimate: Estimate
    other: float | None
    probability_lowest: float | None


@dataclass(frozen=True)
class Compared:
    """Quotes with all that was found; `costed` and `carbon` stand in their order."""

    need: Need
    completed: tuple[Completed, ...]
    costed: Costed
    carbon: tuple[Carbon | None, ...]
    by_declared: bool
    """Whether the carbon of making is what all sellers declare, or what the catalogue says of all."""
    electricity_counted: bool
    mix: Single | None
    value_of_carbon: Parameter | None
    sure: float
    seed: int

    @property
    def cheapest(self) -> int | None:
        """Return the quote that costs least a year; None where one could not be computed."""
        costs = [bid.eac.value if bid.eac else None for bid in self.costed.bids]
        return _least(costs)

    @property
    def lightest(self) -> int | None:
        """Return the quote that emits least a year; None where one could not be computed."""
        return _least([c.estimate.value if c else None for c in self.carbon])

    def cost_decided(self, i: int) -> bool:
        """Tell whether a quote costs least often enough to say so."""
        chance = self.costed.bids[i].probability_cheapest
        return chance is not None and chance >= self.sure

    def carbon_decided(self, i: int) -> bool:
        """Tell whether a quote emits least often enough to say so."""
        found = self.carbon[i]
        return found is not None and found.probability_lowest is not None and found.probability_lowest >= self.sure


def _least(values: Sequence[float | None]) -> int | None:
    known = [v for v in values if v is not None]
    return values.index(min(known)) if known and len(known) == len(values) else None


def compare(quotes: Sequence[Quote], need: Need, catalogue: Catalogue, rng: Generator, *, seed: int) -> Compared:
    """Complete and compare quotes; `seed` is told, not used."""
    completed = complete(quotes, need, catalogue)
    by_declared = all(q.embodied_kgco2e is not None for q in quotes)
    counted = all(c.kwh is not None for c in completed)
    mix = Resolver(catalogue, REFERENTIAL).mix(need.country, "gwp", need.on.year)
    bids = tuple(_bid(f"{i + 1}", c, catalogue, by_declared=by_declared) for i, c in enumerate(completed))
    comparison = Comparison(_parameters(need, mix, counted=counted), bids)
    costed = cost(comparison, parameters(COST), rng, seed=seed)
    return Compared(
        need=need,
        completed=tuple(completed),
        costed=costed,
        carbon=tuple(_carbon(completed, comparison, catalogue, mix, rng, by_declared=by_declared)),
        by_declared=by_declared,
        electricity_counted=counted,
        mix=mix,
        value_of_carbon=value_of_carbon(need.on.year),
        sure=parameters(COST)[SURE].value,
        seed=seed,
    )


def value_of_carbon(year: int) -> Parameter | None:
    """Return the published value of carbon of a year, or of the nearest published year before it."""
    known = {int(name.removeprefix(CARBON_VALUE)): p for name, p in parameters(COST).items() if CARBON_VALUE in name}
    years = [y for y in known if y <= year]
    return known[max(years)] if years else None


def _parameters(need: Need, mix: Single | None, *, counted: bool) -> Parameters:
    facts = parameters(COST)
    own = need.electricity_eur_per_kwh
    sources = dict(SOURCES)
    if own is not None or not counted:
        del sources["electricity_eur_per_kwh"]
    return Parameters(
        vat=need.vat,
        discount_rate=facts[DISCOUNT].value,
        years=need.years,
        quantity=need.quantity,
        electricity_eur_per_kwh=None if not counted else own if own is not None else facts[PRICE].value,
        electricity_kgco2e_per_kwh=None if mix is None else mix.value,
        sources=sources,
    )


def _bid(name: str, c: Completed, catalogue: Catalogue, *, by_declared: bool) -> Bid:
    """Make the bid of a quote: its place stands for its name, two quotes may bear the same."""
    told = declared(c.quote, catalogue)
    footprint = None
    if by_declared and told is not None:
        footprint = Footprint(told, f"declared {name}")  # makers' methods are their own: their errors are not shared
    elif not by_declared and c.catalogued is not None:
        footprint = Footprint(c.catalogued.kgco2e, REFERENTIAL)
    rent = c.quote.rent_eur_per_month
    return Bid(
        name=name,
        condition=c.quote.condition.value,
        lifetime_years=c.life,
        price_eur=c.quote.price_eur,
        rent_eur_per_year=None if rent is None or not c.quote.rented else yearly(rent),
        kwh_per_year=c.kwh,
        footprint=footprint,
    )


def yearly(rent_eur_per_month: float) -> float:
    """Return a monthly rent as that of a year."""
    return convert(rent_eur_per_month, "EUR/month", "EUR/year")


def _carbon(
    completed: Sequence[Completed],
    comparison: Comparison,
    catalogue: Catalogue,
    mix: Single | None,
    rng: Generator,
    *,
    by_declared: bool,
) -> list[Carbon | None]:
    many = drawn(comparison, parameters(COST), rng, DRAWS)
    moved = np.exp((0.0 if mix is None else mix.sigma) * rng.standard_normal(DRAWS))
    share = parameter(catalogue, REFURBISHING).value
    rows: list[tuple[float, float | None, Column] | None] = []
    for i, c in enumerate(completed):
        bid = comparison.bids[i]
        if bid.footprint is None or c.kwh is None or mix is None:
            rows.append(None)
            continue
        life, embodied, kwh = (np.broadcast_to(many[n], (DRAWS, len(completed)))[:, i] for n in COLUMNS)
        value, kept = bid.footprint.kgco2e.value, c.life.value
        central = charges(c, share, value, kept, declared_use=by_declared)
        draws = charges(c, share, embodied, life, declared_use=by_declared)
        use = c.kwh.value * mix.value
        whole = np.max(np.stack([np.asarray(d) for d in draws]), axis=0) + kwh * mix.value * moved
        other = float(min(central)) + use if len(central) > 1 else None
        rows.append((float(max(central)) + use, other, whole))
    return _first(rows)


COLUMNS = ("lifetime", DECLARED, "kwh")


def charges(
    c: Completed, share: float, embodied: float | Column, life: float | Column, *, declared_use: bool
) -> list[float | Column]:
    """Return what a year of service is charged of the making, by each rule that applies (docs/method/views.md).

    New, or declared by the seller for this very device: all of it over the life. Used: over both lives, or only the
    work of refurbishing and the end of life over the second. What is only second-hand had no work done.
    """
    if not c.used or declared_use or c.catalogued is None or c.first_life is None:
        return [embodied / life]
    work = share * c.catalogued.making if c.quote.condition is Condition.REFURBISHED else 0.0
    chain = embodied * (1.0 + work) / (c.first_life + life)
    cut_off = embodied * (work + c.catalogued.ending) / life
    return [chain, cut_off]


def _first(rows: Sequence[tuple[float, float | None, Column] | None]) -> list[Carbon | None]:
    """Tell each row's band and, where all are known, how often it is the lowest; ties share."""
    known = [row for row in rows if row is not None]
    chances: list[float | None] = [None] * len(rows)
    if len(known) == len(rows):
        draws = np.stack([row[2] for row in known], axis=1)
        first = draws == draws.min(axis=1, keepdims=True)
        chances = [float(p) for p in (first / first.sum(axis=1, keepdims=True)).mean(axis=0)]
    found: list[Carbon | None] = []
    for row, chance in zip(rows, chances, strict=True):
        if row is None:
            found.append(None)
            continue
        value, other, draws_of = row
        low, high = (float(x) for x in np.percentile(draws_of, BAND))
        found.append(Carbon(Estimate(value, low, high), other, chance))
    return found
