"""Formulas that turn the prices, costs or levels of bids into points: one object each, computed for whole tables.

The last axis of a column is the bids of one set; axes before it are sets or draws. Points are not rounded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from levier.catalogue.model import Parameter
from levier.cost.arithmetic import Expression, parse
from levier.cost.facts import parameters
from levier.cost.finance import Column
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

FACTS = "scoring.yaml"
TOP, LEVEL = "ladder.top", "co2_ladder.level_"
"""The fact that a ladder is taken from where none is told, and how those of notional discounts begin."""
OWN_NAMES = frozenset({"P", "Pmin", "Pmax", "Pmean", "n", "N"})
Settled = Mapping[str, Any]
"""Parameters once they were checked: numbers, columns, or a formula that was read."""


@dataclass(frozen=True)
class Setting:
    """A parameter of a formula: a number above `least`, by default the fact `default`; `text`: written as words."""

    name: str
    label: Text
    default: str | None = None
    least: float = 0.0
    needed: bool = False
    text: bool = False


@dataclass(frozen=True)
class Formula:
    """One way of marking. `levels`: it reads levels, more is better; else prices or costs, less is better."""

    name: str
    label: Text
    equation: str
    mark: Callable[[Column, float, Settled], Column]
    settings: tuple[Setting, ...] = ()
    levels: bool = False
    losers_count: bool = False
    """A bid that cannot win may change the marks of the others."""
    note: Text | None = None
    """What a reader must know, such as that a definition is our own."""


@dataclass(frozen=True)
class Chosen:
    """A formula with its parameters as they were announced, defaults filled in."""

    formula: Formula
    settled: Settled
    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """As written, defaults included: what is locked."""
    facts: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    """Parameter that nobody told -> the facts that it was taken from."""

    def mark(self, values: Column, maximum: float, **more: Any) -> Column:
        """Return points; `more` are columns of the bids that a formula needs beside, such as levels of ambition."""
        return self.formula.mark(values, maximum, {**self.settled, **more} if more else self.settled)


def lowest(values: Column) -> Column:
    """Return the lowest of each set, kept as a column."""
    return np.asarray(values.min(axis=-1, keepdims=True), dtype=float)


def ratio(values: Column, maximum: float, _: Settled) -> Column:
    """N · Pmin / P."""
    return np.asarray(maximum * (lowest(values) / values), dtype=float)  # so that the lowest gets N to the last digit


def anchored_linear(values: Column, maximum: float, settled: Settled) -> Column:
    """N · (n·Pmin − P) / ((n−1)·Pmin), never below 0."""
    above = values / lowest(values) - 1.0
    return np.asarray(np.maximum(0.0, maximum * (1.0 - above / (settled["n"] - 1.0))), dtype=float)


def min_max(values: Column, maximum: float, _: Settled) -> Column:
    """N · (Pmax − P) / (Pmax − Pmin); N for all where all are equal."""
    most = values.max(axis=-1, keepdims=True)
    gap = most - lowest(values)
    share = np.where(gap > 0, (most - values) / np.where(gap > 0, gap, 1.0), 1.0)
    return np.asarray(maximum * share, dtype=float)


def mean_of_offers(values: Column, maximum: float, _: Settled) -> Column:
    """N · (1 − (P − Pmin) / Pmean), never below 0."""
    mean = values.mean(axis=-1, keepdims=True)
    return np.asarray(np.maximum(0.0, maximum * (1.0 - (values - lowest(values)) / mean)), dtype=float)


def estimate_distance(values: Column, maximum: float, settled: Settled) -> Column:
    """N · (1 − |P − E| / E), never below 0."""
    estimate = settled["estimate"]
    return np.asarray(np.maximum(0.0, maximum * (1.0 - np.abs(values - estimate) / estimate)), dtype=float)


def quality_ladder(values: Column, maximum: float, settled: Settled) -> Column:
    """N · the share that the ladder gives to a level; between two levels, in proportion."""
    shares = settled["ladder"]
    return np.asarray(maximum * np.interp(values, np.arange(len(shares)), shares), dtype=float)


def notional_discount(values: Column, maximum: float, settled: Settled) -> Column:
    """The ratio, on prices lowered by the notional discount of each level of ambition: P · (1 − d)."""
    levels = np.asarray(settled["levels"], dtype=float)
    return ratio(values * (1.0 - np.asarray(settled["discounts"])[levels.astype(int)]), maximum, settled)


def own(values: Column, maximum: float, settled: Settled) -> Column:
    """The buyer's own formula."""
    given = {
        "P": values,
        "Pmin": lowest(values),
        "Pmax": values.max(axis=-1, keepdims=True),
        "Pmean": values.mean(axis=-1, keepdims=True),
        "n": settled.get("n", float(values.shape[-1])),
        "N": maximum,
    }
    return np.asarray(np.broadcast_to(settled["formula"].compute(given), values.shape), dtype=float)


WEIGHT = Setting("weight", say("what the criterion weighs in the whole, from 0 to 1"))
"""Not used to mark: circumstances of decisions depend on it."""

FORMULAS: Mapping[str, Formula] = {
    f.name: f
    for f in (
        Formula("ratio", say("Ratio to the lowest price"), "N × Pmin ÷ P", ratio),
        Formula(
            "anchored-linear",
            say("Line anchored on the lowest price"),
            "max(0, N × (n × Pmin − P) ÷ ((n − 1) × Pmin))",
            anchored_linear,
            (Setting("n", say("n: no point at n times the lowest price"), "anchored_linear.n", least=1.0),),
        ),
        Formula(
            "min-max",
            say("Line between the lowest and the highest price"),
            "N × (Pmax − P) ÷ (Pmax − Pmin)",
            min_max,
            losers_count=True,
        ),
        Formula(
            "mean-of-offers",
            say("Distance to the lowest price, measured by the mean of bids"),
            "max(0, N × (1 − (P − Pmin) ÷ Pmean))",
            mean_of_offers,
            losers_count=True,
            note=say(
                "Levier’s own definition, to be verified: the formula of the French ministry’s tool was not read."
            ),
        ),
        Formula(
            "estimate-distance",
            say("Distance to the buyer’s estimate"),
            "max(0, N × (1 − |P − E| ÷ E))",
            estimate_distance,
            (Setting("estimate", say("E: the buyer’s estimate"), needed=True),),
            note=say("Kept to show why it is unlawful: the lowest price does not get the best mark."),
        ),
        Formula(
            "quality-ladder",
            say("Quality ladder"),
            "N × share(level)",
            quality_ladder,
            (
                Setting(
                    "ladder",
                    say("the share of the points of each level, from level 0: 0, 0.25, 0.5, 0.75, 1"),
                    text=True,
                ),
            ),
            levels=True,
        ),
        Formula("life-cycle-cost", say("Ratio to the lowest life-cycle cost"), "N × LCCmin ÷ LCC", ratio),
        Formula("equivalent-annual-cost", say("Ratio to the lowest equivalent annual cost"), "N × EACmin ÷ EAC", ratio),
        Formula(
            "notional-discount",
            say("Ratio, after the notional discount of a level of ambition"),
            "N × min(P × (1 − d)) ÷ (P × (1 − d))",
            notional_discount,
            (
                Setting("levels", say("the level of each bid, in the order of prices: 0, 1, 3"), text=True),
                Setting("discounts", say("the discount of each level from 1: 0.05, 0.10, 0.15"), text=True),
            ),
            note=say("The discount serves to compare only: the price of the contract does not change."),
        ),
        Formula(
            "own",
            say("Formula of your own"),
            say("any of P, Pmin, Pmax, Pmean, n and N with + - * / ^, brackets, min, max and abs").in_("en"),
            own,
            (
                Setting("formula", say("the formula, such as N * Pmin / P"), needed=True, text=True),
                Setting("n", say("n: the number of bids unless told")),
            ),
            losers_count=True,
        ),
    )
}


def formula(name: str) -> Formula:
    """Return a formula by its name; raises `BadOption` that lists them."""
    if name in FORMULAS:
        return FORMULAS[name]
    raise BadOption(
        say("There is no formula called {name}.", name=name),
        expected=say("one of: {words}", words=", ".join(FORMULAS)),
        mend=say("Choose one of these, or write your own with the formula own."),
    )


def choose(name: str, given: Mapping[str, Any], kept: Mapping[str, float] | None = None) -> Chosen:
    """Return a formula with its parameters checked; raises `BadOption` for one that cannot be used.

    `kept` are values of facts that were locked: they stand before those of today where a parameter is not told.
    """
    found = formula(name)
    settings = {s.name: s for s in (*found.settings, WEIGHT)}
    for key in given:
        if key not in settings:
            raise _unusable(name, str(key), say("one of: {words}", words=", ".join(settings)), str(key))
    settled: dict[str, Any] = {}
    written: dict[str, Any] = {}
    for setting in settings.values():
        if (raw := _raw(found, setting, given, kept or {})) is not None:
            settled[setting.name] = _settled(found, setting, raw)
            written[setting.name] = raw if setting.text else settled[setting.name]
    taken = {s.name: _facts(s, kept or {}) for s in settings.values() if s.name not in given}
    facts = {key: ids for key, ids in taken.items() if ids}
    return Chosen(found, MappingProxyType(settled), MappingProxyType(written), MappingProxyType(facts))


def _facts(setting: Setting, kept: Mapping[str, float]) -> tuple[str, ...]:
    """Return the facts that a parameter is taken from where nobody tells it; those that were locked, if any."""
    if setting.default:
        return (setting.default,)
    if setting.name == "ladder":
        return (TOP,)
    if setting.name == "discounts":
        return _levels(kept) or _levels(_today())
    return ()


def _levels(known: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(sorted(id_ for id_ in known if id_.startswith(LEVEL)))


def _today() -> Mapping[str, Parameter]:
    return parameters(FACTS)


def _raw(found: Formula, setting: Setting, given: Mapping[str, Any], kept: Mapping[str, float]) -> Any:
    if setting.name in given:
        return given[setting.name]
    values = [kept[k] if k in kept else _today()[k].value for k in _facts(setting, kept)]
    if setting.name == "ladder":
        top = int(values[0])
        return ", ".join(repr(level / top) for level in range(top + 1))
    if setting.name == "discounts":
        return ", ".join(repr(float(value)) for value in values)
    if values:
        return values[0]
    if setting.needed:
        raise _unusable(found.name, setting.name, setting.label, None)
    return None


def _settled(found: Formula, setting: Setting, raw: Any) -> Any:
    if setting.name == "formula":
        return _expression(raw)
    if setting.text:
        return _shares(found, setting, raw)
    try:
        value = float(raw)
    except (TypeError, ValueError):
        value = np.nan
    most = 1.0 if setting is WEIGHT else np.inf
    if isinstance(raw, bool) or not setting.least < value <= most or not np.isfinite(value):
        raise _unusable(found.name, setting.name, say("a number above {least}", least=setting.least), str(raw))
    return value


def _expression(raw: Any) -> Expression:
    return parse(str(raw), OWN_NAMES)


def _shares(found: Formula, setting: Setting, raw: Any) -> Column:
    """Read a list of numbers: shares of a ladder, discounts (level 0 has none), levels of the bids."""
    parts = raw if isinstance(raw, (list, tuple)) else str(raw).split(",")
    try:
        values = np.array([float(p) for p in parts], dtype=float)
    except (TypeError, ValueError):
        values = np.array([np.nan])
    if setting.name == "discounts":
        values = np.concatenate(([0.0], values))
    if not _sound(setting.name, values):
        raise _unusable(found.name, setting.name, setting.label, str(raw))
    return values


def _sound(name: str, values: Column) -> bool:
    if not len(values) or not np.isfinite(values).all() or values.min() < 0:
        return False
    if name == "levels":
        return bool((values == values.astype(int)).all())
    if name == "discounts":
        return bool(values.max() < 1 and (np.diff(values) >= 0).all())
    return bool(len(values) > 1 and values.max() == 1.0 and (np.diff(values) >= 0).all())


def _unusable(name: str, key: str, expected: Text, found: str | None) -> BadOption:
    return BadOption(
        say("The parameter {key} of the formula {name} cannot be used.", key=key, name=name),
        expected=expected,
        found=found if found is not None else say("nothing"),
        mend=say("Give it with --param {key}=…, or beside the name of the formula in the file.", key=key),
    )


def check_values(chosen: Chosen, values: Column) -> None:
    """Refuse what cannot be marked: a price that is not above zero, a level off the ladder, levels of other bids."""
    if not np.isfinite(values).all() or (not chosen.formula.levels and values.min() <= 0):
        raise BadOption(
            say("A price or cost cannot be marked."),
            expected=say("figures above zero"),
            found=str(values[~np.isfinite(values) | (values <= 0)][0]),
            mend=say("Correct the figure. An offer free of charge is a matter of judgement, not of a formula."),
        )
    ladder = chosen.settled.get("ladder")
    if ladder is not None and (values.min() < 0 or values.max() > len(ladder) - 1):
        raise BadOption(
            say("A level is not on the ladder."),
            expected=say("levels from 0 to {top}", top=len(ladder) - 1),
            found=str(values.max() if values.max() > len(ladder) - 1 else values.min()),
        )
    if chosen.formula.name == "notional-discount":
        _check_levels(chosen, values)


def _check_levels(chosen: Chosen, values: Column) -> None:
    levels, top = chosen.settled.get("levels"), len(chosen.settled["discounts"]) - 1
    if levels is None or len(levels) != values.shape[-1] or levels.max() > top:
        raise _unusable(
            chosen.formula.name,
            "levels",
            say("one level from 0 to {top} for each of {n} bids", top=top, n=values.shape[-1]),
            None if levels is None else ", ".join(f"{x:g}" for x in levels),
        )


def check_points(chosen: Chosen, points: Column) -> None:
    """Refuse points without a value, such as those of a formula of one's own that divides by zero."""
    if not np.isfinite(points).all():
        raise BadOption(
            say("The formula {name} has no value for these bids.", name=chosen.formula.name),
            expected=say("a number for each bid"),
            mend=say("Look for a division by zero, such as by Pmax − Pmin where all prices are equal."),
        )
