"""How long things are kept: the facts of retention, as spans of time."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from levier.catalogue.retention import Retention, retentions


@cache
def rules() -> dict[str, Retention]:
    """Return what is kept how long, read once."""
    return {rule.id: rule for rule in retentions()}


def keep_for(id_: str) -> timedelta:
    """Return how long things of a kind are kept."""
    return timedelta(days=rules()[id_].days)
