"""The form of what must be published of a contract beside what the tender tells; its lists are the official ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levier.tender.model import Lot
from levier.web.bids.award.deciding import schema
from levier.web.bids.award.forms import day_field
from levier.web.house.meanwhile import Editing
from levier.web.house.numbers import NumberField
from levier.web.house.words import later, told
from levier.wording.text import say

MOST_HOLDERS = 50


def _listed(name: str) -> list[tuple[str, str]]:
    return [(word, word) for word in schema().listed(name)]


class NoticeForm(Editing, forms.Form):
    """Identifiers, place, amount, prices, holders and days."""

    id = forms.CharField(max_length=16, label=later(say("Identifier of the contract, given by you")))
    buyer_siret = forms.CharField(max_length=14, label=later(say("SIRET of the buyer")))
    cpv = forms.CharField(
        max_length=10, label=later(say("Main CPV code")), help_text=later(say("Eight digits, for instance 30213100."))
    )
    place_code = forms.CharField(max_length=20, label=later(say("Postcode of the place of performance")))
    amount_eur = NumberField(
        low=0, high=1e11, label=later(say("Amount before VAT (€)")), help_text=later(say("The maximum of a framework."))
    )
    price_form = forms.ChoiceField(choices=lambda: _listed("formePrix"), label=later(say("Form of prices")))
    price_types = forms.MultipleChoiceField(
        choices=lambda: _listed("typesPrix"),
        label=later(say("How prices move")),
        widget=forms.CheckboxSelectMultiple,
    )
    holders = forms.CharField(
        label=later(say("SIRET of each holder")),
        help_text=later(say("One a line.")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    bids_received = forms.IntegerField(min_value=0, label=later(say("Offers received")))
    notified_on = day_field(later(say("Day of notification to the holder")))
    published_on = day_field(later(say("Day on which the data are published")))
    grouping = forms.ChoiceField(
        choices=lambda: _listed("typeGroupementOperateurs"), label=later(say("Grouping of holders"))
    )
    advance = forms.BooleanField(required=False, label=later(say("An advance is paid")))
    subcontracting = forms.BooleanField(required=False, label=later(say("A subcontract was declared")))
    lots = forms.MultipleChoiceField(
        label=later(say("Lots of this contract")),
        help_text=later(
            say("Those won by the same bid, where one contract is signed for them: its amount and offers are for all.")
        ),
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("lots",)

    def __init__(self, *args: Any, lot: str | None = None, lots: Sequence[Lot] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.lot = lot
        field = self.fields["lots"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(one.id, told(say("Lot {id}: {title}", id=one.id, title=one.title))) for one in lots]
        if len(lots) < 2:
            del self.fields["lots"]

    def clean_lots(self) -> list[str]:
        """Keep the lot of the page among those of its contract."""
        given: list[str] = self.cleaned_data["lots"]
        if self.lot not in given:
            raise ValidationError(told(say("Lot {id} is the one of this page: leave it ticked.", id=self.lot or "")))
        return given

    @property
    def told(self) -> dict[str, Any]:
        """Return the data as the record holds them."""
        given = dict(self.cleaned_data)
        lines = [line.strip() for line in given["holders"].splitlines() if line.strip()][:MOST_HOLDERS]
        lots = given.get("lots") or ([self.lot] if self.lot else [])
        return given | {"holders": [{"id": line} for line in lines], "lots": lots}


def initial_of(notice: Mapping[str, Any]) -> dict[str, Any]:
    """Return data of the record as the form shows them."""
    return {**notice, "holders": "\n".join(holder["id"] for holder in notice.get("holders", []))}
