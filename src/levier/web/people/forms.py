"""Forms about people and organisations."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from django import forms

from levier.web.house.words import later
from levier.wording.text import say


def address_field(label: str | None = None) -> forms.EmailField:
    """Make a field for an e-mail address."""
    return forms.EmailField(
        label=label or later(say("E-mail address")),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": later(say("Type an e-mail address, such as first.last@example.org.")),
            "invalid": later(say("This is not an e-mail address. Type one such as first.last@example.org.")),
        },
    )


class AddressForm(forms.Form):
    """Where to send a code."""

    email = address_field()

    def clean_email(self) -> str:
        """Compare addresses without regard to case."""
        return str(self.cleaned_data["email"]).lower()


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code that was sent."""

    code = forms.CharField(
        label=later(say("Code")),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": later(say("Type the code that we sent you."))},
    )


class KeepForm(forms.Form):
    """What a trial space is to be called; whose address it is, where nobody is signed in."""

    name = forms.CharField(
        label=later(say("Name of your organisation")),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        error_messages={"required": later(say("Type the name of your organisation."))},
    )
    email = address_field(later(say("Your e-mail address")))

    def __init__(self, *args: Any, signed_in: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if signed_in:
            del self.fields["email"]

    def clean_email(self) -> str:
        """Compare addresses without regard to case."""
        return str(self.cleaned_data["email"]).lower()
