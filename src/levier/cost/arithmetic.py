"""A small arithmetic for people: numbers, names, + - * / ^, brackets, min, max, abs. Nothing of it is ever executed.

A text is read into a tree once; the tree is then computed for whole columns. It knows no attribute, no call but the
three functions, no comparison, no text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from levier.wording.errors import BadOption, Place
from levier.wording.text import Text, say

LONGEST = 500
"""Characters of a formula: far more than any formula of a tender needs."""
DEEPEST = 50
"""Brackets, powers and signs inside each other."""
FUNCTIONS: Mapping[str, Any] = {"min": np.minimum, "max": np.maximum, "abs": np.abs}
OPERATORS: Mapping[str, Any] = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power}
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-+*/^(),×÷−]))")
SAME = {"×": "*", "÷": "/", "−": "-"}


@dataclass(frozen=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True)
class Name:
    """A quantity that is given."""

    name: str


@dataclass(frozen=True)
class Apply:
    """An operator or a function with what it is applied to."""

    operator: str
    parts: tuple[Tree, ...]


Tree = Number | Name | Apply


@dataclass(frozen=True)
class Expression:
    """A formula as written, and its tree."""

    text: str
    tree: Tree

    @property
    def names(self) -> frozenset[str]:
        """Return the quantities that it needs."""
        return frozenset(_names(self.tree))

    def compute(self, given: Mapping[str, Any]) -> Any:
        """Compute it for numbers or columns; what has no value (0/0, a root of what is negative) is NaN or infinite."""
        with np.errstate(all="ignore"):
            return _compute(self.tree, given)


def parse(text: str, names: frozenset[str]) -> Expression:
    """Read a formula whose quantities must be among `names`; raises `BadOption` that tells where it cannot be read."""
    if len(text) > LONGEST:
        raise _refused(text, say("at most {n} characters", n=LONGEST), str(len(text)))
    reader = _Reader(text, names)
    tree = reader.sum(0)
    if reader.at < len(reader.tokens):
        raise reader.unexpected(say("+ - * / ^ or the end of the formula"))
    return Expression(text, tree)


class _Reader:
    """Reads tokens by descent: sums of products of signs of powers of atoms."""

    def __init__(self, text: str, names: frozenset[str]) -> None:
        self.text, self.names, self.at = text, names, 0
        self.tokens, self.starts = _tokens(text)

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        """Consume and return the next token if it is one of `wanted`, else return nothing."""
        token = self.next()
        if token and token in wanted:
            self.at += 1
            return token
        return ""

    def sum(self, depth: int) -> Tree:
        tree = self.product(depth)
        while sign := self.take("+", "-"):
            tree = Apply(sign, (tree, self.product(depth)))
        return tree

    def product(self, depth: int) -> Tree:
        tree = self.signed(depth)
        while sign := self.take("*", "/"):
            tree = Apply(sign, (tree, self.signed(depth)))
        return tree

    def signed(self, depth: int) -> Tree:
        if depth > DEEPEST:
            expected = say("at most {n} brackets, signs or powers inside each other", n=DEEPEST)
            raise _refused(self.text, expected, None, self.start)
        if self.take("-"):
            return Apply("-", (Number(0.0), self.signed(depth + 1)))
        return self.power(depth)

    def power(self, depth: int) -> Tree:
        base = self.atom(depth)
        return Apply("^", (base, self.signed(depth + 1))) if self.take("^") else base

    def atom(self, depth: int) -> Tree:
        token = self.next()
        if token[:1].isdigit():
            self.at += 1
            return Number(float(token))
        if self.take("("):
            return self.closed(self.sum(depth + 1))
        if token in FUNCTIONS:
            self.at += 1
            return self.function(token, depth + 1)
        if token in self.names:
            self.at += 1
            return Name(token)
        raise self.unexpected()

    def function(self, name: str, depth: int) -> Tree:
        start = self.starts[self.at - 1]
        if not self.take("("):
            raise self.unexpected(say("a bracket that opens"))
        parts = [self.sum(depth)]
        while self.take(","):
            parts.append(self.sum(depth))
        if len(parts) != (1 if name == "abs" else 2):
            raise _refused(self.text, say("min and max of two parts, abs of one"), name, start)
        return self.closed(Apply(name, tuple(parts)))

    def closed(self, tree: Tree) -> Tree:
        if not self.take(")"):
            raise self.unexpected(say("+ - * / ^ or a bracket that closes"))
        return tree

    @property
    def start(self) -> int:
        """Return where the next token begins in the text."""
        return self.starts[self.at] if self.at < len(self.starts) else len(self.text.rstrip())

    def unexpected(self, expected: Text | None = None) -> BadOption:
        words = ", ".join([*sorted(self.names), *FUNCTIONS])
        found = self.next() or say("the end of the formula")
        known = say("a number, + - * / ^, brackets, or one of: {words}", words=words)
        return _refused(self.text, expected or known, found, self.start)


def _tokens(text: str) -> tuple[list[str], list[int]]:
    """Return the tokens of a text, and where each begins."""
    found, starts, at, end = [], [], 0, len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None:
            rest = text[at:].lstrip()
            start = len(text) - len(rest)
            raise _refused(text, say("a number, a name, + - * / ^ or a bracket"), rest[:1], start)
        token = match[1] or match[2] or match[3]
        found.append(SAME.get(token, token))
        starts.append(match.start(match.lastindex or 0))
        at = match.end()
    return found, starts


def _refused(text: str, expected: Text, found: str | Text | None, start: int | None = None) -> BadOption:
    """Make the error of a text, which cannot be read from the character `start`, counted from 0."""
    decimal = found == "," and start is not None and text[:start][-1:].isdigit()
    return BadOption(
        say("The formula “{formula}” cannot be read.", formula=text[:LONGEST]),
        place=None if start is None else Place(character=start + 1),
        expected=expected,
        found=found,
        mend=say("Write decimals with a point, such as 2.5.") if decimal else say("Write it like N * Pmin / P."),
    )


def _names(tree: Tree) -> set[str]:
    if isinstance(tree, Name):
        return {tree.name}
    return {name for part in tree.parts for name in _names(part)} if isinstance(tree, Apply) else set()


def _compute(tree: Tree, given: Mapping[str, Any]) -> Any:
    if isinstance(tree, Number):
        return np.float64(tree.value)
    if isinstance(tree, Name):
        return np.asarray(given[tree.name], dtype=np.float64)
    parts = [_compute(part, given) for part in tree.parts]
    return (FUNCTIONS | OPERATORS)[tree.operator](*parts)  # type: ignore[operator]  # a union of two mappings
