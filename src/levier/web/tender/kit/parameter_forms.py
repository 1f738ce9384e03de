"""The form of the parameters that are locked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from levier.web.house.meanwhile import Editing, Values
from levier.web.house.numbers import NumberField
from levier.web.house.words import told
from levier.web.tender.kit.award_forms import written
from levier.web.tender.kit.parameters import LONGEST_SOURCE, Line, label_of
from levier.wording.text import say


class ParametersForm(Editing, forms.Form):
    """A value and where it comes from, for each parameter."""

    def __init__(self, lines: Sequence[Line], now: Values, *args: Any, **kwargs: Any) -> None:
        self.lines = lines
        first = {n: written(v) if isinstance(v, (int, float)) else v for n, v in now.items()}
        super().__init__(*args, initial=first, **kwargs)
        for number, line in enumerate(lines):
            name = label_of(line)
            value = NumberField(required=False, label=name)
            value.widget.attrs |= {"id": f"value{number}", "class": "short"}
            origin = forms.CharField(
                required=False, max_length=LONGEST_SOURCE, label=told(say("Source of: {name}", name=name))
            )
            origin.widget.attrs["id"] = f"source{number}"
            self.fields[f"value-{line.id}"], self.fields[f"source-{line.id}"] = value, origin

    @property
    def rows(self) -> list[tuple[Line, forms.BoundField, forms.BoundField]]:
        """Return each parameter with its two fields."""
        return [(line, self[f"value-{line.id}"], self[f"source-{line.id}"]) for line in self.lines]

    def complete(self, now: Values) -> dict[str, Any]:
        """Return what stands there under every name of the form."""
        return {n: now.get(n, "" if n.startswith("source-") else None) for n in self.fields if n != "seen"}
