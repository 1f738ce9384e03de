"""An estate seen otherwise: one of its sites or entities, or with the lives and kWh that its organisation knows.

What is done is told: lines left out are set aside with their reason, and each choice stands among the assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from levier.catalogue.model import Catalogue
from levier.estate.estate import Estate
from levier.estate.model import Inventory, Reason
from levier.quantity.assumption import Assumption
from levier.wording.text import Text, say

WHERE: Mapping[str, Text] = {
    "site": say("Only the lines of the site {name} are counted."),
    "entity": say("Only the lines of the entity {name} are counted."),
}


def within(inventory: Inventory, *, site: str | None = None, entity: str | None = None) -> Inventory:
    """Return an inventory of which only a site, an entity, or both are counted; None is everywhere.

    The other lines are set aside: read = counted + set aside still holds.
    """
    chosen = [(column, value) for column, value in (("site", site), ("entity", entity)) if value is not None]
    if not chosen:
        return inventory
    inside = pl.all_horizontal(pl.col(column).eq_missing(pl.lit(value)) for column, value in chosen)
    column = chosen[0][0]
    aside = inventory.lines.filter(~inside).select(
        "line",
        "sheet",
        pl.lit(str(Reason.OUTSIDE)).alias("reason"),
        pl.lit(column).alias("column"),
        pl.col(column).alias("found"),
    )
    told = [Assumption(f"only_{name}", _where(name, value), None, "totals/gwp") for name, value in chosen]
    return replace(
        inventory,
        lines=inventory.lines.filter(inside),
        retired=inventory.retired.filter(inside),
        set_aside=pl.concat([inventory.set_aside, aside]).sort("sheet", "line", nulls_last=False),
        assumptions=(*inventory.assumptions, *told),
    )


def _where(column: str, name: str) -> Text:
    return Text(WHERE[column].message, {"name": name})


def with_lives(estate: Estate, lives: Mapping[str, float], catalogue: Catalogue) -> Estate:
    """Return an estate whose devices of some categories are kept for the years told: category -> years.

    What the organisation says of a category goes before what its file says of a line.
    """
    if not lives:
        return estate
    years = pl.col("category").replace_strict(lives, default=None, return_dtype=pl.Float64)
    told = years.fill_null(pl.col("lifetime_years")).alias("lifetime_years")
    counts = dict(estate.lines.group_by("category").len().iter_rows())
    stated = [
        Assumption(
            "life_told",
            say(
                "Life of your {devices}, told by your organisation, in years: {years}. "
                "It goes before planned and observed lives.",
                devices=catalogue.categories[category].plural,
                years=lives[category],
            ),
            counts[category],
            f"by_category/gwp/{category}",
        )
        for category in sorted(lives)
        if counts.get(category)
    ]
    return replace(
        estate,
        lines=estate.lines.with_columns(told),
        retired=estate.retired.with_columns(told),
        assumptions=(*estate.assumptions, *stated),
    )


def with_electricity(estate: Estate, kwh: Mapping[str, float], catalogue: Catalogue) -> Estate:
    """Return an estate whose devices of some categories use the electricity told: category -> kWh a year of one.

    What the file says of a line was measured on that line, and goes before.
    """
    told = estate.lines["category"].replace_strict(kwh, default=None, return_dtype=pl.Float64)
    filled = told.is_not_null() & estate.lines["annual_kwh"].is_null()
    if not filled.any():
        return estate
    counts = dict(estate.lines.filter(filled).group_by("category").len().iter_rows())
    stated = [
        Assumption(
            "kwh_told",
            say(
                "Electricity of one of your {devices}, told by your organisation, in kWh a year: {kwh}. "
                "It stands where the inventory tells none.",
                devices=catalogue.categories[category].plural,
                kwh=kwh[category],
            ),
            counts[category],
            f"by_category/gwp/{category}",
        )
        for category in sorted(counts)
    ]
    return replace(
        estate,
        lines=estate.lines.with_columns(pl.col("annual_kwh").fill_null(told)),
        assumptions=(*estate.assumptions, *stated),
    )
