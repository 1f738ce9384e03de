"""The form of how marks become a ranking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from levier.tender.model import LotMarks, Rounded, Tender
from levier.web.house.meanwhile import Editing
from levier.web.house.numbers import NumberField
from levier.web.house.words import later, told
from levier.web.tender.kit.award_forms import choices_of
from levier.web.tender.kit.awarding import Document
from levier.wording.text import Text, say

LOT_MARKS: Mapping[LotMarks, Text] = {
    LotMarks.MEAN: say("mean of the lots"),
    LotMarks.BY_VALUE: say("by the value of each lot"),
    LotMarks.SUMMED_PRICES: say("prices of the lots added up first"),
}
MOST_TIES = 3


class RankingForm(Editing, forms.Form):
    """How marks become a ranking: out of how many points, rounding, equal totals, lots, declared footprints."""

    out_of = NumberField(
        required=False,
        low=1,
        label=later(say("Points of the best possible bid")),
        help_text=later(say("100 unless told.")),
    )
    decimals = forms.TypedChoiceField(
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", later(say("Nothing is rounded"))), *((str(n), str(n)) for n in range(5))],
        label=later(say("Decimals that are kept")),
    )
    rounded = forms.ChoiceField(
        required=False,
        choices=[
            ("", later(say("Not told: the total"))),
            (Rounded.TOTAL.value, later(say("the total"))),
            (Rounded.POINTS.value, later(say("the points of each criterion"))),
        ],
        label=later(say("What is rounded")),
    )
    lot_marks = forms.ChoiceField(
        required=False,
        choices=[("", later(say("Each lot is judged by itself"))), *choices_of(LOT_MARKS)],
        label=later(say("How the marks of several lots become one")),
    )
    method = forms.CharField(
        required=False,
        max_length=200,
        label=later(say("Method of declared footprints")),
        help_text=later(say("Declared footprints are scored only under one announced method and version.")),
    )
    version = forms.CharField(required=False, max_length=60, label=later(say("Version of that method")))

    def __init__(self, tender: Tender, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leaves = [leaf for c in tender.criteria for leaf in (c.parts or (c,))]
        choices = [("", told(say("Not told"))), *((leaf.id, leaf.name) for leaf in leaves)]
        for n in range(MOST_TIES):
            label = say("Equal totals: decided by") if n == 0 else say("Still equal: decided by ({n})", n=n + 1)
            self.fields[tie_name(n)] = forms.ChoiceField(required=False, choices=choices, label=told(label))

    def clean(self) -> dict[str, Any]:
        """Ask for both the method and its version."""
        given = super().clean() or {}
        for name, other in (("method", "version"), ("version", "method")):
            if given.get(other) and not given.get(name):
                self.add_error(name, told(say("Give the method and its version, or neither.")))
        return given

    @property
    def values(self) -> dict[str, Any]:
        """Return what the form says, as parts of a document."""
        given = self.cleaned_data
        ties = [given[tie_name(n)] for n in range(MOST_TIES) if given[tie_name(n)]]
        return {
            "out_of": given["out_of"],
            "rounding": {"decimals": given["decimals"], "of": given["rounded"]}
            if given["decimals"] is not None
            else None,
            "ties": list(dict.fromkeys(ties)),
            "lot_marks": given["lot_marks"],
            "footprint": {"method": given["method"], "version": given["version"]} if given["method"] else None,
        }


def tie_name(n: int) -> str:
    """Return the name of the field of the n-th criterion that decides between equal totals."""
    return f"tie-{n}"


def ranking_shown(document: Document) -> dict[str, Any]:
    """Return what the form of the ranking shows."""
    rounding, footprint = document.get("rounding") or {}, document.get("footprint") or {}
    ties = [*(document.get("ties") or ()), *[""] * MOST_TIES]
    return {
        "out_of": document.get("out_of"),
        "decimals": rounding.get("decimals"),
        "rounded": rounding.get("of") or "",
        "lot_marks": document.get("lot_marks") or "",
        "method": footprint.get("method") or "",
        "version": footprint.get("version") or "",
        **{tie_name(n): ties[n] for n in range(MOST_TIES)},
    }
