"""What came, went and changed between two inventories of one organisation.

A device is the same where its serial number is, else its own number (asset id). Lines that bear neither are compared by
what they are: type, maker and model, with their quantities.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from levier.estate.model import Inventory

COMPARED = ("type_raw", "manufacturer_raw", "model_raw", "site", "entity", "status", "quantity")
WHAT = ("type_raw", "manufacturer_raw", "model_raw")


@dataclass(frozen=True)
class Difference:
    """Lines that came and went, lines that changed (with `before_…` columns), and the number of those that stayed.

    `unmarked`: lines without serial number or asset id, by what they are: `before` and `after`, quantities.
    """

    came: pl.DataFrame
    went: pl.DataFrame
    changed: pl.DataFrame
    same: int
    unmarked: pl.DataFrame


def difference(old: Inventory, new: Inventory) -> Difference:
    """Compare the counted lines of two inventories."""
    before, after = _marked(old.lines), _marked(new.lines)
    came = after.join(before, on="mark", how="anti")
    went = before.join(after, on="mark", how="anti")
    both = after.join(before.select("mark", *COMPARED), on="mark", how="inner", suffix="_before")
    other = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_before")) for c in COMPARED)
    changed = both.filter(other)
    return Difference(came, went, changed, both.height - changed.height, _unmarked(old.lines, new.lines))


def _mark() -> pl.Expr:
    return pl.coalesce(pl.col("serial_hash"), pl.concat_str(pl.lit("#"), pl.col("asset_id")))


def _marked(lines: pl.DataFrame) -> pl.DataFrame:
    return lines.with_columns(_mark().alias("mark")).filter(pl.col("mark").is_not_null()).unique("mark", keep="first")


def _unmarked(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    def counted(lines: pl.DataFrame, name: str) -> pl.DataFrame:
        bare = lines.filter(_mark().is_null())
        return bare.group_by(WHAT).agg(pl.col("quantity").sum().alias(name))

    both = counted(old, "before").join(counted(new, "after"), on=WHAT, how="full", coalesce=True, nulls_equal=True)
    counts = both.with_columns(pl.col("before", "after").fill_null(0))
    return counts.filter(pl.col("before") != pl.col("after")).sort(WHAT, nulls_last=True)
