"""Whether a check agrees with the answers and variables that it names: known names, comparable types, one unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from levier.tender.library.check import (
    Among,
    Best,
    Check,
    Comparison,
    Ladder,
    Levels,
    Linear,
    Variable,
    fields_of,
    measures_of,
    tests_of,
    variables_of,
)
from levier.tender.library.model import NUMERIC, AnswerField, Type, VariableFact
from levier.wording.text import Text, say

ORDERED = frozenset({"<", "<=", ">", ">="})


def disagreement(check: Check, fields: Sequence[AnswerField], variables: Sequence[VariableFact]) -> Text | None:
    """Return the first thing that does not agree, None where all does."""
    answers, chosen = {f.id: f for f in fields}, {v.id: v for v in variables}
    if unknown := sorted(fields_of(check) - set(answers)) or sorted(variables_of(check) - set(chosen)):
        return say("a field or variable of the criterion instead of {name}", name=unknown[0])
    return next(_faults(check, answers, chosen), None)


def _faults(check: Check, answers: dict[str, AnswerField], chosen: dict[str, VariableFact]) -> Iterator[Text]:
    for test in tests_of(check):
        yield from _of_test(test, answers[test.field], chosen)
    for measure in measures_of(check):
        if isinstance(measure, (Ladder, Linear, Best, Levels)) and answers[measure.field].type not in NUMERIC:
            yield say("a number for {field}", field=measure.field)
        if isinstance(measure, Ladder) and [s.share for s in measure.steps] != sorted(
            (s.share for s in measure.steps), reverse=True
        ):
            yield say("the steps of {field} from the most to the fewest points", field=measure.field)
        if isinstance(measure, Linear):
            yield from _of_limits(measure, answers[measure.field], chosen)


def _of_test(test: Comparison | Among, field: AnswerField, chosen: dict[str, VariableFact]) -> Iterator[Text]:
    if isinstance(test, Among):
        if set(test.words) - set(field.choices):
            yield say("words among the choices of {field}", field=field.id)
        return
    value = test.value
    numeric = field.type in NUMERIC
    if test.operator in ORDERED and not numeric:
        yield say("a number for {field}", field=field.id)
    if isinstance(value, Variable):
        yield from _same(field, chosen[value.name])
    elif isinstance(value, bool):
        if field.type is not Type.YES_NO:
            yield say("yes or no for {field}", field=field.id)
    elif isinstance(value, str):
        if value not in field.choices:
            yield say("words among the choices of {field}", field=field.id)
    elif not numeric:
        yield say("a number for {field}", field=field.id)


def _of_limits(measure: Linear, field: AnswerField, chosen: dict[str, VariableFact]) -> Iterator[Text]:
    for limit in (measure.start, measure.end):
        if isinstance(limit, Variable):
            yield from _same(field, chosen[limit.name])
    if measure.start == measure.end:
        yield say("two different limits for {field}", field=field.id)


def _same(field: AnswerField, variable: VariableFact) -> Iterator[Text]:
    numeric = field.type in NUMERIC
    if numeric is not (variable.type in NUMERIC) or field.unit != variable.unit:
        yield say("one type and unit for {field} and {variable}", field=field.id, variable=variable.id)
