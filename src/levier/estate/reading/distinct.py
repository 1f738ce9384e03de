"""Work on distinct strings: a column of a million cells often holds some hundred different ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import polars as pl

T = TypeVar("T")
_SAMPLE = 20_000


def map_distinct(series: pl.Series, change: Callable[[str], T | None], dtype: type[pl.DataType]) -> pl.Series:
    """Apply `change` to each distinct text of `series`; null stays null."""
    return map_values(series, lambda distinct: [change(text) for text in distinct], dtype)


def change_texts(series: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """Apply `change`, which leaves most texts as they are, to each distinct text; only what changes is touched."""
    distinct = series.drop_nulls().unique().to_list()
    changed = {text: new for text in distinct if (new := change(text)) != text}
    if not changed:
        return series
    if not any(changed.values()):  # all of them go: cheaper than looking each cell up
        return series.set(series.is_in(list(changed)).fill_null(False), None)
    return series.replace(pl.Series(list(changed)), pl.Series(list(changed.values()), dtype=pl.String))


def few_distinct(series: pl.Series) -> bool:
    """Tell whether the distinct texts of `series` are far fewer than its cells, by its first ones."""
    return len(series) <= _SAMPLE or series.head(_SAMPLE).n_unique() <= _SAMPLE // 2


def contains(series: pl.Series, pattern: str) -> pl.Series:
    """Tell which texts match `pattern`, never null; where few are distinct, the pattern sees each one once."""
    if not few_distinct(series):
        return series.str.contains(pattern).fill_null(False)
    distinct = series.drop_nulls().unique()
    matching = distinct.filter(distinct.str.contains(pattern))
    if not len(matching):
        return pl.Series(series.name, [False]).new_from_index(0, len(series))
    return series.is_in(matching.implode()).fill_null(False)


def map_values(series: pl.Series, change: Callable[[list[str]], list[T | None]], dtype: type[pl.DataType]) -> pl.Series:
    """Apply `change` to the list of distinct texts of `series`; null stays null."""
    if series.null_count() == len(series):
        return pl.Series(series.name, [None], dtype=dtype).new_from_index(0, len(series))
    distinct = series.drop_nulls().unique()
    values = pl.Series(series.name, change(distinct.to_list()), dtype=dtype, strict=False)
    return series.replace_strict(distinct, values, default=None, return_dtype=dtype)
