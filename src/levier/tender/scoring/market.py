"""Invented bid sets: what a market could answer, so that rules are tested before anybody bids.

Prices are lognormal around an estimate; the quality of a bid is normal and correlated with the logarithm of its price.
Generators are handed in, and their seed is told with every result.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.random import Generator

from levier.cost.draws import sigma
from levier.cost.facts import COST, parameters
from levier.cost.files import Cells
from levier.cost.finance import Column
from levier.cost.model import Estimate
from levier.tender.model import CriterionKind as Kind
from levier.tender.scoring.formulas import FACTS
from levier.tender.scoring.rules import Criterion, Rules
from levier.tender.scoring.score import Offers
from levier.wording.text import say

ESTIMATE = 100.0
"""The scale of invented prices where no estimate is given: formulas but estimate-distance do not depend on it."""


@dataclass(frozen=True)
class Market:
    """How bid sets are invented. Spreads are standard deviations: of ln price, of levels as shares of the ladder."""

    bids: int
    sets: int
    estimate: float
    price_spread: float
    correlation: float
    level_mean: float
    level_spread: float
    footprint_spread: float


def announced_estimate(rules: Rules) -> float | None:
    """Return the buyer's estimate that a formula announces, so that invented prices spread around it."""
    found = (c.chosen.settled.get("estimate") for c in rules.criteria)
    return next((float(e) for e in found if e is not None), None)


def market(estimate: float | None = None, **told: float | None) -> Market:
    """Return a market; what is not told is a fact, marked as our own judgement."""
    known = parameters(FACTS)
    names = ("bids", "sets", "price_spread", "correlation", "level_mean", "level_spread", "footprint_spread")
    values = {n: known[f"laboratory.{n}"].value if told.get(n) is None else told[n] for n in names}
    bids, sets = (int(values.pop(n) or 0) for n in ("bids", "sets"))
    return Market(bids=bids, sets=sets, estimate=estimate or ESTIMATE, **{k: float(v or 0) for k, v in values.items()})


def typical_prices(model: Market) -> tuple[float, ...]:
    """Return the prices of one bid set as the market would spread them, the lowest first."""
    normal = statistics.NormalDist()
    places = (normal.inv_cdf((n + 0.5) / model.bids) for n in range(model.bids))
    return tuple(model.estimate * math.exp(model.price_spread * place) for place in places)


def invented(rules: Rules, model: Market, rng: Generator) -> Offers:
    """Return many bid sets: one column a criterion, sets x bids."""
    size = (model.sets, model.bids)
    dearness = rng.standard_normal(size)
    price = model.estimate * np.exp(model.price_spread * dearness)
    own = math.sqrt(1.0 - model.correlation**2)
    columns: dict[str, Column] = {}
    levels: dict[str, Column] = {}
    for criterion in rules.criteria:
        if criterion.kind is Kind.PRICE and not criterion.chosen.formula.levels:
            columns[criterion.id] = price
        elif criterion.kind is Kind.COST:
            columns[criterion.id] = price * np.exp(model.price_spread / 2 * rng.standard_normal(size))
        else:
            quality = model.correlation * dearness + own * rng.standard_normal(size)
            columns[criterion.id] = _column(criterion, model, quality)
        if criterion.chosen.formula.name == "notional-discount":
            levels[criterion.id] = rng.integers(0, len(criterion.chosen.settled["discounts"]), size).astype(float)
    # Bids one after the other in memory: comparing the few bids of many sets is then several times faster.
    columns = {name: np.asfortranarray(column) for name, column in columns.items()}
    return Offers(tuple(str(i + 1) for i in range(model.bids)), columns, levels)


def _column(criterion: Criterion, model: Market, quality: Column) -> Column:
    """Return levels of a ladder, or quantities of which less is better, such as kWh."""
    if not criterion.chosen.formula.levels:
        return np.asarray(np.exp(-model.level_spread * quality), dtype=float)
    top = len(criterion.chosen.settled["ladder"]) - 1
    share = np.clip(model.level_mean + model.level_spread * quality, 0.0, 1.0)
    return np.asarray(np.round(share * top), dtype=float)


@dataclass(frozen=True)
class Example:
    """Bids that a buyer imagines, by criterion, with the intervals of what is uncertain."""

    offers: Offers
    spreads: Mapping[str, Column] = field(default_factory=lambda: MappingProxyType({}))


def example(award: Mapping[str, Any], rules: Rules, file: str) -> Example | None:
    """Return the imagined bids of a file of rules, None where it has none."""
    if award.get("example") is None:
        return None
    cells = Cells({"example": award["example"]}, file, "award", ("example",))
    ids = [c.id for c in rules.criteria]
    parts = cells.parts("example", ("bid", "values", "levels"))
    found = [(part.text("bid"), part.part("values", ids)) for part in parts]
    columns = {i: [_estimate(values, i) for _, values in found] for i in ids}
    return Example(
        Offers(
            tuple(name for name, _ in found),
            {i: np.array([e.value for e in estimates]) for i, estimates in columns.items()},
            {
                c.id: np.array([part.part("levels", ids).needed(c.id) for part in parts])
                for c in rules.criteria
                if c.chosen.formula.name == "notional-discount"
            },
        ),
        {i: np.array([sigma(e) for e in estimates]) for i, estimates in columns.items()},
    )


def _estimate(values: Cells, name: str) -> Estimate:
    if not isinstance(values.cells.get(name), Mapping):
        return Estimate(values.needed(name))
    part = values.part(name, ("value", "low", "high"))
    found = Estimate(part.needed("value"), part.needed("low"), part.needed("high"))
    assert found.low is not None and found.high is not None  # noqa: PT018  # both were needed
    if not 0 < found.low <= found.value <= found.high:
        raise part.refuse("low", say("low, value and high in that order, above zero"), found.low)
    return found


def redrawn(found: Example, rules: Rules, rng: Generator, draws: int) -> Offers:
    """Return the bids with their uncertain figures drawn: a method effect that all share, and each bid's own.

    Levels of a ladder are given by people and are not drawn.
    """
    shared = parameters(COST)["shared_variance.manufacturing"].value
    columns = {}
    for criterion in rules.criteria:
        spread = found.spreads[criterion.id]
        common, own = rng.standard_normal((draws, 1)), rng.standard_normal((draws, len(spread)))
        effect = np.exp(spread * (math.sqrt(shared) * common + math.sqrt(1.0 - shared) * own))
        drawn = 1.0 if criterion.chosen.formula.levels else effect
        columns[criterion.id] = np.broadcast_to(found.offers.columns[criterion.id] * drawn, effect.shape)
    return Offers(found.offers.names, columns, found.offers.levels)
