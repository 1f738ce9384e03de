"""How a file of a tender is laid out: one description that reads it, writes its JSON Schema and its template."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

import yaml

from levier.catalogue.rows import read_day
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Spot:
    """A node of the file with the path that leads to it, such as `lots[2].title`."""

    file: str
    node: yaml.Node
    path: str

    @property
    def place(self) -> Place:
        """Return file, line and path."""
        return Place(file=self.file, line=self.node.start_mark.line + 1, column=self.path or None)

    def refuse(self, what: Text, *, expected: Text, mend: Text) -> UnusableFile:
        """Make the error of this node."""
        return UnusableFile(what, place=self.place, expected=expected, found=self.written, mend=mend)

    @property
    def written(self) -> str:
        """Return what stands there, for an error."""
        if isinstance(self.node, yaml.ScalarNode):
            return str(self.node.value)[:200]
        return "[…]" if isinstance(self.node, yaml.SequenceNode) else "{…}"

    @property
    def empty(self) -> bool:
        """Tell whether nothing stands there: a key without value is a thing that was not said."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == "tag:yaml.org,2002:null"

    def inside(self, node: yaml.Node, step: str) -> Spot:
        """Return a node below this one."""
        return Spot(self.file, node, self.path + step)


class Shape(Protocol):
    """What a value must look like."""

    def read(self, spot: Spot) -> Any:
        """Return the value, or raise `UnusableFile`."""
        ...

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        ...


@dataclass(frozen=True)
class Words:
    """A text."""

    def read(self, spot: Spot) -> str:
        """Read a text; what YAML takes for a number or a date is still the text that was written."""
        if not isinstance(spot.node, yaml.ScalarNode) or not spot.node.value.strip():
            raise spot.refuse(
                say("A text is expected."), expected=say("a text"), mend=say("Write a text, in quotes if in doubt.")
            )
        return str(spot.node.value).strip()

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "string", "minLength": 1}


@dataclass(frozen=True)
class Number:
    """A number between two bounds; a `whole` one has no decimals."""

    low: float = 0.0
    high: float | None = None
    whole: bool = False

    def read(self, spot: Spot) -> float | int:
        """Read a number written as YAML writes them."""
        value = _number(spot.node)
        if value is None or value < self.low or (self.high is not None and value > self.high):
            raise spot.refuse(
                say("A number cannot be used."),
                expected=say("a number from {low} to {high}", low=self.low, high=self.high)
                if self.high is not None
                else say("a number of at least {low}, written with a point, without spaces nor unit", low=self.low),
                mend=say("Correct the number."),
            )
        if self.whole and value != int(value):
            raise spot.refuse(
                say("A whole number is expected."),
                expected=say("a whole number such as 12"),
                mend=say("Correct the number."),
            )
        return int(value) if self.whole else value

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        found: dict[str, Any] = {"type": "integer" if self.whole else "number", "minimum": self.low}
        return found if self.high is None else found | {"maximum": self.high}


def _number(node: yaml.Node) -> float | None:
    if not isinstance(node, yaml.ScalarNode) or node.tag.rpartition(":")[2] not in ("int", "float"):
        return None
    try:
        value = float(node.value)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def read(self, spot: Spot) -> bool:
        """Read true or false."""
        node = spot.node
        if not isinstance(node, yaml.ScalarNode) or node.value.lower() not in ("true", "false"):
            raise spot.refuse(
                say("A value must say yes or no."),
                expected=say("true or false"),
                mend=say("Write true or false, or leave the line out where it is not known."),
            )
        return bool(node.value.lower() == "true")

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "boolean"}


@dataclass(frozen=True)
class Day:
    """A date."""

    def read(self, spot: Spot) -> date:
        """Read a date written YYYY-MM-DD."""
        found = read_day(spot.node.value) if isinstance(spot.node, yaml.ScalarNode) else None
        if found is None:
            raise spot.refuse(
                say("A date cannot be read."),
                expected=say("a date such as 2026-11-23"),
                mend=say("Write year, month and day with hyphens."),
            )
        return found

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}


@dataclass(frozen=True)
class Choice:
    """One of the words of an enumeration."""

    kind: type[StrEnum]

    def read(self, spot: Spot) -> StrEnum:
        """Read one of the words."""
        raw = spot.node.value if isinstance(spot.node, yaml.ScalarNode) else ""
        try:
            return self.kind(raw)
        except ValueError:
            raise spot.refuse(
                say("This word is not known."),
                expected=say("one of: {words}", words=", ".join(v.value for v in self.kind)),
                mend=say("Choose one of the words."),
            ) from None

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"enum": [v.value for v in self.kind]}


@dataclass(frozen=True)
class Either:
    """One of a few literal words."""

    words: tuple[str, ...]

    def read(self, spot: Spot) -> str:
        """Read one of the words."""
        raw = spot.node.value if isinstance(spot.node, yaml.ScalarNode) else ""
        if raw not in self.words:
            raise spot.refuse(
                say("This word is not known."),
                expected=say("one of: {words}", words=", ".join(self.words)),
                mend=say("Choose one of the words."),
            )
        return str(raw)

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"enum": list(self.words)}


@dataclass(frozen=True)
class Many:
    """A list; `most` bounds what a hostile file may ask for."""

    of: Shape
    most: int = 500

    def read(self, spot: Spot) -> tuple[Any, ...]:
        """Read each of its values."""
        if not isinstance(spot.node, yaml.SequenceNode) or len(spot.node.value) > self.most:
            raise spot.refuse(
                say("A list is expected."),
                expected=say("a list of at most {n}, each line beginning with a hyphen", n=self.most),
                mend=say("Write one a line, each beginning with a hyphen."),
            )
        read = (self.of.read(spot.inside(node, f"[{number}]")) for number, node in enumerate(spot.node.value, start=1))
        return tuple(value for value in read if value is not None)

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "array", "items": self.of.schema(), "maxItems": self.most}


@dataclass(frozen=True)
class Pairs:
    """Names of one's own, each with a number, or with a text too where `words`."""

    words: bool = False

    def read(self, spot: Spot) -> Mapping[str, Any]:
        """Read each pair."""
        return {name: self._value(inner) for name, inner in _pairs(spot).items()}

    def _value(self, spot: Spot) -> float | str:
        number = _number(spot.node)
        if number is not None:
            return number
        return Words().read(spot) if self.words else Number(low=float("-inf")).read(spot)

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        return {"type": "object", "additionalProperties": {"type": ["number", "string"] if self.words else "number"}}


def _pairs(spot: Spot) -> dict[str, Spot]:
    if not isinstance(spot.node, yaml.MappingNode):
        raise spot.refuse(
            say("Names and values are expected."),
            expected=say("lines such as name: value"),
            mend=say("Write each name with its value behind a colon."),
        )
    found: dict[str, Spot] = {}
    for key, node in spot.node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else ""
        if not name or name in found:
            raise Spot(spot.file, key, spot.path).refuse(
                say("A name stands twice, or is none."),
                expected=say("each name once"),
                mend=say("Keep one of the two lines."),
            )
        found[name] = spot.inside(node, f".{name}" if spot.path else name)
    return found


@dataclass(frozen=True)
class Field:
    """A named value of a record: what it is for is told to those who fill it in."""

    name: str
    shape: Shape
    help: Text
    required: bool = False


@dataclass(frozen=True)
class Record:
    """Named values, which become one object."""

    build: Callable[..., Any]
    fields: Sequence[Field]

    def read(self, spot: Spot) -> Any:
        """Read each field; refuse names that are not known and fields that are missing."""
        found = _pairs(spot)
        known = {field.name: field for field in self.fields}
        for name, inner in found.items():
            if name not in known:
                raise UnusableFile(
                    say("This name is not known."),
                    place=inner.place,
                    expected=say("one of: {words}", words=", ".join(known)),
                    found=name,
                    mend=say("Correct the name, or remove the line."),
                )
        read = {name: known[name].shape.read(inner) for name, inner in found.items() if not inner.empty}
        values = {name: value for name, value in read.items() if value is not None}
        if not values and not any(field.required for field in self.fields):
            return None  # names without values: nothing was said
        for field in self.fields:
            if field.required and field.name not in values:
                raise UnusableFile(
                    say("Something that must be told is missing."),
                    place=spot.place,
                    expected=say("{name}: {what}", name=field.name, what=field.help),
                    mend=say("Add the line."),
                )
        return self.build(**values)

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema; what is optional may also be left empty."""
        return {
            "type": "object",
            "additionalProperties": False,
            "required": [field.name for field in self.fields if field.required],
            "properties": {field.name: _described(field) for field in self.fields},
        }


def _described(field: Field) -> dict[str, Any]:
    told = {"description": field.help.in_("en")}
    if field.required:
        return told | field.shape.schema()
    return told | {"anyOf": [field.shape.schema(), {"type": "null"}]}
