"""What came, went and changed between two estates, as the pages tell it: by category, then line by line.

Devices with a number are followed one by one. The others are counted by type, maker and model: where there are more of
them than before, the rest came; where there are fewer, the rest went.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import polars as pl

from levier.estate.difference import COMPARED, WHAT, Difference, difference
from levier.estate.estate import Estate
from levier.estate.model import Inventory
from levier.web.estate.bridge.estates import reading_of, recognised
from levier.web.estate.bridge.files import keep_json, keep_table, kept_json, kept_table, there
from levier.web.estate.bridge.keys import changes_name, moved_lines_name, summary_key
from levier.web.estate.bridge.known import category_label, category_plural
from levier.web.estate.bridge.lines import passing
from levier.web.estate.bridge.reading import head_of
from levier.web.estate.bridge.summaries import FEW_LINES, NOWHERE, Summary
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

SHOWN = frozenset(
    {*COMPARED, *(f"{name}_before" for name in COMPARED), "asset_id", "category", "quantity", "before", "after"}
)
"""Columns of the lines that are kept."""

_COUNTS = ("came", "went", "changed")


@dataclass(frozen=True)
class Moved:
    """How many devices of one category came, went and changed."""

    category: str
    came: int
    went: int
    changed: int

    @property
    def label(self) -> Text:
        """Return what they are called."""
        return category_plural(self.category)


@dataclass(frozen=True)
class Changes:
    """What moved between two inventories: devices by category, and how many lines there are of each kind.

    `part`: the site or the entity of which alone it tells, by column; empty for all.
    """

    old: str
    new: Summary
    part: Mapping[str, str]
    by_category: tuple[Moved, ...]
    heights: Mapping[str, int]

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


WHOLE: Mapping[str, str] = {}
"""The part that is all of an inventory."""


def changes(old: str, new: Summary, part: Mapping[str, str] = WHOLE) -> Changes:
    """Tell what moved from a snapshot to the one of a summary; found now where it was not kept, or is gone."""
    if not there(_name(old, new, part)):
        _make(old, new, part)
    return _kept(old, new, part)


def soon_changes(old: str, new: Summary, part: Mapping[str, str] = WHOLE) -> Changes | None:
    """As `changes`, while a page waits; None where finding it takes a worker."""
    if not there(_name(old, new, part)):
        if head_of(old).lines + new.lines > FEW_LINES:
            return None
        _make(old, new, part)
    return _kept(old, new, part)


def no_changes(old: str, new: Summary, part: Mapping[str, str]) -> Changes:
    """Tell that nothing moved in a part that neither inventory names."""
    return Changes(old, new, part, (), dict.fromkeys(KINDS, 0))


def _name(old: str, new: Summary, part: Mapping[str, str]) -> str:
    return changes_name(summary_key(old, new.by), new.key, part)


def _kept(old: str, new: Summary, part: Mapping[str, str]) -> Changes:
    told = kept_json(_name(old, new, part))
    return Changes(old, new, part, tuple(Moved(*moved) for moved in told["by_category"]), told["heights"])


def _make(old: str, new: Summary, part: Mapping[str, str]) -> None:
    """Compare two snapshots and keep what moved: the lines first, so that they are there where the counts are."""
    whole = [recognised(one, reading_of(one), NOWHERE) for one in (old, new.snapshot)]
    before, after = (replace(one, lines=one.lines.filter(passing(part))) for one in whole)
    found = _difference(before, after)
    for kind in KINDS:
        lines: pl.DataFrame = getattr(found, kind)
        lines = lines.sort("sheet", "line") if "line" in lines.columns else lines  # as in the file
        shown = lines.select(name for name in lines.columns if name in SHOWN)
        keep_table(moved_lines_name(summary_key(old, new.by), new.key, part, kind), shown)
    heights = {kind: getattr(found, kind).height for kind in KINDS}
    by_category = [list(asdict(moved).values()) for moved in _by_category(found)]
    keep_json(_name(old, new, part), {"by_category": by_category, "heights": heights})


def _difference(old: Estate, new: Estate) -> Difference:
    """Return the difference of two estates, each line with its category."""
    found = difference(_reading(old), _reading(new))
    named = _named(old, new)
    unmarked = found.unmarked.join(named, on=WHAT, how="left", nulls_equal=True, maintain_order="left")
    return replace(found, unmarked=unmarked)


def _by_category(found: Difference) -> list[Moved]:
    more, fewer = pl.col("after") - pl.col("before"), pl.col("before") - pl.col("after")
    counts = pl.concat(
        [
            _count(found.came, "came", pl.col("quantity")),
            _count(found.went, "went", pl.col("quantity")),
            _count(found.changed, "changed", pl.col("quantity")),
            _count(found.unmarked, "came", more.clip(lower_bound=0)),
            _count(found.unmarked, "went", fewer.clip(lower_bound=0)),
        ]
    )
    table = counts.group_by("category").agg(
        pl.col("n").filter(pl.col("kind") == kind).sum().alias(kind) for kind in _COUNTS
    )
    moved = [Moved(*row) for row in table.select("category", *_COUNTS).iter_rows() if any(row[1:])]
    return sorted(moved, key=lambda m: (-(m.came + m.went + m.changed), m.category))


def moved_lines_page(found: Changes, kind: str, start: int, size: int) -> list[dict[str, Any]]:
    """Return some lines of one kind, each with the label of its category and what changed: (field, before, after)."""
    if not found.heights[kind]:
        return []
    table = kept_table(moved_lines_name(summary_key(found.old, found.new.by), found.new.key, found.part, kind))
    shown = table.slice(start, size).collect().to_dicts()
    for row in shown:
        row["category_label"] = category_label(row["category"])
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
