"""Forms of tenders."""

from __future__ import annotations

from typing import Any

from django import forms

from levier.tender.model import CriterionKind as Kind
from levier.web.house.numbers import NumberField
from levier.web.house.words import later, told
from levier.web.tender.laboratory import bridge
from levier.wording.text import say

MOST_BIDS = 40
KINDS = [
    (Kind.PRICE.value, later(say("Price"))),
    (Kind.COST.value, later(say("Cost over the life cycle"))),
    (Kind.TECHNICAL.value, later(say("Technical value"))),
    (Kind.ENVIRONMENT.value, later(say("Environment"))),
    (Kind.SOCIAL.value, later(say("Social"))),
    (Kind.SERVICE.value, later(say("Service and delivery"))),
    (Kind.OTHER.value, later(say("Other"))),
]


class CriterionForm(forms.Form):
    """One award criterion: a row without a weight is left out."""

    name = forms.CharField(required=False, max_length=80, label=later(say("Criterion")))
    kind = forms.ChoiceField(choices=KINDS, label=later(say("Kind of criterion")))
    weight = NumberField(required=False, label=later(say("Weight (%)")), low=0, high=100)


class CriteriaFormSet(forms.BaseFormSet):  # type: ignore[type-arg]  # the stubs want the form's type at run time
    """The criteria of a consultation, whose weights make 100 %."""

    def clean(self) -> None:
        """Ask for a criterion of price or cost and for weights that add up."""
        if any(self.errors):
            return
        weighed = [f.cleaned_data for f in self.forms if f.cleaned_data.get("weight")]
        total = sum(row["weight"] for row in weighed)
        if abs(total - 100) > bridge.SLACK_PERCENT:
            sentence = say("The weights add up to {total}%; they must make 100%.", total=total)
            raise forms.ValidationError(told(sentence))
        if not any(row["kind"] in (Kind.PRICE, Kind.COST) for row in weighed):
            raise forms.ValidationError(told(say("One criterion at least must be a price or a cost.")))


CriteriaForms = forms.formset_factory(CriterionForm, formset=CriteriaFormSet, extra=0, max_num=8, absolute_max=8)


class FormulaForm(forms.Form):
    """How prices become points, and which prices to try."""

    formula = forms.ChoiceField(label=later(say("Formula of the price mark")), choices=bridge.formulas)
    n = NumberField(
        required=False,
        low=1,
        label=later(say("n, for the line anchored on the lowest price")),
        help_text=later(say("No point is left at n times the lowest price.")),
    )
    estimate = NumberField(required=False, low=0, label=later(say("Your estimate, for the distance to an estimate")))
    own = forms.CharField(
        required=False,
        max_length=200,
        label=later(say("Your own formula")),
        help_text=later(say("With P, Pmin, Pmax, Pmean, n and N, such as N * Pmin / P.")),
    )
    prices = forms.CharField(
        required=False,
        max_length=4000,
        label=later(say("Prices to try")),
        help_text=later(say("One a line, with a name before it if you like. They are not kept.")),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    bids = forms.IntegerField(
        min_value=2,
        max_value=MOST_BIDS,
        initial=bridge.expected_bids,
        label=later(say("Offers that you expect")),
    )

    def clean(self) -> dict[str, Any]:
        """Read the prices, and ask for what the formula needs."""
        given = super().clean() or {}
        prices, unread = bridge.read_prices(given.get("prices") or "")
        for line in unread[:3]:
            self.add_error("prices", told(say("“{text}” holds no price.", text=line[:60])))
        if len(prices) == 1 or len(prices) > MOST_BIDS:
            self.add_error("prices", told(say("Give from 2 to {n} prices, or none.", n=MOST_BIDS)))
        given["prices_read"] = prices
        for formula, field in (("estimate-distance", "estimate"), ("own", "own")):
            if given.get("formula") == formula and not given.get(field):
                self.add_error(field, told(say("The formula that you chose needs this.")))
        return given
