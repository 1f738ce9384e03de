"""Forms of this room: the last day for offers, and the reason of a correction."""

from __future__ import annotations

from typing import Any

from django import forms

from levier.web.house.meanwhile import Editing
from levier.web.house.words import later
from levier.wording.text import say


class PublishForm(Editing, forms.Form):
    """When offers are due; for a correction also what is corrected and why."""

    deadline = forms.DateField(
        label=later(say("Last day for offers")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    reason = forms.CharField(
        max_length=1000,
        label=later(say("What is corrected, and why")),
        help_text=later(say("It stands in the lock and in the journal.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, correcting: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["deadline"].help_text = later(say("Later than before: bidders need time to take it in."))
        else:
            del self.fields["reason"]
