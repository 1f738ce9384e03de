"""Forms of imports."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from levier.web.house.limits import MEGABYTE
from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.wording.text import say

PASTED = "pasted.tsv"


class EitherFile(forms.FileField):
    """A file that another field may stand for: neither is optional, one of them is enough."""

    either = True


class EitherLines(forms.CharField):
    """Lines that another field may stand for."""

    either = True


class StartForm(forms.Form):
    """A file, or lines pasted from a spreadsheet; the day of the inventory; a name for it."""

    file = EitherFile(
        required=False,
        label=later(say("File of the inventory")),
        help_text=later(
            say("CSV, Excel, OpenDocument, GLPI or OCS agents; {mb} MB at most.", mb=settings.MOST_UPLOAD_MB)
        ),
        allow_empty_file=False,
    )
    pasted = EitherLines(
        required=False,
        max_length=settings.MOST_PASTED,
        label=later(say("Or lines pasted from a spreadsheet")),
        help_text=later(say("With the line that names the columns.")),
        widget=forms.Textarea(attrs={"rows": 4}),
        strip=False,
    )
    on = forms.DateField(
        label=later(say("Day of the inventory")),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    label = forms.CharField(
        required=False,
        max_length=200,
        label=later(say("Name")),
        help_text=later(say("The name of the file where this is left empty.")),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for a file that is not too large."""
        return take_either(self, super().clean() or {})


def take_either(form: forms.BaseForm, given: dict[str, Any]) -> dict[str, Any]:
    """Ask a form for a file or for lines, and for a file that is not too large; lines become a file."""
    most = settings.MOST_UPLOAD_MB
    file, pasted = given.get("file"), (given.get("pasted") or "").strip()
    if file is not None and file.size > most * MEGABYTE:
        sentence = say("This file has {n} MB; the limit is {most} MB.", n=file.size / MEGABYTE, most=most)
        form.add_error("file", told(sentence))
    if file is None and not pasted and "file" not in form.errors:
        form.add_error("file", told(say("Choose a file, or paste lines below.")))
    if file is None and pasted:
        given["file"] = SimpleUploadedFile(PASTED, pasted.encode())
    return given


ENCODINGS = [
    ("", later(say("found out"))),
    ("utf-8", "UTF-8"),
    ("cp1252", "Windows (cp1252)"),
    ("mac_roman", "Mac (MacRoman)"),
    ("utf-16", "UTF-16"),
    ("latin-1", "ISO 8859-1"),
]
DELIMITERS = [
    ("", later(say("found out"))),
    (";", later(say("semicolon"))),
    (",", later(say("comma"))),
    ("\t", later(say("tabulation"))),
    ("|", later(say("vertical bar"))),
]
ORDERS = [
    ("", later(say("found out"))),
    ("dmy", later(say("day, month, year"))),
    ("mdy", later(say("month, day, year"))),
]


class ReadingForm(Editing, forms.Form):
    """How to read a file; what is left empty is found out."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    encoding = forms.ChoiceField(choices=ENCODINGS, required=False, label=later(say("Encoding")))
    delimiter = forms.ChoiceField(choices=DELIMITERS, required=False, label=later(say("Separator")))
    header_line = forms.IntegerField(
        required=False, min_value=1, max_value=1_000_000, label=later(say("Line of the header"))
    )
    sheet = forms.CharField(required=False, max_length=120, label=later(say("Sheet")))
    date_order = forms.ChoiceField(choices=ORDERS, required=False, label=later(say("Order of dates")))
