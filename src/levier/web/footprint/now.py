"""What an organisation stands before, as far as its results go."""

from __future__ import annotations

from django.urls import reverse

from levier.web.estate.queries import inventories
from levier.web.footprint import bridge, queries
from levier.web.footprint.keeping import story
from levier.web.house.doors import Now, add_now
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest
from levier.wording.numbers import write_date
from levier.wording.text import say


def now(request: OrganisationRequest) -> Now | None:
    """Tell the footprint of the newest inventory in one sentence, else that it can be computed."""
    organisation = request.organisation
    newest = inventories().first()
    if newest is None:
        return None
    newest.organisation = organisation
    address = reverse("footprint:latest", args=[organisation.public_id, newest.public_id])
    note = f"{newest.label}, {write_date(newest.on, language())}"
    kept = queries.newest_asked(bridge.asked_key(newest, queries.asked_now(organisation, {})))
    if kept is None:
        return Now(
            told(say("Your inventory is read; its footprint is one step away")),
            note,
            address,
            say("Compute its footprint"),
        )
    opening = story(kept.files[f"story-{language()}"]).opening
    return Now(opening.answer, note, address, say("See the result"), opening.band)


add_now(now)
