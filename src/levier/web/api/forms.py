"""The form of a new token."""

from __future__ import annotations

from django import forms

from levier.web.api.models import Token
from levier.web.house.words import later
from levier.wording.text import say

LIFETIMES = [("30", later(say("30 days"))), ("90", later(say("90 days"))), ("365", later(say("1 year")))]


class TokenForm(forms.Form):
    """A name to know it by, what it allows, how long it lasts."""

    name = forms.CharField(
        max_length=120,
        label=later(say("Name")),
        help_text=later(say("What it is for, such as the program that will use it.")),
    )
    scope = forms.ChoiceField(choices=Token.Scope.choices, label=later(say("What it allows")), widget=forms.RadioSelect)
    days = forms.TypedChoiceField(choices=LIFETIMES, coerce=int, initial="90", label=later(say("How long it lasts")))
