"""How the journal tells what was done between the deadline and the award."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update(
    {
        "bids.act": say("Act of a procedure recorded"),
        "bids.receive": say("Offer received"),
        "bids.open": say("Offers opened"),
        "bids.set_aside": say("Offer set aside unread"),
        "bids.rename": say("Receipt of an offer corrected"),
        "bids.mark": say("Levels of an assessor kept"),
        "bids.close_marking": say("Marking of bids closed"),
        "bids.open_marking": say("Marking of bids opened again"),
        "bids.obligation": say("Obligation of a contract followed"),
        "bids.read": say("Offers read"),
        "bids.enter": say("Answers of an offer entered by hand"),
        "bids.delete": say("Offer deleted"),
        "bids.bring_back": say("Offer brought back"),
    }
)
