"""An organisation's own clauses: forked from a version, told when a newer one exists, differences word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from levier.tender.library.model import Criterion, Library
from levier.wording.errors import BadOption
from levier.wording.text import Language, Text, say


@dataclass(frozen=True)
class OwnClause:
    """A clause that an organisation wrote from one of the library; `base` is the text it started from."""

    id: str
    forked_from: str
    version: int
    base: Text
    clause: Text


class Change(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    change: Change
    words: str


@dataclass(frozen=True)
class Newer:
    """A newer version of the criterion that a clause was forked from; None where the criterion is gone."""

    criterion: Criterion | None


def fork(criterion: Criterion, id_: str) -> OwnClause:
    """Start an own clause from a criterion."""
    if criterion.clause is None:
        raise BadOption(
            say("{criterion} has no text yet: there is nothing to start from.", criterion=criterion.id),
            mend=say("Choose a criterion that is complete."),
        )
    return OwnClause(id_, criterion.id, criterion.version, criterion.clause, criterion.clause)


def newer(own: OwnClause, library: Library) -> Newer | None:
    """Tell whether the library now holds something newer than what `own` was forked from."""
    newest = library.criteria.get(own.forked_from)
    if newest is None:
        return Newer(None)
    return Newer(newest) if newest.version > own.version else None


def take_over(own: OwnClause, criterion: Criterion) -> OwnClause:
    """Record that `own` was compared with a newer version, which becomes its base; its own words stay."""
    if criterion.clause is None or criterion.id != own.forked_from:
        raise BadOption(say("{criterion} is not what this clause was forked from.", criterion=criterion.id))
    return OwnClause(own.id, own.forked_from, criterion.version, criterion.clause, own.clause)


def difference(before: Text, after: Text, lang: Language) -> list[Piece]:
    """Compare two texts word by word; put together, the pieces not removed are `after`, those not added `before`."""
    old, new = (_words(text.message if lang == "en" else text.fr or text.message) for text in (before, after))
    pieces = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(Change.REMOVED, "".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(Change.ADDED, "".join(new[j1:j2])))
    return pieces


def _words(text: str) -> list[str]:
    """Cut a text into words, each with the blanks and signs that follow it kept apart."""
    return re.findall(r"\{\w+\}|\w+|\s+|[^\w\s]", text)
