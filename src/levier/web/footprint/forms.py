"""Forms of choices and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levier.report.telling import capital
from levier.report.words import VIEWS_EXPLAINED
from levier.web.footprint import bridge
from levier.web.footprint.unpacking import MEGABYTE, MOST_BYTES
from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.wording.text import Text, say

MOST_CHOICES = 100
"""Values that a list shows; beyond, what is chosen is typed."""
FIRST_YEAR, LAST_YEAR = 1990, 2100
SHORTEST, LONGEST = 0.5, 40
LEAST_KWH, MOST_KWH = 0.01, 1_000_000
MOST_MB = MOST_BYTES // MEGABYTE

VIEW_NAMES = {
    "annual": say("Per year of use (recommended)"),
    "accounting": say("For a financial year, as in an accounting balance"),
    "purchase": say("The purchases of one year"),
    "lifetime": say("Over the whole life of the devices"),
}
NEEDS_YEAR = ("accounting", "purchase")


def _options(labels: Mapping[str, Text]) -> list[tuple[str, str]]:
    return sorted(((code, capital(told(label))) for code, label in labels.items()), key=lambda o: o[1].casefold())


def _views() -> list[tuple[str, str]]:
    return [
        (code, told(say("{name}. {value}", name=name, value=VIEWS_EXPLAINED[code])))
        for code, name in VIEW_NAMES.items()
    ]


class ChoicesForm(Editing, forms.Form):
    """How results are computed, and of which part of the estate."""

    view = forms.ChoiceField(label=later(say("What the figure counts")), widget=forms.RadioSelect)
    year = forms.IntegerField(
        label=later(say("Year (of a financial year, or of purchases)")),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        required=False,
    )
    referential = forms.ChoiceField(
        label=later(say("Referential")),
        help_text=later(say("The set of published figures. The pooled one weighs all the independent studies.")),
    )
    people = forms.IntegerField(
        label=later(say("Number of people")),
        help_text=later(say("For figures per person. Empty: as many as the organisation says.")),
        min_value=1,
        max_value=10_000_000,
        required=False,
    )
    country = forms.ChoiceField(
        label=later(say("Country of lines that tell none (it decides the electricity)")),
    )
    site = forms.ChoiceField(label=later(say("Site")), required=False)
    entity = forms.ChoiceField(label=later(say("Entity")), required=False)

    def __init__(self, *args: Any, places: tuple[Iterable[str], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("view", _views())
        self._offer("referential", _options(bridge.referentials()))
        self._offer("country", _options(bridge.countries()))
        for name, values, everywhere in zip(
            ("site", "entity"), places, (say("All sites"), say("All entities")), strict=True
        ):
            self._place(name, list(values), told(everywhere))

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = options

    def _place(self, name: str, values: list[str], everywhere: str) -> None:
        """Offer the places of an inventory; without any the field goes, with many it is typed."""
        if not values:
            del self.fields[name]
        elif len(values) > MOST_CHOICES:
            known = frozenset(values)
            self.fields[name] = forms.CharField(
                label=self.fields[name].label,
                help_text=told(say("As it is written in the inventory; empty for all.")),
                required=False,
                validators=[lambda value: _known(value, known)],
            )
        else:
            self._offer(name, [("", everywhere), *((v, v) for v in values)])

    def clean(self) -> dict[str, Any]:
        """Ask for the year where the view needs one."""
        found = super().clean() or {}
        if found.get("view") in NEEDS_YEAR and not found.get("year") and "year" not in self.errors:
            self.add_error("year", told(say("Give the year of this view, such as {year}.", year="2025")))
        return found


def _known(value: str, known: frozenset[str]) -> None:
    if value not in known:
        raise ValidationError(
            told(say("No line of this inventory bears this name. It must be written as in the file."))
        )


class LifeForm(Editing, forms.Form):
    """How long the devices of a category are kept."""

    category = forms.ChoiceField(label=later(say("Category")))
    years = forms.FloatField(
        label=later(say("Years of service")),
        help_text=later(say("From the purchase to the day when a device leaves the estate, on average.")),
        min_value=SHORTEST,
        max_value=LONGEST,
        localize=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", told(say("Choose a category"))), *_options(bridge.counted_categories())]


class KwhForm(Editing, forms.Form):
    """How much electricity a device of a category uses in a year."""

    category = forms.ChoiceField(label=later(say("Category")))
    kwh = forms.FloatField(
        label=later(say("Electricity of one device in a year (kWh)")),
        help_text=later(say("Measured on some of your devices, or declared by their makers.")),
        min_value=LEAST_KWH,
        max_value=MOST_KWH,
        localize=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", told(say("Choose a category"))), *_options(bridge.counted_categories())]


class NameForm(Editing, forms.Form):
    """What a distinct name is."""

    category = forms.ChoiceField(label=later(say("Category")))
    size = forms.ChoiceField(label=later(say("Size")), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, options in (("category", _options(bridge.categories())), ("size", _options(bridge.sizes()))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "–"), *options]

    def clean(self) -> dict[str, Any]:
        """Refuse a size that the category does not have."""
        found = super().clean() or {}
        category, size = found.get("category"), found.get("size")
        if category and size and size not in bridge.sizes_of(category):
            self.add_error("size", told(say("This category has no such size. Leave it empty, or choose another.")))
        return found


class ReferentialForm(forms.Form):
    """A referential of one's own, as a file."""

    file = forms.FileField(
        label=later(say("File of the referential")),
        help_text=later(
            say(
                "A zip of its folder, or a ref_item_impact table in CSV (G4IT, NumEcoEval). Size: {mb} MB at most.",
                mb=MOST_MB,
            )
        ),
        allow_empty_file=False,
        max_length=200,
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            sentence = say("This file has {n} MB; the limit is {most} MB.", n=file.size / MEGABYTE, most=MOST_MB)
            raise ValidationError(told(sentence))
        return file
