"""Forms of declarations: the file and whose year it is; what lines are; who declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils import timezone

from levier.tender.agec.correcting import NONE
from levier.tender.agec.declaring import check_siret
from levier.tender.agec.model import Row
from levier.web.estate.forms import EitherFile, EitherLines, take_either
from levier.web.house.limits import MEGABYTE
from levier.web.house.meanwhile import ChangedMeanwhile, Editing, Values, both_texts
from levier.web.house.words import language, later, told
from levier.web.tender.agec.actions import Declarant
from levier.web.tender.agec.bridge.amounts import Kept, field, typed
from levier.web.tender.agec.bridge.keeping import agec
from levier.web.tender.agec.bridge.saying import FOUND, NO, YES
from levier.web.tender.agec.words import AMOUNT_NAMES, AS_FOUND, CONDITIONS, NO_CATEGORY, RECYCLED, value_told
from levier.web.tender.file.fields import Decimals
from levier.wording.errors import BadOption
from levier.wording.numbers import write_count
from levier.wording.text import Text, say

FIRST_YEAR, LAST_YEAR = 2020, 2100
"""Years that `levier agec` takes."""


MOST_HANDED_MB = 20
MOST_EUR = 1_000_000_000_000


def last_year() -> int:
    """Return the year that is declared now: the one before today's."""
    return timezone.localdate().year - 1


class DeclarantForm(forms.Form):
    """Whose purchases of which year they are."""

    year = forms.IntegerField(
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        initial=last_year,
        label=later(say("Year of the purchases")),
        help_text=later(say("Lines with a date of another year are left out, and counted.")),
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label=later(say("Name of the buyer")),
        help_text=later(say("As the official file is to name it.")),
    )
    siret = forms.CharField(
        required=False,
        max_length=20,
        label=later(say("SIRET of the buyer")),
        help_text=later(say("14 digits. The official file needs it; you may tell it later.")),
    )

    def clean_siret(self) -> str:
        """Take a SIRET with or without spaces."""
        siret = "".join(self.cleaned_data["siret"].split())
        try:
            check_siret(siret or None)
        except BadOption as error:
            raise ValidationError(error.in_(language()).split("\n")) from error
        return siret


class StartForm(DeclarantForm):
    """A file, or lines pasted from a spreadsheet; then the year and the buyer."""

    file = EitherFile(
        required=False,
        label=later(say("File of purchase lines")),
        help_text=later(
            say(
                "CSV, Excel or OpenDocument, as your accounts export it: a description and an amount before VAT are "
                "enough; {mb} MB at most.",
                mb=settings.MOST_UPLOAD_MB,
            )
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
    sheet = forms.CharField(
        required=False,
        max_length=120,
        label=later(say("Sheet")),
        help_text=later(say("Its name, where one sheet of a workbook alone holds the lines; else all are read.")),
    )
    field_order = ("file", "pasted", "year", "name", "siret", "sheet")

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two, and for a file that is not too large."""
        return take_either(self, super().clean() or {})

    @property
    def declarant(self) -> Declarant:
        """Return whose purchases of which year they are."""
        given = self.cleaned_data
        return Declarant(given["year"], given["name"], given["siret"])


class DescribeForm(Editing, DeclarantForm):
    """The same, changed later."""


class EitherChoice(forms.ChoiceField):
    """A choice that others may stand for: none is optional, one of them is enough."""

    either = True


class ClassForm(Editing, forms.Form):
    """What lines are: a field left as it stands says nothing."""

    category = EitherChoice(required=False, label=later(say("Official category")))
    condition = EitherChoice(required=False, label=later(say("How it was acquired")))
    recycled = EitherChoice(required=False, label=later(say("Does it hold recycled matter?")))
    which = EitherChoice(required=False, label=later(say("Which lines")), widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, lines: int, line: int, stand: Mapping[str, Sequence[str]], corrected: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        codes: Mapping[str, Sequence[tuple[str, Text]]] = {
            "category": [*((c.id, c.label) for c in agec().categories.values()), (NONE, NO_CATEGORY)],
            "condition": list(CONDITIONS.items()),
            "recycled": [(YES, RECYCLED[YES]), (NO, RECYCLED[NO])],
        }
        for name, known in codes.items():
            asked = self.fields[name]
            assert isinstance(asked, forms.ChoiceField)
            back = [(FOUND, told(AS_FOUND))] if corrected else []
            asked.choices = [("", _as_it_stands(name, stand[name])), *((c, told(t)) for c, t in known), *back]
        which = self.fields["which"]
        assert isinstance(which, forms.ChoiceField)
        which.choices = [
            ("all", told(say("All lines of this designation: {n}", n=lines))),
            ("one", told(say("Line {n} of the file alone", n=line))),
        ]
        which.initial = "all"
        if lines == 1:
            del self.fields["which"]

    def clean(self) -> dict[str, Any]:
        """Ask for something that is said."""
        given = super().clean() or {}
        if not self.errors and not self.said:
            raise ValidationError(told(say("Nothing was changed: choose a category, an origin or a content.")))
        return given

    def clash(self, error: ChangedMeanwhile, now: Values | None = None) -> None:
        """Show what stands of the lines now beside what was said of them."""
        super().clash(error, now)
        self.both = both_texts(
            (str(self.fields[name].label), _several(name, error.now[name]), told(value_told(name, value)))
            for name, value in self.said.items()
        )

    @property
    def said(self) -> dict[str, str]:
        """Return what is said, by field."""
        given = self.cleaned_data
        return {name: given[name] for name in ("category", "condition", "recycled") if given.get(name)}

    @property
    def alone(self) -> bool:
        """Tell whether only the first line is meant."""
        return self.cleaned_data.get("which") == "one"


def _as_it_stands(name: str, values: Sequence[str]) -> str:
    if len(values) != 1:
        return told(say("As they stand, each its own"))
    return told(say("As it stands: {value}", value=value_told(name, values[0])))


def _several(name: str, values: Sequence[str]) -> str:
    return ", ".join(told(value_told(name, value)) for value in values)


class HandBackForm(forms.Form):
    """A file of lines that a person corrected."""

    file = forms.FileField(
        label=later(say("Your corrected file (CSV)")),
        help_text=later(
            say("Correct the columns category, condition and recycled. A hyphen as category takes a line out.")
        ),
    )

    def clean_file(self) -> UploadedFile[Any]:
        """Refuse a file that no spreadsheet of lines is as large as."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_HANDED_MB * MEGABYTE:
            told_most = say(
                "This file has {n} MB; the limit is {most} MB.", n=(file.size or 0) / MEGABYTE, most=MOST_HANDED_MB
            )
            raise ValidationError(told(told_most))
        return file


class AmountsForm(Editing, forms.Form):
    """Amounts that the lines do not tell, for each category that is declared: an empty field tells nothing."""

    no_gifts = forms.BooleanField(
        required=False, label=later(say("There was no gift in the categories whose value of gifts is left empty"))
    )

    def __init__(self, *args: Any, rows: Sequence[Row], kept: Kept, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for row in rows:
            for amount, text in AMOUNT_NAMES.items():
                label = told(say("{category}: {amount}", category=row.category.label, amount=text))
                self.fields[field(row.category.id, amount)] = Decimals(
                    required=False, low=0, high=MOST_EUR, label=label
                )
        now = typed(kept, self.names)
        self.initial.update(now)
        self.see(now)

    @property
    def names(self) -> list[str]:
        """Return the names of the fields of amounts."""
        return [field(row.category.id, amount) for row in self.rows for amount in AMOUNT_NAMES]

    @property
    def table(self) -> list[tuple[Row, BoundField, BoundField]]:
        """Return the categories, each with its two fields."""
        return [(row, *(self[field(row.category.id, amount)] for amount in AMOUNT_NAMES)) for row in self.rows]  # type: ignore[misc]  # two names

    @property
    def told(self) -> dict[str, float | None]:
        """Return what is told; zero for gifts left empty where there was none, unless the lines tell some."""
        given = {name: self.cleaned_data[name] for name in self.names}
        if self.cleaned_data["no_gifts"]:
            empty = [row for row in self.rows if row.gift_eur is None]
            given |= {name: 0.0 for row in empty if given[name := field(row.category.id, "gift_eur")] is None}
        return given

    def clash(self, error: ChangedMeanwhile, now: Values | None = None) -> None:
        """Show the amounts that stand there beside those that were sent, to the cent."""
        super().clash(error, now)
        sent = self.told
        self.both = both_texts(
            (str(self.fields[name].label), _euros(error.now[name]), _euros(sent[name])) for name in error.now
        )


def _euros(amount: float | None) -> str:
    return "–" if amount is None else write_count(amount, language())
