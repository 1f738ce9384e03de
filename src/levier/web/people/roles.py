"""Roles in an organisation, and what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from django.db.models import TextChoices

from levier.web.house.words import later
from levier.wording.text import say


class Role(TextChoices):
    """What a person is in an organisation."""

    READER = "reader", later(say("Reader"))
    CONTRIBUTOR = "contributor", later(say("Contributor"))
    BUYER = "buyer", later(say("Buyer"))
    LEAD = "lead", later(say("Sustainability lead"))
    ADMINISTRATOR = "administrator", later(say("Administrator"))


class Right(StrEnum):
    """What a page or an action asks for."""

    READ = "read"
    CONTRIBUTE = "contribute"
    BUY = "buy"
    LEAD = "lead"
    ADMINISTER = "administer"


RIGHTS: Mapping[str, frozenset[Right]] = {
    Role.READER: frozenset({Right.READ}),
    Role.CONTRIBUTOR: frozenset({Right.READ, Right.CONTRIBUTE}),
    Role.BUYER: frozenset({Right.READ, Right.CONTRIBUTE, Right.BUY}),
    Role.LEAD: frozenset({Right.READ, Right.CONTRIBUTE, Right.LEAD}),
    Role.ADMINISTRATOR: frozenset(Right),
}
"""Role -> its rights. Whoever opened a trial space has those of a sustainability lead and a buyer together."""

TRIAL_RIGHTS = frozenset({Right.READ, Right.CONTRIBUTE, Right.BUY, Right.LEAD})
