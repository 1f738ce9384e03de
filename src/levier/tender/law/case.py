"""What a check is given, what it answers, and the table in which checks stand under the id of their rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from levier.tender.finding import Verdict
from levier.tender.law.facts import Law, Threshold
from levier.tender.model import About, BuyerKind, Clause, ClauseType, Criterion, CriterionKind, Lot, Tender
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Entry:
    """What the library says of one of its criteria."""

    type: ClauseType | None
    """None for a rule of the buyer, a ground of exclusion, a clause on prices: known, and no requirement by itself."""
    about: tuple[About, ...]


Library = Callable[[str], Entry | None]
"""Answers for the id of a criterion of the library, None where it does not know it."""


@dataclass(frozen=True)
class Answer:
    """What a check found."""

    verdict: Verdict
    reason: Text
    advice: Text | None = None
    lot: str | None = None
    clause: str | None = None
    told_by: str | None = None
    """The rule that tells the same with its places."""


@dataclass(frozen=True)
class Case:
    """A tender, the law on the day of its notice, and the library."""

    tender: Tender
    law: Law
    on: date
    library: Library = field(default=lambda _: None)

    @property
    def buyers(self) -> str:
        """Return under which thresholds the buyer stands: `entity`, `central` or `other`."""
        buyer = self.tender.buyer
        if buyer.contracting_entity:
            return "entity"
        central = buyer.kind is BuyerKind.STATE if buyer.central_authority is None else buyer.central_authority
        return "central" if central else "other"

    @property
    def buyers_unsure(self) -> bool:
        """Tell whether a lower threshold could hold: a public or academic body may belong to the State."""
        buyer = self.tender.buyer
        unsure = {BuyerKind.PUBLIC_BODY, BuyerKind.ACADEMIC}
        return buyer.kind in unsure and buyer.central_authority is None and not buyer.contracting_entity

    def figure(self, key: str, buyers: str | None = None) -> Threshold | None:
        """Return a threshold on the day of the notice."""
        return self.law.threshold(key, self.on, buyers or self.buyers, self.tender.nature)

    @property
    def formal(self) -> Threshold | None:
        """Return the threshold of formal procedures; the lower one where the buyer's is not sure."""
        return self.figure("formal_procedure", "central" if self.buyers_unsure else None)

    def entry(self, clause: Clause) -> Entry | None:
        """Return what a clause is: as told, else as the library says."""
        known = self.library(clause.id) if clause.id else None
        kind = clause.type or (known.type if known else None)
        about = clause.about or (known.about if known else ())
        return Entry(kind, about) if known or (kind and about) else None

    def clauses(self, about: About, kind: ClauseType, lot: Lot | None = None) -> list[Clause]:
        """Return the clauses of a type that take something into account, for a lot or for the whole."""
        found = []
        for clause in self.tender.clauses:
            entry = self.entry(clause)
            if entry and entry.type is kind and about in entry.about and serves(clause.lots, lot):
                found.append(clause)
        return found

    @property
    def unknown_clauses(self) -> list[Clause]:
        """Return the clauses of which neither the file nor the library tells what they are."""
        return [clause for clause in self.tender.clauses if self.entry(clause) is None]

    def criteria(self, lot: Lot | None = None) -> list[Criterion]:
        """Return the award criteria of a lot, or of the whole."""
        return [c for c in self.tender.criteria if serves(c.lots, lot)]

    @property
    def lots(self) -> Sequence[Lot | None]:
        """Return the lots, or one None for a contract without lots."""
        return self.tender.lots or (None,)


def serves(lots: Sequence[str], lot: Lot | None) -> bool:
    """Tell whether what is for `lots` (empty: for all) serves a lot."""
    return not lots or (lot is not None and lot.id in lots)


def leaves(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Return criteria and sub-criteria that are judged by themselves."""
    return [leaf for criterion in criteria for leaf in (criterion.parts or (criterion,))]


def every(criteria: Iterable[Criterion]) -> list[Criterion]:
    """Return criteria with their sub-criteria."""
    return [c for criterion in criteria for c in (criterion, *criterion.parts)]


def looks_at(criterion: Criterion, kind: CriterionKind) -> bool:
    """Tell whether a criterion or one of its parts is of a kind, with a weight that is not nothing."""
    return any(c.kind is kind and c.weight != 0 for c in (criterion, *criterion.parts))


Check = Callable[[Case], Iterable[Answer]]
CHECKS: dict[str, Check] = {}


def check(rule: str) -> Callable[[Check], Check]:
    """Put a check into the table under the id of its rule."""

    def keep(function: Check) -> Check:
        CHECKS[rule] = function
        return function

    return keep


def met(reason: Text, lot: str | None = None) -> Answer:
    """Answer that a rule is met."""
    return Answer(Verdict.MET, reason, lot=lot)


def missing(
    reason: Text, advice: Text, lot: str | None = None, clause: str | None = None, told_by: str | None = None
) -> Answer:
    """Answer that a rule is not met, and how to mend it; `told_by` is the rule that tells the same with its places."""
    return Answer(Verdict.NOT_MET, reason, advice, lot, clause, told_by)


def justify(
    reason: Text, advice: Text, lot: str | None = None, clause: str | None = None, told_by: str | None = None
) -> Answer:
    """Answer that a rule depends on reasons that the buyer must give; `told_by` as in `missing`."""
    return Answer(Verdict.TO_JUSTIFY, reason, advice, lot, clause, told_by)


def unknown(what: Text) -> Answer:
    """Answer that something the rule needs was not told."""
    return Answer(Verdict.NOT_JUDGED, say("Not told: {what}.", what=what))


def aside(reason: Text) -> Answer:
    """Answer that a rule does not apply."""
    return Answer(Verdict.NOT_APPLICABLE, reason)
