"""The data of the contract that must be published (DECP), from the tender and the award as recorded."""

from __future__ import annotations

from typing import Any

from levier.report.tender_report.told import Told
from levier.tender.chosen import taken
from levier.tender.decp.deriving import contract_of
from levier.tender.decp.schema import load_schema
from levier.tender.decp.writing import write_decp
from levier.wording.errors import BadOption
from levier.wording.text import Text, say


def lacking(told: Told) -> list[Text]:
    """Return what the data of the contract still need."""
    if told.decision is None or told.winner is None:
        return [say("a decision to award")]
    if told.record.notice is None:
        return [say("identifiers, CPV, place, amount and days of the contract")]
    return []


def decp(told: Told) -> dict[str, Any]:
    """Write the data; `lacking` must be empty. Raises for what the official schema refuses."""
    notice, library = told.record.notice, told.world.library
    assert notice is not None  # the caller looked at what is lacking
    received = len(told.result.standings)
    if notice.bids_received != received:
        raise BadOption(
            say("The number of offers is not that of the bids read."),
            expected=say("{n} bids", n=received),
            found=str(notice.bids_received),
            mend=say("Correct bids_received in the record, or give all bids."),
        )
    contract = contract_of(told.tender, taken(told.tender, library), library, notice)
    return write_decp([contract], load_schema())
