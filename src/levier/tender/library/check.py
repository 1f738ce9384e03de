"""The grammar of checks: what an answer must satisfy, or how it earns points. Docs: docs/criteria.md.

A check is data: it is parsed by `parsing`, judged by `judging`, and nothing of it is ever run as code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Operator = Literal["<=", ">=", "==", "!=", "<", ">"]


@dataclass(frozen=True)
class Variable:
    """A value that the buyer chooses, written `$name`."""

    name: str


Value = float | bool | str | Variable
"""A number, yes or no, a word of a list, or what the buyer chooses."""


@dataclass(frozen=True)
class Comparison:
    """An answer compared with a value."""

    field: str
    operator: Operator
    value: Value


@dataclass(frozen=True)
class Among:
    """An answer that must be one of some words."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class All:
    """Tests that must all hold."""

    parts: tuple[Test, ...]


@dataclass(frozen=True)
class Either:
    """Tests of which one must hold."""

    parts: tuple[Test, ...]


Test = Comparison | Among | All | Either


@dataclass(frozen=True)
class Step:
    """A step of a ladder: the share of the points that an answer of this rank earns."""

    operator: Operator
    value: float
    share: float


@dataclass(frozen=True)
class Ladder:
    """Shares of the points by steps, the first step that holds."""

    field: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Linear:
    """A share of the points that grows evenly from `start` (none) to `end` (all); nothing beyond either."""

    field: str
    start: float | Variable
    end: float | Variable


@dataclass(frozen=True)
class Best:
    """An answer that is compared with those of the other bids, by the formula that the consultation announces."""

    direction: Literal["lowest", "highest"]
    field: str


@dataclass(frozen=True)
class Levels:
    """A level from 0 to `top` that assessors give against written descriptors."""

    field: str
    top: int


@dataclass(frozen=True)
class Declared:
    """Answers that must be given, whatever they say."""

    fields: tuple[str, ...]


Measure = Test | Ladder | Linear | Best | Levels | Declared


@dataclass(frozen=True)
class When:
    """A measure that applies where a test holds."""

    test: Test
    then: Measure


Rule = Measure | When
Check = tuple[Rule, ...]
"""Rules that all apply, each told apart."""


def write(check: Check) -> str:
    """Write a check as `parsing.parse` reads it."""
    return "; ".join(_rule(rule) for rule in check)


def _rule(rule: Rule) -> str:
    if isinstance(rule, When):
        return f"if {_test(rule.test)} then {_measure(rule.then)}"
    return _measure(rule)


def _measure(measure: Measure) -> str:
    if isinstance(measure, Ladder):
        steps = ", ".join(f"{s.operator} {_value(s.value)} -> {_value(s.share)}" for s in measure.steps)
        return f"ladder {measure.field}: {steps}"
    if isinstance(measure, Linear):
        return f"linear {measure.field} from {_value(measure.start)} to {_value(measure.end)}"
    if isinstance(measure, Best):
        return f"{measure.direction} {measure.field}"
    if isinstance(measure, Levels):
        return f"levels {measure.field} of {measure.top}"
    if isinstance(measure, Declared):
        return "declared " + ", ".join(measure.fields)
    return _test(measure)


def _test(test: Test) -> str:
    if isinstance(test, Comparison):
        return f"{test.field} {test.operator} {_value(test.value)}"
    if isinstance(test, Among):
        return f"{test.field} in {{{', '.join(test.words)}}}"
    word = " and " if isinstance(test, All) else " or "
    return word.join(_part(part) for part in test.parts)


def _part(test: Test) -> str:
    return f"({_test(test)})" if isinstance(test, (All, Either)) else _test(test)


def _value(value: Value) -> str:
    if isinstance(value, Variable):
        return f"${value.name}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else repr(int(value)) if value == int(value) else repr(value)


def fields_of(check: Check) -> frozenset[str]:
    """Return the answer fields that a check reads."""
    return frozenset(name for rule in check for name in _fields(rule))


def _fields(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, When):
        return _fields(rule.test) + _fields(rule.then)
    if isinstance(rule, (All, Either)):
        return tuple(name for part in rule.parts for name in _fields(part))
    return rule.fields if isinstance(rule, Declared) else (rule.field,)


def variables_of(check: Check) -> frozenset[str]:
    """Return the buyer's variables that a check reads."""
    return frozenset(name for rule in check for name in _variables(rule))


def _variables(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, When):
        return _variables(rule.test) + _variables(rule.then)
    if isinstance(rule, (All, Either)):
        return tuple(name for part in rule.parts for name in _variables(part))
    values: tuple[Value, ...] = ()
    if isinstance(rule, Comparison):
        values = (rule.value,)
    elif isinstance(rule, Linear):
        values = (rule.start, rule.end)
    return tuple(value.name for value in values if isinstance(value, Variable))


def tests_of(check: Check) -> tuple[Comparison | Among, ...]:
    """Return every comparison of a check."""
    return tuple(found for rule in check for found in _tests(rule))


def _tests(rule: Rule) -> tuple[Comparison | Among, ...]:
    if isinstance(rule, When):
        return _tests(rule.test) + _tests(rule.then)
    if isinstance(rule, (All, Either)):
        return tuple(found for part in rule.parts for found in _tests(part))
    return (rule,) if isinstance(rule, (Comparison, Among)) else ()


def measures_of(check: Check) -> tuple[Measure, ...]:
    """Return the measures of a check, those under a condition too."""
    return tuple(rule.then if isinstance(rule, When) else rule for rule in check)
