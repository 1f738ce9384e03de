"""Forms about people and organisations."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ConfirmLoginCodeForm
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.db.models import QuerySet

from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.web.people.bridge import countries
from levier.web.people.models import Entity, Organisation, Site
from levier.web.people.queries import EDITED, standing
from levier.web.people.roles import Role
from levier.web.people.telling import ACTIONS
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


class NewAddressForm(AddressForm):
    """Which address an account is to have."""

    email = address_field(later(say("New e-mail address")))

    def __init__(self, *args: Any, now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now

    def clean_email(self) -> str:
        """Refuse the address that the account has."""
        email = super().clean_email()
        if email == self.now.lower():
            raise forms.ValidationError(told(say("Your account has this address already. Type another one.")))
        return email


def code_field(label: str, required: str) -> forms.CharField:
    """Make a field for a code that works once."""
    attributes = {"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
    return forms.CharField(label=label, widget=forms.TextInput(attrs=attributes), error_messages={"required": required})


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """The code that was sent."""

    code = code_field(later(say("Code")), later(say("Type the code that we sent you.")))


class AuthenticateForm(mfa.AuthenticateForm):  # type: ignore[misc]  # as above
    """The code of an authenticator app, or a recovery code."""

    code = code_field(
        later(say("Code of your app, or a recovery code")), later(say("Type the code that your app shows now."))
    )


class ReauthenticateForm(mfa.ReauthenticateForm):  # type: ignore[misc]  # as above
    """The same, asked again before something grave."""

    code = code_field(
        later(say("Code of your app, or a recovery code")), later(say("Type the code that your app shows now."))
    )


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # as above
    """The first code of an authenticator app, which proves that it has the secret."""

    code = code_field(later(say("Code that your app shows")), later(say("Type the code that your app shows now.")))


class KeyForm(AddWebAuthnForm):  # type: ignore[misc]  # as above
    """A passkey or security key, made by the browser."""

    name = forms.CharField(label=later(say("Name of this key")), required=False, max_length=100)
    passwordless = forms.BooleanField(
        label=later(say("Sign in with this key alone, without a code by e-mail")), required=False, initial=True
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


def name_field(label: str, required: str, autocomplete: str = "off") -> forms.CharField:
    """Make a field for a name."""
    return forms.CharField(
        label=label,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required},
    )


def size_field(label: str, why: str, most: int = 2_000_000_000) -> forms.IntegerField:
    """Make a field for the size of an organisation, with the reason why it is asked."""
    wrong = later(say("Type a whole number, such as 140."))
    return forms.IntegerField(
        label=label,
        help_text=why,
        min_value=1,
        max_value=most,
        required=False,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class Row(Editing):
    """Part of a form that changes one row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.see(standing(self.instance))  # type: ignore[attr-defined]  # it is part of the form of a model


class OrganisationForm(Row, forms.ModelForm):  # type: ignore[type-arg]  # takes no argument at run time
    """What an organisation is: the law's duties depend on it."""

    name = name_field(
        later(say("Name of your organisation")), later(say("Type the name of your organisation.")), "organization"
    )
    kind = forms.ChoiceField(
        label=later(say("Kind of organisation")),
        choices=lambda: [("", told(say("Not told"))), *Organisation.Kind.choices],
        required=False,
        help_text=later(say("What the law asks of you depends on it.")),
    )
    people = size_field(
        later(say("Number of people who work there")),
        later(say("A greenhouse gas balance, for one, is due from a certain size on.")),
    )
    inhabitants = size_field(
        later(say("Number of inhabitants")),
        later(say("For a local authority: its duties on digital sobriety begin with a number of inhabitants.")),
    )
    purchases_eur = size_field(
        later(say("Purchases of a year, in euros without tax")),
        later(say("For a public buyer: a published scheme of responsible purchasing is due from an amount on.")),
        most=999_999_999_999,
    )
    country = forms.ChoiceField(label=later(say("Country")), choices=countries)

    class Meta:
        model = Organisation
        fields = EDITED["organisation"]


class SiteForm(Row, forms.ModelForm):  # type: ignore[type-arg]  # takes no argument at run time
    """A place where equipment stands."""

    name = name_field(later(say("Name of the site")), later(say("Type the name of the site.")))
    entity = forms.ModelChoiceField(
        label=later(say("Entity")),
        queryset=Entity._base_manager.none(),
        required=False,
        empty_label=later(say("None of them")),
    )
    country = forms.ChoiceField(
        label=later(say("Country")),
        choices=lambda: [("", told(say("That of the organisation"))), *countries()],
        required=False,
        help_text=later(say("The footprint of electricity depends on it.")),
    )

    class Meta:
        model = Site
        fields = EDITED["site"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity = self.fields["entity"]
        assert isinstance(entity, forms.ModelChoiceField)
        entity.queryset = Entity.objects.all()

    def clean_name(self) -> str:
        """Refuse a second site of that name."""
        return unused(Site.objects.all(), self.instance.pk, self.cleaned_data["name"])


class EntityForm(Row, forms.ModelForm):  # type: ignore[type-arg]  # takes no argument at run time
    """A part of an organisation."""

    name = name_field(later(say("Name of the entity")), later(say("Type the name of the entity.")))

    class Meta:
        model = Entity
        fields = EDITED["entity"]

    def clean_name(self) -> str:
        """Refuse a second entity of that name."""
        return unused(Entity.objects.all(), self.instance.pk, self.cleaned_data["name"])


def unused(rows: QuerySet[Any], mine: int | None, name: str) -> str:
    """Return a name that no other row bears; raise ValidationError otherwise."""
    name = " ".join(name.split())
    if rows.exclude(pk=mine).filter(name__iexact=name).exists():
        raise forms.ValidationError(told(say("There is one of that name already. Choose another name.")))
    return name


class InvitationForm(Editing, forms.Form):
    """Whom to invite, and as what."""

    email = address_field()
    role = forms.ChoiceField(label=later(say("Role")), choices=Role.choices, initial=Role.CONTRIBUTOR)


class RoleForm(Editing, forms.Form):
    """Which role a member is to have."""

    role = forms.ChoiceField(label=later(say("Role")), choices=Role.choices)


def day_field(label: str) -> forms.DateField:
    """Make a field for a day."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class JournalFilter(forms.Form):
    """Which entries of the journal to show."""

    action = forms.ChoiceField(label=later(say("What was done")), required=False)
    actor = forms.ChoiceField(label=later(say("By whom")), required=False)
    since = day_field(later(say("Since")))
    until = day_field(later(say("Until")))

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", told(say("Everything")))]
        action, actor = self.fields["action"], self.fields["actor"]
        assert isinstance(action, forms.ChoiceField)
        assert isinstance(actor, forms.ChoiceField)
        action.choices = everything + [(code, told(text)) for code, text in ACTIONS.items()]
        actor.choices = [("", told(say("Everybody"))), *list(people.items())[:100]]
