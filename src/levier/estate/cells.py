"""Fold an estate into cells: one group-by on what changes the result, quantities summed.

The group-by is the only big step. It runs as one Narwhals expression, on Polars or on Spark, over integer codes
packed into a single key: a table of ten million lines becomes some hundred thousand cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import polars as pl

from levier.wording.errors import LevierError
from levier.wording.text import say

KEYS = (
    "category",
    "size",
    "model",
    "declared_id",
    "country",
    "acquired_year",
    "condition",
    "ownership",
    "status",
    "datacentre",
    "site",
    "entity",
    "supplier",
)
"""What a cell is: everything that changes a result or that a reader filters by."""

SUMS = (
    "quantity",
    "aged_quantity",
    "age_years",
    "measured_quantity",
    "measured_kwh",
    "priced_quantity",
    "price_eur",
    "stated_life_quantity",
    "stated_life_years",
    "lines",
)
"""Additive columns of a cell. Sums of products with the quantity: `age_years` is the sum of quantity x age."""

KEY_COLUMN = "cell_key"
KEY_SPACE = 2**62


@dataclass(frozen=True)
class CodedLines:
    """Lines as integer codes: `frame` holds one column a key and the sums; `values[key][code]` is what a code means."""

    frame: pl.DataFrame
    values: Mapping[str, pl.Series]

    @property
    def cardinalities(self) -> dict[str, int]:
        """Return key -> number of codes."""
        return {key: len(series) for key, series in self.values.items()}


def code(lines: pl.DataFrame, keys: Sequence[str] = KEYS) -> CodedLines:
    """Turn the key columns of `lines` into codes (int64, sorted by value so that codes are the same every time)."""
    values = {key: lines[key].unique().sort(nulls_last=False) for key in keys}
    codes = [_codes(lines[key], values[key]) for key in keys]
    return CodedLines(pl.DataFrame([*codes, *(lines[name] for name in SUMS)]), values)


def _codes(column: pl.Series, values: pl.Series) -> pl.Series:
    """Return the position of each value of `column` in the sorted `values`."""
    if column.dtype == pl.String:
        ordered = values.cast(pl.String).to_list()
        levels = [v for v in ordered if v is not None]
        physical = column.cast(pl.Enum(levels)).to_physical().cast(pl.Int64)
        if len(levels) == len(ordered):
            return physical.alias(column.name)
        return (physical + 1).fill_null(0).alias(column.name)
    table = pl.DataFrame({column.name: values, "code": pl.Series(range(len(values)), dtype=pl.Int64)})
    coded = column.to_frame().join(table, on=column.name, how="left", nulls_equal=True, maintain_order="left")
    return coded["code"].alias(column.name)


def fold(coded: nw.LazyFrame[Any], cardinalities: Mapping[str, int], sums: Sequence[str] = SUMS) -> nw.LazyFrame[Any]:
    """Group coded lines by all their keys: returns `cell_key` and the sums. One expression for every engine."""
    packed: nw.Expr | None = None
    for key, size in cardinalities.items():
        column = nw.col(key).cast(nw.Int64)
        packed = column if packed is None else packed * size + column
    if packed is None:
        raise ValueError("a fold needs at least one key")
    if _space(cardinalities) >= KEY_SPACE:
        raise LevierError(
            say("This inventory has too many distinct values to be folded into cells."),
            expected=say("fewer than {n} combinations of models, sites, entities and suppliers", n="4 × 10¹⁸"),
            mend=say("Leave out columns that tell every device apart, such as a room or a person taken for a site."),
        )
    return coded.with_columns(packed.alias(KEY_COLUMN)).group_by(KEY_COLUMN).agg(*(nw.col(name).sum() for name in sums))


def _space(cardinalities: Mapping[str, int]) -> int:
    space = 1
    for size in cardinalities.values():
        space *= max(size, 1)
    return space


def coarsen(cells: pl.DataFrame, values: Mapping[str, pl.Series], keys: Sequence[str]) -> pl.DataFrame:
    """Group packed cells by their first keys only, and decode them: `keys` must be the head of `values`."""
    names = list(values)
    if list(keys) != names[: len(keys)]:
        raise ValueError("cells can only be grouped by their first keys")
    tail = _space({name: len(values[name]) for name in names[len(keys) :]})
    grouped = cells.with_columns(pl.col(KEY_COLUMN) // tail).group_by(KEY_COLUMN).agg(pl.col(SUMS).sum())
    return decode(grouped, {key: values[key] for key in keys})


def decode(cells: pl.DataFrame, values: Mapping[str, pl.Series]) -> pl.DataFrame:
    """Turn packed keys back into the values that they stand for; cells come sorted by key."""
    cells = cells.sort(KEY_COLUMN)
    rest = cells[KEY_COLUMN]
    columns: list[pl.Series] = []
    for key, series in reversed(list(values.items())):
        position = rest % len(series)
        columns.append(series.gather(position.cast(pl.UInt32)).alias(key))
        rest = rest // len(series)
    return pl.DataFrame([*reversed(columns), *(cells[name] for name in cells.columns if name != KEY_COLUMN)])
