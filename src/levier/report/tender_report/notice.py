"""The data of the contract that must be published (DECP), from the tender and the award as recorded."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from levier.report.tender_report.told import Told
from levier.tender.bids.record import End
from levier.tender.chosen import taken
from levier.tender.decp.deriving import Notified, contract_of
from levier.tender.decp.schema import load_schema
from levier.tender.decp.writing import write_decp
from levier.wording.errors import BadOption
from levier.wording.text import Text, say


def lacking(told: Told) -> list[Text]:
    """Return what the data of the contract still need."""
    if told.decision is None or told.winner is None:
        return [say("a decision to award")]
    if told.record.noticed(told.case.lot) is None:
        return [say("identifiers, CPV, place, amount and days of the contract")]
    return []


def decp(told: Told) -> dict[str, Any]:
    """Write the data; `lacking` must be empty. Raises for what the official schema refuses."""
    notice, library = told.record.noticed(told.case.lot), told.world.library
    assert notice is not None  # the caller looked at what is lacking
    if told.case.lot is not None and not notice.lots:
        notice = replace(notice, lots=(told.case.lot,))
    _check_one_winner(told, notice)
    received, several = len(told.result.standings), len(notice.lots) > 1
    if notice.bids_received < received if several else notice.bids_received != received:
        raise BadOption(
            say("The number of offers is not that of the bids read."),
            expected=say("{n} bids or more", n=received) if several else say("{n} bids", n=received),
            found=str(notice.bids_received),
            mend=say("Correct bids_received in the record, or give all bids."),
        )
    contract = contract_of(told.tender, taken(told.tender, library), library, notice)
    return write_decp([contract], load_schema())


def _check_one_winner(told: Told, notice: Notified) -> None:
    """Refuse a contract for lots that were not all awarded to its holder."""
    winner = told.winner
    for lot in notice.lots:
        decision = told.record.decided(lot)
        if decision is None or decision.end is not End.AWARD or winner is None or decision.bid != winner.bid.bid:
            raise BadOption(
                say("One contract covers only lots that are awarded to the same bid."),
                expected=say("lot {id} awarded to {bid}", id=lot, bid=winner.bid.bid if winner else "–"),
                found=(decision.bid if decision else None) or "–",
                mend=say("Decide on that lot first, or give its contract data of its own."),
            )
