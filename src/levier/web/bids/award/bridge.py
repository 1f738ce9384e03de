"""Where the rows of a procedure become an award as the library tells it, and only what may be seen of it yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from levier.report.tender_report.told import Told
from levier.tender.bids.assessing import aliases
from levier.tender.bids.awarding import Case, award, of_lot
from levier.tender.bids.model import Bid, Bids
from levier.tender.bids.opening import opened
from levier.tender.bids.plausibility import Ground, doubts
from levier.tender.bids.questions import register
from levier.tender.bids.record import AwardRecord, Decision
from levier.tender.model import Lot
from levier.web.bids.bridge import bids_of, case_of, published_tender, record_of, world
from levier.web.bids.bridge.publications import lots_of
from levier.web.bids.bridge.readings import asked_by
from levier.web.bids.models import Offer, Procedure
from levier.web.bids.queries import opened as opened_offers
from levier.web.tender.findings import law
from levier.web.tender.models import Publication
from levier.web.tender.queries import published
from levier.wording.errors import BadOption
from levier.wording.text import say

SEED = 1
"""Draws give intervals only; the same as those of the terminal, so that both print the same figures."""


@dataclass(frozen=True)
class Award:
    """A procedure on a day: what was published, the offers that may be judged, the acts."""

    procedure: Procedure
    publication: Publication
    record: AwardRecord
    offers: tuple[Offer, ...]
    on: date

    @property
    def closed(self) -> bool:
        """Tell whether marks may be seen: every assessor marked, or the buyer closed it."""
        return self.procedure.marking_closed_at is not None

    @cached_property
    def lots(self) -> tuple[Lot, ...]:
        """Return the lots among which one is to be chosen; none where there is nothing to choose."""
        return lots_of(published_tender(self.publication))

    @property
    def ends(self) -> list[tuple[Lot, Decision | None]]:
        """Return the lots with how each of them ends; None where nothing is decided."""
        return [(lot, self.record.decided(lot.id)) for lot in self.lots]

    @property
    def each_lot(self) -> tuple[str | None, ...]:
        """Return the lots one by one; None for a tender that is awarded as a whole."""
        return tuple(lot.id for lot in self.lots) or (None,)

    def lot_of(self, asked: str | None) -> str | None:
        """Return the lot that was asked for, else the first; None where there is nothing to choose."""
        ids = [lot.id for lot in self.lots]
        return asked if asked in ids else ids[0] if ids else None

    def offers_for(self, lot: str | None) -> dict[str, Offer]:
        """Return the last offer for a lot of each bidder, by name; one that tells no lot stands for all."""
        return {o.bid: o for o in self.offers if lot is None or not o.offered or lot in o.offered}

    @cached_property
    def named(self) -> Mapping[str, str]:
        """Return the alias of each bid, the same in all lots."""
        bids = [Bid(name) for name in sorted({offer.bid for offer in self.offers})]
        return aliases(bids, self.record, self.publication.hash)


def award_of(procedure: Procedure, on: date) -> Award:
    """Return what stands of an award; raises `BadOption` while nothing was published, opened or read."""
    publication = published(procedure.tender)
    if publication is None:
        raise BadOption(
            say("This tender was not published yet."),
            mend=say("Publish it first: its rules are locked then, and bids are judged by nothing else."),
        )
    record = record_of(procedure)
    if record.opening is None:
        raise BadOption(
            say("Bids stay closed until their opening is recorded."),
            mend=say("Record the opening once the deadline is over."),
        )
    kept = tuple(opened_offers(procedure.tender))
    if not kept:
        raise BadOption(say("No bid was read yet."), mend=say("Read the bids, or enter them by hand."))
    return Award(procedure, publication, record, kept, on)


def told_of(found: Award, lot: str | None, *, with_marks: bool) -> Told:
    """Score the bids of a lot and tell all that follows; without marks while their assessors still mark apart."""
    case = case_of(found.publication, lot)
    files = bids_of(found.offers, asked_by(found.publication).form, case.vat)
    record = _of_those(found, case, files, with_marks=with_marks)
    opening = opened(case.tender, record, found.on, "")
    result = award(case, [files], record, world(), np.random.default_rng(SEED))
    assert case.tender is not None  # a publication has one
    ground = Ground(world(), law(), case.rules, case.tender, case.months, found.on, lot)
    entries = register(doubts([s.bid for s in result.standings], ground), record)
    return Told(case, case.tender, result, opening, record, entries, world(), law(), found.on)


def _of_those(found: Award, case: Case, files: Bids, *, with_marks: bool) -> AwardRecord:
    """Return the acts that concern these bids: another lot's would be taken for a slip."""
    names = {bid.bid for bid in of_lot(files.bids, case.lot)}
    named = {bid: alias for bid, alias in found.named.items() if bid in names}
    criteria, there = {c.id for c in case.rules.criteria}, set(named.values())
    record = found.record.of_lot(case.lot)

    def of_names(acts: Sequence) -> tuple:  # type: ignore[type-arg]  # acts of one kind each
        return tuple(act for act in acts if act.bid in names)

    def of_marks(acts: Sequence) -> tuple:  # type: ignore[type-arg]  # marks, or agreed levels
        return tuple(act for act in acts if with_marks and act.criterion in criteria and act.alias in there)

    return replace(
        record,
        aliases=named,
        candidatures=of_names(record.candidatures),
        qualifications=of_names(record.qualifications),
        questions=of_names(record.questions),
        low_prices=of_names(record.low_prices),
        secrets=of_names(record.secrets),
        marks=of_marks(record.marks),
        agreed=of_marks(record.agreed),
    )
