"""What buyers need next: ages, shares refurbished and leased, devices per person; and the lives observed."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from levier.catalogue.lookup import parameter
from levier.catalogue.model import Catalogue, Pedigree
from levier.footprint.objects import Single
from levier.footprint.pooling import MEDIAN_EFFICIENCY
from levier.footprint.product import sums
from levier.footprint.result import AgeGroup, Profile
from levier.quantity.units import years_of_days

COMPUTERS = ("computer",)


def observed_lives(retired: pl.DataFrame, catalogue: Catalogue) -> dict[str, Single]:
    """Return category -> median age at retirement in this estate, where enough devices tell both dates."""
    least = parameter(catalogue, "observed_life.min_devices").value
    days = (pl.col("retired_on") - pl.col("acquired_on")).dt.total_days().cast(pl.Float64)
    ages = retired.select("category", "quantity", years_of_days(days).alias("age")).filter(pl.col("age") > 0)
    rows = (
        ages.group_by("category")
        .agg(
            pl.col("quantity").sum().alias("n"),
            pl.col("age").median().alias("median"),
            pl.col("age").sort().log().std().alias("sigma"),  # in one order: the last bit depends on it
        )
        .filter(pl.col("n") >= least)
        .sort("category")
    )
    own = Pedigree(1, 2, 1, 1, 1)
    return {
        category: Single(
            median,
            MEDIAN_EFFICIENCY * (sigma or 0.0) / n**0.5,
            "retired_on - acquired_on",
            "inventory",
            "observed",
            own,
            None,
            None,
            "read",
            True,
        )
        for category, n, median, sigma in rows.iter_rows()
        if category
    }


def profile(
    lines: pl.DataFrame,
    strata: pl.DataFrame,
    catalogue: Catalogue,
    people: int | None,
    gwp: float | None,
    mass_kg: float | None,
) -> Profile:
    """Summarise an estate from its strata (see `footprint.strata`)."""
    counted = strata.filter(pl.col("status") != "retired")
    total = int(counted["quantity"].sum())
    aged = int(counted["aged_quantity"].sum())
    weighted = counted.filter(pl.col("age_years").is_not_null())
    years = math.fsum(weighted["age_years"] * weighted["aged_quantity"])
    return Profile(
        mean_age_years=years / aged if aged else None,
        aged_share=aged / total if total else 0.0,
        ages=_ages(counted, total - aged),
        devices_per_person=total / people if people else None,
        per_person_kgco2e=gwp / people if people and gwp is not None else None,
        refurbished_share=_share(lines, counted, "condition", "refurbished"),
        leased_share=_share(lines, counted, "ownership", "leased"),
        mass_kg=mass_kg,
        screens_per_computer=_ratio(counted, catalogue),
        mean_age_by_category=_ages_by_category(weighted),
    )


def _ages(counted: pl.DataFrame, undated: int) -> tuple[AgeGroup, ...]:
    rows = (
        counted.filter(pl.col("age_years").is_not_null())
        .group_by(pl.col("age_years").floor().cast(pl.Int64).alias("years"))
        .agg(pl.col("aged_quantity").sum())
        .sort("years")
    )
    groups = [AgeGroup(years, int(n)) for years, n in rows.iter_rows()]
    return (*groups, AgeGroup(None, undated)) if undated > 0 else tuple(groups)


def _share(lines: pl.DataFrame, counted: pl.DataFrame, column: str, value: str) -> float | None:
    """Return the share of devices, or None where the inventory says nothing of it."""
    if lines[column].null_count() == lines.height:
        return None
    total = counted["quantity"].sum()
    return int(counted.filter(pl.col(column) == value)["quantity"].sum()) / int(total) if total else None


def _ratio(counted: pl.DataFrame, catalogue: Catalogue) -> float | None:
    quantities: Mapping[str, int] = dict(counted.group_by("category").agg(pl.col("quantity").sum()).iter_rows())
    groups = {c.id: c.group for c in catalogue.categories.values()}
    computers = sum(n for c, n in quantities.items() if groups.get(c) in COMPUTERS)
    return quantities.get("monitor", 0) / computers if computers and quantities.get("monitor") else None


def _ages_by_category(weighted: pl.DataFrame) -> dict[str, float]:
    products = weighted.with_columns(pl.col("age_years") * pl.col("aged_quantity"))
    rows = sums(products, ("category",), ("age_years", "aged_quantity"))
    return {c: years / n for c, years, n in rows.iter_rows() if c}
