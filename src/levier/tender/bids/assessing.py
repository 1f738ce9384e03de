"""Marks that people give: alone and blind first, then agreed with a reason. Differences are shown, never averaged."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase

from levier.tender.bids.model import Bid
from levier.tender.bids.record import Agreed, AwardRecord, Mark
from levier.wording.errors import BadOption
from levier.wording.text import say


@dataclass(frozen=True)
class Assessed:
    """One criterion of one bid: what each assessor gave, what they agreed on, and how far apart they were."""

    criterion: str
    alias: str
    given: tuple[Mark, ...]
    agreed: Agreed | None

    @property
    def apart(self) -> float:
        """Return the gap between the highest and the lowest level."""
        levels = [mark.level for mark in self.given]
        return max(levels) - min(levels) if levels else 0.0


def aliases(bids: Sequence[Bid], record: AwardRecord, key: str) -> dict[str, str]:
    """Return the alias of each bid: as told, else letters in an order that nobody chose (a hash with the rules').

    They do not depend on the order of the files.
    """
    told = {bid.bid: str(record.aliases.get(bid.bid) or bid.alias or "") for bid in bids}
    free = [name for name in told if not told[name]]
    letters = iter(name for name in _letters(len(told) * 2) if name not in told.values())
    for name in sorted(free, key=lambda n: hashlib.sha256(f"{key}\n{n}".encode()).hexdigest()):
        told[name] = next(letters)
    if len(set(told.values())) < len(told):
        raise BadOption(
            say("Two bids have the same alias."),
            expected=say("an alias of its own for each bid"),
            found=", ".join(told.values()),
        )
    return told


def _letters(most: int) -> list[str]:
    return [(ascii_uppercase[n // 26 - 1] if n >= 26 else "") + ascii_uppercase[n % 26] for n in range(min(most, 702))]


def assessed(record: AwardRecord, criteria: Sequence[str], named: Mapping[str, str]) -> dict[tuple[str, str], Assessed]:
    """Return, by criterion and bid, the marks of assessors; refuse those of an assessor without a declaration."""
    _check_declared(record)
    _check_known(record, criteria, named)
    found = {}
    for criterion in criteria:
        for bid, alias in named.items():
            given = tuple(m for m in record.marks if (m.criterion, m.alias) == (criterion, alias))
            agreed = next((a for a in reversed(record.agreed) if (a.criterion, a.alias) == (criterion, alias)), None)
            if given or agreed:
                found[criterion, bid] = Assessed(criterion, alias, given, agreed)
    return found


def _check_declared(record: AwardRecord) -> None:
    free = {d.assessor for d in record.no_conflict if d.none}
    for mark in record.marks:
        if mark.assessor not in free:
            raise BadOption(
                say("An assessor marked without declaring that they have no conflict of interest."),
                expected=say("a line of no_conflict for each assessor"),
                found=mark.assessor,
                mend=say("Have them declare it, or leave their marks out."),
            )


def _check_known(record: AwardRecord, criteria: Sequence[str], named: Mapping[str, str]) -> None:
    marks: list[Mark | Agreed] = [*record.marks, *record.agreed]
    for mark in marks:
        if mark.criterion not in criteria or mark.alias not in named.values():
            raise BadOption(
                say("A mark speaks of a bid or of a criterion that is not there."),
                expected=say(
                    "criteria {criteria} and aliases {aliases}",
                    criteria=", ".join(criteria),
                    aliases=", ".join(sorted(named.values())),
                ),
                found=f"{mark.criterion}, {mark.alias}",
            )


def alone(found: Assessed) -> float | None:
    """Return the level that is scored: the agreed one, else that of a single assessor; None until people agreed."""
    if found.agreed is not None:
        return found.agreed.level
    return found.given[0].level if len(found.given) == 1 else None
