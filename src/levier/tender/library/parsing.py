"""Reads the grammar of checks: a small parser that goes down the rules; nothing is evaluated.

check   = rule { ";" rule }
rule    = "if" test "then" measure | measure
measure = ladder | linear | best | levels | declared | test
ladder  = "ladder" field ":" step { "," step }        step = operator number "->" share
linear  = "linear" field "from" limit "to" limit      limit = number | "$" name
best    = ( "lowest" | "highest" ) field
levels  = "levels" field "of" number
declared = "declared" field { "," field }
test    = all { "or" all }      all = atom { "and" atom }
atom    = "(" test ")" | field operator value | field "in" "{" word { "," word } "}"
value   = number | "yes" | "no" | word | "$" name
"""

from __future__ import annotations

import re
from typing import NoReturn

from levier.tender.library.check import (
    All,
    Among,
    Best,
    Check,
    Comparison,
    Declared,
    Either,
    Ladder,
    Levels,
    Linear,
    Measure,
    Operator,
    Rule,
    Step,
    Test,
    Value,
    Variable,
    When,
)
from levier.wording.errors import BadFact
from levier.wording.text import Text, say

LONGEST = 1_000
"""Characters of a check."""
DEEPEST = 10
"""Parentheses within one another."""
KEYWORDS = frozenset({"if", "then", "and", "or", "in", "ladder", "linear", "from", "to", "lowest", "highest"}) | {
    *("levels", "of", "declared", "yes", "no")
}
_TOKEN = re.compile(r"\s*(->|<=|>=|==|!=|<|>|[;:,(){}]|\$?[A-Za-z_][A-Za-z0-9_]*|-?\d+(?:\.\d+)?)")
_OPERATORS: dict[str, Operator] = {"<=": "<=", ">=": ">=", "==": "==", "!=": "!=", "<": "<", ">": ">"}


def parse(text: str) -> Check:
    """Read a check; raises `BadFact` where it breaks the grammar."""
    return _Parser(text).check()


def _tokens(text: str) -> list[str]:
    if len(text) > LONGEST:
        raise _refusal(text[:40] + "…", say("a check of {n} characters at most", n=LONGEST))
    found, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if match is None:
            raise _refusal(text[position:].strip()[:40], say("names, numbers and the signs of the grammar"))
        found.append(match[1])
        position = match.end()
    return found


def _refusal(found: str, expected: Text) -> BadFact:
    return BadFact(
        say("A check cannot be read."),
        expected=expected,
        found=found,
        mend=say("Follow the grammar of docs/criteria.md."),
    )


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens, self.at, self.depth = _tokens(text), 0, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        if wanted and token not in wanted:
            self.refuse(" | ".join(wanted))
        self.at += 1
        return token

    def refuse(self, expected: str) -> NoReturn:
        before = " ".join(self.tokens[max(0, self.at - 4) : self.at])
        raise BadFact(
            say("A check cannot be read."),
            expected=say("{words} after “{before}”", words=expected, before=before),
            found=self.peek() or "…",
            mend=say("Follow the grammar of docs/criteria.md."),
        )

    def check(self) -> Check:
        rules = [self.rule()]
        while self.peek() == ";":
            self.take()
            rules.append(self.rule())
        if self.peek():
            self.refuse("; | and | or")
        return tuple(rules)

    def rule(self) -> Rule:
        if self.peek() != "if":
            return self.measure()
        self.take()
        test = self.test()
        self.take("then")
        return When(test, self.measure())

    def measure(self) -> Measure:
        word = self.peek()
        if word == "ladder":
            return self.ladder()
        if word == "linear":
            return self.linear()
        if word in ("lowest", "highest"):
            direction = self.take()
            return Best("lowest" if direction == "lowest" else "highest", self.name())
        if word == "levels":
            return self.levels()
        if word == "declared":
            self.take()
            return Declared(self.listed())
        return self.test()

    def ladder(self) -> Ladder:
        self.take("ladder")
        field = self.name()
        self.take(":")
        steps = [self.step()]
        while self.peek() == ",":
            self.take()
            steps.append(self.step())
        return Ladder(field, tuple(steps))

    def step(self) -> Step:
        operator = self.operator()
        value = self.number()
        self.take("->")
        share = self.number()
        if not 0 <= share <= 1:
            self.at -= 1
            self.refuse("0 … 1")
        return Step(operator, value, share)

    def linear(self) -> Linear:
        self.take("linear")
        field = self.name()
        self.take("from")
        start = self.limit()
        self.take("to")
        return Linear(field, start, self.limit())

    def levels(self) -> Levels:
        self.take("levels")
        field = self.name()
        self.take("of")
        top = self.number()
        if top != int(top) or top < 1:
            self.at -= 1
            self.refuse("1, 2, 3, …")
        return Levels(field, int(top))

    def test(self) -> Test:
        parts = [self.all()]
        while self.peek() == "or":
            self.take()
            parts.append(self.all())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def all(self) -> Test:
        parts = [self.atom()]
        while self.peek() == "and":
            self.take()
            parts.append(self.atom())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def atom(self) -> Test:
        if self.peek() == "(":
            return self.bracketed()
        field = self.name()
        if self.peek() != "in":
            return Comparison(field, self.operator(), self.value())
        self.take()
        self.take("{")
        words = self.listed()
        self.take("}")
        return Among(field, words)

    def bracketed(self) -> Test:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"{DEEPEST} × ( )")
        self.take("(")
        test = self.test()
        self.take(")")
        self.depth -= 1
        return test

    def listed(self) -> tuple[str, ...]:
        words = [self.name()]
        while self.peek() == ",":
            self.take()
            words.append(self.name())
        return tuple(words)

    def name(self) -> str:
        token = self.peek()
        if not re.fullmatch(r"[A-Za-z_]\w*", token) or token in KEYWORDS:
            self.refuse("…")
        return self.take()

    def operator(self) -> Operator:
        token = self.peek()
        if token not in _OPERATORS:
            self.refuse(" | ".join(_OPERATORS))
        return _OPERATORS[self.take()]

    def number(self) -> float:
        if not re.fullmatch(r"-?\d+(?:\.\d+)?", self.peek()):
            self.refuse("12.5")
        return float(self.take())

    def limit(self) -> float | Variable:
        return Variable(self.take()[1:]) if self.peek().startswith("$") else self.number()

    def value(self) -> Value:
        token = self.peek()
        if token.startswith("$"):
            return Variable(self.take()[1:])
        if token in ("yes", "no"):
            return self.take() == "yes"
        return self.name() if re.match(r"[A-Za-z_]", token) else self.number()
