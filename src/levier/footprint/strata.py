"""Strata: the folded estate with everything that the catalogue says of each of its objects beside it.

The tables made here are small (objects, zones, ownerships, statuses); joining them to the strata and multiplying is
left to the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import polars as pl

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Stage, Tier
from levier.footprint.choices import Choices
from levier.footprint.objects import ObjectFacts, ObjectKey, Single
from levier.footprint.product import MAKING_STAGES, OBJECT, activities, evaluate, impacts
from levier.footprint.resolution import Resolver
from levier.footprint.stand_ins import by_spend
from levier.quantity.units import convert

USED = "use"
POWER = "power"
"""The kind of product of what feeds others: UPS units, power distribution units."""
STILL = ("stock", "repair", "lost", "retired")
"""Statuses that carry the making of a device and not its use."""


@dataclass(frozen=True)
class Tables:
    """What is joined to strata, one small frame a theme, and the columns of the product."""

    objects: pl.DataFrame
    factors: pl.DataFrame
    mixes: pl.DataFrame
    ownerships: pl.DataFrame
    statuses: pl.DataFrame
    sites: pl.DataFrame
    conditions: pl.DataFrame
    columns: Mapping[str, tuple[str, str]]
    facts: Mapping[ObjectKey, ObjectFacts]
    mix_facts: Mapping[tuple[str, str], Single]


def tables(
    keys: Sequence[tuple[ObjectKey, float | None]],
    zones: Sequence[str],
    resolver: Resolver,
    choices: Choices,
    observed: Mapping[str, Single],
) -> Tables:
    """Resolve every object (with its mean price, if any) and zone, and lay the answers out as columns."""
    catalogue = resolver.catalogue
    facts = {key: _with_observed(_with_spend(resolver, key, price), observed) for key, price in keys}
    criteria = resolver.criteria
    mixes = {(zone, c): m for zone in zones for c in criteria if (m := resolver.mix(zone, c, choices.reporting_year))}
    columns: dict[str, tuple[str, str]] = {}
    for c in criteria:
        for stage in (s for s in Stage if s is not Stage.USE):
            activity = "making_activity" if stage in MAKING_STAGES else "activity"
            columns[f"{c}/{stage}"] = (activity, f"factor/{c}/{stage}")
        columns[f"{c}/{USED}"] = ("kwh", f"mix/{c}")
    columns["mass/manufacturing"] = ("activity", "mass_kg")
    columns["weee/end_of_life"] = ("activity", "mass_kg")
    return Tables(
        objects=_floats([_object_row(f, catalogue) for f in facts.values()]),
        factors=_floats([_factor_row(f, criteria) for f in facts.values()]),
        mixes=pl.DataFrame(
            [{"country": z, **{f"mix/{c}": _value(mixes.get((z, c))) for c in criteria}} for z in zones],
            schema_overrides={f"mix/{c}": pl.Float64 for c in criteria},
        ),
        ownerships=_ownerships(catalogue),
        statuses=pl.DataFrame(
            {"status": ["in_use", *STILL], "in_use": [1.0, *(0.0 for _ in STILL)]},
        ),
        sites=pl.DataFrame({"datacentre": [True, False], "pue": [parameter(catalogue, "pue.default").value, 1.0]}),
        conditions=pl.DataFrame(
            {
                "condition": ["new", "refurbished"],
                "making": [1.0, 1.0 + parameter(catalogue, "refurbish.share_of_manufacturing").value],
            }
        ),
        columns=columns,
        facts=facts,
        mix_facts=mixes,
    )


def _with_spend(resolver: Resolver, key: ObjectKey, price: float | None) -> ObjectFacts:
    """Fall back on spend where nothing else stands, the kind of device is known, and so is a price."""
    facts = resolver.object(key)
    known = key.category in resolver.catalogue.categories
    return (
        facts
        if price is None or not known or "gwp" in facts.factors
        else by_spend(resolver.catalogue, facts, convert(price, "EUR", "kEUR"))
    )


def _with_observed(facts: ObjectFacts, observed: Mapping[str, Single]) -> ObjectFacts:
    """Put the retirement age observed in this estate before the planned life."""
    seen = observed.get(facts.key.category)
    return facts if seen is None else replace(facts, life=seen)


def _value(single: Single | None) -> float | None:
    return None if single is None else single.value


def _key_row(facts: ObjectFacts) -> dict[str, Any]:
    return {"category": facts.key.category, "size": facts.key.size, "declared_id": facts.key.declared_id}


def _powers(facts: ObjectFacts, catalogue: Catalogue) -> bool:
    """Tell whether a device feeds others: in a data centre its losses are already in their PUE."""
    category = catalogue.categories.get(facts.key.category)
    return category is not None and category.mass_kind == POWER


def _object_row(facts: ObjectFacts, catalogue: Catalogue) -> dict[str, Any]:
    return {
        **_key_row(facts),
        "planned_life": _value(facts.life),
        "second_life": _value(facts.second_life),
        "kwh_per_year": _value(facts.energy),
        "known": 1.0 if "gwp" in facts.factors else None,
        "in_pue": float(_powers(facts, catalogue)),
    }


def _factor_row(facts: ObjectFacts, criteria: Sequence[str]) -> dict[str, Any]:
    row = {**_key_row(facts), "mass_kg": _value(facts.mass)}
    for c in criteria:
        factor = facts.factors.get(c)
        for stage in (s for s in Stage if s is not Stage.USE):
            share = None if factor is None else factor.stages.get(stage)
            row[f"factor/{c}/{stage}"] = None if factor is None or share is None else factor.value * share
    return row


def _floats(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame: keys are text, all else is a number or null."""
    names = list(rows[0]) if rows else list(OBJECT)
    return pl.DataFrame(rows, schema={n: pl.String if n in OBJECT else pl.Float64 for n in names}, orient="row")


def _ownerships(catalogue: Catalogue) -> pl.DataFrame:
    """Return which part of a device is charged to the organisation, by ownership."""
    byod = parameter(catalogue, "share.byod").value
    shared = parameter(catalogue, "share.cope").value
    shares = {"owned": 1.0, "leased": 1.0, "byod": byod, "shared": shared}
    return pl.DataFrame({"ownership": list(shares), "embodied_share": list(shares.values())})


def defaults(cells: pl.DataFrame, rooms: Sequence[str] = ()) -> pl.DataFrame:
    """Give unsaid conditions their plain reading; the assumptions list says how many lines that touches.

    `rooms`: categories that stand in a data centre unless the inventory says otherwise.
    """
    return cells.with_columns(
        pl.col("condition").fill_null("new"),
        pl.col("ownership").fill_null("owned"),
        pl.col("status").fill_null("in_use"),
        pl.col("datacentre").fill_null(pl.col("category").is_in(list(rooms))).fill_null(False),
        pl.col("category", "size", "model", "declared_id").fill_null(""),
    )


def resolved(strata: nw.LazyFrame[Any], made: Mapping[str, nw.LazyFrame[Any]], choices: Choices) -> nw.LazyFrame[Any]:
    """Join the tables to strata and run the steps. `made`: the frames of `Tables` in the engine."""
    frame = strata.join(made["objects"], on=list(OBJECT), how="left")
    for name, key in (
        ("ownerships", "ownership"),
        ("statuses", "status"),
        ("sites", "datacentre"),
        ("conditions", "condition"),
    ):
        frame = frame.join(made[name], on=key, how="left")
    age = nw.when(nw.col("aged_quantity") > 0).then(nw.col("age_years") / nw.col("aged_quantity"))
    stated = nw.when(nw.col("stated_life_quantity") > 0).then(
        nw.col("stated_life_years") / nw.col("stated_life_quantity")
    )
    second = nw.when(nw.col("condition") == "refurbished").then(nw.col("second_life").fill_null(0.0))
    life = nw.coalesce(stated, nw.col("planned_life"))
    unmeasured = nw.col("quantity") > nw.col("measured_quantity")
    frame = frame.with_columns(
        age.alias("age_years"),
        (life + nw.coalesce(second, nw.lit(0.0))).alias("life_years"),
        # the electricity of a device whose making is unknown is not its footprint: null, like the rest of it
        (nw.col("in_use") * nw.col("embodied_share") * nw.col("known")).alias("use_share"),
        nw.when(unmeasured).then(nw.col("kwh_per_year")).otherwise(nw.lit(0.0)).alias("kwh_per_year"),
        nw.when(nw.col("datacentre") & (nw.col("in_pue") > 0)).then(nw.lit(0.0)).otherwise(nw.col("pue")).alias("pue"),
    )
    return evaluate(frame, choices.view, choices.reporting_year)


@dataclass(frozen=True)
class Evaluated:
    """Strata with their activities, and sums by object for each `criterion/stage`."""

    strata: pl.DataFrame
    by_object: pl.DataFrame
    tables: Tables


def by_object(table: pl.DataFrame, made: Tables) -> Evaluated:
    """Multiply the activities of evaluated strata by their factors and sum by object."""
    return Evaluated(table, impacts(activities(table), made.factors, made.mixes, made.columns), made)


THEMES = ("objects", "ownerships", "statuses", "sites", "conditions")
STRATA_ORDER = [
    "category",
    "size",
    "declared_id",
    "model",
    "country",
    "acquired_year",
    "condition",
    "ownership",
    "status",
    "datacentre",
]


def tier_of(facts: ObjectFacts) -> Tier:
    """Return the tier on which the making of an object rests."""
    return facts.factors["gwp"].tier if "gwp" in facts.factors else Tier.UNKNOWN
