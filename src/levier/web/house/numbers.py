"""Numbers in forms, read as people write them."""

from __future__ import annotations

from typing import Any

import polars as pl
from django import forms

from levier.estate.reading.numbers import read_numbers
from levier.web.house.words import told
from levier.wording.text import say

LONGEST = 40
"""Letters of a number."""


class NumberField(forms.Field):
    """A number as people write it: a comma or a point, spaces of any kind, a percent or euro sign behind it."""

    def __init__(self, *, low: float | None = None, high: float | None = None, **more: Any) -> None:
        self.low, self.high = low, high
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "maxlength": LONGEST}))
        super().__init__(**more)

    def to_python(self, value: object) -> Any:
        """Return a float, None where nothing was typed."""
        text = str(value or "").strip().removesuffix("%").strip()
        if not text:
            return None
        number = None if len(text) > LONGEST else read_numbers(pl.Series([text]))[0]
        if number is None:
            raise forms.ValidationError(told(say("“{text}” is not a number.", text=text[:LONGEST])))
        if self.low is not None and number < self.low:
            raise forms.ValidationError(told(say("The least is {n}.", n=self.low)))
        if self.high is not None and number > self.high:
            raise forms.ValidationError(told(say("The most is {n}.", n=self.high)))
        return number
