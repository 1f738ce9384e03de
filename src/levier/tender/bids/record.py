"""What the buyer and the assessors do between the deadline and the award, each act with its day: the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from levier.tender.bids.layout import DAY, FLAG, TEXT
from levier.tender.decp.deriving import NOTIFIED, Notified
from levier.tender.shapes import Choice, Field, Many, Number, Pairs, Record
from levier.wording.text import say

SCHEMA = "levier.record/1"


class Status(StrEnum):
    """How the buyer qualifies an offer (L2152-1 to L2152-4)."""

    REGULAR = "regular"
    IRREGULAR = "irregular"
    """Irrégulière: it does not meet what the consultation asks, or breaks the law."""
    UNACCEPTABLE = "unacceptable"
    """Inacceptable: above the credits of the contract, settled before the procedure."""
    INAPPROPRIATE = "inappropriate"
    """Inappropriée: without relation to the contract."""


class End(StrEnum):
    """How a procedure ends."""

    AWARD = "award"
    UNSUCCESSFUL = "unsuccessful"
    """Infructueux: no bid, or none that may be accepted."""
    ABANDONED = "abandoned"
    """Sans suite: for a reason of general interest."""


@dataclass(frozen=True)
class Opening:
    """The opening of the bids, as recorded."""

    recorded_on: date
    by: str
    due_on: date | None = None


@dataclass(frozen=True)
class Candidature:
    """Whether a candidate may bid: judged apart from its offer, and before it is scored."""

    bid: str
    admitted: bool
    reason: str | None = None


@dataclass(frozen=True)
class Qualification:
    """How an offer is qualified. `may_mend` is what may be regularised, asked of all concerned by the same day."""

    bid: str
    status: Status
    reason: str
    day: date | None = None
    by: str | None = None
    may_mend: str | None = None
    asked_on: date | None = None
    until: date | None = None
    mended_on: date | None = None
    lot: str | None = None
    """The lot that it is about, where it is not the whole offer."""

    @property
    def stands(self) -> bool:
        """Tell whether the offer may be scored: regular, or made so."""
        return self.status is Status.REGULAR or self.mended_on is not None


@dataclass(frozen=True)
class NoConflict:
    """An assessor's declaration that no interest of theirs is at stake."""

    assessor: str
    none: bool
    day: date


@dataclass(frozen=True)
class Mark:
    """The level that one assessor gives, alone, to a bid that they know by its alias."""

    assessor: str
    criterion: str
    alias: str
    level: float
    reason: str


@dataclass(frozen=True)
class Agreed:
    """The level that the assessors agree on, with their reason: what is scored."""

    criterion: str
    alias: str
    level: float
    reason: str
    day: date | None = None


@dataclass(frozen=True)
class Asked:
    """A question that was put to a bidder, and its answer."""

    bid: str
    doubt: str
    """The id of the doubt that it comes from."""
    asked_on: date | None = None
    until: date | None = None
    answer: str | None = None
    answered_on: date | None = None
    kind: str | None = None
    """Which doubt it is: doubts of one kind are asked in the same words."""
    about: str | None = None
    """The criterion, product, label or cell that it speaks of."""
    lot: str | None = None
    reason: str | None = None
    """Why it was doubted, as the buyer read it."""
    question: str | None = None
    """The words as sent."""
    wording: str | None = None
    """Those words with places in braces where they speak of this bid alone."""
    proposed: str | None = None
    """The words that were proposed, where the buyer sent others."""
    why: str | None = None
    """Why the words are not those in which others were asked."""
    lang: str | None = None
    by: str | None = None
    """Who asked."""


@dataclass(frozen=True)
class LowPrice:
    """The reasoned decision on a price that looked abnormally low, once the bidder was asked in writing."""

    bid: str
    admitted: bool
    reason: str
    asked_on: date
    decided_on: date
    lot: str | None = None
    """The lot that it is about, where it is not the whole offer."""


@dataclass(frozen=True)
class Decision:
    """How it ends: an award to the first, or no award, with its reason."""

    end: End
    reason: str
    day: date
    bid: str | None = None
    notified_on: date | None = None
    """The day on which the rejected bidders are told."""
    electronic: bool = True
    lot: str | None = None
    """The lot that it ends, where lots are awarded one by one."""


@dataclass(frozen=True)
class Occulted:
    """Words of a bid that are a business secret: they stand in the full report only."""

    bid: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class AwardRecord:
    """All acts. What was not done yet is empty."""

    opening: Opening | None = None
    aliases: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    candidatures: tuple[Candidature, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    no_conflict: tuple[NoConflict, ...] = ()
    marks: tuple[Mark, ...] = ()
    agreed: tuple[Agreed, ...] = ()
    questions: tuple[Asked, ...] = ()
    low_prices: tuple[LowPrice, ...] = ()
    secrets: tuple[Occulted, ...] = ()
    decision: Decision | None = None
    decisions: tuple[Decision, ...] = ()
    """Decisions lot by lot, each with its lot."""
    notice: Notified | None = None
    notices: tuple[Notified, ...] = ()
    """Contracts of lots, each with the lots that it covers."""

    def noticed(self, lot: str | None) -> Notified | None:
        """Return what is published of the contract that covers a lot; that of the whole where no lot has its own."""
        if lot is None or not self.notices:
            return self.notice
        return next((told for told in reversed(self.notices) if lot in told.lots), None)

    def decided(self, lot: str | None) -> Decision | None:
        """Return how a lot ends: as decided for it, else as decided for the whole."""
        return next((d for d in reversed(self.decisions) if lot is not None and d.lot == lot), self.decision)

    @property
    def bids(self) -> frozenset[str]:
        """Return the bids that the acts speak of."""
        return frozenset(
            name
            for acts in (self.candidatures, self.qualifications, self.low_prices, self.questions, self.secrets)
            for name in (act.bid for act in acts)
        )

    def of_lot(self, lot: str | None) -> AwardRecord:
        """Return the acts that concern a lot: those about offers as a whole, and those about that lot."""
        if lot is None:
            return self
        return replace(
            self,
            qualifications=tuple(act for act in self.qualifications if act.lot in (None, lot)),
            low_prices=tuple(act for act in self.low_prices if act.lot in (None, lot)),
            questions=tuple(act for act in self.questions if act.lot in (None, lot)),
        )

    def candidature(self, bid: str) -> Candidature | None:
        """Return what was decided of a candidature."""
        return next((c for c in self.candidatures if c.bid == bid), None)

    def qualification(self, bid: str) -> Qualification | None:
        """Return the last qualification of an offer."""
        return next((q for q in reversed(self.qualifications) if q.bid == bid), None)

    def low_price(self, bid: str) -> LowPrice | None:
        """Return the decision on an abnormally low price."""
        return next((p for p in reversed(self.low_prices) if p.bid == bid), None)


LEVEL = Number(high=100)
WORDS = Many(TEXT, 50)
ABOUT = Field("lot", TEXT, say("The lot that it is about; the whole offer unless told."))
DECISION = Record(
    Decision,
    [
        Field("end", Choice(End), say("Award, unsuccessful or abandoned."), True),
        Field("reason", TEXT, say("Why."), True),
        Field("day", DAY, say("The day."), True),
        Field("bid", TEXT, say("The bid that is awarded.")),
        Field("notified_on", DAY, say("The day on which rejected bidders are told.")),
        Field("electronic", FLAG, say("They are told electronically.")),
        Field("lot", TEXT, say("The lot, where lots are awarded one by one.")),
    ],
)
RECORD = Record(
    AwardRecord,
    [
        Field(
            "opening",
            Record(
                Opening,
                [
                    Field("recorded_on", DAY, say("The day on which the bids were opened."), True),
                    Field("by", TEXT, say("Who opened them."), True),
                    Field("due_on", DAY, say("The day from which they could be; the deadline unless told.")),
                ],
            ),
            say("The opening of the bids."),
        ),
        Field("aliases", Pairs(words=True), say("The alias of each bid; given by Levier unless told.")),
        Field(
            "candidatures",
            Many(
                Record(
                    Candidature,
                    [
                        Field("bid", TEXT, say("The name of the bid."), True),
                        Field("admitted", FLAG, say("The candidate may bid."), True),
                        Field("reason", TEXT, say("Why.")),
                    ],
                )
            ),
            say("Candidatures, judged apart from offers."),
        ),
        Field(
            "qualifications",
            Many(
                Record(
                    Qualification,
                    [
                        Field("bid", TEXT, say("The name of the bid."), True),
                        Field("status", Choice(Status), say("How the offer is qualified."), True),
                        Field("reason", TEXT, say("Why."), True),
                        Field("day", DAY, say("The day.")),
                        Field("by", TEXT, say("Who decided.")),
                        Field("may_mend", TEXT, say("What may be regularised.")),
                        Field("asked_on", DAY, say("The day on which it was asked.")),
                        Field("until", DAY, say("The last day for it, the same for all concerned.")),
                        Field("mended_on", DAY, say("The day on which it was regularised.")),
                        ABOUT,
                    ],
                )
            ),
            say("Offers as the buyer qualifies them."),
        ),
        Field(
            "no_conflict",
            Many(
                Record(
                    NoConflict,
                    [
                        Field("assessor", TEXT, say("The function of the assessor."), True),
                        Field("none", FLAG, say("No interest of theirs is at stake."), True),
                        Field("day", DAY, say("The day."), True),
                    ],
                )
            ),
            say("Declarations of assessors that they have no conflict of interest."),
        ),
        Field(
            "marks",
            Many(
                Record(
                    Mark,
                    [
                        Field("assessor", TEXT, say("The function of the assessor."), True),
                        Field("criterion", TEXT, say("The id of the criterion."), True),
                        Field("alias", TEXT, say("The alias of the bid."), True),
                        Field("level", LEVEL, say("The level on the published ladder, from 0."), True),
                        Field("reason", TEXT, say("Why this level, in the words of the descriptors."), True),
                    ],
                ),
                most=5_000,
            ),
            say("Levels that each assessor gave alone."),
        ),
        Field(
            "agreed",
            Many(
                Record(
                    Agreed,
                    [
                        Field("criterion", TEXT, say("The id of the criterion."), True),
                        Field("alias", TEXT, say("The alias of the bid."), True),
                        Field("level", LEVEL, say("The level on the published ladder, from 0."), True),
                        Field("reason", TEXT, say("Why this level, in the words of the descriptors."), True),
                        Field("day", DAY, say("The day.")),
                    ],
                ),
                most=2_000,
            ),
            say("Levels that the assessors agreed on."),
        ),
        Field(
            "questions",
            Many(
                Record(
                    Asked,
                    [
                        Field("bid", TEXT, say("The name of the bid."), True),
                        Field("doubt", TEXT, say("The id of the doubt."), True),
                        Field("asked_on", DAY, say("The day on which it was asked.")),
                        Field("until", DAY, say("The last day for an answer.")),
                        Field("answer", TEXT, say("The answer, as written.")),
                        Field("answered_on", DAY, say("The day of the answer.")),
                        Field("kind", TEXT, say("Which doubt it is, such as label.expired.")),
                        Field("about", TEXT, say("The criterion, product, label or cell that it speaks of.")),
                        ABOUT,
                        Field("reason", TEXT, say("Why it was doubted.")),
                        Field("question", TEXT, say("The words as sent.")),
                        Field("wording", TEXT, say("Those words, with places where they speak of this bid.")),
                        Field("proposed", TEXT, say("The words proposed, where others were sent.")),
                        Field("why", TEXT, say("Why the words differ from those that others were sent.")),
                        Field("lang", TEXT, say("The language of the words.")),
                        Field("by", TEXT, say("Who asked.")),
                    ],
                )
            ),
            say("Questions to bidders and their answers."),
        ),
        Field(
            "low_prices",
            Many(
                Record(
                    LowPrice,
                    [
                        Field("bid", TEXT, say("The name of the bid."), True),
                        Field("admitted", FLAG, say("The price is admitted."), True),
                        Field("reason", TEXT, say("Why, from what the bidder answered."), True),
                        Field("asked_on", DAY, say("The day of the written request."), True),
                        Field("decided_on", DAY, say("The day of the decision."), True),
                        ABOUT,
                    ],
                )
            ),
            say("Decisions on prices that looked abnormally low."),
        ),
        Field(
            "secrets",
            Many(
                Record(
                    Occulted,
                    [
                        Field("bid", TEXT, say("The name of the bid."), True),
                        Field("words", WORDS, say("Words that are a business secret.")),
                    ],
                )
            ),
            say("Business secrets, which the occulted report leaves out."),
        ),
        Field("decision", DECISION, say("How it ends.")),
        Field("decisions", Many(DECISION, 100), say("How each lot ends, where lots are awarded one by one.")),
        Field("notice", NOTIFIED, say("What the published data of the contract need beside the tender.")),
        Field("notices", Many(NOTIFIED, 100), say("The same for contracts of lots, each with the lots it covers.")),
    ],
)
