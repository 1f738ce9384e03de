"""Work on distinct strings: a column of a million cells often holds some hundred different ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

T = TypeVar("T")


def map_distinct(series: pl.Series, change: Callable[[str], T | None], dtype: type[pl.DataType]) -> pl.Series:
    """Apply `change` to each distinct text of `series`; null stays null."""
    return map_values(series, lambda distinct: [change(text) for text in distinct], dtype)


def map_values(series: pl.Series, change: Callable[[list[str]], list[T | None]], dtype: type[pl.DataType]) -> pl.Series:
    """Apply `change` to the list of distinct texts of `series`; null stays null."""
    if series.null_count() == len(series):
        return pl.Series(series.name, [None], dtype=dtype).new_from_index(0, len(series))
    distinct = series.drop_nulls().unique()
    values = pl.Series(series.name, change(distinct.to_list()), dtype=dtype, strict=False)
    return series.replace_strict(distinct, values, default=None, return_dtype=dtype)
