"""What a tender begins with where it takes a criterion of the library: a clause of it, an award criterion made from it.

It is a beginning: the buyer gives the weight, and may change each word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from levier.tender.library.check import Best, Ladder, Step, measures_of
from levier.tender.library.model import AnswerField, Concern, Criterion, Library, Type
from levier.tender.library.rendering import write
from levier.tender.model import Clause, CostPart, Counted, CriterionKind, Rung
from levier.tender.model import Criterion as Award
from levier.wording.numbers import write_number, write_share
from levier.wording.text import Language, Text, label, say

T = TypeVar("T")
LADDER = "quality-ladder"
COST = "life_cycle_cost"
"""The measure of a criterion that is a cost over a life."""
KINDS = {Concern.ENVIRONMENT: CriterionKind.ENVIRONMENT, Concern.SOCIAL: CriterionKind.SOCIAL}
COUNTED: Mapping[str, Counted] = {
    "price": Counted.PRICE,
    "energy_use": Counted.KWH,
    "warranty": Counted.WARRANTY,
    "repairability_index": Counted.REPAIRABILITY,
    "spare_parts": Counted.REPAIRABILITY,
    "buy_back": Counted.END_OF_LIFE,
}
"""Measures of the library -> the quantities that rules of award name."""
COVERED: Mapping[str, CostPart] = {"price": CostPart.ACQUISITION, "energy_use": CostPart.USE}


def clause_from(criterion: Criterion) -> Clause:
    """Return the clause that names a criterion as it stands in the library today."""
    return Clause(id=criterion.id, version=criterion.version)


def award_from(criterion: Criterion, library: Library, lang: Language) -> Award:
    """Return an award criterion made from one of the library: its formula and ladder proposed, its weight open."""
    scoring = write(criterion).scoring
    is_cost = COST in criterion.measures
    return Award(
        id=criterion.id.lower(),
        name=criterion.title.in_(lang),
        kind=CriterionKind.COST if is_cost else _kind(criterion.concerns),
        formula=_formula(criterion),
        ladder=_rungs(criterion, library, lang),
        covers=_among(COVERED, criterion.measures) if is_cost else (),
        counts=() if is_cost else _among(COUNTED, criterion.measures),
        library=criterion.id,
        text=scoring.in_(lang) if scoring else None,
    )


def _kind(concerns: Iterable[Concern]) -> CriterionKind:
    found = set(concerns)
    return next((kind for concern, kind in KINDS.items() if concern in found), CriterionKind.OTHER)


def _formula(criterion: Criterion) -> str:
    if any(isinstance(measure, Best) for measure in measures_of(criterion.check)):
        return "ratio"
    return "life-cycle-cost" if COST in criterion.measures else LADDER


def _among(words: Mapping[str, T], measures: frozenset[str]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(word for name, word in words.items() if name in measures))


def _rungs(criterion: Criterion, library: Library, lang: Language) -> tuple[Rung, ...]:
    """Return the levels of the ladder of a check from none to all of the points, none where it has no ladder."""
    ladder = next((m for m in measures_of(criterion.check) if isinstance(m, Ladder)), None)
    if ladder is None:
        return ()
    field = next(f for f in criterion.fields if f.id == ladder.field)
    levels = [Rung(step.share, _told(step, field, library).in_(lang)) for step in reversed(ladder.steps)]
    return tuple(levels if levels[0].points == 0 else [Rung(0.0, say("Below the first level").in_(lang)), *levels])


def _told(step: Step, field: AnswerField, library: Library) -> Text:
    unit = library.label("unit", field.unit) if field.unit else None
    what = say("{what} ({unit})", what=field.label, unit=unit) if unit else field.label
    value = _value(step.value, field)
    words = {
        ">=": say("{what}: {value} or more", what=what, value=value),
        ">": say("{what}: more than {value}", what=what, value=value),
        "<=": say("{what}: {value} or less", what=what, value=value),
        "<": say("{what}: less than {value}", what=what, value=value),
    }
    return words.get(step.operator, say("{what}: {value}", what=what, value=value))


def _value(value: float, field: AnswerField) -> Text:
    if field.type is Type.SHARE:
        return label(write_share(value, "fr"), write_share(value, "en"))
    return label(write_number(value, "fr"), write_number(value, "en"))
