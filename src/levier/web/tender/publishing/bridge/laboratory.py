"""Where the award rules of a stored tender are tried on invented offers, lot by lot where lots have their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from levier.tender.model import Tender as Told
from levier.tender.scoring.announced import ALL_LOTS
from levier.tender.scoring.market import announced_estimate, market
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.laboratory.bridge import Tested, try_rules
from levier.web.tender.models import Tender
from levier.web.tender.publishing.bridge.locks import announced_by


@dataclass(frozen=True)
class Tried:
    """What the laboratory found about the rules of a lot; `lots` are those that have rules of their own."""

    lot: str
    lots: Sequence[str]
    tested: Tested


def tried(tender: Tender, lot: str) -> Tried | None:
    """Try the rules of a lot, of the first where none is named; None for a lot that is not there.

    Raises `LevierError` for rules that could not mark an offer.
    """
    found = announced_by(tender.document).rules
    lots = [id_ for id_ in found if id_ != ALL_LOTS]
    chosen = lot or next(iter(found))
    if chosen not in found:
        return None
    rules = found[chosen]
    estimate = announced_estimate(rules) or _expected(tender_of(tender.document), chosen)
    return Tried(chosen, lots, try_rules(rules, market(estimate)))


def _expected(tender: Told, lot: str) -> float | None:
    """Return what the buyer expects to pay for a lot, or for all: prices are invented around it."""
    of_lot = next((one.value_eur_ex_vat for one in tender.lots if one.id == lot), None)
    return of_lot or (tender.value.estimate_eur_ex_vat if tender.value else None)
