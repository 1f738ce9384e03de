"""Forms of award criteria: the weights of all, one criterion whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.text import slugify

from levier.tender.model import CostPart, Counted, CriterionKind, Tender
from levier.tender.scoring.formulas import FORMULAS, Setting, choose
from levier.tender.scoring.market import market
from levier.web.house.meanwhile import ChangedMeanwhile, Editing, Values
from levier.web.house.numbers import NumberField
from levier.web.house.words import language, later, told
from levier.web.tender.kit import awarding
from levier.web.tender.kit.awarding import Award, Document, percent, share
from levier.web.tender.kit.trying import Tried, estimate_of, own_formula, sample_prices, samples, try_prices
from levier.web.tender.laboratory.forms import KINDS as LABORATORY_KINDS
from levier.wording.errors import LevierError
from levier.wording.numbers import write_number
from levier.wording.text import Text, say

KINDS = [*LABORATORY_KINDS[:2], (CriterionKind.QUALITY.value, later(say("Quality"))), *LABORATORY_KINDS[2:]]
COUNTS: Mapping[Counted, Text] = {
    Counted.PRICE: say("the price"),
    Counted.KWH: say("electricity (kWh)"),
    Counted.CARBON_USE: say("carbon of use"),
    Counted.CARBON_EMBODIED: say("carbon of manufacturing"),
    Counted.LIFETIME: say("years of service"),
    Counted.MAINTENANCE: say("maintenance"),
    Counted.WARRANTY: say("warranty"),
    Counted.REPAIRABILITY: say("repairability"),
    Counted.END_OF_LIFE: say("end of life"),
}
COVERS: Mapping[CostPart, Text] = {
    CostPart.ACQUISITION: say("purchase"),
    CostPart.USE: say("use: electricity, consumables"),
    CostPart.MAINTENANCE: say("maintenance"),
    CostPart.END_OF_LIFE: say("end of life"),
    CostPart.EXTERNALITIES: say("harm to the environment, as a sum of money"),
}
MOST_LEVELS, SPARE_LEVELS, FEWEST_LEVELS = 12, 2, 5
LONGEST_NAME, LONGEST_TEXT, LONGEST_LEVEL = 200, 4000, 500


def written(value: float | None) -> str:
    """Write a number as a field holds it."""
    return "" if value is None else write_number(value, language(), awarding.DIGITS)


def choices_of(words: Mapping[Any, Text]) -> list[tuple[str, Any]]:
    """Return words with how they are called, as a form offers them."""
    return [(word.value, later(text)) for word, text in words.items()]


class WeightsForm(Editing, forms.Form):
    """The weights of all criteria and sub-criteria, in per cent."""

    def __init__(self, document: Document, *args: Any, **kwargs: Any) -> None:
        self.document = document
        super().__init__(*args, initial={k: written(v) for k, v in weights(document).items()}, **kwargs)
        for number, (award, _) in enumerate(awarding.every(document)):
            field = NumberField(
                required=False, low=0, high=100, label=told(say("Weight of {name}", name=award["name"]))
            )
            field.widget.attrs |= {"id": f"weight{number}", "class": "short"}
            self.fields[weight_name(award)] = field

    @property
    def rows(self) -> list[tuple[Award, Award | None, forms.BoundField, Text | str]]:
        """Return each criterion with what it is part of, its field, and what its formula is called."""
        return [
            (award, whole, self[weight_name(award)], awarding.formula_label(award.get("formula")))
            for award, whole in awarding.every(self.document)
        ]

    @property
    def wanted(self) -> dict[str, Any]:
        """Return what was sent; a criterion that somebody added meanwhile was not."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.data}

    def clash(self, error: ChangedMeanwhile, now: Values | None = None) -> None:
        """Show both weights; those of criteria that came meanwhile are as they stand."""
        super().clash(error, now)
        sent: Any = self.data
        for name, value in error.now.items():
            if name not in sent:
                sent[name] = written(value)


def weight_name(award: Award) -> str:
    """Return the name of the field of a weight."""
    return f"weight-{award['id']}"


def weights(document: Document) -> dict[str, float | None]:
    """Return the weights of a document by the names of their fields."""
    return {weight_name(award): percent(award.get("weight")) for award, _ in awarding.every(document)}


def weighed(document: Document, wanted: Values) -> list[Award]:
    """Return the award criteria with other weights."""

    def change(award: Award) -> Award:
        name = weight_name(award)
        return {**award, "weight": share(wanted[name])} if name in wanted else award

    return awarding.changed(document, change)


class CriterionForm(Editing, forms.Form):
    """One award criterion, or one sub-criterion."""

    name = forms.CharField(max_length=LONGEST_NAME, label=later(say("Name of the criterion")))
    kind = forms.ChoiceField(choices=KINDS, label=later(say("What it looks at")))
    weight = NumberField(required=False, low=0, high=100, label=later(say("Weight (%)")))
    text = forms.CharField(
        required=False,
        max_length=LONGEST_TEXT,
        label=later(say("How it is judged")),
        help_text=later(say("In the words that bidders will read.")),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    formula = forms.ChoiceField(
        required=False,
        label=later(say("Formula")),
        choices=[("", later(say("Not chosen yet"))), *((f.name, later(f.label)) for f in FORMULAS.values())],
        help_text=later(say("What each means is told below.")),
    )
    counts = forms.MultipleChoiceField(
        required=False,
        choices=choices_of(COUNTS),
        label=later(say("What it counts")),
        help_text=later(say("So that nothing is counted twice.")),
        widget=forms.CheckboxSelectMultiple,
    )
    covers = forms.MultipleChoiceField(
        required=False,
        choices=choices_of(COVERS),
        label=later(say("What the cost covers")),
        help_text=later(say("For a criterion of cost.")),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, tender: Tender, award: Award, *args: Any, **kwargs: Any) -> None:
        self.now, self.levels = shown(award), _levels(award, args[0] if args else None)
        self.market = market(estimate_of(tender))
        super().__init__(*args, initial=_initial(self.now), **kwargs)
        for name, setting in awarding.SETTINGS.items():
            self.fields[setting_name(name)] = own_formula() if setting.text else _number(setting)
        self.fields["prices"] = sample_prices(self.market)
        for n in range(self.levels):
            points = NumberField(
                required=False, low=0, high=100, label=told(say("Points of level {n}, in per cent", n=n + 1))
            )
            points.widget.attrs["class"] = "short"
            words = forms.CharField(
                required=False, max_length=LONGEST_LEVEL, label=told(say("What earns level {n}", n=n + 1))
            )
            self.fields[f"points-{n}"], self.fields[f"level-{n}"] = points, words
        if tender.lots:
            self.fields["lots"] = forms.MultipleChoiceField(
                required=False,
                choices=[(lot.id, f"{lot.id}. {lot.title}") for lot in tender.lots],
                label=told(say("Lots that it is for")),
                help_text=told(say("All where none is ticked.")),
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def ladder_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return the two fields of each level."""
        return [(self[f"points-{n}"], self[f"level-{n}"]) for n in range(self.levels)]

    @property
    def ladder_open(self) -> bool:
        """Tell whether the levels are shown at once: where none could be meant, they are folded."""
        prices = self.now["formula"] and not FORMULAS[self.now["formula"]].levels
        return not prices or any(name.startswith(("points-", "level-")) for name in self.errors)

    @property
    def setting_fields(self) -> list[forms.BoundField]:
        """Return the fields of the parameters of formulas."""
        return [self[setting_name(name)] for name in awarding.SETTINGS if name != awarding.OWN_TEXT]

    @property
    def own(self) -> forms.BoundField:
        """Return the field of the text of a formula of one's own."""
        return self[OWN_FIELD]

    def clean(self) -> dict[str, Any]:
        """Ask for both halves of each level, for levels that rise, and for parameters that the formula takes."""
        given = super().clean() or {}
        rungs = []
        for n in range(self.levels):
            points, words = given.get(f"points-{n}"), given.get(f"level-{n}")
            if words and points is None and f"points-{n}" not in self.errors:
                self.add_error(f"points-{n}", told(say("Say which share of the points this level earns.")))
            if points is not None and not words:
                self.add_error(f"level-{n}", told(say("Say in words what earns this level.")))
            if points is not None:
                rungs.append((points, n))
        for (before, _), (after, n) in pairwise(rungs):
            if after < before:
                self.add_error(f"points-{n}", told(say("Write the levels from the least to the most points.")))
        self._clean_settings(given)
        return given

    def _clean_settings(self, given: dict[str, Any]) -> None:
        formula, settings = given.get("formula"), self.settings
        taken = {s.name for s in FORMULAS[formula].settings} if formula else set()
        for name in settings:
            if name not in taken:
                self.add_error(setting_name(name), told(say("The formula that you chose does not use this.")))
        if not formula or any(setting_name(name) in self.errors for name in awarding.SETTINGS):
            return
        if awarding.OWN_TEXT in taken - set(settings):
            self.add_error(OWN_FIELD, told(say("Write your formula, such as N * Pmin / P.")))
            return
        try:
            choose(formula, settings)
        except LevierError as error:
            field = OWN_FIELD if awarding.OWN_TEXT in taken else "formula"
            self.add_error(field, " · ".join(error.in_(language()).split("\n")))

    @property
    def settings(self) -> dict[str, Any]:
        """Return the parameters that were given for the formula."""
        found = {name: self.cleaned_data.get(setting_name(name)) for name in awarding.SETTINGS}
        return {name: value for name, value in found.items() if value not in (None, "")}

    @property
    def tried(self) -> Tried | None:
        """Return the points of the sample prices, of the criterion as it was sent or as it stands."""
        if not self.is_bound:
            there = self.now
            settings = {n: v for n in awarding.SETTINGS if (v := there.get(setting_name(n))) not in (None, "")}
            return try_prices(there["formula"], settings, there["weight"], samples(self.market))
        given = self.cleaned_data
        if {"formula", "weight", "prices", *map(setting_name, awarding.SETTINGS)} & set(self.errors):
            return None
        return try_prices(given["formula"], self.settings, given["weight"], given["prices"])

    @property
    def values(self) -> Award:
        """Return what the form says of the criterion, as a document has it."""
        given = self.cleaned_data
        ladder = [
            {"points": share(given[f"points-{n}"]), "text": given[f"level-{n}"]}
            for n in range(self.levels)
            if given[f"points-{n}"] is not None
        ]
        told_ = {name: given.get(name) for name in ("name", "kind", "text", "formula", "counts", "covers", "lots")}
        return {**told_, "weight": share(given["weight"]), "parameters": self.settings, "ladder": ladder}


class NewCriterionForm(CriterionForm):
    """One more criterion: its short name is made from its name where none is given."""

    id = forms.CharField(
        required=False,
        max_length=40,
        label=later(say("Short name")),
        help_text=later(say("Made from the name where this is left empty.")),
    )

    def __init__(self, taken: Iterable[str], *args: Any, **kwargs: Any) -> None:
        self.taken = frozenset(taken)
        super().__init__(*args, **kwargs)

    def clean_id(self) -> str:
        """Return an id of its own."""
        wanted = slugify(self.cleaned_data["id"] or "")
        if wanted in self.taken:
            raise forms.ValidationError(told(say("Another criterion has this short name.")))
        return wanted

    def free_id(self) -> str:
        """Return the id that was given, else one made from the name."""
        base = self.cleaned_data["id"] or slugify(self.cleaned_data["name"])[:30] or "criterion"
        names = (base, *(f"{base}-{n}" for n in range(2, len(self.taken) + 3)))
        return next(name for name in names if name not in self.taken)


def setting_name(name: str) -> str:
    """Return the name of the field of a parameter of a formula."""
    return f"setting-{name}"


OWN_FIELD = setting_name(awarding.OWN_TEXT)


def _number(setting: Setting) -> NumberField:
    return NumberField(required=False, label=told(setting.label))


def _levels(award: Award, sent: Mapping[str, Any] | None) -> int:
    """Return how many levels a form has room for."""
    most = max((int(n[7:]) + 1 for n in sent or () if n.startswith("points-") and n[7:].isdigit()), default=0)
    rungs = len(award.get("ladder") or ())
    return min(max(most, rungs + SPARE_LEVELS if rungs else FEWEST_LEVELS), max(MOST_LEVELS, rungs))


def shown(award: Award) -> dict[str, Any]:
    """Return what the form of a criterion shows, in the types that it gives back."""
    found: dict[str, Any] = {name: award.get(name) or "" for name in ("name", "kind", "text")}
    formula = award.get("formula") or ""
    found["formula"] = awarding.LADDER if formula == "ladder" else formula
    found |= {name: list(award.get(name) or ()) for name in ("counts", "covers", "lots")}
    found["weight"] = percent(award.get("weight"))
    settings = award.get("parameters") or {}
    found |= {setting_name(name): settings.get(name) for name in awarding.SETTINGS}
    found[OWN_FIELD] = found[OWN_FIELD] or ""
    for n, rung in enumerate(award.get("ladder") or ()):
        found |= {f"points-{n}": percent(rung["points"]), f"level-{n}": rung["text"]}
    return found


def _initial(now: Values) -> dict[str, Any]:
    return {name: written(v) if isinstance(v, (int, float)) else v for name, v in now.items() if v is not None}
