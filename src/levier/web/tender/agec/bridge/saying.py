"""What people said of lines, folded over what Levier found: the last word on each field of each line stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from levier.tender.agec.correcting import NONE, Correction
from levier.tender.agec.model import Classed, Condition
from levier.web.house.meanwhile import Values
from levier.web.tender.agec.bridge.keeping import agec
from levier.web.tender.agec.models import ClassCorrection
from levier.wording.errors import Place

FIELDS = ("category", "condition", "recycled")
FOUND = "found"
"""Said of a field that goes back to what Levier found."""
YES, NO, UNKNOWN = "yes", "no", "unknown"
Key = tuple[str, int]
"""Sheet, "" where there is none, and line."""


def said_of(acts: Iterable[ClassCorrection]) -> dict[Key, dict[str, str]]:
    """Return what is said of each line by acts that stand, the oldest first."""
    said: dict[Key, dict[str, str]] = {}
    for act in acts:
        for sheet, line in act.lines:
            told = said.setdefault((sheet, line), {})
            for field, value in act.said.items():
                if value == FOUND:
                    told.pop(field, None)
                else:
                    told[field] = value
    return said


def corrections(said: Mapping[Key, Mapping[str, str]]) -> dict[Key, Correction]:
    """Return what was said as the library takes it."""
    return {key: _correction(told) for key, told in said.items() if told}


def _correction(told: Mapping[str, str]) -> Correction:
    category, condition, recycled = (told.get(field, "") for field in FIELDS)
    return Correction(
        outside=category == NONE,
        category=agec().categories.get(category),
        condition=Condition(condition) if condition else None,
        recycled={YES: True, NO: False}.get(recycled),
        place=Place(),
    )


def stands(c: Classed) -> dict[str, str]:
    """Return what stands of a line, by field, in the codes of the form; an empty category is none yet."""
    return {
        "category": c.category.id if c.category else NONE if c.outside else "",
        "condition": c.condition.value,
        "recycled": UNKNOWN if c.recycled is None else YES if c.recycled else NO,
    }


def stand(classed: Sequence[Classed]) -> dict[str, list[str]]:
    """Return the different values of each field among lines, in their order."""
    all_ = [stands(c) for c in classed]
    return {field: list(dict.fromkeys(one[field] for one in all_)) for field in FIELDS}


def seen(classed: Sequence[Classed], acts: Sequence[ClassCorrection]) -> Values:
    """Return what stands of lines as a form carries it: the fields, and the last act about any of them."""
    keys = {c.purchase.key for c in classed}
    last = next((act.pk for act in reversed(acts) if any((s, n) in keys for s, n in act.lines)), 0)
    return {**stand(classed), "act": last}
