"""What the pages of a declaration show: the classes to choose among, the law's figures, the trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from levier.report.words import STATUSES
from levier.tender.agec.duty import Duty
from levier.tender.dossier.wording import BUYERS
from levier.tender.provenance import Origin
from levier.web.house.bridge import source_title
from levier.web.house.words import told
from levier.web.tender.agec.bridge.declared import ALL, CORRECTED, OUTSIDE, UNCLASSED, Declared, duty_of
from levier.web.tender.agec.bridge.keeping import agec
from levier.web.tender.agec.bridge.saying import FIELDS
from levier.web.tender.agec.models import ClassCorrection
from levier.web.tender.agec.words import value_told
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Filter:
    """Lines to look at: a class, and how many groups of lines it has."""

    code: str
    label: Text
    groups: int


@dataclass(frozen=True)
class Filters:
    """The classes to choose among, and the one that is shown."""

    choices: list[Filter]
    current: str

    @property
    def shown(self) -> Filter:
        """Return the one that is shown."""
        return next(choice for choice in self.choices if choice.code == self.current)


def filters(found: Declared, asked: str) -> Filters:
    """Return the classes that lines are in, what could not be classed first, and the one asked for."""
    named = [
        (UNCLASSED, say("not classed")),
        *((c.id, c.label) for c in agec().categories.values()),
        (OUTSIDE, say("outside the categories")),
        (CORRECTED, say("corrected by a person")),
        (ALL, say("all lines")),
    ]
    counted = [Filter(code, label, len(found.groups_of(code))) for code, label in named]
    choices = [choice for choice in counted if choice.groups or choice.code == ALL]
    known = {choice.code for choice in choices}
    first = UNCLASSED if UNCLASSED in known else ALL
    return Filters(choices, asked if asked in known else first)


@dataclass(frozen=True)
class LawFigure:
    """A figure of the law that the page shows: what it is, where it was read, when it was checked, how sure it is."""

    label: Text
    share: float | None
    from_year: int | None
    source: str
    page: str
    checked_on: date
    status: Text


def laws(found: Declared) -> list[LawFigure]:
    """Return the figures of the law behind the answer: the targets of its categories, then the day it is due."""
    targets = [(row.category.label, row.target) for row in found.declaration.rows if row.target is not None]
    shown = [_figure(label, t.origin, t.reuse_share, t.from_year) for label, t in targets]
    return [*shown, _figure(say("The day it is due, and where it is published"), agec().due.origin)]


def _figure(label: Text, origin: Origin, share: float | None = None, from_year: int | None = None) -> LawFigure:
    status = STATUSES[origin.status.value]
    return LawFigure(label, share, from_year, source_title(origin.source), origin.page, origin.checked_on, status)


@dataclass(frozen=True)
class ShownDuty:
    """Whether the organisation has to declare, as the page tells it."""

    duty: Duty
    kinds: str
    """Those that the rule names, in words."""
    status: Text


def duty(kind: str) -> ShownDuty:
    """Return whether a kind of organisation has to declare."""
    found = duty_of(kind)
    return ShownDuty(found, ", ".join(told(BUYERS[one]) for one in found.named), STATUSES[found.rule.origin.status])


@dataclass(frozen=True)
class Said:
    """What a person said of lines, as the trace shows it."""

    act: ClassCorrection
    changes: list[tuple[str, str, str]]
    """What, from what, to what."""


def trace(acts: Iterable[ClassCorrection]) -> list[Said]:
    """Return what people said of lines, as pages show it."""
    return [Said(act, [_change(act, field) for field in FIELDS if field in act.said]) for act in acts]


def _change(act: ClassCorrection, field: str) -> tuple[str, str, str]:
    before = ", ".join(told(value_told(field, value)) for value in act.before[field])
    return told(FIELD_NAMES[field]), before, told(value_told(field, act.said[field]))


FIELD_NAMES = {"category": say("category"), "condition": say("origin"), "recycled": say("content")}
