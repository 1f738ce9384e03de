"""Forms of an award: a declaration, levels under aliases, the agreed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms

from levier.web.house.meanwhile import Editing
from levier.web.house.words import later, told
from levier.wording.text import say

LONGEST_REASON = 2000
CUT = 90
"""Letters of the words of a level in a list; they stand whole above it."""


class DeclareForm(forms.Form):
    """Who assesses, and whether an interest of theirs is at stake."""

    function = forms.CharField(
        max_length=120,
        label=later(say("Your function")),
        help_text=later(say("The report calls you so, for instance “head of equipment”. No name is needed.")),
    )
    free = forms.ChoiceField(
        label=later(say("Interest at stake")),
        choices=[
            ("yes", later(say("I have no interest of any kind in a bidder or in the outcome"))),
            ("no", later(say("I have, or may seem to have, one: I neither see nor mark the bids"))),
        ],
        widget=forms.RadioSelect,
    )


class LevelsForm(Editing, forms.Form):
    """A level and its reason for each bid, under its alias. `levels` are (number, words) of the published ladder."""

    def __init__(
        self,
        *args: Any,
        aliases: Sequence[str],
        levels: Sequence[tuple[int, str]],
        given: Mapping[str, tuple[float, str]],
        whole: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        choices = [("", told(say("no level yet"))), *((str(n), _cut(n, words)) for n, words in levels)]
        self.aliases, self.whole = tuple(aliases), whole
        for alias in aliases:
            level, reason = given.get(alias, (None, ""))
            self.fields[f"level-{alias}"] = forms.ChoiceField(
                required=whole,
                choices=choices,
                initial="" if level is None else f"{level:g}",
                label=told(say("Level of bid {alias}", alias=alias)),
            )
            self.fields[f"reason-{alias}"] = forms.CharField(
                required=whole,
                max_length=LONGEST_REASON,
                initial=reason,
                label=told(say("Why this level, for bid {alias}", alias=alias)),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def rows(self) -> Iterator[tuple[str, forms.BoundField, forms.BoundField]]:
        """Yield alias, level and reason."""
        for alias in self.aliases:
            yield alias, self[f"level-{alias}"], self[f"reason-{alias}"]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of each level, and for one level at least."""
        given = super().clean() or {}
        for alias in self.aliases:
            level, reason = given.get(f"level-{alias}"), given.get(f"reason-{alias}")
            if level and not reason and f"reason-{alias}" not in self.errors:
                self.add_error(f"reason-{alias}", told(say("Say why, in the words of the levels.")))
        if not self.errors and not self.told:
            self.add_error(None, told(say("Choose a level for one bid at least.")))
        return given

    @property
    def told(self) -> dict[str, tuple[float, str]]:
        """Return level and reason by alias, of the bids that have one."""
        given = self.cleaned_data
        return {
            alias: (float(given[f"level-{alias}"]), given[f"reason-{alias}"])
            for alias in self.aliases
            if given.get(f"level-{alias}")
        }


def _cut(number: int, words: str) -> str:
    text = f"{number} – {words}" if words else str(number)
    return text if len(text) <= CUT else text[: CUT - 1].rstrip() + "…"


ENDS = [
    ("award", later(say("Award to a bid"))),
    ("unsuccessful", later(say("Unsuccessful: no bid, or none that may be accepted (infructueux)"))),
    ("abandoned", later(say("Abandoned for a reason of general interest (sans suite)"))),
]


def day_field(label: Any, hint: Any = "", *, required: bool = True) -> forms.DateField:
    """Make a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(required=required, label=label, help_text=hint, widget=widget)


class DecisionForm(Editing, forms.Form):
    """How it ends, why, when, and when those who were not chosen are told."""

    end = forms.ChoiceField(choices=ENDS, label=later(say("How it ends")), widget=forms.RadioSelect)
    bid = forms.ChoiceField(
        required=False,
        label=later(say("Bid awarded")),
        help_text=later(say("An award goes to the bid that stands first.")),
    )
    reason = forms.CharField(
        max_length=LONGEST_REASON,
        label=later(say("Reason")),
        help_text=later(say("It stands in the report and in the letters.")),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    day = day_field(later(say("Day of the decision")))
    notified_on = day_field(
        later(say("Day on which the others are told")),
        later(say("The standstill begins then. Leave it empty until they are told.")),
        required=False,
    )
    electronic = forms.BooleanField(required=False, initial=True, label=later(say("They are told electronically")))

    def __init__(self, *args: Any, bids: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["bid"].choices = [("", told(say("none"))), *bids]  # type: ignore[attr-defined]  # a field of choices

    def clean(self) -> dict[str, Any]:
        """Ask which bid is awarded, and keep days in their order."""
        given = super().clean() or {}
        if given.get("end") == "award" and not given.get("bid"):
            self.add_error("bid", told(say("Say which bid is awarded.")))
        day, notified = given.get("day"), given.get("notified_on")
        if day and notified and notified < day:
            self.add_error(
                "notified_on", told(say("Nobody is told before the decision: give that day or a later one."))
            )
        return given

    @property
    def told(self) -> dict[str, Any]:
        """Return the decision as the record holds it."""
        given = self.cleaned_data
        return {
            "end": given["end"],
            "bid": given["bid"] if given["end"] == "award" else None,
            **{name: given[name] for name in ("reason", "day", "notified_on", "electronic")},
        }


class SecretsForm(Editing, forms.Form):
    """Words of each bid that are a business secret, one expression a line."""

    def __init__(
        self, *args: Any, bids: Sequence[tuple[str, str]], now: Mapping[str, Sequence[str]], **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.bids = tuple(bids)
        for alias, bid in bids:
            self.fields[f"words-{alias}"] = forms.CharField(
                required=False,
                max_length=4000,
                initial="\n".join(now.get(bid, ())),
                label=told(say("Secrets of {bid}", bid=bid)),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def told(self) -> list[dict[str, Any]]:
        """Return the secrets as the record holds them."""
        lines = {bid: self.cleaned_data[f"words-{alias}"].splitlines() for alias, bid in self.bids}
        found = {bid: [line.strip() for line in of_bid if line.strip()] for bid, of_bid in lines.items()}
        return [{"bid": bid, "words": words} for bid, words in found.items() if words]


class ObligationForm(Editing, forms.Form):
    """What became of an obligation."""

    state = forms.ChoiceField(label=later(say("State")))
    due_on = day_field(later(say("Due on")), required=False)
    done_on = day_field(later(say("Shown on")), required=False)
    evidence = forms.CharField(
        required=False,
        max_length=1000,
        label=later(say("Proof")),
        help_text=later(say("What the holder showed, and where it is kept.")),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        required=False, max_length=1000, label=later(say("Note")), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, states: Sequence[tuple[str, Any]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["state"].choices = states  # type: ignore[attr-defined]  # a field of choices
