"""Columns worked on by their distinct texts: the same answer whether few or many texts are distinct."""

import polars as pl
import pytest

from levier.estate.reading.distinct import change_texts, contains

FEW = pl.Series(["a@b", "plain", None, "N/A"] * 6_000)
MANY = pl.Series([text and f"{text}{i}" for i, text in enumerate(FEW.to_list())])


@pytest.mark.parametrize("column", [FEW, MANY])
def test_a_pattern_is_found_in_the_same_cells_as_when_each_is_looked_at(column: pl.Series) -> None:
    assert contains(column, "@").to_list() == ["@" in (text or "") for text in column.to_list()]
    assert not contains(column, "£").any()


@pytest.mark.parametrize(
    "changes",
    [{}, {"N/A": None}, {"plain": "mended"}, {"N/A": None, "plain": "mended"}],
    ids=["nothing", "some go", "some are mended", "both"],
)
def test_only_the_texts_that_change_are_touched(changes: dict[str, str | None]) -> None:
    changed = change_texts(FEW, lambda text: changes.get(text, text))
    assert changed.to_list() == [changes.get(text, text) if text else None for text in FEW.to_list()]
