"""What the page of components shows: each component in its states, with invented words and figures that say so."""

from __future__ import annotations

from django import forms
from django.core.paginator import Page, Paginator

from levier.report.document import BandChart, Bar, Mark, Part, StackChart
from levier.web.house.meanwhile import Both, ChangedMeanwhile, both_texts, lines_of
from levier.web.house.words import language, later, told
from levier.wording.numbers import write_share
from levier.wording.text import say


class SpecimenForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=later(say("Name of the site")), help_text=later(say("As your colleagues call it.")))
    opened_on = forms.DateField(label=later(say("Opened on")), widget=forms.DateInput(attrs={"type": "date"}))
    people = forms.IntegerField(label=later(say("People")), required=False, min_value=0)
    kind = forms.ChoiceField(
        label=later(say("Kind")),
        choices=[("office", later(say("Offices"))), ("school", later(say("School")))],
    )
    condition = forms.ChoiceField(
        label=later(say("Condition")),
        choices=[("new", later(say("New"))), ("refurbished", later(say("Refurbished")))],
        widget=forms.RadioSelect,
    )
    remarks = forms.CharField(label=later(say("Remarks")), required=False, widget=forms.Textarea({"rows": 3}))
    agree = forms.BooleanField(label=later(say("These figures are invented")), required=False)


def filled_form() -> SpecimenForm:
    """Return a form as first shown."""
    return SpecimenForm(initial={"name": "Belcombe", "kind": "school"}, auto_id="sound_%s")


def wrong_form() -> SpecimenForm:
    """Return a form that was sent with faults."""
    return SpecimenForm({"name": "", "opened_on": "", "people": "-3", "kind": "office"}, auto_id="wrong_%s")


def conflict() -> tuple[list[str], list[Both]]:
    """Return what is said where somebody else changed something meanwhile, and both texts."""
    return lines_of(ChangedMeanwhile({})), both_texts([(told(say("People")), "150", "160")])


def band_chart() -> BandChart:
    """Return a band chart."""
    bars = (
        Bar(told(say("Monitors")), "640", "29 t", 29.0, 18.0, 47.0, (Mark("ADEME", 33.0),)),
        Bar(told(say("Laptops")), "310", "16 t", 16.0, 11.0, 24.0, (Mark("ADEME", 14.0),)),
        Bar(told(say("Printers")), "22", "2 t", 2.0, 1.0, 5.0),
    )
    title = told(say("Where the impact is (invented figures)"))
    return BandChart("specimen-band", title, told(say("Monitors weigh most, then laptops.")), "t", bars, language())


def stack_chart() -> StackChart:
    """Return a stacked bar."""
    parts = (
        Part("manufacturing", told(say("Manufacturing")), write_share(0.78, language()), 0.78),
        Part("distribution", told(say("Distribution")), write_share(0.02, language()), 0.02),
        Part("use", told(say("Use")), write_share(0.19, language()), 0.19),
        Part("end_of_life", told(say("End of life")), write_share(0.01, language()), 0.01),
    )
    title = told(say("Life-cycle stages (invented figures)"))
    return StackChart("specimen-stack", title, told(say("Manufacturing weighs most.")), parts)


def some_page() -> Page[int]:
    """Return the second page of a long list."""
    return Paginator(range(230), 25).page(2)
