"""Under which names offers are kept and told."""

from __future__ import annotations

from levier.web.bids.models import Offer


def kept_as(content: str) -> str:
    """Return the name under which the original of an offer is kept, from the hash of its content."""
    return f"bids/{content}"


def named(offer: Offer) -> str:
    """Return how the journal names an offer."""
    return f"bids.offer:{offer.public_id}"
