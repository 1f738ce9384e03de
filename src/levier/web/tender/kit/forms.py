"""Forms of the kit."""

from __future__ import annotations

from typing import Any

from django import forms

from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.web.tender.kit import bridge
from levier.wording.text import say


def _segments() -> list[tuple[str, Any]]:
    return [(id_, later(text)) for id_, text in bridge.segments()]


class SegmentsForm(Editing, forms.Form):
    """What kinds of things the need touches."""

    segments = forms.MultipleChoiceField(
        choices=_segments,
        label=later(say("What the need touches")),
        help_text=later(say("The library proposes criteria by these. What is for every need is always among them.")),
        widget=forms.CheckboxSelectMultiple,
    )


class TakeForm(forms.Form):
    """Which of the proposed criteria are taken."""

    take = forms.MultipleChoiceField(required=False, choices=())
    price = forms.BooleanField(required=False)

    def __init__(self, ids: list[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        take = self.fields["take"]
        assert isinstance(take, forms.MultipleChoiceField)
        take.choices = [(id_, id_) for id_ in ids]

    def clean(self) -> dict[str, Any]:
        """Ask for one at least."""
        given = super().clean() or {}
        if not self.errors and not given.get("take") and not given.get("price"):
            raise forms.ValidationError(told(say("Tick at least one criterion to take.")))
        return given
