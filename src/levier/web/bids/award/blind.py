"""What assessors mark: a criterion with its written levels, the bids under aliases with what they answered for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from levier.tender.answers.stored import reading_from
from levier.tender.bids.model import Bid, Value
from levier.tender.bids.scoring import Ground, Origin
from levier.tender.bids.workbook import asked as asked_of_bidders
from levier.tender.scoring.rules import Criterion
from levier.web.bids.award.bridge import Award, told_of
from levier.web.bids.bridge import world
from levier.web.bids.models import Offer
from levier.web.house.words import told
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Level:
    """A level of the published ladder: its number, the share of the points that it brings, its words."""

    number: int
    share: float
    text: str


@dataclass(frozen=True)
class Answered:
    """What a bid answers to one question, and the proof that it names."""

    question: str
    answer: str
    evidence: str = ""


@dataclass(frozen=True)
class Blind:
    """A bid as its assessors see it: no name, no price."""

    alias: str
    answers: tuple[Answered, ...]


@dataclass(frozen=True)
class ToMark:
    """A criterion that people mark."""

    id: str
    name: str
    text: str
    levels: tuple[Level, ...]
    bids: tuple[Blind, ...]

    @property
    def aliases(self) -> frozenset[str]:
        """Return the aliases of the bids to mark."""
        return frozenset(bid.alias for bid in self.bids)


def to_mark(award: Award) -> dict[str, ToMark]:
    """Return, by id, the criteria that people mark, over all lots."""
    found: dict[str, ToMark] = {}
    for lot in award.each_lot:
        for one in _of_lot(award, lot):
            before = found[one.id].bids if one.id in found else ()
            bids = sorted(_together([*before, *one.bids]), key=lambda bid: bid.alias)
            found[one.id] = replace(one, bids=tuple(bids))
    return found


def _together(bids: Sequence[Blind]) -> Iterator[Blind]:
    """Tell each bid once, with all that it answers: it may have a file for each lot, and one mark is given to all."""
    answers: dict[str, dict[Answered, None]] = {}
    for bid in bids:
        answers.setdefault(bid.alias, {}).update(dict.fromkeys(bid.answers))
    return (Blind(alias, tuple(told)) for alias, told in answers.items())


def _of_lot(award: Award, lot: str | None) -> Iterator[ToMark]:
    scored = told_of(award, lot, with_marks=False)
    result, tender = scored.result, scored.tender
    ground = Ground(scored.case.rules, "", None, tender, world().library, scored.record)
    what = asked_of_bidders(tender, world().library, result.rules_hash)
    questions = {".".join(key): field.label for key, field in what.fields.items()}
    questions |= {q.id: q.text for q in what.form.questions}
    offers = award.offers_for(lot)
    for criterion in result.rules.criteria:
        asked = [s for s in result.standings if not s.out and s.figures[criterion.id].origin is Origin.ASSESSED]
        if not asked:
            continue
        announced, library = ground.announced(criterion), ground.library_criterion(criterion)
        of_it = [criterion.id, *([library.id] if library else [])]
        yield ToMark(
            criterion.id,
            criterion.name,
            (announced.text if announced else None) or "",
            tuple(_levels(criterion, [rung.text for rung in announced.ladder] if announced else [])),
            tuple(Blind(s.alias, tuple(_answers(s.bid, offers[s.bid.bid], of_it, questions, s.alias))) for s in asked),
        )


def _levels(criterion: Criterion, words: list[str]) -> Iterator[Level]:
    for number, share in enumerate(criterion.chosen.settled["ladder"]):
        yield Level(number, float(share), words[number] if number < len(words) else "")


def _answers(
    bid: Bid, offer: Offer, criteria: list[str], questions: Mapping[str, Text], alias: str
) -> Iterator[Answered]:
    """Tell what a bid answers for a criterion, its name replaced by its alias wherever it stands."""

    def hidden(text: str) -> str:
        return re.sub(re.escape(bid.bid), told(say("bid {alias}", alias=alias)), text, flags=re.IGNORECASE)

    def ours(name: str) -> bool:
        return any(name == one or name.startswith(f"{one}.") for one in criteria)

    typed = told_in_workbook(offer)
    free = {key[1]: value for key, value in typed.items() if key[0] in ("answer", "equivalent") and ours(key[1])}
    proofs = {key[1]: str(value) for key, value in typed.items() if key[0] == "evidence"} | dict(bid.evidence)
    every: dict[str, Value] = {name: value for name, value in {**free, **bid.answers}.items() if ours(name)}
    for name, value in every.items():
        question = told(questions[name]) if name in questions else name
        yield Answered(question, hidden(_written(value)), hidden(proofs.get(name, "")))
    for number, product in enumerate(bid.products, 1):
        for name, value in product.answers.items():
            if ours(name):
                question = told(questions[name]) if name in questions else name
                yield Answered(told(say("Product {n}: {what}", n=number, what=question)), hidden(_written(value)))


def told_in_workbook(offer: Offer) -> dict[tuple[str, ...], Value]:
    """Return what the workbook of an offer told, by the names of its cells; nothing where it was not read."""
    if not offer.reading:
        return {}
    return {key: answer.value for key, answer in reading_from(offer.reading).answers.items() if len(key) > 1}


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return told(say("yes") if value else say("no"))
    return f"{value:g}" if isinstance(value, float) else str(value)
