"""Judges the documents of a tender: which rules are met, missing or weak, with the place and the words.

A rule finds words and structure, and explains itself. What is absent from the documents, or could not be read, is said
and not guessed: a check of documents is a reader's help, not a legal opinion.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from levier.tender.dossier.criteria import Announcement, announced
from levier.tender.dossier.model import Block, BlockKind, Dossier, Piece
from levier.tender.finding import Finding, Passage, Verdict
from levier.tender.law.case import Answer
from levier.tender.law.checking import finding
from levier.tender.law.facts import Law, Rule, Threshold
from levier.tender.model import PRIVATE_KINDS, BuyerKind, DocumentKind, Nature
from levier.tender.words import Found, fold
from levier.wording.text import Text, say

RC = (DocumentKind.RC, DocumentKind.ONE)
CONTRACT = (DocumentKind.CCTP, DocumentKind.CCAP, DocumentKind.ONE)
NEEDS = (DocumentKind.CCTP, DocumentKind.ONE, DocumentKind.RC)
ASKED = (DocumentKind.RC, DocumentKind.ONE, DocumentKind.CCTP, DocumentKind.CCAP, DocumentKind.ANSWER)
HEAD = 8
"""Blocks at the top of a document that tell who buys."""
KINDS = {
    "buyer_hospital": BuyerKind.HOSPITAL,
    "buyer_academic": BuyerKind.ACADEMIC,
    "buyer_body": BuyerKind.PUBLIC_BODY,
    "buyer_local": BuyerKind.LOCAL_AUTHORITY,
    "buyer_state": BuyerKind.STATE,
}


@dataclass(frozen=True)
class Told:
    """An answer with its place."""

    answer: Answer
    place: Passage | None = None


@dataclass(frozen=True)
class Hit:
    """Words found in a block of a piece."""

    piece: Piece
    block: Block
    found: Found

    @property
    def place(self) -> Passage:
        """Return where."""
        return self.piece.passage(self.block, self.found.start, self.found.end)


@dataclass(frozen=True)
class Reading:
    """A dossier, the law, the day, and who buys (as told, else as the documents suggest)."""

    dossier: Dossier
    law: Law
    on: date
    buyer: BuyerKind
    guessed: bool

    @property
    def public(self) -> bool:
        """Tell whether the code of public contracts binds the buyer."""
        return self.buyer not in PRIVATE_KINDS

    @cached_property
    def criteria(self) -> Announcement | None:
        """Return the award criteria: of the RC, else of whichever piece announces them."""
        found = [a for a in self.announcements if a.criteria or a.zone]
        main = [a for a in found if a.piece.kind in RC]
        return max(main or found, key=lambda a: len(a.criteria), default=None)

    @cached_property
    def announcements(self) -> Sequence[Announcement]:
        """Return what each piece announces."""
        found = (announced(piece, self.law.lexicon) for piece in self.dossier.pieces)
        return [a for a in found if a is not None]

    def has(self, use: str, text: str) -> bool:
        """Tell whether words stand in a text."""
        return self.law.lexicon.has(use, text)

    def hits(self, use: str, *kinds: DocumentKind) -> Iterator[Hit]:
        """Yield each block that holds words, with the first of them."""
        for piece, block in self.dossier.blocks(*kinds):
            if found := self.law.lexicon.first(use, block.text):
                yield Hit(piece, block, found)

    def first(self, use: str, *kinds: DocumentKind) -> Hit | None:
        """Return the first place where words stand."""
        return next(self.hits(use, *kinds), None)

    def readable(self, *kinds: DocumentKind) -> bool:
        """Tell whether there is a piece of these kinds with words in it."""
        return any(piece.blocks for piece in self.dossier.of(*kinds))

    def figure(self, key: str) -> Threshold | None:
        """Return a threshold; the lower one where it is not sure which holds."""
        central = self.buyer in (BuyerKind.STATE, BuyerKind.PUBLIC_BODY, BuyerKind.ACADEMIC)
        return self.law.threshold(key, self.on, "central" if central else "other", Nature.SUPPLIES)

    def next_to(self, piece: Piece, block: Block) -> str:
        """Return a block with the one behind it, where they stand under one heading."""
        later = piece.blocks[block.number] if block.number < len(piece.blocks) else None
        return f"{block.text} {later.text}" if later and later.headings == block.headings else block.text


Check = Callable[[Reading], Iterable[Told]]
READ_CHECKS: dict[str, Check] = {}


def reads(*rules: str) -> Callable[[Check], Check]:
    """Put a check of documents into the table under the ids of its rules."""

    def keep(function: Check) -> Check:
        READ_CHECKS.update(dict.fromkeys(rules, function))
        return function

    return keep


def met(reason: Text, place: Passage | None = None) -> Told:
    """Answer that a rule is met."""
    return Told(Answer(Verdict.MET, reason), place)


def missing(
    reason: Text, advice: Text, place: Passage | None = None, clause: str | None = None, told_by: str | None = None
) -> Told:
    """Answer that a rule is not met; `told_by` is the rule that tells the same with all its places."""
    return Told(Answer(Verdict.NOT_MET, reason, advice, clause=clause, told_by=told_by), place)


def weak(
    reason: Text, advice: Text, place: Passage | None = None, clause: str | None = None, told_by: str | None = None
) -> Told:
    """Answer that something is weak, or needs reasons; `told_by` as in `missing`."""
    return Told(Answer(Verdict.TO_JUSTIFY, reason, advice, clause=clause, told_by=told_by), place)


def aside(reason: Text) -> Told:
    """Answer that a rule does not apply."""
    return Told(Answer(Verdict.NOT_APPLICABLE, reason))


def unread(what: Text) -> Told:
    """Answer that the piece that would tell is not there or could not be read."""
    return Told(Answer(Verdict.NOT_JUDGED, say("Not among what could be read: {what}.", what=what)))


def guess_buyer(dossier: Dossier, law: Law) -> BuyerKind:
    """Return the kind of buyer that the tops of the documents suggest; without a word of public law, a company."""
    for piece in dossier.pieces:
        for block in piece.blocks[:HEAD]:
            found = [(hit.start, kind) for use, kind in KINDS.items() if (hit := law.lexicon.first(use, block.text))]
            if found:
                return min(found)[1]
    public = any(law.lexicon.has("public_word", block.text) for _, block in dossier.blocks())
    return BuyerKind.PUBLIC_BODY if public else BuyerKind.COMPANY


def judge(dossier: Dossier, law: Law, on: date, buyer: BuyerKind | None = None) -> list[Finding]:
    """Return what each rule finds in the documents, on a day."""
    from levier.tender.dossier import clauses, opening, wording  # noqa: F401  # they fill the table when they are read

    kind = buyer or guess_buyer(dossier, law)
    reading = Reading(dossier, law, on, kind, buyer is None)
    return [
        replace(finding(rule, told.answer, law), place=told.place)
        for rule in law.rules.values()
        if rule.id in READ_CHECKS and _bound(rule, reading)
        for told in _answers(rule, reading)
    ]


def _bound(rule: Rule, reading: Reading) -> bool:
    side = "public" if reading.public else "private"
    return bool({"all", side, reading.buyer.value} & set(rule.binds))


def _answers(rule: Rule, reading: Reading) -> Iterable[Told]:
    start = rule.origin.valid_from
    if rule.stage == "publication" and reading.on < start:
        reason = say(
            "This rule binds notices sent from {start} on; this one is of {day}.",
            start=start.isoformat(),
            day=reading.on.isoformat(),
        )
        return [aside(reason)]
    return READ_CHECKS[rule.id](reading)


def in_candidates(reading: Reading, block: Block) -> bool:
    """Tell whether a block is about candidates rather than about bids."""
    named = any(reading.has("candidate_heading", h) for h in block.headings)
    offers = any("offre" in fold(h) or reading.has("criteria_heading", h) for h in block.headings[-1:])
    return (named and not offers) or reading.has("candidate_word", block.text)


def is_text(block: Block) -> bool:
    """Tell whether a block is more than a title."""
    return block.kind is not BlockKind.HEADING
