"""Bids stay closed until the opening date is reached and recorded."""

from __future__ import annotations

from datetime import date, timedelta

from levier.tender.bids.record import AwardRecord, Opening
from levier.tender.model import Tender
from levier.wording.errors import BadOption
from levier.wording.text import say


def opened(tender: Tender | None, record: AwardRecord, on: date, by: str) -> Opening:
    """Return the opening: as recorded, else recorded on the day `on`; raises `BadOption` before it is due.

    Bids may be opened from the day after the deadline, or from the day that the record tells.
    """
    told = record.opening
    deadline = tender.deadline if tender else None
    due = told.due_on if told and told.due_on else None if deadline is None else deadline + timedelta(days=1)
    if deadline is not None and due is not None and due < deadline:
        raise BadOption(
            say("The opening would come before the deadline."),
            expected=say("{day} or later", day=deadline.isoformat()),
            found=due.isoformat(),
        )
    at = told.recorded_on if told else on
    if due is not None and min(on, at) < due:
        raise BadOption(
            say("Bids stay closed until the opening date is reached."),
            expected=say("{day} or later", day=due.isoformat()),
            found=min(on, at).isoformat(),
            mend=say("Wait for that day. Until then nobody reads a bid."),
        )
    if at > on:
        raise BadOption(
            say("The record says that the bids will be opened later."),
            expected=say("{day} or later", day=at.isoformat()),
            found=on.isoformat(),
        )
    return Opening(at, told.by if told else by, due)
