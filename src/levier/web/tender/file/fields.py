"""A field of a page for each shape of the layout: how it is asked, how a kept value is typed, what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from levier.tender.shapes import Choice, Day, Either, Flag, Many, Number, Shape, Words
from levier.web.estate.bridge.known import category_label, category_named, facts
from levier.web.house.numbers import NumberField
from levier.web.house.words import language, later, told
from levier.web.tender.file.labels import LANGUAGES, words_of
from levier.web.tender.findings import library
from levier.wording.text import Text, say

NOT_TOLD = ("", later(say("not told")))
YES_NO = [NOT_TOLD, ("true", later(say("yes"))), ("false", later(say("no")))]
LONGEST_WORDS, LONGEST_TEXT = 1_000, 20_000
EVERYWHERE = "transverse"
"""The segment that every need touches: nobody is asked for it."""
CATEGORIES = "categories"
"""Id of the list that a page offers while one types a category."""


class Whole(NumberField):
    """A number without decimals."""

    def to_python(self, value: object) -> Any:
        """Return an int, None where nothing was typed."""
        number = super().to_python(value)
        if number is None:
            return None
        if number != int(number):
            raise forms.ValidationError(told(say("A whole number is expected, such as 12.")))
        return int(number)

    def prepare_value(self, value: Any) -> Any:
        """Write a kept number as it is typed."""
        return typed_number(value)


class Decimals(NumberField):
    """A number with decimals."""

    def prepare_value(self, value: Any) -> Any:
        """Write a kept number as it is typed."""
        return typed_number(value)


class Percent(NumberField):
    """A share, typed as a percentage and kept from 0 to 1."""

    def to_python(self, value: object) -> Any:
        """Return a share, None where nothing was typed."""
        number = super().to_python(value)
        return None if number is None else float(Decimal(str(number)) / 100)

    def prepare_value(self, value: Any) -> Any:
        """Write a kept share as a percentage."""
        return typed_number(float(Decimal(str(value)) * 100)) if isinstance(value, (int, float)) else value


class YesNo(forms.ChoiceField):
    """Yes, no, or not told: what was not said is no “no”."""

    def __init__(self, **more: Any) -> None:
        super().__init__(choices=YES_NO, **more)

    def clean(self, value: Any) -> Any:
        """Return a truth, None where nothing was told."""
        found = super().clean(value)
        return None if found in ("", None) else found == "true"

    def prepare_value(self, value: Any) -> Any:
        """Write a kept truth as its choice."""
        return {True: "true", False: "false"}.get(value, value) if isinstance(value, bool) else value


class Lines(forms.CharField):
    """Several short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """Return the lines that say something."""
        return [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        """Write kept texts one a line."""
        return "\n".join(value) if isinstance(value, list) else value


class Category(forms.CharField):
    """A category of the catalogue, by its name; kept as its code."""

    widget = forms.TextInput(attrs={"list": CATEGORIES, "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """Return the code of a category, None where nothing was typed."""
        text = (super().clean(value) or "").strip()
        if not text:
            return None
        found = category_named(text, language())
        if found is None:
            raise forms.ValidationError(
                told(say("“{text}” is no category of the list: begin to type, and choose one.", text=text[:80]))
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        """Write a kept code as its name; what is no code is as it was typed."""
        known = value in facts().categories if isinstance(value, str) else False
        label = category_label(value) if known else None
        return told(label) if label else value


def typed_number(value: Any) -> Any:
    """Write a number as people type it in the language of the page; what is no number stays as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    written = format(Decimal(str(value)).normalize(), "f")
    return written.replace(".", ",") if language() == "fr" else written


def segments_field(**more: Any) -> forms.Field:
    """Return the field that asks which segments of the library are touched."""
    terms = {id_: term.label for (kind, id_), term in library().terms.items() if kind == "segment"}
    choices = _choices({id_: text for id_, text in terms.items() if id_ != EVERYWHERE})
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **more)


def field_of(shape: Shape, *, public: bool, long: bool, category: bool, **more: Any) -> forms.Field:
    """Return the field of a page that asks for a value of this shape."""
    told_of: dict[str, Any] = {"required": False, **more}
    if category:
        return Category(max_length=80, **told_of)
    if isinstance(shape, Choice):
        words = words_of(shape.kind, public=public)
        return forms.ChoiceField(choices=[NOT_TOLD, *_choices(words)], **told_of)
    if isinstance(shape, Either):
        return forms.ChoiceField(choices=_choices(LANGUAGES), **told_of)
    if isinstance(shape, Many):
        return _several(shape, public=public, **told_of)
    made = FIELDS[type(shape)]
    return made(shape, long, told_of)


def _several(shape: Many, *, public: bool, **more: Any) -> forms.Field:
    if isinstance(shape.of, Choice):
        choices = _choices(words_of(shape.of.kind, public=public))
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)
    return Lines(max_length=LONGEST_TEXT, **more)


def _words(_: Shape, long: bool, more: Mapping[str, Any]) -> forms.Field:
    if long:
        return forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}), **more)
    return forms.CharField(max_length=LONGEST_WORDS, **more)


def _number(shape: Any, _: bool, more: Mapping[str, Any]) -> forms.Field:
    if shape.high == 1 and not shape.whole:
        return Percent(low=0, high=100, **more)
    kind = Whole if shape.whole else Decimals
    return kind(low=shape.low, high=shape.high, **more)


def _day(_: Shape, __: bool, more: Mapping[str, Any]) -> forms.Field:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _flag(_: Shape, __: bool, more: Mapping[str, Any]) -> forms.Field:
    return YesNo(**more)


FIELDS: Mapping[type, Callable[[Any, bool, Mapping[str, Any]], forms.Field]] = {
    Words: _words,
    Number: _number,
    Day: _day,
    Flag: _flag,
}


def _choices(words: Mapping[str, Text]) -> list[tuple[str, Any]]:
    return [(code, later(text)) for code, text in words.items()]
