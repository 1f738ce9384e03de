"""Offers as bids of the library."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from levier.tender.answers.form import AnswerForm
from levier.tender.bids.model import Bid, Bids
from levier.web.bids.bridge.documents import bid_from
from levier.web.bids.bridge.readings import lacks
from levier.web.bids.models import Offer


def bid_of_offer(offer: Offer, form: AnswerForm) -> Bid:
    """Return the bid of an offer that was read or entered by hand, with what it lacks."""
    bid = bid_from(offer.bid_document or {"bid": offer.bid})
    return replace(
        bid, bid=offer.bid, file=offer.file_name, file_hash=offer.content, lots=offer.offered, lacks=lacks(offer, form)
    )


def bids_of(offers: Iterable[Offer], form: AnswerForm, vat: str = "excluded") -> Bids:
    """Return the bids of offers; `vat` is the basis of the tender, on which workbooks are read (`Case.vat`)."""
    return Bids(tuple(bid_of_offer(offer, form) for offer in offers if offer.state != Offer.State.CLOSED), vat)
