"""Rows that go on after a bad cell, so that all that is wrong with a user's file is told at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from levier.catalogue.model import Pedigree
from levier.catalogue.rows import Choice, Row, read_day
from levier.wording.errors import BadFact, Place

T = TypeVar("T")


@dataclass(frozen=True)
class ForgivingRow(Row):
    """A row that notes each refusal in `problems` and returns a stand-in; a row with problems makes no fact."""

    problems: list[BadFact] = field(default_factory=list)

    def _noted(self, read: Callable[[], T], stand_in: T) -> T:
        try:
            return read()
        except BadFact as error:
            self.problems.append(error)
            return stand_in

    def text(self, column: str) -> str:
        """Return a cell that must be filled, or a hyphen."""
        return self._noted(lambda: super(ForgivingRow, self).text(column), "-")

    def optional_number(self, column: str) -> float | None:
        """Return a number or None."""
        return self._noted(lambda: super(ForgivingRow, self).optional_number(column), None)

    def number(self, column: str) -> float:
        """Return a number that must be there, or one that is not a number."""
        if not self.optional_text(column):
            self.text(column)
            return math.nan
        value = self.optional_number(column)
        return math.nan if value is None else value

    def positive(self, column: str, *, zero: bool = False) -> float:
        """Return a number above zero, or one that is not a number."""
        return self._noted(lambda: super(ForgivingRow, self).positive(column, zero=zero), math.nan)

    def optional_count(self, column: str) -> int | None:
        """Return a whole number or None."""
        return self._noted(lambda: super(ForgivingRow, self).optional_count(column), None)

    def day(self, column: str) -> date:
        """Return a date; a stand-in keeps the dates of a fact in order."""
        stand_in = date.max if column == "review_by" else date.min
        if column == "checked_on":
            stand_in = (
                read_day(self.optional_text("valid_from")) or date.min if "valid_from" in self.cells else date.min
            )
        return self._noted(lambda: super(ForgivingRow, self).day(column), stand_in)

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """Return one of the words that `kind` knows, or its last."""
        return self._noted(lambda: super(ForgivingRow, self).choice(column, kind), list(kind)[-1])

    def among(self, column: str, known: Mapping[str, object] | frozenset[str]) -> str:
        """Return a word of `known`, or one of them."""
        return self._noted(lambda: super(ForgivingRow, self).among(column, known), min(known))

    def unit(self, column: str) -> str:
        """Return a unit, or nothing."""
        return self._noted(lambda: super(ForgivingRow, self).unit(column), "")

    def scores(self, column: str) -> Pedigree:
        """Return pedigree scores, or the worst."""
        return self._noted(lambda: super(ForgivingRow, self).scores(column), Pedigree(5, 5, 5, 5, 5))

    def words(self, column: str) -> tuple[str, ...]:
        """Return a list of words, or none."""
        return self._noted(lambda: super(ForgivingRow, self).words(column), ())

    def scaled(self, columns: Sequence[str], origin: str, target: str) -> list[float | None]:
        """Return numbers in unit `target`; what cannot be read is not a number, so that no bound refuses it again."""
        empty: list[float | None] = [None] * len(columns)
        if not origin:
            return [math.nan, *empty[1:]]
        values = self._noted(lambda: super(ForgivingRow, self).scaled(columns, origin, target), empty)
        return [math.nan, *values[1:]] if values[0] is None else values


def noted(row: ForgivingRow, make: Callable[[ForgivingRow], T]) -> T | None:
    """Return the fact that `make` makes of a row, None where the row has problems (one for each cell)."""
    fact = None
    try:
        fact = make(row)
    except BadFact as error:
        row.problems.append(error)
    except ValueError:  # a stand-in is no whole number: its problem is noted already
        if not row.problems:
            raise
    told: dict[Place | None, BadFact] = {}
    for problem in row.problems:
        told.setdefault(problem.place, problem)
    row.problems[:] = told.values()
    return None if row.problems else fact
