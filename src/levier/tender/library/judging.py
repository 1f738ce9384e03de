"""What a check says of the answers: met, not met, not answered, not applicable, or to be compared with other bids.

An answer that was not given is never taken for no, nor for zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

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
    Test,
    Value,
    Variable,
    When,
    fields_of,
    write,
)

Answer = float | bool | str | None


class Verdict(StrEnum):
    """What a rule says of an answer."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_ANSWERED = "not_answered"
    NOT_APPLICABLE = "not_applicable"
    COMPARED = "compared"
    """It takes the other bids to tell."""


@dataclass(frozen=True)
class Outcome:
    """The verdict of one rule; `share` of the points, 0 to 1, where the rule gives points; `missing` answers."""

    rule: str
    verdict: Verdict
    share: float | None = None
    missing: tuple[str, ...] = ()


def judge(check: Check, answers: Mapping[str, Answer], variables: Mapping[str, float | bool | str]) -> list[Outcome]:
    """Judge answers, rule by rule; raises `KeyError` for a variable that the buyer did not choose."""
    return [_outcome(rule, answers, variables) for rule in check]


def _outcome(rule: Rule, answers: Mapping[str, Answer], chosen: Mapping[str, float | bool | str]) -> Outcome:
    told = write((rule,))
    measure: Measure
    if isinstance(rule, When):
        applies = _holds(rule.test, answers, chosen)
        if applies is None:
            return Outcome(told, Verdict.NOT_ANSWERED, missing=_missing((rule.test,), answers))
        if not applies:
            return Outcome(told, Verdict.NOT_APPLICABLE)
        measure = rule.then
    else:
        measure = rule
    if isinstance(measure, (Comparison, Among, All, Either)):
        holds = _holds(measure, answers, chosen)
        if holds is not None:
            return Outcome(told, Verdict.MET if holds else Verdict.NOT_MET)
    elif not _missing((measure,), answers):
        return _measured(told, measure, answers, chosen)
    return Outcome(told, Verdict.NOT_ANSWERED, missing=_missing((measure,), answers))


def _measured(
    told: str,
    measure: Ladder | Linear | Best | Levels | Declared,
    answers: Mapping[str, Answer],
    chosen: Mapping[str, float | bool | str],
) -> Outcome:
    if isinstance(measure, Best):
        return Outcome(told, Verdict.COMPARED)
    if isinstance(measure, Declared):
        return Outcome(told, Verdict.MET)
    value = _number(answers[measure.field])
    if isinstance(measure, Ladder):
        share = next((s.share for s in measure.steps if _compare(value, s.operator, s.value)), 0.0)
    elif isinstance(measure, Levels):
        share = value / measure.top
    else:
        start, end = _number(_chosen(measure.start, chosen)), _number(_chosen(measure.end, chosen))
        share = (value - start) / (end - start)
    return Outcome(told, Verdict.MET, share=min(1.0, max(0.0, share)))


def _holds(test: Test, answers: Mapping[str, Answer], chosen: Mapping[str, float | bool | str]) -> bool | None:
    """Tell whether a test holds; None where an answer that would decide it is missing."""
    if isinstance(test, (All, Either)):
        return _together([_holds(part, answers, chosen) for part in test.parts], decides=isinstance(test, Either))
    answer = answers.get(test.field)
    if answer is None:
        return None
    if isinstance(test, Among):
        return answer in test.words
    return _compare(answer, test.operator, _chosen(test.value, chosen))


def _together(found: Sequence[bool | None], *, decides: bool) -> bool | None:
    if decides in found:
        return decides
    return None if None in found else not decides


def _compare(answer: float | bool | str, operator: Operator, value: float | bool | str) -> bool:
    if operator in ("==", "!="):
        return (answer == value) is (operator == "==")
    left, right = _number(answer), _number(value)
    if operator == "<=":
        return left <= right
    if operator == ">=":
        return left >= right
    return left < right if operator == "<" else left > right


def _number(value: Answer) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no number")  # the loader lets only numbers be ordered
    return float(value)


def _chosen(value: Value, chosen: Mapping[str, float | bool | str]) -> float | bool | str:
    return chosen[value.name] if isinstance(value, Variable) else value


def _missing(rules: Sequence[Rule], answers: Mapping[str, Answer]) -> tuple[str, ...]:
    return tuple(sorted(name for name in fields_of(tuple(rules)) if answers.get(name) is None))
