"""Writes a `tender.yaml` to be filled in: every name it may hold, what it is for, and the words it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import yaml

from levier.tender.layout import PUBLIC_ONLY, TENDER
from levier.tender.model import PRIVATE_KINDS, SCHEMA, BuyerKind
from levier.tender.shapes import Choice, Either, Field, Many, Pairs, Record, Shape
from levier.wording.text import Language, Text, say

STEP = "  "


def template(kind: BuyerKind, lang: Language, questions: Sequence[Text]) -> str:
    """Write the template for a kind of buyer; `questions` are those of sobriety, which come first in the need."""
    private = kind in PRIVATE_KINDS
    left_out = PUBLIC_ONLY if private else frozenset({"private"})
    given = {
        "title": say("What is bought, in one line").in_(lang),
        "buyer.kind": kind.value,
        "nature": "supplies",
        "language": lang,
        "procedure": "consultation" if private else "",
    }
    head = [
        say("A tender of Levier. Fill in what is known; what is left empty counts as not told."),
        say("Check it with: levier tender check tender.yaml"),
    ]
    lines = [f"# {text.in_(lang)}" for text in head] + [f"schema: {SCHEMA}"]
    for field in TENDER.fields:
        if field.name not in left_out:
            lines += ["", *_comment(field, lang, ""), *_field(field, lang, "", field.name, given, questions)]
    return "\n".join(lines) + "\n"


def _comment(field: Field, lang: Language, indent: str) -> list[str]:
    words = _words(field.shape)
    told = field.help.in_(lang)
    return [f"{indent}# {told}"] + ([f"{indent}# {words}"] if words else [])


def _words(shape: Shape) -> str:
    if isinstance(shape, Many):
        return _words(shape.of)
    if isinstance(shape, Choice):
        return " | ".join(v.value for v in shape.kind)
    return " | ".join(shape.words) if isinstance(shape, Either) else ""


def _field(
    field: Field, lang: Language, indent: str, path: str, given: dict[str, str], questions: Sequence[Text]
) -> Iterator[str]:
    if path == "need.sobriety":
        yield f"{indent}sobriety:"
        yield from _asked(questions, lang, indent + STEP)
    elif isinstance(field.shape, Record):
        yield f"{indent}{field.name}:"
        inner = field.shape.fields
        if any(f.required for f in inner) and f"{path}.{_first(inner)}" not in given:
            yield from _example(inner, lang, f"{indent}# ", lead=STEP)
            return
        for f in inner:
            yield from _comment(f, lang, indent + STEP)
            yield from _field(f, lang, indent + STEP, f"{path}.{f.name}", given, questions)
    elif isinstance(field.shape, Many) and isinstance(field.shape.of, Record):
        yield f"{indent}{field.name}:"
        yield from _example(field.shape.of.fields, lang, f"{indent}# ", lead=f"{STEP}- ")
    else:
        value = given.get(path, "")
        yield f"{indent}{field.name}: {_scalar(value)}".rstrip()


def _first(fields: Sequence[Field]) -> str:
    return next(f.name for f in fields if f.required)


def _scalar(value: str) -> str:
    return yaml.safe_dump(value, allow_unicode=True, width=1000).splitlines()[0] if value else ""


def _asked(questions: Sequence[Text], lang: Language, indent: str) -> Iterator[str]:
    for question in questions:
        yield f"{indent}- question: {_scalar(question.in_(lang))}"
        yield f"{indent}{STEP}answer:"
        yield f"{indent}{STEP}units_avoided:"


def _example(fields: Sequence[Field], lang: Language, indent: str, *, lead: str) -> Iterator[str]:
    """Write a record behind the sign of a comment: take the sign away to fill it in."""
    for position, field in enumerate(fields):
        start = lead if position == 0 else " " * len(lead)
        shown = _words(field.shape) or field.help.in_(lang)
        empty = "{}" if isinstance(field.shape, Pairs) else "[]" if isinstance(field.shape, Many) else ""
        yield f"{indent}{start}{field.name}: {empty}".rstrip() + f"  # {shown}"
