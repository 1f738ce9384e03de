"""An estate: an inventory whose devices are recognised, ready to be folded.

Lines whose category is not a device (virtual machine, consumable, spare part) are set aside here; a line that is not
recognised is counted, with an unknown category.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from levier.catalogue.model import Catalogue
from levier.estate.cells import CodedLines, code
from levier.estate.model import Inventory, Reason, Recognition
from levier.quantity.assumption import Assumption
from levier.quantity.units import years_of_days
from levier.wording.text import say

NAMES = ("type_raw", "manufacturer_raw", "model_raw")
"""The three strings by which a device is recognised."""

RECOGNISED: dict[str, type[pl.DataType]] = {
    "category": pl.String,
    "size": pl.String,
    "maker": pl.String,
    "model": pl.String,
    "declared_id": pl.String,
    "confidence": pl.Float64,
}

Recogniser = Callable[[pl.DataFrame], Sequence[Recognition]]
"""Takes distinct names (type_raw, manufacturer_raw, model_raw), gives one recognition a row."""


GRID = 2.0**-28
"""Step of what a fold sums (years, kWh, euros): a tenth of a second; sums to 33 million are exact in any order."""


@dataclass(frozen=True)
class Estate:
    """Recognised lines. `read` = lines + set_aside; `recognitions` pairs each distinct name with its line count."""

    inventory: Inventory
    lines: pl.DataFrame
    retired: pl.DataFrame
    set_aside: pl.DataFrame
    recognitions: tuple[tuple[Recognition, int], ...]
    assumptions: tuple[Assumption, ...]

    @property
    def read(self) -> int:
        """Return the number of records read."""
        return self.inventory.read

    @property
    def devices(self) -> int:
        """Return the number of devices counted."""
        return int(self.lines["quantity"].sum())


def assemble(inventory: Inventory, recognise: Recogniser, catalogue: Catalogue, country: str) -> Estate:
    """Recognise the distinct names of an inventory and set aside what is not a device."""
    both = pl.concat([inventory.lines.select(NAMES), inventory.retired.select(NAMES)])
    names = both.group_by(NAMES).agg(pl.len().alias("lines")).sort(NAMES)
    found = recognise(names.select(NAMES))
    table = pl.concat([names.select(NAMES), _table(found)], how="horizontal")
    lines = inventory.lines.join(table, on=NAMES, how="left", nulls_equal=True, maintain_order="left")
    retired = inventory.retired.join(table, on=NAMES, how="left", nulls_equal=True, maintain_order="left")
    lines, aside = _set_aside(lines, catalogue)
    lines, assumptions = _with_country(_with_sizes(lines, catalogue), country, catalogue)
    counts = inventory.lines.group_by(NAMES).agg(pl.len().alias("n"))
    per_name = names.join(counts, on=NAMES, how="left", nulls_equal=True, maintain_order="left")["n"].fill_null(0)
    return Estate(
        inventory=inventory,
        lines=lines,
        retired=retired,
        set_aside=pl.concat([inventory.set_aside, aside]).sort("sheet", "line", nulls_last=False),
        recognitions=tuple((r, n) for r, n in zip(found, per_name.to_list(), strict=True) if n),
        assumptions=(*inventory.assumptions, *assumptions),
    )


def _table(found: Sequence[Recognition]) -> pl.DataFrame:
    rows = [(r.category, r.size, r.maker, r.matched, r.declared_id, r.confidence) for r in found]
    return pl.DataFrame(rows, schema=RECOGNISED, orient="row")


def _set_aside(lines: pl.DataFrame, catalogue: Catalogue) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split off the lines whose category is not counted as a device."""
    uncounted_categories = [c for c in catalogue.categories.values() if not c.counted]
    reasons = {c.id: c.reason_not_counted or Reason.NOT_A_DEVICE for c in uncounted_categories}
    uncounted = pl.col("category").is_in(list(reasons))
    aside = lines.filter(uncounted).select(
        "line",
        "sheet",
        pl.col("category").replace_strict(reasons, default="").alias("reason"),
        pl.lit("type").alias("column"),
        pl.coalesce("type_raw", "model_raw", "manufacturer_raw").alias("found"),
    )
    return lines.filter(~uncounted), aside


def _with_sizes(lines: pl.DataFrame, catalogue: Catalogue) -> pl.DataFrame:
    """Let a screen size that the inventory gives decide the size class of its device."""
    sizes = [(c.id, s) for c in catalogue.categories.values() for s in c.sizes if s.min_inches or s.max_inches]
    inches, told = pl.col("screen_inches"), pl.col("size")
    for category, size in sizes:
        within = (pl.col("category") == category) & (inches >= (size.min_inches or 0.0))
        if size.max_inches is not None:
            within &= inches < size.max_inches
        told = pl.when(within).then(pl.lit(size.id)).otherwise(told)
    return lines.with_columns(told.alias("size"))


def _with_country(
    lines: pl.DataFrame, country: str, catalogue: Catalogue
) -> tuple[pl.DataFrame, tuple[Assumption, ...]]:
    missing = lines["country"].null_count()
    if not missing:
        return lines, ()
    zone = catalogue.zones.get(country)
    told = Assumption(
        "country_default",
        say("Lines that name no country are counted there: {country}.", country=zone.label if zone else country),
        missing,
        "by_stage/gwp/use",
    )
    return lines.with_columns(pl.col("country").fill_null(country)), (told,)


def coded(lines: pl.DataFrame, on: date) -> CodedLines:
    """Prepare the lines of an estate for the fold: ages on `on`, products with the quantity, codes."""
    q = pl.col("quantity")
    age = years_of_days((pl.lit(on) - pl.col("acquired_on")).dt.total_days().cast(pl.Float64)).clip(lower_bound=0)

    def where(name: str) -> pl.Expr:
        return pl.when(pl.col(name).is_not_null()).then(q).otherwise(0)

    def times(expr: pl.Expr) -> pl.Expr:
        return _on_grid((expr * q).fill_null(0.0))

    prepared = lines.select(
        *(pl.col(k) for k in ("category", "size", "model", "declared_id", "country")),
        pl.col("acquired_on").dt.year().alias("acquired_year"),
        *(pl.col(k) for k in ("condition", "ownership", "status", "datacentre", "site", "entity", "supplier")),
        q,
        where("acquired_on").alias("aged_quantity"),
        times(age).alias("age_years"),
        where("annual_kwh").alias("measured_quantity"),
        times(pl.col("annual_kwh")).alias("measured_kwh"),
        where("price_eur").alias("priced_quantity"),
        times(pl.col("price_eur")).alias("price_eur"),
        where("lifetime_years").alias("stated_life_quantity"),
        times(pl.col("lifetime_years")).alias("stated_life_years"),
        pl.lit(1, dtype=pl.Int64).alias("lines"),
    )
    return code(prepared)


def _on_grid(expr: pl.Expr) -> pl.Expr:
    """Round to a multiple of a power of two: such numbers add up exactly, so in any order to the same last bit."""
    return (expr / GRID).round() * GRID
