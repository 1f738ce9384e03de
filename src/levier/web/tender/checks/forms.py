"""Forms of checks: the documents, who buys, the day of the notice; why a finding is dismissed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from levier.tender.dossier.wording import BUYERS
from levier.web.house.limits import MEGABYTE
from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.wording.text import say

MOST_FILES = 20
MOST_MB = 100
"""Of all the documents of a check together."""
KINDS = [("", later(say("As the documents suggest"))), *((kind.value, later(text)) for kind, text in BUYERS.items())]


class Several(forms.ClearableFileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class Documents(forms.FileField):
    """One document or several, each of which must be a file with something in it."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Check each of them, and all of them together."""
        files: Sequence[Any] = data if isinstance(data, (list, tuple)) else [data]
        found = [super(Documents, self).clean(file, initial) for file in files] or [super().clean(None, initial)]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(told(say("Give {n} files at most, or one ZIP archive.", n=MOST_FILES)))
        for file in found:
            if file.size > settings.MOST_UPLOAD_MB * MEGABYTE:
                sentence = say(
                    "{name} has {n} MB; the limit is {most} MB.",
                    name=file.name,
                    n=round(file.size / MEGABYTE, 1),
                    most=settings.MOST_UPLOAD_MB,
                )
                raise forms.ValidationError(told(sentence))
        if sum(file.size for file in found) > MOST_MB * MEGABYTE:
            raise forms.ValidationError(told(say("Together these files have more than {n} MB.", n=MOST_MB)))
        return found


class TermsForm(forms.Form):
    """Who buys, and when the notice goes out: the rules depend on both."""

    buyer = forms.ChoiceField(
        choices=KINDS,
        required=False,
        label=later(say("Who buys")),
        help_text=later(say("The duties of the law depend on it.")),
    )
    on = forms.DateField(
        required=False,
        label=later(say("Day of the notice")),
        help_text=later(say("Some rules bind notices sent from a day on. Today where this is left empty.")),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class StartForm(TermsForm):
    """The documents, then who buys and when."""

    documents = Documents(
        label=later(say("Documents of the tender")),
        help_text=later(
            say(
                "RC, CCTP, CCAP or the whole DCE: DOCX, ODT, PDF with text, or a ZIP of them. Several at once; {mb} MB"
                " each at most.",
                mb=settings.MOST_UPLOAD_MB,
            )
        ),
    )
    field_order = ("documents", "buyer", "on")


class DismissForm(Editing, forms.Form):
    """Why a finding is a false alarm."""

    reason = forms.CharField(
        max_length=500,
        label=later(say("Why is it a false alarm?")),
        help_text=later(say("The reason stands in the downloads and in the journal.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
