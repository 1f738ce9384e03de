"""The library as the checks of the law ask it: what a clause given by its id is, what it takes into account."""

from __future__ import annotations

from levier.tender.law.case import Entry
from levier.tender.law.case import Library as Ask
from levier.tender.library.model import Concern, Criterion, Kind, Library
from levier.tender.model import About, ClauseType

TYPES = {
    Kind.TECHNICAL_SPECIFICATION: ClauseType.SPECIFICATION,
    Kind.SELECTION_CRITERION: ClauseType.SELECTION,
    Kind.AWARD_CRITERION: ClauseType.AWARD,
    Kind.PERFORMANCE_CONDITION: ClauseType.CONDITION,
}
"""A clause on prices, a rule of the buyer and a ground of exclusion are none of the four."""
ABOUT = {Concern.ENVIRONMENT: About.ENVIRONMENT, Concern.SOCIAL: About.SOCIAL, Concern.OTHER: About.OTHER}
ACCESSIBLE = "accessibility"


def entries(library: Library) -> Ask:
    """Return what answers for an id of the library, None for an id that it does not hold."""

    def ask(id_: str) -> Entry | None:
        found = library.criteria.get(id_)
        return None if found is None else Entry(TYPES.get(found.kind), about(found))

    return ask


def about(criterion: Criterion) -> tuple[About, ...]:
    """Return what a criterion takes into account, in the order of the words of the tender."""
    found = {ABOUT[concern] for concern in criterion.concerns}
    if criterion.theme == ACCESSIBLE:
        found.add(About.ACCESSIBILITY)
    return tuple(a for a in About if a in found) or (About.OTHER,)
