"""The arithmetic of a footprint, once: each step is an operation on columns, run by any engine, told in the trace.

`STEPS` is the whole formula. Narwhals evaluates it over strata (cells without site, entity and supplier) on Polars or
Spark; `trace` writes the same steps as nodes. Equations: docs/method/footprint.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from levier.estate.cells import KEYS
from levier.footprint.choices import View

STRATUM = KEYS[: KEYS.index("site")]
"""What a stratum is: a cell without what only filters (site, entity, supplier, its last keys)."""

OBJECT = ("category", "size", "declared_id")


@dataclass(frozen=True)
class Step:
    """One operation: `name` = `left` `op` `right`, all of them columns."""

    name: str
    op: str
    left: str
    right: str

    def expression(self) -> nw.Expr:
        """Return the step as a column expression."""
        left, right = nw.col(self.left), nw.col(self.right)
        if self.op == "+":
            return (left + right).alias(self.name)
        if self.op == "-":
            return (left - right).alias(self.name)
        if self.op == "*":
            return (left * right).alias(self.name)
        return (left / right).alias(self.name)


STEPS = (
    Step("charged_quantity", "*", "quantity", "embodied_share"),
    Step("charged_units", "*", "charged_quantity", "charge"),
    Step("activity", "/", "charged_units", "charge_years"),
    Step("making_activity", "*", "activity", "making"),
    Step("unmeasured_quantity", "-", "quantity", "measured_quantity"),
    Step("default_kwh", "*", "unmeasured_quantity", "kwh_per_year"),
    Step("all_kwh", "+", "measured_kwh", "default_kwh"),
    Step("used_kwh", "*", "all_kwh", "use_share"),
    Step("site_kwh", "*", "used_kwh", "pue"),
    Step("kwh", "*", "site_kwh", "use_years"),
)
"""From quantities to the two activities of a stratum: unit-years of devices, kWh of electricity."""

MAKING_STAGES = ("manufacturing", "embodied")
"""Stages to which the parts and work of refurbishing are added."""


def with_charge(frame: nw.LazyFrame[Any], view: View, year: int) -> nw.LazyFrame[Any]:
    """Add `charge`, `charge_years` and `use_years`: which part of a device the view charges (docs/method/views.md).

    Needs `life_years` (planned, observed or stated; for refurbished devices first and second life) and `age_years`
    (mean of the stratum, null where unknown).
    """
    service = nw.max_horizontal(nw.col("life_years"), nw.col("age_years"))
    frame = frame.with_columns(service.alias("service_years"))
    one = nw.lit(1.0)
    if view is View.ANNUAL:
        return frame.with_columns(
            one.alias("charge"), nw.col("service_years").alias("charge_years"), one.alias("use_years")
        )
    if view is View.LIFETIME:
        return frame.with_columns(
            one.alias("charge"), one.alias("charge_years"), nw.col("service_years").alias("use_years")
        )
    if view is View.PURCHASE:
        bought = nw.when(nw.col("acquired_year") == year).then(one).otherwise(nw.lit(0.0))
        return frame.with_columns(bought.alias("charge"), one.alias("charge_years"), one.alias("use_years"))
    elapsed = year - nw.col("acquired_year")
    left = (nw.col("life_years") - elapsed).clip(0.0, 1.0)
    charge = nw.when(elapsed.is_null()).then(one).when(elapsed >= 0).then(left).otherwise(nw.lit(0.0))
    written_off = nw.when(nw.col("status") == "retired").then((nw.col("life_years") - elapsed).clip(0.0))
    return frame.with_columns(
        nw.coalesce(written_off, charge).alias("charge"),
        nw.col("life_years").alias("charge_years"),
        one.alias("use_years"),
    )


def evaluate(frame: nw.LazyFrame[Any], view: View, year: int) -> nw.LazyFrame[Any]:
    """Run `STEPS` over strata that carry their resolved columns."""
    frame = with_charge(frame, view, year)
    for step in STEPS:
        frame = frame.with_columns(step.expression())
    return frame


def sums(frame: pl.DataFrame, by: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """Sum columns by group, groups in order, the same to the last bit every time.

    Threads hand rows to a group in no fixed order, and floats added in another order differ: they are sorted first.
    """
    return frame.group_by(by).agg(pl.col(names).sort().sum()).sort(by)


def activities(evaluated: pl.DataFrame) -> pl.DataFrame:
    """Sum the activities of strata by object and country: all that impacts need, whatever the number of factors."""
    return sums(evaluated, (*OBJECT, "country"), ("activity", "making_activity", "kwh"))


def impacts(
    summed: pl.DataFrame,
    factors: pl.DataFrame,
    mixes: pl.DataFrame,
    columns: Mapping[str, tuple[str, str]],
    group: Sequence[str] = OBJECT,
) -> pl.DataFrame:
    """Multiply activities (by object and country) by factors and mixes, and sum by group.

    `columns`: output column -> (activity column, factor column). Null factors add nothing: what they leave out is
    counted elsewhere as unknown.
    """
    joined = summed.join(factors, on=list(OBJECT), how="left").join(mixes, on="country", how="left")
    products = [(pl.col(activity) * pl.col(factor)).alias(name) for name, (activity, factor) in columns.items()]
    return sums(joined.with_columns(*products), group, tuple(columns))
