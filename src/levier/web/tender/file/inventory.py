"""What an inventory says of the equipment that a tender replaces: units in service, mean age, when they were bought."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from levier.quantity.units import years_of_days
from levier.web.estate.bridge.files import kept_table
from levier.web.estate.bridge.keys import lines_name
from levier.web.estate.bridge.lines import passing
from levier.web.estate.bridge.summaries import Summary
from levier.wording.numbers import write_count
from levier.wording.text import Language, say


@dataclass(frozen=True)
class InService:
    """Devices of an inventory: how many, how old on its day, bought in which years, and how many tell no day."""

    units: int
    mean_age_years: float | None
    first_year: int | None
    last_year: int | None
    undated: int


def in_service(found: Summary, told: Mapping[str, str], on: date) -> InService:
    """Count the devices of a summary that bear values by column (category, site), as of the day of the inventory."""
    lines = kept_table(lines_name(found.key)).filter(passing(told))
    dated = pl.col("acquired_on").is_not_null() & (pl.col("acquired_on") <= on)
    age = years_of_days((pl.lit(on) - pl.col("acquired_on")).dt.total_days())
    row = (
        lines.select(
            pl.col("quantity").sum().alias("units"),
            pl.col("quantity").filter(dated).sum().alias("dated"),
            (age * pl.col("quantity")).filter(dated).sum().alias("ages"),
            pl.col("acquired_on").filter(dated).min().dt.year().alias("first"),
            pl.col("acquired_on").filter(dated).max().dt.year().alias("last"),
        )
        .collect()
        .row(0, named=True)
    )
    mean = round(row["ages"] / row["dated"], 1) if row["dated"] else None
    return InService(int(row["units"]), mean, row["first"], row["last"], int(row["units"] - row["dated"]))


def as_facts(found: InService, label: str, on: date, lang: Language) -> dict[str, Any]:
    """Return what the need sheet says of them, in the language of the documents."""
    told: dict[str, Any] = {"file": label, "counted_on": on.isoformat(), "units": found.units}
    if found.mean_age_years is not None:
        told["mean_age_years"] = found.mean_age_years
    if condition := _condition(found, lang):
        told["condition"] = condition
    return told


def _condition(found: InService, lang: Language) -> str:
    """Tell when they were bought, as far as the inventory does; what state they are in, a person adds."""
    parts = []
    if found.first_year is not None and found.first_year == found.last_year:
        parts.append(say("Bought in {year}.", year=str(found.first_year)))
    elif found.first_year is not None:
        parts.append(say("Bought from {first} to {last}.", first=str(found.first_year), last=str(found.last_year)))
    if found.undated:
        parts.append(say("Without a day of purchase: {n}.", n=write_count(found.undated, lang)))
    return " ".join(part.in_(lang) for part in parts)
