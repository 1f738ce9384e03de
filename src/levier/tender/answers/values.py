"""One typed value: a number, a date or a choice as people write it, or what is wrong with it."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from typing import NamedTuple

import polars as pl

from levier.estate.reading.numbers import read_numbers
from levier.quantity.units import convert
from levier.tender.answers.facts import Unit, units
from levier.tender.answers.form import AnswerForm, Field, Kind
from levier.tender.answers.layout import choice_shown, expected
from levier.wording.errors import BadFact
from levier.wording.text import LANGUAGES, Text, say

Value = float | str | date
_NUMBER = re.compile(r"^\s*([+-]?[\d\s\u00a0\u202f\u2009.,']*\d)\s*(.*?)\s*$", re.DOTALL)
LONGEST_TEXT = 5_000
"""Letters of one free answer; what is longer belongs in a document of the offer."""


class Read(NamedTuple):
    """What a cell holds once read: a value, or what is wrong; `remark` tells what was understood on the way."""

    value: Value | None = None
    wrong: Text | None = None
    remark: Text | None = None


def read_value(form: AnswerForm, field: Field, raw: object) -> Read:
    """Read the content of a cell (a number, text or date of a spreadsheet) as its field asks."""
    if type(raw) is float and field.numeric:  # most answers of most workbooks
        return _bounded(field, raw)
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return Read()
    if isinstance(raw, str) and raw.startswith("#"):
        return Read(wrong=say("The spreadsheet shows an error instead of a value."))
    if field.numeric:
        return _number(field, raw)
    if field.kind is Kind.CHOICE:
        return _choice(form, field, raw)
    if field.kind is Kind.DATE:
        return _date(raw)
    return _text(raw)


def _text(raw: object) -> Read:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).strip()
    if len(text) > LONGEST_TEXT:
        return Read(wrong=say("The text is longer than {n} letters.", n=LONGEST_TEXT))
    return Read(text)


def _choice(form: AnswerForm, field: Field, raw: object) -> Read:
    said = _plain("yes" if raw is True else "no" if raw is False else str(raw))
    for choice in field.choices:
        names = {choice.code, choice_shown(form, choice.label), *(choice.label.in_(lang) for lang in LANGUAGES)}
        if said in {_plain(name) for name in names}:
            return Read(choice.code)
    listed = ", ".join(choice_shown(form, choice.label) for choice in field.choices)
    return Read(wrong=say("“{text}” is none of the choices: {choices}.", text=str(raw)[:60], choices=listed))


def _plain(text: str) -> str:
    return " ".join(text.lower().split())


def _date(raw: object) -> Read:
    if isinstance(raw, datetime):
        return Read(raw.date())
    if isinstance(raw, date):
        return Read(raw)
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            return Read(datetime.strptime(str(raw).strip(), pattern).date())  # noqa: DTZ007  # a day, no instant
        except ValueError:
            continue
    return Read(wrong=say("“{text}” is no date, such as 2026-12-31.", text=str(raw)[:60]))


def _number(field: Field, raw: object) -> Read:
    if isinstance(raw, (bool, date)):
        return Read(wrong=say("A number is expected; the cell holds “{text}”.", text=str(raw)[:60]))
    if isinstance(raw, (int, float)):
        return _bounded(field, float(raw))
    found = _NUMBER.match(str(raw))
    value = read_numbers(pl.Series([found.group(1)]))[0] if found else None
    if found is None or value is None:
        return Read(wrong=say("A number is expected; the cell holds “{text}”.", text=str(raw)[:60]))
    told = _plain(found.group(2))
    if field.unit == "share" and told in units()["share"].words:
        return _bounded(field, value / 100)
    if told and told not in units().get(field.unit, units()["unit"]).words:
        return Read(wrong=_other_unit(field, value, told))
    remark = say("“{text}” was read as {value}.", text=str(raw)[:60], value=value)
    read = _bounded(field, value)
    return read if read.wrong else Read(read.value, remark=remark)


def _other_unit(field: Field, value: float, told: str) -> Text:
    """Say that another unit was written, and the same value in the unit that is asked where it converts."""
    asked = units().get(field.unit)
    if asked is None:
        return say("“{text}” was written after the number; nothing is expected there.", text=told[:30])
    for unit in units().values():
        if told in unit.words and (same := _converted(value, unit, asked)) is not None:
            return say(
                "The answer is in {found}, {unit} are expected: would that be {value}?",
                found=unit.label,
                unit=asked.label,
                value=same,
            )
    return say("“{text}” is not the unit that is expected: {unit}.", text=told[:30], unit=asked.label)


def _converted(value: float, unit: Unit, asked: Unit) -> float | None:
    if not unit.converts or not asked.converts:
        return None
    try:
        return convert(value, unit.converts, asked.converts)
    except BadFact:  # of another dimension, such as kilograms for years
        return None


def _bounded(field: Field, value: float) -> Read:
    if not math.isfinite(value):
        return Read(wrong=say("A number is expected."))
    if field.kind is Kind.COUNT and value != int(value):
        return Read(wrong=say("A whole number is expected; the cell holds {value}.", value=value))
    if (field.low is not None and value < field.low) or (field.high is not None and value > field.high):
        return Read(
            wrong=say(
                "{value} is outside what is expected: {text}.", value=_as_written(field, value), text=expected(field)
            )
        )
    return Read(value)


def _as_written(field: Field, value: float) -> str | float:
    return f"{value * 100:g}\u00a0%" if field.kind is Kind.SHARE else value
