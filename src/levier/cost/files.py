"""Small YAML files that people write: read safely and bounded, each refusal with its place."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from levier.quantity.units import convert
from levier.wording.errors import BadFact, Place, UnusableFile
from levier.wording.text import Text, say

LARGEST = 1_000_000
"""Bytes of a file of rules or costs: far more than any tender writes by hand."""


class _Bounded(yaml.SafeLoader):
    """The safe reader without references, which could make a small file huge; dates stay texts."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # the stubs leave it untyped
            raise yaml.composer.ComposerError(None, None, "a reference (*)", mark)
        return super().compose_node(parent, index)


_Bounded.yaml_implicit_resolvers = {
    first: [(tag, regex) for tag, regex in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML file of keys and values; raises `UnusableFile` for anything else."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(
            say("This file cannot be read."),
            place=Place(file=path.name),
            found=error.strerror,
            mend=say("Check its name and that you may read it."),
        ) from error
    if len(data) > LARGEST:
        raise _not_ours(path, str(len(data)))
    try:
        found = yaml.load(data, _Bounded)  # a safe reader, with less still
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnusableFile(
            say("A YAML file cannot be read."),
            place=Place(file=path.name, line=mark.line + 1 if mark else None),
            found=str(getattr(error, "problem", None) or type(error).__name__),
            mend=say("Check indents, quotes and colons around that line."),
        ) from error
    if not isinstance(found, dict):
        raise _not_ours(path, type(found).__name__)
    return found


def _not_ours(path: Path, found: str) -> UnusableFile:
    return UnusableFile(
        say("This file is not what it should be."),
        place=Place(file=path.name),
        expected=say("a YAML file of keys and values, of {n} bytes at most", n=LARGEST),
        found=found,
        mend=say("Follow the example of the documentation."),
    )


class Cells:
    """The keys and values of one part of a file: each asked for by its kind, each refusal with its place."""

    def __init__(self, cells: object, file: str, at: str, keys: Sequence[str]) -> None:
        self.file, self.at = file, at
        if not isinstance(cells, Mapping):
            raise self.refuse("", say("keys and values: {columns}", columns=", ".join(keys)), cells)
        self.cells: Mapping[str, Any] = cells
        for key in cells:
            if key not in keys:
                raise self.refuse(str(key), say("one of: {words}", words=", ".join(keys)), key)

    def refuse(self, key: str, expected: Text, found: object) -> UnusableFile:
        """Make the error that tells the place of a value."""
        return UnusableFile(
            say("A value cannot be used."),
            place=Place(file=self.file, column=".".join(p for p in (self.at, key) if p) or None),
            expected=expected,
            found=say("nothing") if found is None else str(found)[:100],
            mend=say("Correct the value in the file."),
        )

    def text(self, key: str, default: str | None = None) -> str:
        """Return a text; one must be there unless there is a default."""
        value = self.cells.get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.refuse(key, say("a text"), value)
        return value.strip()

    def among(self, key: str, words: Sequence[str], default: str | None = None) -> str:
        """Return one of some words."""
        value = self.text(key, default)
        if value not in words:
            raise self.refuse(key, say("one of: {words}", words=", ".join(words)), value)
        return value

    def flag(self, key: str) -> bool:
        """Return true or false; false where nothing is told."""
        value = self.cells.get(key, False)
        if not isinstance(value, bool):
            raise self.refuse(key, say("true or false"), value)
        return value

    def number(self, key: str, unit: str = "1", *, least: float = 0.0, most: float = math.inf) -> float | None:
        """Return a number in `unit`, None where nothing is told; a text may name another unit, such as 172 EUR/MWh."""
        value = self.cells.get(key)
        return None if value is None else self.amount(key, value, unit, least, most)

    def needed(self, key: str, unit: str = "1", *, least: float = 0.0, most: float = math.inf) -> float:
        """Return a number that must be there."""
        return self.amount(key, self.cells.get(key), unit, least, most)

    def count(self, key: str, default: int) -> int:
        """Return a whole number from one."""
        value = self.cells.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.refuse(key, say("a whole number from 1"), value)
        return value

    def amount(self, key: str, value: object, unit: str, least: float, most: float) -> float:
        """Return a number in `unit`, between bounds."""
        expected = say("a number from {least} in {unit}", least=least, unit=unit)
        if math.isfinite(most):
            expected = say("a number from {least} to {most} in {unit}", least=least, most=most, unit=unit)
        found = self._converted(key, value, unit) if isinstance(value, str) else value
        if isinstance(found, bool) or not isinstance(found, (int, float)) or not least <= found <= most:
            raise self.refuse(key, expected, value)
        if not math.isfinite(found):
            raise self.refuse(key, expected, value)
        return float(found)

    def _converted(self, key: str, value: str, unit: str) -> float:
        number, _, written = value.strip().partition(" ")
        try:
            return convert(float(number), written, unit)
        except (ValueError, BadFact) as error:
            raise self.refuse(
                key, say("a number, or a number with a unit that becomes {unit}", unit=unit), value
            ) from error

    def part(self, key: str, keys: Sequence[str]) -> Cells:
        """Return a part that must be there."""
        return Cells(self.cells.get(key), self.file, ".".join(p for p in (self.at, key) if p), keys)

    def parts(self, key: str, keys: Sequence[str]) -> list[Cells]:
        """Return the parts of a list of at least one."""
        value = self.cells.get(key)
        if not isinstance(value, list) or not value:
            raise self.refuse(key, say("a list of at least one"), value)
        at = ".".join(p for p in (self.at, key) if p)
        return [Cells(cells, self.file, f"{at}[{i}]", keys) for i, cells in enumerate(value, 1)]
