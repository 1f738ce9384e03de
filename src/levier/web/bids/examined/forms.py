"""Forms of open offers: answers typed by hand, what the buyer decides, what is asked and what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from levier.tender.bids.record import Status
from levier.tender.bids.scoring import STATUSES
from levier.web.bids.bridge.entry import Cell, Key
from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.wording.text import say

LONGEST = 5_000
YES_NO = [("True", later(say("Yes"))), ("False", later(say("No")))]


def _day(label: Any, *, required: bool = False, hint: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=hint, widget=widget)


def _words(label: Any, *, required: bool = True, hint: Any = "", most: int = 2_000) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, required=required, help_text=hint, max_length=most, widget=widget)


def _yes(value: str) -> bool:
    return value == "True"


class EntryForm(Editing, forms.Form):
    """The cells of one part of the answer workbook, and from where they were typed."""

    def __init__(self, cells: Sequence[Cell], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cells: Mapping[str, Cell] = {f"cell{number}": cell for number, cell in enumerate(cells)}
        for name, cell in self.cells.items():
            self.fields[name] = _cell(cell)
            self.fields[name].either = True  # type: ignore[attr-defined]  # none is asked for: no need to say so
            self.initial[name] = cell.now
        self.fields["why"] = forms.CharField(
            label=told(say("Where do these answers come from?")),
            help_text=told(say("The document of the offer and its page. Kept beside each answer, with your name.")),
            max_length=300,
        )
        self.see({name: cell.now for name, cell in self.cells.items()})

    @property
    def texts(self) -> dict[Key, str]:
        """Return what was typed, by cell."""
        return {cell.key: str(self.cleaned_data[name]).strip() for name, cell in self.cells.items()}

    def refuse(self, key: Key, what: str) -> None:
        """Say what is wrong with a cell."""
        self.add_error(next((name for name, cell in self.cells.items() if cell.key == key), None), what)


def _cell(cell: Cell) -> forms.Field:
    common: dict[str, Any] = {"label": cell.label, "help_text": cell.hint, "required": False}
    if cell.choices:
        return forms.ChoiceField(choices=[("", "–"), *cell.choices], **common)
    widget = forms.Textarea(attrs={"rows": 2}) if cell.long else forms.TextInput()
    return forms.CharField(max_length=LONGEST, widget=widget, **common)


class CandidatureForm(Editing, forms.Form):
    """Whether a candidate may bid."""

    admitted = forms.TypedChoiceField(choices=YES_NO, coerce=_yes, label=later(say("May this candidate bid?")))
    reason = _words(
        later(say("Why?")),
        required=False,
        hint=later(say("Judged from its capacities and its declarations alone, never from its offer.")),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason where a candidate is turned away."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("admitted") is False and not given.get("reason"):
            self.add_error("reason", told(say("A candidate who is turned away is told why.")))
        return given


class QualifyForm(Editing, forms.Form):
    """How an offer is qualified, and what of it may be mended."""

    lot = forms.ChoiceField(
        required=False,
        label=later(say("For which lot?")),
        help_text=later(say("An offer may be regular for one lot and not for another.")),
    )
    status = forms.ChoiceField(
        choices=[(status.value, later(STATUSES[status])) for status in Status],
        label=later(say("This offer is")),
    )
    reason = _words(later(say("Why?")), hint=later(say("What was asked, what was found, and where.")))
    may_mend = _words(
        later(say("What may the bidder regularise?")),
        required=False,
        hint=later(say("Whoever is in the same case is asked the same. Nothing of substance may change.")),
    )
    asked_on = _day(later(say("Asked on")))
    until = _day(later(say("Last day for it")), hint=later(say("The same for all who are asked.")))
    for_all = forms.BooleanField(required=False, label=later(say("Move this last day for all who were asked")))
    mended_on = _day(later(say("Regularised on")), hint=later(say("Once it is, the offer may be compared.")))

    def __init__(self, *args: Any, lots: Sequence[str] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["lot"].either = True  # type: ignore[attr-defined]  # its first choice says that it may be none
        of_one = [(lot, told(say("Lot {id} alone", id=lot))) for lot in lots]
        self.fields["lot"].choices = [("", told(say("All its lots"))), *of_one]  # type: ignore[attr-defined]  # a field of choices
        if not lots:
            del self.fields["lot"]

    def clean(self) -> dict[str, Any]:
        """Keep what belongs together together."""
        given: dict[str, Any] = super().clean() or {}
        asked, until = given.get("asked_on"), given.get("until")
        if until and not given.get("may_mend"):
            self.add_error("may_mend", told(say("Say what may be regularised by that day.")))
        if given.get("may_mend") and not until and "until" not in self.errors:
            self.add_error("until", told(say("Give the last day for it.")))
        if asked and until and until < asked:
            self.add_error("until", told(say("The last day comes before the day on which it was asked.")))
        return given


class SendingForm(forms.Form):
    """When it is asked, and until when."""

    asked_on = _day(later(say("Asked on")), required=True)
    until = _day(
        later(say("Last day for an answer")),
        required=True,
        hint=later(say("The same for all: who is asked the same has the same time.")),
    )

    def clean(self) -> dict[str, Any]:
        """Give time to answer."""
        given: dict[str, Any] = super().clean() or {}
        asked, until = given.get("asked_on"), given.get("until")
        if asked and until and until <= asked:
            raise ValidationError({"until": told(say("Give the bidders at least a day to answer."))})
        return given


class AskForm(SendingForm):
    """Which doubts are asked about in the words proposed."""

    doubts = forms.MultipleChoiceField(required=True, label=later(say("Doubts to ask about")))

    def __init__(self, codes: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["doubts"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, code) for code in codes]
        field.error_messages["required"] = told(say("Choose at least one doubt."))


class WordsForm(SendingForm):
    """One question in words of the buyer’s own."""

    text = _words(
        later(say("The question, as it is sent")),
        hint=later(say("In the language of the tender. Ask for an explanation or a proof, never for a better offer.")),
    )
    why = _words(
        later(say("Why other words than for the others?")),
        required=False,
        hint=later(say("Only where another bidder was asked about the same doubt; it stands in the record.")),
        most=1_000,
    )
    field_order = ("text", "why", "asked_on", "until")


class AnswerForm(Editing, forms.Form):
    """What a bidder answered, and when."""

    answer = _words(later(say("The answer, as written")), most=5_000)
    answered_on = _day(later(say("Answered on")), required=True)


class LowPriceForm(Editing, forms.Form):
    """Whether a price that looked abnormally low is admitted."""

    admitted = forms.TypedChoiceField(choices=YES_NO, coerce=_yes, label=later(say("Is the price admitted?")))
    reason = _words(
        later(say("Why?")),
        hint=later(say("From what the bidder answered: an admitted price loses no mark, a rejected one is told why.")),
    )
    decided_on = _day(later(say("Decided on")), required=True)
