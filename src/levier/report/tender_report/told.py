"""Everything that the report of an award is written from, and what may stand in the occulted version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from levier.report.tender_documents.piece import Block, Piece
from levier.tender.bids.awarding import Case, World
from levier.tender.bids.questions import Entry
from levier.tender.bids.record import AwardRecord, Decision, End, Opening
from levier.tender.bids.scoring import Result, Standing
from levier.tender.law.case import Case as LawCase
from levier.tender.law.facts import Law, Threshold
from levier.tender.model import FORMAL, Tender
from levier.wording.errors import BadOption
from levier.wording.numbers import write_count, write_date, write_number
from levier.wording.text import Language, say

DASH = "–"


@dataclass(frozen=True)
class Standstill:
    """The days between the notice of rejection and the signature: a fact that says how far it was checked."""

    fact: Threshold
    from_: date | None

    @property
    def until(self) -> date | None:
        """Return the last day of the standstill."""
        return None if self.from_ is None else self.from_ + timedelta(days=int(self.fact.value))


@dataclass(frozen=True)
class Told:
    """An award as it is told. `occulted`: what is a secret of a bidder is left out."""

    case: Case
    tender: Tender
    result: Result
    opening: Opening
    record: AwardRecord
    register: Sequence[Entry]
    world: World
    law: Law
    on: date
    occulted: bool = False

    @property
    def decision(self) -> Decision | None:
        """Return how the procedure, or the lot that is told, ends, where it was decided."""
        return self.record.decided(self.case.lot)

    @cached_property
    def winner(self) -> Standing | None:
        """Return the bid that is awarded, else the one that stands first alone; refuse an award to another one."""
        decision = self.decision
        if decision is not None and decision.end is not End.AWARD:
            return None
        first = self.result.first
        if decision is not None:
            found = next((s for s in first if s.bid.bid == decision.bid), None)
            if found is None:
                raise BadOption(
                    say("The bid that is awarded does not stand first."),
                    expected=say("one of: {words}", words=", ".join(s.bid.bid for s in first) or DASH),
                    found=decision.bid or DASH,
                    mend=say("Correct the decision, or end the procedure without an award and say why."),
                )
            return found
        return first[0] if len(first) == 1 else None

    @property
    def rejected(self) -> tuple[Standing, ...]:
        """Return the other bids, the ranked ones first."""
        winner = self.winner
        others = [s for s in self.result.standings if s is not winner]
        return tuple(sorted(others, key=lambda s: (s.rank is None, s.rank or 0, s.bid.bid)))

    @property
    def standstill(self) -> Standstill | None:
        """Return the standstill of a formal procedure; None where the law knows none."""
        if self.tender.procedure not in FORMAL or not self.tender.buyer.public:
            return None
        decision = self.decision
        key = "standstill_days" if decision is None or decision.electronic else "standstill_days_other"
        buyers = LawCase(self.tender, self.law, self.on).buyers
        fact = self.law.threshold(key, self.on, buyers, self.tender.nature)
        return None if fact is None else Standstill(fact, decision.notified_on if decision else None)

    def secret(self, text: str, bid: str, lang: Language) -> str:
        """Return a text of a bid, without the words that are its secret where the version is occulted."""
        if not self.occulted:
            return text
        for one in self.record.secrets:
            if one.bid == bid:
                for words in one.words:
                    text = text.replace(words, HIDDEN.in_(lang))
        return text

    def piece(self, file: str, title: str, blocks: Sequence[Block], lang: Language) -> Piece:
        """Make a document of blocks, the hash of the rules on each page."""
        tender = self.tender
        footer = say("Rules {hash}", hash=self.result.rules_hash).in_(lang)
        marks = [say("Business secrets left out").in_(lang)] if self.occulted else []
        return Piece(
            file=file,
            title=title,
            subject=tender.title,
            buyer=tender.buyer.name or "",
            identity=tuple(self._identity(lang)),
            blocks=tuple(blocks),
            footer=" · ".join(part for part in (tender.reference, *marks, footer) if part),
            lang=lang,
            on=self.on,
        )

    def _identity(self, lang: Language) -> Iterator[tuple[str, str]]:
        if self.tender.deadline:
            yield say("Last day for offers").in_(lang), write_date(self.tender.deadline, lang)
        opened = say("{day}, by {by}", day=write_date(self.opening.recorded_on, lang), by=self.opening.by)
        yield say("Bids opened").in_(lang), opened.in_(lang)
        if self.case.lot:
            yield say("Lot").in_(lang), self.case.lot
        yield say("Prices").in_(lang), (say("with VAT") if self.case.vat == "included" else say("before VAT")).in_(lang)
        if self.result.verified:
            yield say("Rules").in_(lang), say("nothing moved since publication (verified)").in_(lang)
        else:
            yield say("Rules").in_(lang), say("not verified: no lock was given").in_(lang)


HIDDEN = say("[business secret]")


def eur(value: float | None, lang: Language) -> str:
    """Write euros without cents, or a dash."""
    return DASH if value is None else f"{write_count(float(round(value)), lang)}\u00a0€"


def points(value: float | None, lang: Language) -> str:
    """Write points with two decimals at most, or a dash."""
    return DASH if value is None else write_count(value, lang)


def carbon(standing: Standing, lang: Language) -> str:
    """Write the footprint of a year of service with its interval; marked where it is the catalogue's."""
    gwp = standing.costs.gwp
    if gwp is None or gwp.low is None or gwp.high is None:
        return DASH
    told = f"{write_number(gwp.value, lang)} ({write_number(gwp.low, lang)} – {write_number(gwp.high, lang)})"
    return f"{told}\u00a0*" if standing.costs.basis == "catalogue" else told
