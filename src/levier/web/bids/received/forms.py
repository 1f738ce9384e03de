"""Forms of offers that arrive: the files with their receipt, a correction of it, why one is set aside, who opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from levier.tender.model import Lot
from levier.web.bids.models import Offer
from levier.web.house.words import later, told
from levier.web.tender.checks.forms import Documents
from levier.wording.text import say

MINUTE = "%Y-%m-%dT%H:%M"


class Moment(forms.DateTimeField):
    """A day and a time, not in the future."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTE)
    input_formats = (MINUTE, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%d/%m/%Y %H:%M")

    def clean(self, value: Any) -> datetime | None:
        """Refuse what has not happened yet."""
        found: datetime | None = super().clean(value)
        if found is not None and found > timezone.now():
            raise ValidationError(told(say("This moment is still to come: say when the platform received it.")))
        return found


class ReceiptForm(forms.Form):
    """Whose offer it is, of which round, and when it came."""

    bid = forms.CharField(
        max_length=200,
        label=later(say("Name of the bidder")),
        help_text=later(say("As the receipt names it. The acts of the procedure call the offer so.")),
    )
    received_at = Moment(
        label=later(say("Received on")),
        help_text=later(say("Day and time of the receipt that your platform gave.")),
    )
    round = forms.ChoiceField(
        choices=Offer.Round.choices,
        label=later(say("Round")),
        help_text=later(say("Final only after a negotiation: the last round is the one that is scored.")),
    )
    lots = forms.MultipleChoiceField(
        required=False,
        label=later(say("Lots that it is for")),
        help_text=later(say("Tick none where the file says it: the lots of which it gives prices.")),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, lots: Sequence[Lot], **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["lots"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(lot.id, told(say("Lot {id}: {title}", id=lot.id, title=lot.title))) for lot in lots]
        if not lots:
            del self.fields["lots"]

    @property
    def told(self) -> dict[str, Any]:
        """Return what is told of the receipt."""
        given = self.cleaned_data
        return {"lots": given.get("lots", []), **{name: given[name] for name in ("bid", "round", "received_at")}}


class ReceiveForm(ReceiptForm):
    """Files of offers with their receipt."""

    documents = Documents(
        label=later(say("Files of the offers")),
        help_text=later(
            say(
                "Answer workbooks, XLSX or ODS, one a bidder, several at once; {mb} MB each at most. Any other file is "
                "kept too, and its answers are entered by hand after the opening.",
                mb=settings.MOST_UPLOAD_MB,
            )
        ),
    )
    field_order = ("documents", "bid", "lots", "received_at", "round")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bid"].required = False
        self.fields["bid"].help_text = told(say("For one file alone. Several files are named after themselves."))


class SetAsideForm(forms.Form):
    """Why an offer is set aside unread."""

    reason = forms.CharField(
        max_length=1000,
        required=False,
        label=later(say("Why is it set aside?")),
        help_text=later(say("It is kept unread, with this reason. Left empty, the offer stands again.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class OpenForm(forms.Form):
    """Who opens the offers."""

    who = forms.CharField(
        max_length=200,
        label=later(say("Opened by")),
        help_text=later(say("The person or the committee that opens them, as your record names it.")),
    )
