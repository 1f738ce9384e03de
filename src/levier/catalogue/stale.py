"""Facts past the date by which they should have been looked at again, by source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

from levier.catalogue.model import Catalogue, Provenance


class _Fact(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def provenance(self) -> Provenance: ...


@dataclass(frozen=True)
class StaleSource:
    """A source with facts to be looked at again: `due` is the earliest date, `facts` their ids."""

    source: str
    title: str
    publisher: str
    url: str
    due: date
    checked_on: date
    facts: tuple[str, ...]


def stale_facts(catalogue: Catalogue, on: date, others: Iterable[_Fact] = ()) -> list[StaleSource]:
    """Return the sources with facts whose review date is before `on`, the longest overdue first.

    `others` are facts of rooms above the catalogue.
    """
    by_source: dict[str, list[_Fact]] = {}
    for fact in chain(all_facts(catalogue), others):
        if fact.provenance.review_by < on:
            by_source.setdefault(fact.provenance.source, []).append(fact)
    found = [_stale(catalogue, source, facts) for source, facts in by_source.items()]
    return sorted(found, key=lambda s: (s.due, s.source))


def all_facts(catalogue: Catalogue) -> Iterator[_Fact]:
    """Yield every fact of the catalogue that has an id and a provenance."""
    yield from catalogue.factors
    yield from catalogue.lifetimes
    yield from catalogue.energies
    yield from catalogue.masses
    yield from catalogue.intensities
    yield from catalogue.mixes
    yield from catalogue.declared
    yield from catalogue.parameters.values()
    yield from catalogue.categories.values()
    yield from catalogue.criteria.values()
    yield from catalogue.pedigree
    yield from catalogue.grades
    yield from catalogue.sanity


def _stale(catalogue: Catalogue, source: str, facts: list[_Fact]) -> StaleSource:
    known = catalogue.sources.get(source)
    return StaleSource(
        source=source,
        title=known.title if known else source,
        publisher=known.publisher if known else "",
        url=known.url if known else "",
        due=min(f.provenance.review_by for f in facts),
        checked_on=min(f.provenance.checked_on for f in facts),
        facts=tuple(f.id for f in facts),
    )
