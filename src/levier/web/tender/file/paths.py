"""Paths in the document of a tender, such as `lots[2].title`: what each is called, what differs at them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from levier.tender.layout import TENDER
from levier.tender.shapes import Choice, Day, Either, Field, Flag, Many, Number, Record, Shape
from levier.web.estate.bridge.known import category_label
from levier.web.house.meanwhile import Both, both_texts
from levier.web.house.words import language, told
from levier.web.tender.file.labels import LANGUAGES, WORDS, words_of
from levier.wording.numbers import write_date, write_number
from levier.wording.text import Text, say

STEP = re.compile(r"([^.\[\]]+)(?:\[(\d+)\])?")
NOTHING = "–"


def field_at(path: str) -> Field:
    """Return the field of the layout at a path without numbers, such as `need.quantities.units`; KeyError for none."""
    found, record = None, TENDER
    for name in path.split("."):
        if record is None:
            raise KeyError(path)
        found = {field.name: field for field in record.fields}[name]
        record = record_of(found.shape)  # type: ignore[assignment]  # None ends the walk
    assert found is not None
    return found


def record_of(shape: Shape) -> Record | None:
    """Return the record that a shape is, or is a list of."""
    inner = shape.of if isinstance(shape, Many) else shape
    return inner if isinstance(inner, Record) else None


def named(path: str) -> str:
    """Tell what stands at a path such as `need.quantities[2].units`, as people read it."""
    parts: list[str] = []
    steps: list[str] = []
    for name, number in STEP.findall(path):
        steps.append(name)
        try:
            help_ = bare(field_at(".".join(steps)).help)
        except KeyError:
            return ", ".join([*parts, name])
        if number:
            parts.append(told(say("{list} {n}", list=help_, n=number)))
        elif len(steps) == len(STEP.findall(path)):
            parts.append(help_)
    return " – ".join(parts) or path


def bare(text: Text) -> str:
    """Write the help of a layout without its full stop: as a label."""
    return told(text).removesuffix(".").removesuffix(":")


def differences(before: Mapping[str, Any], after: Mapping[str, Any], *, public: bool) -> list[Both]:
    """Return what differs between two documents, each with both texts, in the order of the layout."""
    was, now = dict(_leaves(before, TENDER, "", public)), dict(_leaves(after, TENDER, "", public))
    keys = [*was, *(key for key in now if key not in was)]
    order = {field.name: at for at, field in enumerate(TENDER.fields)}
    keys.sort(key=lambda key: order.get(STEP.findall(key)[0][0], len(order)))
    return both_texts((named(key), was.get(key, NOTHING), now.get(key, NOTHING)) for key in keys)


def _leaves(value: Any, shape: Shape | None, path: str, public: bool) -> Iterator[tuple[str, str]]:
    """Yield the path and the words of each value that is told."""
    if isinstance(value, Mapping):
        fields = {field.name: field.shape for field in shape.fields} if isinstance(shape, Record) else {}
        for name, inner in value.items():
            yield from _leaves(inner, fields.get(name), f"{path}.{name}" if path else str(name), public)
    elif isinstance(value, list) and any(isinstance(inner, Mapping) for inner in value):
        for number, inner in enumerate(value, start=1):
            yield from _leaves(inner, shape.of if isinstance(shape, Many) else None, f"{path}[{number}]", public)
    elif isinstance(value, list):
        of = shape.of if isinstance(shape, Many) else None
        yield path, ", ".join(_written(inner, of, path, public) for inner in value)
    else:
        yield path, _written(value, shape, path, public)


def _written(value: Any, shape: Shape | None, path: str, public: bool) -> str:  # one a shape
    """Write one value as people read it."""
    if isinstance(value, bool):
        return told(say("yes") if value else say("no"))
    if isinstance(shape, Choice):
        return _word(shape.kind, str(value), public)
    if isinstance(shape, Either):
        return told(LANGUAGES[value]) if value in LANGUAGES else str(value)
    if path.endswith(".category") and (label := _category(value)):
        return label
    if isinstance(value, (int, float)) and isinstance(shape, Number) and shape.high == 1:
        return told(say("{n}%", n=round(value * 100, 6)))
    if isinstance(value, (int, float)) and not isinstance(shape, Flag):
        return write_number(float(value), language(), 12)
    if isinstance(shape, Day):
        return write_date(date.fromisoformat(str(value)), language())
    return str(value)


def _word(kind: type[StrEnum], code: str, public: bool) -> str:
    if kind not in WORDS:
        return code
    found = words_of(kind, public=public).get(code) or WORDS[kind].get(code)
    return told(found) if found else code


def _category(value: Any) -> str:
    try:
        label = category_label(str(value))
    except KeyError:
        return ""
    return told(label) if label else ""
