"""The catalogue of facts, as the pages of the house show it."""

from __future__ import annotations

from functools import cache

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue, Licence, Source
from levier.catalogue.retention import Retention, retentions


@cache
def facts() -> Catalogue:
    """Return the facts that Levier brings, read once a process."""
    return load()


def licences() -> list[Licence]:
    """Return the licences under which they stand."""
    return list(facts().licences.values())


@cache
def sources() -> list[tuple[Source, Licence]]:
    """Return the sources of the facts that Levier brings, each with its licence, by publisher."""
    catalogue = facts()
    found = [(source, catalogue.licences[source.licence]) for source in catalogue.sources.values()]
    return sorted(found, key=lambda pair: (pair[0].publisher.casefold(), pair[0].title))


def source_title(id_: str) -> str:
    """Return how a source of facts is called."""
    return facts().sources[id_].title


@cache
def kept_for() -> tuple[Retention, ...]:
    """Return what the site keeps for how long."""
    return retentions()


def days_kept(kind: str) -> int:
    """Return for how many days the site keeps a kind of thing."""
    return next(rule.days for rule in kept_for() if rule.id == kind)
