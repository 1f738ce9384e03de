"""A declaration as it stands: kept lines, what was said of them, sums by category; groups of lines for its pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from levier.estate.reading.words import plain
from levier.report.agec import answer, rest
from levier.tender.agec.declaring import declare
from levier.tender.agec.document import csv_text, document
from levier.tender.agec.duty import Duty, duty
from levier.tender.agec.facts import Due
from levier.tender.agec.model import Classed, Declaration
from levier.tender.law.facts import Rule
from levier.tender.model import BuyerKind
from levier.web.house.words import language
from levier.web.tender.agec.bridge.amounts import told
from levier.web.tender.agec.bridge.keeping import Lines, agec, kept_lines
from levier.web.tender.agec.bridge.saying import corrections, said_of
from levier.web.tender.agec.models import ClassCorrection, PurchaseDeclaration
from levier.web.tender.findings import law
from levier.wording.text import Text

UNCLASSED, OUTSIDE, CORRECTED, ALL = "unclassed", "outside", "corrected", "all"
HELD = 4
"""Declarations as they stand that a process holds in memory."""
GIFT_RULE = "AGEC-58-gift"


@dataclass(frozen=True)
class Group:
    """Lines of one designation and one class."""

    number: int
    """Of its first line in the file, which its page is called by."""
    first: Classed
    lines: int
    amount_eur: float | None
    """Of the lines whose amount was read; None where none was."""
    unread: int
    """Lines whose amount was not read."""


@dataclass(frozen=True)
class Declared:
    """A declaration with its lines in groups, what could not be classed first, then by amount."""

    declaration: Declaration
    lines: Lines
    now: Mapping[int, Classed]
    """Number of a line in the file, from 1 -> the line as it stands; those of the year alone."""
    by_class: Mapping[str, list[Group]]
    """A category, what could not be classed, is outside or was corrected, or all -> its groups."""

    @property
    def answer(self) -> Text:
        """Return the answer in one sentence."""
        return answer(self.declaration)

    @property
    def rest(self) -> Text:
        """Return what is not known yet."""
        return rest(self.declaration)

    def groups_of(self, which: str) -> list[Group]:
        """Return the groups of a category, of what could not be classed, is outside, or was corrected."""
        return self.by_class.get(which, [])

    def alike(self, number: int) -> list[tuple[int, Classed]]:
        """Return the lines of the year with the designation of a line, each with its number; that line first."""
        wanted = designation(self.now[number])
        mine = [pair for pair in self.now.items() if designation(pair[1]) == wanted]
        return sorted(mine, key=lambda pair: pair[0] != number)


def designation(c: Classed) -> str:
    """Return how a line is called, without regard to case, accents and spaces."""
    return plain(c.purchase.description)


def class_of(c: Classed) -> str:
    """Return the class that a line stands in."""
    return c.category.id if c.category else OUTSIDE if c.outside else UNCLASSED


def _kinds(c: Classed) -> tuple[str, ...]:
    return (class_of(c), CORRECTED) if c.corrected else (class_of(c),)


def declared(kept: PurchaseDeclaration) -> Declared:
    """Return a declaration as it stands; whoever corrects it asks anew."""
    who = Who(kept.year, kept.name, kept.siret, json.dumps(kept.amounts, sort_keys=True))
    return _declared(kept.public_id, kept.version, kept.lines, who)


@dataclass(frozen=True)
class Who:
    """Whose purchases of which year they are, and the amounts that were told, as JSON."""

    year: int
    name: str
    siret: str
    amounts: str = "{}"


@lru_cache(maxsize=HELD)
def _declared(id_: str, version: int, lines: str, who: Who) -> Declared:  # noqa: ARG001  # each version once
    acts = ClassCorrection.objects.filter(declaration__public_id=id_, undone_at=None).order_by("pk")
    return made_of(kept_lines(lines), acts, who)


def made_of(lines: Lines, acts: Iterable[ClassCorrection], who: Who) -> Declared:
    """Lay what was said over kept lines, and sum them."""
    found = declare(
        lines.purchases,
        who.year,
        agec(),
        siret=who.siret or None,
        name=who.name or None,
        corrections=corrections(said_of(acts)),
        classed=lines.classed,
        told=told(json.loads(who.amounts)),
    )
    now = {lines.numbers[c.purchase.key]: c for c in found.lines}
    return Declared(found, lines, now, _by_class(_groups(now)))


def _groups(now: Mapping[int, Classed]) -> list[Group]:
    together: dict[tuple[Any, ...], list[int]] = {}
    for number, c in now.items():
        kind = (c.category.id if c.category else None, c.outside, c.condition, c.recycled, c.corrected)
        together.setdefault((designation(c), *kind), []).append(number)
    groups = [_group(some, now) for some in together.values()]
    return sorted(groups, key=lambda g: (UNCLASSED not in _kinds(g.first), -abs(g.amount_eur or 0), g.number))


def _by_class(groups: Sequence[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        for kind in (ALL, *_kinds(group.first)):
            found.setdefault(kind, []).append(group)
    return found


def _group(numbers: Sequence[int], now: Mapping[int, Classed]) -> Group:
    amounts = [amount for n in numbers if (amount := now[n].purchase.amount_eur) is not None]
    total = sum(amounts) if amounts else None
    return Group(numbers[0], now[numbers[0]], len(numbers), total, len(numbers) - len(amounts))


def duty_of(kind: str) -> Duty:
    """Return whether a kind of organisation has to declare, as the facts say."""
    return duty(BuyerKind(kind) if kind else None, law())


def gift_rule() -> Rule:
    """Return the rule on the value of gifts."""
    return law().rules[GIFT_RULE]


def due(year: int) -> date:
    """Return the last day to declare a year."""
    return agec().due_on(year)


def sent_to() -> Due:
    """Return where a declaration is published, as the facts say."""
    return agec().due


# To download


def official_csv(found: Declared) -> str:
    """Return the CSV of the official schema."""
    return csv_text(found.declaration, agec())


def as_json(found: Declared, acts: Sequence[ClassCorrection]) -> dict[str, Any]:
    """Return everything for machines, in the words of `levier agec --json`, and what people said."""
    return document(found.declaration, language()) | {"corrections": [_act(act) for act in acts]}


def _act(act: ClassCorrection) -> Mapping[str, Any]:
    return {
        "about": act.about,
        "lines": act.lines,
        "said": act.said,
        "before": act.before,
        "by": str(act.created_by) if act.created_by else None,
        "at": act.created_at.isoformat(),
        "undone_at": act.undone_at.isoformat() if act.undone_at else None,
    }
