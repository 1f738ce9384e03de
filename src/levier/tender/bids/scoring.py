"""Scores real bids: the rules as locked, the same parameters for all, one figure a bid and criterion with its origin.

The order of the bids is irrelevant. Intervals and probabilities touch neither mark nor rank.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from levier.cost.costing import PAID_UNTOLD
from levier.tender.bids.assessing import Assessed, alone, assessed
from levier.tender.bids.computed import compute, computes, level
from levier.tender.bids.costing import Costs, plain
from levier.tender.bids.model import Bid, Round
from levier.tender.bids.record import AwardRecord, Status
from levier.tender.law.case import leaves
from levier.tender.library.model import Criterion as LibraryCriterion
from levier.tender.library.model import Library
from levier.tender.model import Counted, CriterionKind, Tender
from levier.tender.model import Criterion as TenderCriterion
from levier.tender.scoring.locking import Lock, Move, Proof, prove
from levier.tender.scoring.rules import Criterion, Rules
from levier.tender.scoring.score import Offers, Scored, score
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

LIFE_CYCLE = "life-cycle-cost"


class Origin(StrEnum):
    """Where the figure of a criterion comes from."""

    TOLD = "told"
    """The file of bids tells it for the criterion."""
    PRICE = "price"
    LIFE_CYCLE_COST = "life_cycle_cost"
    ANNUAL_COST = "equivalent_annual_cost"
    FOOTPRINT = "footprint"
    """Declared carbon of making, by year of service, under the one method announced."""
    COMPUTED = "computed"
    ASSESSED = "assessed"


@dataclass(frozen=True)
class Figured:
    """What is marked of one bid under one criterion; None where it is not known yet, and why."""

    value: float | None
    origin: Origin
    missing: Text | None = None


@dataclass(frozen=True)
class Standing:
    """One bid after scoring. Without a rank: `reasons` says why, and `missing` what would be needed."""

    bid: Bid
    alias: str
    costs: Costs
    figures: Mapping[str, Figured]
    points: Mapping[str, float]
    total: float | None
    rank: int | None
    out: tuple[Text, ...]
    """Why it is out of the comparison: candidature, qualification, price."""
    missing: tuple[Text, ...]
    """What is not known yet, so that it could not be scored."""


@dataclass(frozen=True)
class Result:
    """All bids, in the order in which they were given. `moves` is None where no lock was given to verify."""

    rules: Rules
    rules_hash: str
    verified: bool | None
    standings: tuple[Standing, ...]
    assessed: Mapping[tuple[str, str], Assessed]
    notes: tuple[Text, ...]
    since: tuple[Text, ...] = ()
    """What the facts say since the rules were locked: it touches no mark."""

    @property
    def ranked(self) -> tuple[Standing, ...]:
        """Return the bids that have a rank, the first one first."""
        return tuple(sorted((s for s in self.standings if s.rank is not None), key=lambda s: (s.rank or 0, s.bid.bid)))

    @property
    def first(self) -> tuple[Standing, ...]:
        """Return the bids of rank 1."""
        return tuple(s for s in self.ranked if s.rank == 1)


def check_lock(lock: Lock | None, rules: Rules) -> Proof | None:
    """Prove that no rule moved since publication; raises `BadOption` that tells each move. None: nothing to verify."""
    if lock is None:
        return None
    proof = prove(lock, rules)
    if proof.moves:
        raise BadOption(
            say("The rules are not those that were published."),
            expected=say("the rules of {hash}", hash=lock.hash),
            found="; ".join(_told(move) for move in proof.moves[:10]),
            mend=say("Score with the published rules. A correction is published before the deadline, with a new lock."),
        )
    return proof


def _told(move: Move) -> str:
    return f"{move.at}: {move.locked} → {move.found}"


def last_round(bids: Sequence[Bid]) -> tuple[Bid, ...]:
    """Keep the last offer of each bidder; refuse a bidder who has two of one round, and final offers for some only."""
    rounds: dict[str, dict[Round, Bid]] = {}
    for bid in bids:
        if bid.round in rounds.setdefault(bid.bid, {}):
            raise BadOption(
                say("A bid stands twice in the same round."),
                expected=say("a name of its own for each bid"),
                found=bid.bid,
            )
        rounds[bid.bid][bid.round] = bid
    return tuple(found.get(Round.FINAL) or found[Round.INITIAL] for found in rounds.values())


def out_of_comparison(bid: Bid, record: AwardRecord) -> Iterator[Text]:
    """Tell why a bid is not compared, from the acts of the buyer alone."""
    candidature = record.candidature(bid.bid)
    if candidature is not None and not candidature.admitted:
        yield say("Candidature not admitted: {reason}", reason=candidature.reason or "-")
    found = record.qualification(bid.bid)
    if found is not None and not found.stands:
        yield say("{status}: {reason}", status=STATUSES[found.status], reason=found.reason)
    low = record.low_price(bid.bid)
    if low is not None and not low.admitted:
        yield say("Abnormally low price, rejected after a written request: {reason}", reason=low.reason)


STATUSES: Mapping[Status, Text] = {
    Status.REGULAR: say("Regular bid"),
    Status.IRREGULAR: say("Irregular bid"),
    Status.UNACCEPTABLE: say("Unacceptable bid"),
    Status.INAPPROPRIATE: say("Inappropriate bid"),
}


@dataclass(frozen=True)
class Ground:
    """What scoring stands on beside the bids: rules, tender, library and record."""

    rules: Rules
    rules_hash: str
    verified: bool | None
    tender: Tender | None
    library: Library | None
    record: AwardRecord

    def announced(self, criterion: Criterion) -> TenderCriterion | None:
        """Return a criterion as the tender announces it."""
        found = leaves(self.tender.criteria) if self.tender else ()
        return next((c for c in found if c.id == criterion.id), None)

    def library_criterion(self, criterion: Criterion) -> LibraryCriterion | None:
        """Return the library's criterion that an award criterion was made from."""
        announced = self.announced(criterion)
        told = announced.library if announced else None
        if told is None or self.library is None:
            return None
        if told not in self.library.criteria:
            raise BadOption(
                say("The library has no criterion {id}.", id=told),
                mend=say("Correct the key library of the criterion {name}.", name=criterion.id),
            )
        return self.library.criteria[told]


def score_bids(bids: Sequence[Bid], costs: Mapping[str, Costs], named: Mapping[str, str], ground: Ground) -> Result:
    """Score the last offers of all bidders who may be compared and whose figures are all known."""
    rules = ground.rules
    marks = assessed(ground.record, [c.id for c in rules.criteria], named)
    figures = {bid.bid: {c.id: _figure(c, bid, costs[bid.bid], marks, ground) for c in rules.criteria} for bid in bids}
    out = {bid.bid: tuple(out_of_comparison(bid, ground.record)) for bid in bids}
    missing = {name: tuple(f.missing for f in found.values() if f.missing) for name, found in figures.items()}
    able = sorted(b.bid for b in bids if not out[b.bid] and not missing[b.bid])
    scored = score(rules, _offers(rules, able, figures, {b.bid: b for b in bids})) if able else None
    standings = tuple(
        _standing(bid, named[bid.bid], costs[bid.bid], figures[bid.bid], scored, out[bid.bid], missing[bid.bid])
        for bid in bids
    )
    return Result(rules, ground.rules_hash, ground.verified, standings, marks, tuple(_notes(standings, rules)))


def _standing(
    bid: Bid,
    alias: str,
    costs: Costs,
    figures: Mapping[str, Figured],
    scored: Scored | None,
    out: tuple[Text, ...],
    missing: tuple[Text, ...],
) -> Standing:
    if scored is None or bid.bid not in scored.names:
        return Standing(bid, alias, costs, figures, {}, None, None, out, missing)
    at = scored.names.index(bid.bid)
    points = {name: float(column[at]) for name, column in scored.points.items()}
    return Standing(bid, alias, costs, figures, points, float(scored.total[at]), scored.rank[at], out, missing)


def _offers(
    rules: Rules, names: Sequence[str], figures: Mapping[str, Mapping[str, Figured]], bids: Mapping[str, Bid]
) -> Offers:
    columns = {c.id: np.array([figures[name][c.id].value for name in names], dtype=float) for c in rules.criteria}
    levels = {
        c.id: np.array([bids[name].levels.get(c.id, math.nan) for name in names], dtype=float)
        for c in rules.criteria
        if c.chosen.formula.name == "notional-discount"
    }
    for name, column in levels.items():
        if not np.isfinite(column).all():
            raise BadOption(
                say("A bid has no level of ambition for {criterion}.", criterion=name),
                expected=say("a level for each bid under levels"),
            )
    return Offers(tuple(names), columns, levels)


def _figure(
    criterion: Criterion, bid: Bid, costs: Costs, marks: Mapping[tuple[str, str], Assessed], ground: Ground
) -> Figured:
    given = marks.get((criterion.id, bid.bid))
    if given is not None:
        return _of_people(criterion, given)
    if criterion.id in bid.values:
        return Figured(bid.values[criterion.id].value, Origin.TOLD)
    if criterion.kind is CriterionKind.PRICE:
        return _known(costs.price_eur, Origin.PRICE, criterion, ())
    if criterion.kind is CriterionKind.COST:
        return _of_cost(criterion, costs)
    from_library, announced = ground.library_criterion(criterion), ground.announced(criterion)
    rungs = [rung.points for rung in announced.ladder] if announced else []
    if from_library is not None and computes(from_library, rungs):
        return _computed(criterion, from_library, bid, ground)
    if criterion.chosen.formula.levels:
        missing = say("{criterion}: no level agreed by the assessors", criterion=criterion.name)
        return Figured(None, Origin.ASSESSED, missing)
    if Counted.CARBON_EMBODIED in criterion.counts or ground.rules.footprint is not None:
        return _of_footprint(criterion, bid, costs, ground)
    missing = say("{criterion}: no figure is told for this bid", criterion=criterion.name)
    return Figured(None, Origin.TOLD, missing)


def _of_people(criterion: Criterion, given: Assessed) -> Figured:
    found = alone(given)
    if found is None:
        missing = say(
            "{criterion}: {n} assessors marked, and have not agreed yet", criterion=criterion.name, n=len(given.given)
        )
        return Figured(None, Origin.ASSESSED, missing)
    return Figured(found, Origin.ASSESSED)


def _of_cost(criterion: Criterion, costs: Costs) -> Figured:
    """A cost over one life each compares only where lives agree: it is taken where the formula names it."""
    if criterion.chosen.formula.name == LIFE_CYCLE:
        return _known(costs.lcc.value if costs.lcc else None, Origin.LIFE_CYCLE_COST, criterion, costs.missing)
    return _known(costs.eac.value if costs.eac else None, Origin.ANNUAL_COST, criterion, costs.missing)


def _known(value: float | None, origin: Origin, criterion: Criterion, why: Sequence[Text]) -> Figured:
    if value is not None:
        return Figured(value, origin)
    text = say("{criterion}: something that it counts is not told", criterion=criterion.name)
    return Figured(None, origin, say("{text} ({why})", text=text, why=why[0]) if why else text)


def _computed(criterion: Criterion, library: LibraryCriterion, bid: Bid, ground: Ground) -> Figured:
    assert ground.tender is not None  # a library's criterion was found through it
    found = compute(library, bid, ground.tender)
    if found.missing is not None:
        return Figured(None, Origin.COMPUTED, found.missing)
    levels = criterion.chosen.formula.levels
    if (found.share is not None) is not levels:
        raise BadOption(
            say("The formula of {criterion} does not fit how it is computed.", criterion=criterion.name),
            expected=say("a formula of levels, such as quality-ladder")
            if found.share is not None
            else say("a formula that compares, such as ratio"),
            found=criterion.chosen.formula.name,
        )
    if found.share is not None:
        return Figured(level(found.share, np.asarray(criterion.chosen.settled["ladder"])), Origin.COMPUTED)
    return Figured(found.compared, Origin.COMPUTED)


def _of_footprint(criterion: Criterion, bid: Bid, costs: Costs, ground: Ground) -> Figured:
    method = ground.rules.footprint
    if method is None:
        raise BadOption(
            say("Declared footprints are scored only under one method and version that was announced."),
            expected=say("footprint: with its method and version, beside the criteria"),
            found=criterion.name,
        )
    wanted = f"{method.method} {method.version}"
    others = [p for p in bid.products if p.footprint is not None and p.footprint.method != wanted]
    if others:
        text = say("Footprint: declared under another method than {method}", method=wanted)
        missing = say("{criterion}: {text}", criterion=criterion.name, text=text)
        return Figured(None, Origin.FOOTPRINT, missing)
    return _known(costs.embodied_per_year, Origin.FOOTPRINT, criterion, [say("Footprint: not declared")])


def _notes(standings: Sequence[Standing], rules: Rules) -> Iterator[Text]:
    first = [s for s in standings if s.rank == 1]
    if len(first) > 1:
        names = ", ".join(s.bid.bid for s in first)
        if rules.ties:
            yield say("Equal first, after the criteria that decide between equal totals: {names}.", names=names)
        else:
            yield say("Equal first, and the rules say nothing of equal totals: {names}.", names=names)
    waiting = [s.bid.bid for s in standings if s.rank is None and not s.out]
    if waiting:
        yield say(
            "Not scored because something is not known: {names}. Marks of others may move once it is.",
            names=", ".join(waiting),
        )
    given = rules.costed
    if any(s.costs.eac for s in standings) and plain(given.get("discount_rate")) and given.get("paid") is None:
        yield PAID_UNTOLD
    basis = {s.costs.basis for s in standings if s.costs.basis}
    if "catalogue" in basis:
        yield say("Where no footprint is declared, that of the category in the catalogue is shown; it is not scored.")
