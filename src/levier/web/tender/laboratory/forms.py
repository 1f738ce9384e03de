"""Forms of tenders."""

from __future__ import annotations

from typing import Any

from django import forms

from levier.cost.arithmetic import LONGEST
from levier.tender.model import CriterionKind as Kind
from levier.web.house.numbers import NumberField
from levier.web.house.words import language, later, told
from levier.web.tender.laboratory import bridge
from levier.wording.errors import LevierError
from levier.wording.text import say

MOST_BIDS = 40
LONGEST_PRICES = 4000
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


class PricesField(forms.CharField):
    """Prices, one a line, with the name of the offer before each if there is one."""

    def __init__(self, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 4})
        super().__init__(**{"required": False, "max_length": LONGEST_PRICES, "widget": widget, **more})

    def clean(self, value: Any) -> Any:
        """Return the prices with their names; tell each line that holds none."""
        prices, unread = bridge.read_prices(super().clean(value))
        errors = [told(say("“{text}” holds no price.", text=line[:60])) for line in unread[:3]]
        if len(prices) == 1 or len(prices) > MOST_BIDS:
            errors.append(told(say("Give from 2 to {n} prices, or none.", n=MOST_BIDS)))
        if errors:
            raise forms.ValidationError(errors)
        return prices


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
        max_length=LONGEST,
        label=later(say("The text of a formula of your own")),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "translate": "no"}),
    )
    prices = PricesField(
        label=later(say("Prices to try")),
        help_text=later(say("One a line, with a name before it if you like. They are not kept.")),
    )
    bids = forms.IntegerField(
        min_value=2,
        max_value=MOST_BIDS,
        initial=bridge.expected_bids,
        label=later(say("Offers that you expect")),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for what the formula needs, and tell from where one's own cannot be read."""
        given = super().clean() or {}
        for formula, field in (("estimate-distance", "estimate"), ("own", "own")):
            if given.get("formula") == formula and not given.get(field) and field not in self.errors:
                self.add_error(field, told(say("The formula that you chose needs this.")))
        if given.get("formula") == "own" and given.get("own"):
            try:
                bridge.formula_of(given)
            except LevierError as error:
                self.add_error("own", " · ".join(error.in_(language()).split("\n")))
        return given
