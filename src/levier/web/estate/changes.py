"""What came, went and changed between two estates, as the pages tell it: by category, then line by line.

Devices with a number are followed one by one. The others are counted by type, maker and model: where there are more of
them than before, the rest came; where there are fewer, the rest went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from levier.catalogue.model import Category
from levier.estate.difference import COMPARED, WHAT, Difference, difference
from levier.estate.estate import Estate
from levier.estate.model import Inventory
from levier.wording.text import Text, say

KINDS: Mapping[str, Text] = {
    "came": say("Came"),
    "went": say("Went"),
    "changed": say("Changed"),
    "unmarked": say("Counted by model"),
}
"""Lists of lines of a difference, and what they are called."""

FIELDS: Mapping[str, Text] = {
    "type_raw": say("Type of equipment"),
    "manufacturer_raw": say("Manufacturer"),
    "model_raw": say("Model"),
    "site": say("Site"),
    "entity": say("Entity or department"),
    "status": say("Status"),
    "quantity": say("Quantity"),
}
"""What is compared, and what it is called."""

STATUSES: Mapping[str, Text] = {
    "in_use": say("in use"),
    "stock": say("in stock"),
    "repair": say("under repair"),
    "lost": say("lost"),
    "retired": say("retired"),
}
"""What a status is called."""

_COUNTS = ("came", "went", "changed")


@dataclass(frozen=True)
class Moved:
    """How many devices of one category came, went and changed."""

    category: str
    label: Text
    came: int
    went: int
    changed: int


@dataclass(frozen=True)
class Changes:
    """The difference of two estates; counts are devices, `same` counts lines that are as they were."""

    difference: Difference
    by_category: tuple[Moved, ...]

    @property
    def came(self) -> int:
        """Return how many devices came."""
        return sum(moved.came for moved in self.by_category)

    @property
    def went(self) -> int:
        """Return how many devices went."""
        return sum(moved.went for moved in self.by_category)

    @property
    def changed(self) -> int:
        """Return how many devices changed: another place, another status, another number."""
        return sum(moved.changed for moved in self.by_category)

    @property
    def none(self) -> bool:
        """Tell whether nothing moved."""
        return not (self.came or self.went or self.changed)

    def lines(self, kind: str) -> pl.DataFrame:
        """Return the lines of one kind (see `KINDS`)."""
        found: pl.DataFrame = getattr(self.difference, kind)
        return found


def changes(old: Estate, new: Estate, categories: Mapping[str, Category]) -> Changes:
    """Tell what moved between two estates."""
    found = difference(_reading(old), _reading(new))
    named = _named(old, new)
    unmarked = found.unmarked.join(named, on=WHAT, how="left", nulls_equal=True, maintain_order="left")
    found = replace(found, unmarked=unmarked)
    more, fewer = pl.col("after") - pl.col("before"), pl.col("before") - pl.col("after")
    counts = pl.concat(
        [
            _count(found.came, "came", pl.col("quantity")),
            _count(found.went, "went", pl.col("quantity")),
            _count(found.changed, "changed", pl.col("quantity")),
            _count(unmarked, "came", more.clip(lower_bound=0)),
            _count(unmarked, "went", fewer.clip(lower_bound=0)),
        ]
    )
    table = counts.group_by("category").agg(
        pl.col("n").filter(pl.col("kind") == kind).sum().alias(kind) for kind in _COUNTS
    )
    moved = [
        Moved(c, categories[c].plural if c in categories else say("Not recognised"), came, went, changed)
        for c, came, went, changed in table.select("category", *_COUNTS).iter_rows()
        if came or went or changed
    ]
    return Changes(found, tuple(sorted(moved, key=lambda m: (-(m.came + m.went + m.changed), m.category))))


def rows(found: Changes, kind: str, start: int, size: int, categories: Mapping[str, Category]) -> list[dict[str, Any]]:
    """Return some lines of one kind, each with the label of its category and what changed: (field, before, after)."""
    shown = found.lines(kind).slice(start, size).to_dicts()
    for row in shown:
        known = categories.get(row["category"] or "")
        row["category_label"] = known.label if known else None
        row["moves"] = [
            (FIELDS[name], _told(row[f"{name}_before"]), _told(row[name]))
            for name in COMPARED
            if f"{name}_before" in row and row[f"{name}_before"] != row[name]
        ]
    return shown


def _told(value: Any) -> Text | str:
    """Return a value as it is shown: a status by its name, what is missing as a dash."""
    if value is None:
        return "–"
    return STATUSES.get(value, str(value))


def _reading(estate: Estate) -> Inventory:
    """Return the inventory of an estate, its counted lines with their category."""
    return replace(estate.inventory, lines=estate.lines)


def _named(old: Estate, new: Estate) -> pl.DataFrame:
    """Return the category of each name of either estate."""
    both = pl.concat([estate.lines.select(*WHAT, "category") for estate in (new, old)])
    return both.unique(WHAT, keep="first", maintain_order=True)


def _count(lines: pl.DataFrame, kind: str, devices: pl.Expr) -> pl.DataFrame:
    return lines.select(
        pl.col("category").fill_null("").alias("category"),
        pl.lit(kind, pl.String).alias("kind"),
        devices.cast(pl.Int64).alias("n"),
    )
