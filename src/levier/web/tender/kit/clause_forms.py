"""Forms of clauses: the values of one of the library, words of one's own, an organisation's own clause."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from levier.catalogue.model import Status
from levier.tender.library.model import NUMERIC, Criterion, Type, VariableFact
from levier.tender.library.rendering import values_of
from levier.tender.model import About, ClauseType, Tender
from levier.tender.provenance import told as status_told
from levier.web.house.meanwhile import Editing
from levier.web.house.numbers import NumberField
from levier.web.house.words import language, later, told
from levier.web.tender.findings import library
from levier.web.tender.kit import clausing
from levier.web.tender.kit.award_forms import written
from levier.web.tender.kit.awarding import percent, share
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

LONGEST_CLAUSE = 20_000
TYPES: Mapping[ClauseType, tuple[Text, Text]] = {
    ClauseType.SPECIFICATION: (say("technical specification"), say("technical specification")),
    ClauseType.SELECTION: (say("selection criterion"), say("what is asked of bidders themselves")),
    ClauseType.AWARD: (say("award criterion"), say("criterion of choice")),
    ClauseType.CONDITION: (say("performance condition"), say("condition of the contract")),
}
"""Types of a clause: of a public buyer, and of a private one."""
ABOUT: Mapping[About, Text] = {
    About.ENVIRONMENT: say("the environment"),
    About.SOCIAL: say("people and employment"),
    About.ACCESSIBILITY: say("accessibility"),
    About.OTHER: say("something else"),
}


class PlacedForm(Editing, forms.Form):
    """Where a clause stands, and for which lots."""

    def place(self, tender: Tender) -> None:
        """Add the fields of the piece and of the lots."""
        names = [(kind.value, told(name)) for kind, name in clausing.piece_names(tender).items()]
        self.fields["document"] = forms.ChoiceField(
            required=False,
            choices=[("", told(say("Where it usually stands"))), *names],
            label=told(say("Document in which it stands")),
        )
        if tender.lots:
            self.fields["lots"] = forms.MultipleChoiceField(
                required=False,
                choices=[(lot.id, f"{lot.id}. {lot.title}") for lot in tender.lots],
                label=told(say("Lots that it is for")),
                help_text=told(say("All where none is ticked.")),
                widget=forms.CheckboxSelectMultiple,
            )


class LibraryClauseForm(PlacedForm):
    """The values of a clause of the library in a tender, and words of one's own instead of its text."""

    def __init__(self, criterion: Criterion, tender: Tender, now: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        self.criterion = criterion
        super().__init__(*args, initial=_initial(now), **kwargs)
        for variable in criterion.variables:
            self.fields[f"var-{variable.id}"] = _field(variable)
        self.place(tender)
        self.fields["text"] = forms.CharField(
            required=False,
            max_length=LONGEST_CLAUSE,
            label=told(say("Own words, instead of the library’s text")),
            help_text=told(say("Left empty, the text of the library stands with the values above.")),
            widget=forms.Textarea(attrs={"rows": 6}),
        )

    @property
    def values(self) -> dict[str, Any]:
        """Return what the form says of the clause, as a document has it."""
        given = self.cleaned_data
        chosen = {v.id: _kept(v, given.get(f"var-{v.id}")) for v in self.criterion.variables}
        variables = {name: value for name, value in chosen.items() if value not in (None, "")}
        return {"variables": variables, **{name: given.get(name) for name in ("document", "lots", "text")}}

    def clean(self) -> dict[str, Any]:
        """Refuse a value outside its bounds, in the words of the library."""
        given = super().clean() or {}
        for variable in self.criterion.variables:
            name = f"var-{variable.id}"
            value = _kept(variable, given.get(name))
            if value in (None, "") or name in self.errors:
                continue
            try:
                values_of(self.criterion, {variable.id: value})
            except LevierError as error:
                self.add_error(name, error.in_(language()).split("\n"))
        return given


def shown(criterion: Criterion, clause: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the form of a clause shows, in the types that it gives back; `there` tells whether it is taken."""
    chosen = (clause or {}).get("variables") or {}
    found: dict[str, Any] = {f"var-{v.id}": _as_shown(v, chosen.get(v.id)) for v in criterion.variables}
    return found | {
        "document": (clause or {}).get("document") or "",
        "lots": list((clause or {}).get("lots") or ()),
        "text": (clause or {}).get("text") or "",
    }


def _as_shown(variable: VariableFact, value: Any) -> Any:
    if variable.type is Type.SHARE:
        return percent(value)
    return value if variable.type in NUMERIC else value or ""


def _kept(variable: VariableFact, value: Any) -> Any:
    if variable.type is Type.SHARE:
        return share(value)
    if isinstance(value, date):
        return value.isoformat()
    if variable.type is Type.INTEGER and isinstance(value, float) and value == int(value):
        return int(value)
    return value


def _initial(now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written(v) if isinstance(v, (int, float)) else v for name, v in now.items() if v is not None}


def _field(variable: VariableFact) -> forms.Field:
    label, help_text = told(_with_unit(variable)), _help(variable)
    common: dict[str, Any] = {"required": False, "label": label[:1].upper() + label[1:], "help_text": help_text}
    if variable.type in NUMERIC:
        bounds = (variable.low, variable.high)
        low, high = (percent(b) for b in bounds) if variable.type is Type.SHARE else bounds
        field: forms.Field = NumberField(low=low, high=high, **common)
        field.widget.attrs["class"] = "short"
        return field
    if variable.type is Type.CHOICE:
        blank = ("", told(say("As the library proposes") if variable.default else say("Not chosen yet")))
        return forms.ChoiceField(choices=[blank, *((c, c) for c in variable.choices)], **common)
    if variable.type is Type.DATE:
        return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **common)
    return forms.CharField(max_length=500, **common)


def _with_unit(variable: VariableFact) -> Text:
    if variable.type is Type.SHARE:
        return say("{what} (%)", what=variable.label)
    if variable.type is Type.MONEY:
        return say("{what} (€)", what=variable.label)
    unit = library().label("unit", variable.unit) if variable.unit else None
    return say("{what} ({unit})", what=variable.label, unit=unit) if unit else variable.label


def _help(variable: VariableFact) -> str:
    """Say what is proposed where nothing is typed, between which bounds, and where that comes from."""
    parts = []
    if variable.default is None:
        parts.append(say("Yours to choose."))
    else:
        parts.append(say("{value} where left empty.", value=_told_value(variable, variable.default)))
    if variable.low is not None and variable.high is not None:
        low, high = _told_value(variable, variable.low), _told_value(variable, variable.high)
        parts.append(say("From {low} to {high}.", low=low, high=high))
    parts.append(say("Basis: {basis}.", basis=variable.basis))
    if variable.status:
        parts.append(say("Status: {status}.", status=status_told(Status(variable.status))))
    return " ".join(told(part) for part in parts)


def _told_value(variable: VariableFact, value: float | str) -> str:
    if isinstance(value, str):
        return value
    return f"{written(percent(value))}\u00a0%" if variable.type is Type.SHARE else written(value)


class OwnWordsForm(PlacedForm):
    """A clause in the buyer's own words."""

    text = forms.CharField(
        max_length=LONGEST_CLAUSE,
        label=later(say("Text of the clause")),
        help_text=later(say("In the language of the tender’s documents.")),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    about = forms.MultipleChoiceField(
        required=False,
        choices=[(about.value, later(text)) for about, text in ABOUT.items()],
        label=later(say("What it takes into account")),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, tender: Tender, now: Mapping[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(now), **kwargs)
        names = [(type_.value, told(pair[0 if tender.buyer.public else 1])) for type_, pair in TYPES.items()]
        self.fields["type"] = forms.ChoiceField(
            choices=names,
            label=told(say("What it is")),
            help_text=told(say("The checks before publication depend on it.")),
        )
        self.place(tender)

    field_order = ("text", "type", "about", "document", "lots")

    @property
    def values(self) -> dict[str, Any]:
        """Return what the form says of the clause, as a document has it."""
        return {name: self.cleaned_data.get(name) for name in ("text", "type", "about", "document", "lots")}


def own_words_shown(clause: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the form of own words shows."""
    told_ = clause or {}
    return {name: told_.get(name) or "" for name in ("text", "type", "document")} | {
        name: list(told_.get(name) or ()) for name in ("about", "lots")
    }


class OwnClauseForm(Editing, forms.Form):
    """A clause of the organisation, in both languages."""

    name = forms.CharField(max_length=80, label=later(say("Name of the clause")))
    fr = forms.CharField(
        max_length=LONGEST_CLAUSE, label=later(say("Text in French")), widget=forms.Textarea(attrs={"rows": 8})
    )
    en = forms.CharField(
        max_length=LONGEST_CLAUSE, label=later(say("Text in English")), widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(self, criterion: Criterion | None, *args: Any, **kwargs: Any) -> None:
        self.criterion = criterion
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse places that the criterion does not have."""
        given = super().clean() or {}
        for name in ("fr", "en"):
            if given.get(name) and (wrong := clausing.wrong_places(given[name], self.criterion)):
                self.add_error(name, told(wrong))
        return given
