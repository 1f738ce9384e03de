"""Rows of facts files: read strictly, each cell asked for by its kind, each refusal with file, line and column."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml

from levier.catalogue.model import Pedigree
from levier.quantity.units import check_unit, convert
from levier.wording.errors import BadFact, Place
from levier.wording.text import Text, label, say

Choice = TypeVar("Choice", bound=StrEnum)

# Reading Pint takes longer than reading all facts: these are spared it, and a test asks Pint about each.
KNOWN_UNITS = frozenset(
    {
        "dimensionless",
        "device",
        "year",
        "kg",
        "kWh",
        "TWh",
        "W",
        "kgCO2e",
        "kgSbeq",
        "molHeq",
        "CTUe",
        "kBqU235eq",
        "m3eq",
    }
    | {"disease_incidence", "L_water", "MJprimary", "kgCO2e/kg", "kgCO2e/kEUR", "kgCO2e/device", "L_water/device"}
    | {"kgCO2e/device/year", "kg/device/year", "kgCO2e/kWh", "kgSbeq/kWh", "molHeq/kWh", "CTUe/kWh", "kBqU235eq/kWh"}
    | {"m3eq/kWh"}
)


@dataclass(frozen=True)
class Row:
    """One record of a facts file, with where it stands."""

    file: str
    line: int
    cells: Mapping[str, Any]

    def refuse(
        self, what: Text, column: str | None, *, expected: Text | None = None, found: object = None, mend: Text
    ) -> BadFact:
        """Make the error that tells this row's place."""
        return BadFact(
            what,
            place=Place(file=self.file, line=self.line, column=column),
            expected=expected,
            found=None if found is None else str(found),
            mend=mend,
        )

    def text(self, column: str) -> str:
        """Return a cell that must be filled."""
        value = self.optional_text(column)
        if not value:
            raise self.refuse(
                say("A cell that must be filled is empty."), column, expected=say("a value"), mend=say("Fill the cell.")
            )
        return value

    def optional_text(self, column: str) -> str:
        """Return a cell as text, "" where it is empty."""
        value = self.cells[column]
        return "" if value is None else str(value).strip()

    def optional_number(self, column: str) -> float | None:
        """Return a finite number, None where the cell is empty."""
        raw = self.optional_text(column)
        if not raw:
            return None
        try:
            value = float(raw)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise self.refuse(
                say("A number cannot be read."),
                column,
                expected=say("a number written with a point, such as 12.5"),
                found=raw,
                mend=say("Write the number without spaces, unit nor comma."),
            )
        return value

    def number(self, column: str) -> float:
        """Return a number that must be there."""
        self.text(column)
        value = self.optional_number(column)
        assert value is not None
        return value

    def positive(self, column: str, *, zero: bool = False) -> float:
        """Return a number above zero, or zero too where `zero` says so."""
        value = self.number(column)
        if value < 0 or (value == 0 and not zero):
            raise self.refuse(
                say("A figure is not above zero."),
                column,
                expected=say("a figure above zero; leave the row out where the figure is not known"),
                found=value,
                mend=say("Correct the figure, or remove the row."),
            )
        return value

    def optional_count(self, column: str) -> int | None:
        """Return a whole number, None where the cell is empty."""
        value = self.optional_number(column)
        if value is not None and (value < 0 or value != int(value)):
            raise self.refuse(
                say("A whole number is expected."),
                column,
                expected=say("a whole number such as 12"),
                found=value,
                mend=say("Write a whole number or leave the cell empty."),
            )
        return None if value is None else int(value)

    def flag(self, column: str) -> bool:
        """Return true or false."""
        value = self.optional_text(column).lower()
        if value not in ("true", "false"):
            raise self.refuse(
                say("A cell must say yes or no."),
                column,
                expected=say("true or false"),
                found=value,
                mend=say("Write true or false."),
            )
        return value == "true"

    def day(self, column: str) -> date:
        """Return a date written YYYY-MM-DD."""
        raw = self.text(column)
        found = read_day(raw)
        if found is None:
            raise self.refuse(
                say("A date cannot be read."),
                column,
                expected=say("a date such as 2026-11-23"),
                found=raw,
                mend=say("Write year, month and day with hyphens."),
            )
        return found

    def choice(self, column: str, kind: type[Choice]) -> Choice:
        """Return one of the words that `kind` knows."""
        raw = self.optional_text(column)
        try:
            return kind(raw)
        except ValueError:
            raise self.unknown(column, raw, sorted(v.value for v in kind if v.value)) from None

    def among(self, column: str, known: Mapping[str, object] | frozenset[str]) -> str:
        """Return a cell whose word must be one of `known`."""
        raw = self.optional_text(column)
        if raw not in known:
            raise self.unknown(column, raw, sorted(known))
        return raw

    def unknown(self, column: str, raw: str, known: Sequence[str]) -> BadFact:
        """Make the error of a word that is not known."""
        shown = ", ".join(k for k in known if k)
        return self.refuse(
            say("{column} is not known.", column=column) if raw else say("{column} is empty.", column=column),
            column,
            expected=say("one of: {words}", words=shown if len(shown) < 400 else shown[:400] + "…"),
            found=raw,
            mend=say("Correct the word, or add it to the file that defines it."),
        )

    def unit(self, column: str) -> str:
        """Return a unit that Levier knows."""
        raw = self.text(column)
        if raw in KNOWN_UNITS:
            return raw
        try:
            return check_unit(raw)
        except BadFact as error:
            raise self.refuse(
                error.what,
                column,
                expected=error.expected,
                found=raw,
                mend=say("Write a unit that Levier knows."),
            ) from error

    def label(self, column: str) -> Text:
        """Return a label with its two languages."""
        value = self.cells[column]
        if not isinstance(value, Mapping) or set(value) != {"fr", "en"} or not all(value.values()):
            raise self.refuse(
                say("A label lacks a language."),
                column,
                expected=say("fr and en, both filled"),
                found=value,
                mend=say("Write the label in French and in English."),
            )
        return label(str(value["fr"]), str(value["en"]))

    def words(self, column: str) -> tuple[str, ...]:
        """Return a list of words."""
        value = self.cells[column]
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise self.refuse(
                say("A list is expected."),
                column,
                expected=say("a list such as [first, second]"),
                found=value,
                mend=say("Write the words between square brackets."),
            )
        return tuple(value)

    def scores(self, column: str) -> Pedigree:
        """Return pedigree scores written `2;3;1;2;3`, with a star where they are somebody's own judgement."""
        raw = self.text(column)
        found = _scores(raw)
        if found is None:
            raise self.refuse(
                say("Pedigree scores cannot be read."),
                column,
                expected=say("five scores from 1 to 5, such as 2;3;1;2;3, and a star where they are your judgement"),
                found=raw,
                mend=say("Write reliability, completeness, time, place and technology, in that order."),
            )
        return found

    def scaled(self, columns: Sequence[str], origin: str, target: str) -> list[float | None]:
        """Return numbers of unit `origin` in unit `target`; refuse units of another dimension."""
        values = [self.optional_number(c) for c in columns]
        if origin == target:
            return values
        try:
            return [None if v is None else convert(v, origin, target) for v in values]
        except BadFact as error:
            raise self.refuse(
                error.what,
                "unit",
                expected=say("{unit}, or a unit of the same dimension", unit=target),
                found=origin,
                mend=say("Correct the unit or the criterion."),
            ) from error


@cache
def read_day(raw: str) -> date | None:
    """Return a date written YYYY-MM-DD, None where it is not one."""
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


@cache
def _scores(raw: str) -> Pedigree | None:
    parts = raw.removesuffix("*").split(";")
    if len(parts) != 5 or not all(p in {"1", "2", "3", "4", "5"} for p in parts):
        return None
    reliability, completeness, temporal, geographical, technological = (int(p) for p in parts)
    return Pedigree(reliability, completeness, temporal, geographical, technological, own=raw.endswith("*"))


def _check_keys(file: str, line: int, found: Sequence[str], expected: Sequence[str]) -> None:
    unknown = [k for k in found if k not in expected]
    missing = [k for k in expected if k not in found]
    if unknown or missing or len(found) != len(set(found)):
        raise BadFact(
            say("A file of facts does not have the columns of its schema."),
            place=Place(file=file, line=line, column=(unknown or missing or list(found))[0]),
            expected=say("exactly these: {columns}", columns=", ".join(expected)),
            found=", ".join(found),
            mend=say("Correct the names; docs/facts.md lists them."),
        )


def read_csv(path: Path, name: str, columns: Sequence[str]) -> Iterator[Row]:
    """Read a CSV file of facts whose header must be exactly `columns`, in any order."""
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream, strict=True)
        header = next(reader, [])
        _check_keys(name, 1, header, columns)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if len(cells) != len(header):
                raise BadFact(
                    say("A line does not have as many cells as the header."),
                    place=Place(file=name, line=line),
                    expected=say("{n} cells", n=len(header)),
                    found=str(len(cells)),
                    mend=say("Look for a missing comma, or a text with a comma that lacks its quotes."),
                )
            yield Row(name, line, dict(zip(header, cells, strict=True)))


SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe reader of YAML, in C where it is built: a dozen times as fast."""


class _Strict(SAFE):  # type: ignore[misc]  # chosen at run time
    """A safe YAML reader; dates stay texts, as in the CSV files."""


_Strict.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _node(path: Path, name: str) -> tuple[Any, Any]:
    """Return the YAML reader and the root of the file."""
    with path.open(encoding="utf-8") as stream:
        reader = _Strict(stream)
        try:
            return reader, reader.get_single_node()
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else None
            raise BadFact(
                say("A YAML file cannot be read."),
                place=Place(file=name, line=line),
                found=error.problem,
                mend=say("Check indents, quotes and colons around that line."),
            ) from error


def read_yaml_list(path: Path, name: str, keys: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """Read a YAML list of records with `keys`, and `optional` ones that are None where they are missing."""
    reader, root = _node(path, name)
    if not isinstance(root, yaml.SequenceNode):
        raise BadFact(
            say("A YAML file does not hold a list."),
            place=Place(file=name),
            expected=say("a list of records, each beginning with a hyphen"),
            mend=say("Follow the layout of docs/facts.md."),
        )
    for node in root.value:
        yield _record(reader, node, name, keys, optional)


def read_yaml_record(path: Path, name: str, keys: Sequence[str], optional: Sequence[str]) -> Row:
    """Read a YAML file of one record with `keys`, and `optional` ones that are None where they are missing."""
    reader, root = _node(path, name)
    return _record(reader, root, name, keys, optional)


def _record(reader: Any, node: Any, name: str, keys: Sequence[str], optional: Sequence[str]) -> Row:
    line = 1 if node is None else node.start_mark.line + 1
    cells = None if node is None else reader.construct_document(node)
    if not isinstance(cells, dict):
        raise BadFact(
            say("A record of a YAML file has no keys."),
            place=Place(file=name, line=line),
            expected=say("keys and values: {columns}", columns=", ".join(keys)),
            mend=say("Follow the layout of docs/facts.md."),
        )
    _check_keys(name, line, [str(k) for k in cells if k not in optional], keys)
    return Row(name, line, dict.fromkeys(optional) | cells)
