"""From bids to a result: the one way in for the terminal and the site."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from numpy.random import Generator

from levier.catalogue.model import Parameter
from levier.tender.bids.assessing import aliases
from levier.tender.bids.catalogued import Known
from levier.tender.bids.costing import Costs, cost_bids, setting
from levier.tender.bids.model import Bid, Bids, Product, Service
from levier.tender.bids.record import AwardRecord
from levier.tender.bids.scoring import Ground, Result, check_lock, last_round, out_of_comparison, score_bids
from levier.tender.library.model import Library
from levier.tender.model import PriceBasis, Tender
from levier.tender.scoring.locking import Lock, canonical, content, hash_of
from levier.tender.scoring.rules import Rules
from levier.wording.errors import BadOption
from levier.wording.text import say


@dataclass(frozen=True)
class World:
    """What is known beside a tender: the catalogue, the library, what uncertainties have in common."""

    known: Known
    library: Library
    shares: Mapping[str, Parameter]


@dataclass(frozen=True)
class Case:
    """A tender whose bids are scored: `tender` is None for a file that holds only rules; `lot` is one of several."""

    rules: Rules
    tender: Tender | None = None
    lock: Lock | None = None
    lot: str | None = None
    published: str | None = None
    """The hash that the documents of the tender print, where it is one of several lots with rules of their own."""

    @property
    def vat(self) -> str:
        """Return the basis on which prices are compared."""
        basis = self.tender.price_basis if self.tender else None
        return "included" if basis is PriceBasis.INC_VAT else "excluded"

    @property
    def months(self) -> float | None:
        """Return how long the contract runs."""
        return self.tender.duration.total_months if self.tender and self.tender.duration else None


def award(case: Case, files: Sequence[Bids], record: AwardRecord, world: World, rng: Generator) -> Result:
    """Score bids; raises `BadOption` where rules moved, prices stand on another basis, or a figure cannot be marked."""
    proof, record = check_lock(case.lock, case.rules), record.of_lot(case.lot)
    if proof is not None:
        case = replace(case, rules=proof.rules)
        world = replace(world, library=proof.basis.library(world.library))
    rules_hash = case.published or hash_of(canonical(content(case.rules, proof.basis if proof else None)))
    every = _all(case, files)
    bids = in_order(last_round(of_lot(every, case.lot)))
    ground = Ground(case.rules, rules_hash, True if proof else None, case.tender, world.library, record)
    _check_names(every, record)
    found = score_bids(bids, _costs(case, bids, record, world, rng), aliases(bids, record, rules_hash), ground)
    lots = case.tender.lots if case.tender else ()
    if case.lot is None and len(lots) > 1:
        note = say("The tender has {n} lots, which are awarded one by one: choose one.", n=len(lots))
        found = replace(found, notes=(note, *found.notes))
    if case.rules.lot_marks is not None and len(lots) > 1:
        note = say("The rules announce one mark for several lots. Each lot is marked and ranked by itself here.")
        found = replace(found, notes=(note, *found.notes))
    return replace(found, since=proof.remarks) if proof else found


def in_order(bids: Sequence[Bid]) -> tuple[Bid, ...]:
    """Return bids by name, so that the order of the files changes nothing, not even the last digit."""
    return tuple(sorted(bids, key=lambda bid: bid.bid))


def _costs(case: Case, bids: Sequence[Bid], record: AwardRecord, world: World, rng: Generator) -> dict[str, Costs]:
    """Cost bids; what must be told by all depends only on those that are compared, never on one that is out."""
    compared = [bid for bid in bids if not list(out_of_comparison(bid, record))]
    state = rng.bit_generator.state
    found = costs_of(case, bids, world, rng)
    if len(compared) < len(bids):
        rng.bit_generator.state = state  # the same draws
        found |= costs_of(case, compared, world, rng)
    return found


def costs_of(case: Case, bids: Sequence[Bid], world: World, rng: Generator) -> dict[str, Costs]:
    """Cost all bids under the parameters of the rules."""
    method = case.rules.footprint
    common = setting(
        case.rules.costed,
        case.vat,
        case.months,
        f"{method.method} {method.version}" if method else "",
        world.known.declared_spread,
    )
    return cost_bids(bids, common, world.shares, rng, world.known.stand_in)


def _all(case: Case, files: Sequence[Bids]) -> list[Bid]:
    for file in files:
        if file.vat != case.vat and any(bid.products or bid.services or bid.price_eur for bid in file.bids):
            raise BadOption(
                say("The prices of the bids stand on another basis than the tender's."),
                expected=say("prices with VAT {vat}", vat=case.vat),
                found=file.vat,
                mend=say("Give all prices on the basis that the tender states."),
            )
    found = [bid for file in files for bid in file.bids]
    if not found:
        raise BadOption(say("There is no bid to score."), expected=say("one bid or more"))
    return found


def of_lot(bids: Sequence[Bid], lot: str | None) -> list[Bid]:
    """Return the bids for a lot, each without what it offers for the others; all of them where no lot is told."""
    return list(bids) if lot is None else [_narrowed(bid, lot) for bid in bids if _bids_for(bid, lot)]


def _bids_for(bid: Bid, lot: str) -> bool:
    if bid.lots:
        return lot in bid.lots
    parts: list[Product | Service] = [*bid.products, *bid.services]
    return not parts or any(part.lot in (None, lot) for part in parts)


def _narrowed(bid: Bid, lot: str) -> Bid:
    products = tuple(p for p in bid.products if p.lot in (None, lot))
    services = tuple(s for s in bid.services if s.lot in (None, lot))
    return replace(bid, products=products, services=services)


def _check_names(bids: Sequence[Bid], record: AwardRecord) -> None:
    """Refuse an act that names a bid that is not there: a slip there would leave a bid in, or out."""
    known = {bid.bid for bid in bids}
    for name in record.bids - known:
        raise BadOption(
            say("The record names a bid that is not there."),
            expected=say("one of: {words}", words=", ".join(sorted(known))),
            found=name,
        )
