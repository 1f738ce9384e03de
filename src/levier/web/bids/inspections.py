"""Which files offers need, and which of them nobody may read yet."""

from __future__ import annotations

from collections.abc import Iterator

from levier.web.bids.models import Offer
from levier.web.bids.naming import kept_as
from levier.web.house.inspection import references, sealed


@references
def originals() -> Iterator[tuple[str, str]]:
    """Yield the original of each offer, deleted ones too while they can be brought back."""
    for offer in Offer.objects.all():
        yield kept_as(offer.content), f"bids.offer:{offer.public_id}"


@sealed
def closed() -> Iterator[str]:
    """Yield the offers that are closed: before the opening, or set aside unread."""
    for content in Offer.objects.filter(state=Offer.State.CLOSED).values_list("content", flat=True).distinct():
        yield kept_as(content)
