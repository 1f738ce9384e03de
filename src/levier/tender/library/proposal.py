"""From a need, criteria that fit it: a small kit of five, and a complete one, each with its reason.

Nothing is weighed twice: two award criteria of one consultation never count the same thing, such as the kilowatt-hours
of a life-cycle cost and those of an environmental mark. The buyer chooses; this only proposes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from levier.tender.library.model import (
    OF_THE_BUYER,
    Buyers,
    Concern,
    Criterion,
    Kind,
    KitChoice,
    Level,
    Library,
    Purchase,
)
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

SMALL = 5
"""Criteria of the small kit."""
ACROSS = {Purchase.REFURBISHED: "refurbished", Purchase.RENT: "leasing"}
"""Segments that a way of getting something brings with it."""
MIXED = frozenset({Purchase.BUY, Purchase.REFURBISHED})
CROSSING = frozenset({"transverse", *ACROSS.values()})
"""Segments whose criteria bear on the goods and services of every other one."""


@dataclass(frozen=True)
class Duties:
    """What the consultation must hold, as the checks of the law tell for its date, buyer and value."""

    environmental_award: bool
    environmental_condition: bool
    social_condition: bool


@dataclass(frozen=True)
class Need:
    """What is bought and how; `purchases` may be empty for services."""

    segments: tuple[str, ...]
    purchases: frozenset[Purchase]
    buyer: str
    duties: Duties


@dataclass(frozen=True)
class Item:
    """A criterion proposed: the duty that it meets, if any, and why it was taken first."""

    criterion: Criterion
    duty: Text | None
    reason: Text | None


@dataclass(frozen=True)
class LeftOut:
    """A criterion of these segments that was not taken, and why."""

    criterion: Criterion
    reason: Text


@dataclass(frozen=True)
class Proposal:
    """The two kits, what was left out, and the duties that no criterion of the library meets for this need."""

    small: tuple[Item, ...]
    complete: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]
    unmet: tuple[Text, ...]


def propose(need: Need, library: Library) -> Proposal:
    """Propose criteria for a need; raises `BadOption` for a segment or kind of buyer that the library does not know."""
    _check(need, library)
    segments = _segments(need)
    ranked = _ranked(segments, library)
    fit, left_out = _sorted_out(ranked, need, library)
    reasons = {k.criterion: k.reason for k in _kits(segments, library)}
    small, unmet = _small(fit, need, reasons)
    complete, twice = _complete(fit, small, reasons)
    return Proposal(small, complete, (*left_out, *twice), unmet)


def _check(need: Need, library: Library) -> None:
    for kind, words in (("segment", need.segments), ("buyer", (need.buyer,))):
        known = [id_ for k, id_ in library.terms if k == kind]
        for word in words:
            if word not in known:
                raise BadOption(
                    say("The library does not know {name}.", name=word),
                    expected=say("one of: {words}", words=", ".join(known)),
                    found=word,
                )


def ways(purchases: Iterable[Purchase]) -> frozenset[Purchase]:
    """Return the ways of getting something that are meant: mixed is new and refurbished, renting is told by itself."""
    found = frozenset(purchases)
    return (found - {Purchase.MIXED}) | MIXED if Purchase.MIXED in found else found


def _segments(need: Need) -> list[str]:
    brought = [segment for way, segment in ACROSS.items() if way in ways(need.purchases)]
    return list(dict.fromkeys([*need.segments, *brought, "transverse"]))


def _ranked(segments: Sequence[str], library: Library) -> list[Criterion]:
    """Return the criteria of these segments: by their rank in the kits, then core before comprehensive."""
    rank = {k.criterion: k.rank for k in _kits(segments, library)}
    mine = [c for c in library.criteria.values() if c.segment in segments or c.id in rank]

    def order(c: Criterion) -> tuple[bool, int, int, bool, str]:
        place = segments.index(c.segment) if c.segment in segments else len(segments)
        return (c.segment == "transverse", rank.get(c.id, len(rank)), place, c.level is not Level.CORE, c.id)

    return sorted(mine, key=order)


def _kits(segments: Sequence[str], library: Library) -> list[KitChoice]:
    return [k for k in library.kits if k.segment in segments]


def _sorted_out(ranked: Sequence[Criterion], need: Need, library: Library) -> tuple[list[Criterion], list[LeftOut]]:
    fit, left_out = [], []
    for criterion in ranked:
        why = _misfit(criterion, need, library)
        if why is None:
            fit.append(criterion)
        else:
            left_out.append(LeftOut(criterion, why))
    return fit, left_out


def _misfit(criterion: Criterion, need: Need, library: Library) -> Text | None:
    if not criterion.complete:
        return say("its text is not written yet")
    if need.purchases and not ways(need.purchases) & criterion.purchases:
        return say("it is for another way of buying")
    if criterion.buyers is Buyers.PUBLIC and not library.public_buyers[need.buyer]:
        return say("it is for buyers bound by the law of public contracts")
    return None


Wanted = Callable[[Criterion], bool]


def _wanted(kind: Kind, concern: Concern) -> Wanted:
    return lambda c: c.kind is kind and concern in c.concerns


def _slots(duties: Duties) -> Iterator[tuple[Text, Wanted]]:
    if duties.environmental_award:
        yield say("an environmental award criterion"), _wanted(Kind.AWARD_CRITERION, Concern.ENVIRONMENT)
    if duties.environmental_condition:
        yield say("an environmental performance condition"), _wanted(Kind.PERFORMANCE_CONDITION, Concern.ENVIRONMENT)
    if duties.social_condition:
        yield say("a social performance condition"), _wanted(Kind.PERFORMANCE_CONDITION, Concern.SOCIAL)


def _small(fit: Sequence[Criterion], need: Need, reasons: dict[str, Text]) -> tuple[tuple[Item, ...], tuple[Text, ...]]:
    """Fill the duties first, then by rank; rules of the buyer are not among the five."""
    items: list[Item] = []
    unmet: list[Text] = []
    usable = [c for c in fit if c.kind not in OF_THE_BUYER]
    for duty, wanted in _slots(need.duties):
        meeting = [c for c in usable if wanted(c) and _free(c, items)]
        found = next((c for c in meeting if c.id in reasons), meeting[0] if meeting else None)
        if found is None:
            unmet.append(duty)
        else:
            items.append(Item(found, duty, reasons.get(found.id)))
    for criterion in usable:
        if len(items) >= SMALL:
            break
        if _free(criterion, items):
            items.append(Item(criterion, None, reasons.get(criterion.id)))
    return tuple(items), tuple(unmet)


def _complete(
    fit: Sequence[Criterion], small: Sequence[Item], reasons: dict[str, Text]
) -> tuple[tuple[Item, ...], list[LeftOut]]:
    items, left_out = list(small), []
    for criterion in fit:
        if any(item.criterion is criterion for item in items):
            continue
        other = next((i.criterion for i in items if twice(criterion, i.criterion)), None)
        if other is None:
            items.append(Item(criterion, None, reasons.get(criterion.id)))
        else:
            left_out.append(LeftOut(criterion, say("it would count twice what {other} counts", other=other.id)))
    return tuple(items), left_out


def _free(criterion: Criterion, items: Sequence[Item]) -> bool:
    return all(criterion is not i.criterion and not twice(criterion, i.criterion) for i in items)


def twice(one: Criterion, other: Criterion) -> frozenset[str]:
    """Return what both would count or ask for, of the same goods and in the same way; nothing where they differ."""
    if one.kind is not other.kind or not _same_goods(one, other):
        return frozenset()
    return one.measures & other.measures


def _same_goods(one: Criterion, other: Criterion) -> bool:
    segments = {one.segment, other.segment}
    if len(segments) > 1 and not segments & CROSSING:
        return False
    return bool((one.purchases & other.purchases) - {Purchase.MIXED})
