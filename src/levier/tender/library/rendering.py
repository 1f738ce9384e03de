"""A clause as a buyer pastes it: the values chosen in their places, those not chosen told as such."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from levier.tender.library.model import NUMERIC, Criterion, Type, VariableFact
from levier.wording.errors import BadOption
from levier.wording.numbers import write_count, write_date, write_number, write_share
from levier.wording.text import Text, label, say

Chosen = float | str


@dataclass(frozen=True)
class Written:
    """The texts of a criterion with its values; `to_choose` are the variables that nobody chose."""

    clause: Text | None
    verification: Text | None
    scoring: Text | None
    penalty: Text | None
    values: Mapping[str, Chosen]
    to_choose: tuple[str, ...]


def write(criterion: Criterion, chosen: Mapping[str, Chosen] | None = None) -> Written:
    """Put values into the texts; a variable that is not chosen takes its default, else its place stays to be filled.

    Raises `BadOption` for a variable that is not there or a value outside its bounds.
    """
    values = values_of(criterion, chosen or {})
    places = {v.id: _told(v, values.get(v.id)) for v in criterion.variables}
    return Written(
        clause=_filled(criterion.clause, places),
        verification=_filled(criterion.verification, places),
        scoring=_filled(criterion.scoring, places),
        penalty=_filled(criterion.penalty, places),
        values=values,
        to_choose=tuple(v.id for v in criterion.variables if v.id not in values),
    )


def values_of(criterion: Criterion, chosen: Mapping[str, Chosen]) -> dict[str, Chosen]:
    """Return the values chosen, and the defaults of the others that have one."""
    known = {v.id: v for v in criterion.variables}
    if unknown := sorted(set(chosen) - set(known)):
        raise BadOption(
            say("{criterion} has no variable called {name}.", criterion=criterion.id, name=unknown[0]),
            expected=say("one of: {words}", words=", ".join(known) or "-"),
            found=unknown[0],
        )
    for name, value in chosen.items():
        _check(known[name], value)
    defaults = {v.id: v.default for v in criterion.variables if v.default is not None}
    return defaults | dict(chosen)


def _check(variable: VariableFact, value: Chosen) -> None:
    bounds = (variable.low, variable.high)
    if variable.type in NUMERIC:
        wrong = isinstance(value, str) or not _within(value, *bounds)
    elif variable.type is Type.CHOICE:
        wrong = value not in variable.choices
    else:
        wrong = not isinstance(value, str) or not value.strip()
    if wrong:
        raise BadOption(
            say("This value cannot stand in {name}.", name=variable.id),
            expected=_expected(variable),
            found=str(value),
            mend=say("Choose another value."),
        )


def _within(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _expected(variable: VariableFact) -> Text:
    if variable.type is Type.CHOICE:
        return say("one of: {words}", words=", ".join(variable.choices))
    if variable.type not in NUMERIC:
        return say("a text")
    low, high = variable.low, variable.high
    if low is not None and high is not None:
        return say("a number from {low} to {high}", low=low, high=high)
    return say("a number of {low} or more", low=low) if low is not None else say("a number")


def _filled(text: Text | None, places: Mapping[str, Text]) -> Text | None:
    return None if text is None else Text(text.message, places, fr=text.fr)


def _told(variable: VariableFact, value: Chosen | None) -> Text:
    if value is None:
        return say("[to be filled in: {what}]", what=variable.label)
    if isinstance(value, str):
        return _of_text(variable, value)
    if variable.type is Type.SHARE:
        return label(_share(value, "fr"), _share(value, "en"))
    if variable.type is Type.MONEY:
        return label(f"{write_count(value, 'fr')}\u00a0€", f"€{write_count(value, 'en')}")
    return label(_number(value, "fr"), _number(value, "en"))


def _of_text(variable: VariableFact, value: str) -> Text:
    if variable.type is Type.DATE:
        day = date.fromisoformat(value)
        return label(write_date(day, "fr"), write_date(day, "en"))
    return label(value, value)


def _share(value: float, lang: str) -> str:
    return write_share(value, lang, 0 if round(value, 2) == value else 1)


def _number(value: float, lang: str) -> str:
    return write_count(value, lang) if value == int(value) else write_number(value, lang, 6)
