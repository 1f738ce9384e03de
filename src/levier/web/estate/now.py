"""What an organisation stands before, as far as its inventories go."""

from __future__ import annotations

from django.urls import reverse

from levier.web.estate import queries
from levier.web.house.doors import Now, add_now
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest
from levier.wording.text import say


def now(request: OrganisationRequest) -> Now | None:
    """Tell of an import to be finished, else of the inventory to drop; None where a reader can only read."""
    organisation, there = request.organisation, queries.inventories().exists()
    if "contribute" not in request.rights:
        note = told(say("Who contributes to this organisation can import its inventory."))
        return None if there else Now(told(say("Nothing is counted yet")), note)
    started = queries.unfinished().first()
    if started is not None:
        return Now(
            told(say("An import is to be finished")),
            started.label,
            reverse("estate:import", args=[organisation.public_id, started.public_id]),
            say("Finish the import"),
        )
    return Now(
        told(say("Nothing is counted yet")),
        told(say("Drop the inventory that you have, as it is: its footprint is a few minutes away.")),
        reverse("estate:new", args=[organisation.public_id]),
        say("Drop an inventory"),
    )


add_now(now)
