"""Forms of this room: the last day for offers, and the reason of a correction."""

from __future__ import annotations

from typing import Any

from django import forms

from levier.web.house.limits import MEGABYTE
from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.web.tender.publishing.bridge.documents import BOTH
from levier.wording.text import say

MOST_MB = 5
"""Of a template."""


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


DRAFT, AS_PUBLISHED = "draft", "published"


class WritingForm(forms.Form):
    """Which documents: of the draft or as published, in which language, in whose template."""

    which = forms.ChoiceField(
        label=later(say("Written from")),
        choices=[
            (AS_PUBLISHED, later(say("What was published, as it was"))),
            (DRAFT, later(say("The draft as it stands"))),
        ],
        widget=forms.RadioSelect,
        initial=AS_PUBLISHED,
    )
    languages = forms.ChoiceField(
        label=later(say("Language of the documents")),
        choices=[("fr", later(say("French"))), ("en", later(say("English"))), (BOTH, later(say("Both")))],
    )
    template = forms.FileField(
        required=False,
        label=later(say("Your own template")),
        help_text=later(
            say(
                "A DOCX with your letterhead and styles, {mb} MB at most. Levier’s own where there is none.", mb=MOST_MB
            )
        ),
    )

    def __init__(self, *args: Any, published: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not published:
            del self.fields["which"]

    def clean_template(self) -> Any:
        """Take a DOCX of a size that a letterhead has."""
        found = self.cleaned_data["template"]
        if found is None:
            return None
        if not found.name.lower().endswith(".docx"):
            raise forms.ValidationError(told(say("Give a DOCX file; {name} is none.", name=found.name)))
        if found.size > MOST_MB * MEGABYTE:
            raise forms.ValidationError(told(say("This template has more than {n} MB.", n=MOST_MB)))
        return found
