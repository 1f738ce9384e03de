"""The form of offers: one need, and from two to six offers, typed or pasted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from levier.web.house.numbers import NumberField
from levier.web.house.words import later, told
from levier.web.tender.offers import bridge
from levier.wording.text import say

LEAST, MOST = 2, 6
LONGEST = 4000
"""Letters of what is pasted."""
PREFIX = "o"
MOST_YEARS = 30
MOST_DEVICES = 1_000_000
MOST_EUROS, MOST_KG, MOST_KWH = 1e7, 1e5, 1e6
VAT = [("excluded", later(say("Without VAT"))), ("included", later(say("With VAT")))]
PAID = [(bridge.ONCE, later(say("once: purchase"))), (bridge.MONTH, later(say("a month: rent")))]
FIELDS = ("name", "condition", "amount", "paid", "years", "warranty", "footprint", "kwh")


class NeedForm(forms.Form):
    """What is the same for all offers."""

    quantity = forms.IntegerField(min_value=1, max_value=MOST_DEVICES, initial=1, label=later(say("How many devices")))
    years = NumberField(low=0.5, high=MOST_YEARS, label=later(say("How many years the need lasts")))
    vat = forms.ChoiceField(choices=VAT, label=later(say("Prices of all offers")))
    kind = forms.CharField(required=False, max_length=80, label=later(say("Kind of device")))
    electricity = NumberField(
        required=False,
        low=0,
        high=10,
        label=later(say("Your price of electricity (€ per kWh)")),
        help_text=later(say("Else the published mean for businesses in France, without VAT.")),
    )
    paste = forms.CharField(
        required=False,
        max_length=LONGEST,
        label=later(say("Paste the lines of quotes or of a catalogue")),
        help_text=later(
            say(
                "One offer a line: its name, its price with €, and if told the rent a month, the warranty, "
                "the kWh, the kg CO₂e. You can correct what was read."
            )
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_kind(self) -> str:
        """Return the category of the kind that was named, "" where the words of the offers tell it."""
        text = str(self.cleaned_data["kind"] or "").strip()
        category = bridge.category_of(text) if text else ""
        if text and not category:
            raise forms.ValidationError(
                told(say("This kind of device is not known: say for instance laptop or screen."))
            )
        return category


class OfferForm(forms.Form):
    """One offer, for one device."""

    name = forms.CharField(required=False, max_length=120, label=later(say("What is offered")))
    condition = forms.ChoiceField(choices=bridge.conditions, label=later(say("Condition")))
    amount = NumberField(required=False, low=0.01, high=MOST_EUROS, label=later(say("Price of one device (€)")))
    paid = forms.ChoiceField(choices=PAID, label=later(say("Paid")))
    years = NumberField(required=False, low=0.5, high=MOST_YEARS, label=later(say("Years of use")))
    warranty = NumberField(required=False, low=0, high=MOST_YEARS, label=later(say("Warranty (years)")))
    footprint = NumberField(required=False, low=0.01, high=MOST_KG, label=later(say("Footprint without use (kg)")))
    kwh = NumberField(required=False, low=0, high=MOST_KWH, label=later(say("kWh a year")))

    @property
    def told(self) -> bool:
        """Tell whether anything was typed that makes an offer."""
        return any(
            self.cleaned_data.get(name) not in (None, "") for name in FIELDS if name not in ("condition", "paid")
        )

    def clean(self) -> dict[str, Any]:
        """Ask for a price as soon as anything else is told."""
        given = super().clean() or {}
        if self.told and given.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", told(say("Give a price or a monthly rent.")))
        return given


class OfferFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # the stubs want the form's type at run time
    """The offers to compare."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Return the offers that were told."""
        return [form.cleaned_data for form in self.forms if form.told]

    def clean(self) -> None:
        """Ask for two offers."""
        if not any(self.errors) and len(self.rows) < LEAST:
            raise forms.ValidationError(told(say("Give at least {n} offers to compare.", n=LEAST)))


OfferForms = forms.formset_factory(OfferForm, formset=OfferFormSet, extra=0, max_num=MOST, absolute_max=MOST)


def merged(sent: QueryDict, *, more: bool = False) -> tuple[dict[str, Any], int]:
    """Return what was sent with its pasted lines laid out as rows, and how many lines had no room.

    Those stay in the field: nothing typed is lost. Rows without anything typed give way to pasted ones; `more` adds
    an empty row.
    """
    data: dict[str, Any] = sent.dict()
    rows = [{name: data.get(f"{PREFIX}-{i}-{name}", "") for name in FIELDS} for i in range(MOST)]
    kept = [row for row in rows if any(row[name].strip() for name in FIELDS if name not in ("condition", "paid"))]
    lines = [line for line in data.get("paste", "")[:LONGEST].splitlines() if line.strip()]
    room = MOST - len(kept)
    kept += bridge.pasted("\n".join(lines[:room]))
    empty = dict.fromkeys(FIELDS, "") | {"condition": "new", "paid": bridge.ONCE}
    try:
        shown = int(data.get(f"{PREFIX}-TOTAL_FORMS", LEAST))
    except ValueError:
        shown = LEAST
    wanted = min(max(shown + more, len(kept), LEAST), MOST)
    kept += [dict(empty) for _ in range(wanted - len(kept))]
    data |= {f"{PREFIX}-{i}-{name}": value for i, row in enumerate(kept) for name, value in row.items()}
    left = lines[room:]
    data |= {"paste": "\n".join(left), f"{PREFIX}-TOTAL_FORMS": str(len(kept)), f"{PREFIX}-INITIAL_FORMS": "0"}
    return data, len(left)
