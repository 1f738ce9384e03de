"""The only place where rows of this app become objects of the library, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any, Protocol

import polars as pl

from levier.catalogue.accounts import accounts
from levier.catalogue.model import Provenance
from levier.estate.choosing import with_lives, within
from levier.estate.estate import NAMES, Estate
from levier.estate.recognition import recognise
from levier.footprint.baseline import Computed, compute
from levier.footprint.choices import Choices, View
from levier.footprint.comparison import Move, compare
from levier.web.estate.bridge.estates import reading_of, recognised
from levier.web.estate.bridge.known import aliases, code_version, facts
from levier.web.estate.bridge.names import NAME
from levier.web.estate.models import Inventory
from levier.web.footprint.asked import Asked, Identity, digest
from levier.web.footprint.models import Lifetime
from levier.wording.text import Text


class _Dated(Protocol):
    @property
    def provenance(self) -> Provenance: ...


def facts_version() -> str:
    """Return the version of the facts that compute."""
    return facts().version


@cache
def facts_on(today: date) -> date:
    """Return the day of the newest fact that is valid today: results change with facts, not with the calendar."""
    known = facts()
    groups: list[Sequence[_Dated]] = [known.factors, known.lifetimes, known.energies, known.masses, known.mixes]
    return max(f.provenance.valid_from for group in groups for f in group if f.provenance.valid_from <= today)


def lives() -> dict[str, float]:
    """Return the lives that the organisation in scope told, by category."""
    return {life.category: life.years for life in Lifetime.objects.filter(deleted_at=None)}


def identity(inventory: Inventory, asked: Asked, today: date) -> Identity:
    """Return what decides the result of an inventory now: choices, corrections, facts, code."""
    return Identity(
        asked=asked_key(inventory, asked),
        corrections=digest([sorted(aliases().items()), sorted(lives().items())]),
        facts=f"{facts_version()} {facts_on(today).isoformat()}",
        code=code_version(),
    )


def asked_key(inventory: Inventory, asked: Asked) -> str:
    """Return the hash of an inventory and choices."""
    return digest([inventory.public_id, inventory.snapshot, inventory.on.isoformat(), asked.kept()])


def estate_for(inventory: Inventory, asked: Asked) -> Estate:
    """Return the estate that is asked for, with every correction of the organisation."""
    chosen = within(reading_of(inventory.snapshot), site=asked.site, entity=asked.entity)
    return with_lives(recognised(inventory.snapshot, chosen, asked.country), lives(), facts())


def computed(inventory: Inventory, asked: Asked, today: date) -> Computed:
    """Compute the result of an inventory."""
    estate = _named(estate_for(inventory, asked), inventory.file_name)
    choices = Choices(
        on=inventory.on,
        facts_on=facts_on(today),
        referential=asked.referential,
        view=View(asked.view),
        year=asked.year,
        country=asked.country,
        people=asked.people,
    )
    return compute(
        estate,
        facts(),
        choices,
        code_version=code_version(),
        snapshot=inventory.snapshot,
        accounts=accounts(),
    )


def _named(estate: Estate, name: str) -> Estate:
    """Give an estate the name of the file that people dropped: a snapshot knows only that of its own copy."""
    read = estate.inventory
    return replace(estate, inventory=replace(read, file=read.file.with_name(name)))


def referentials() -> Mapping[str, Text]:
    """Return the referentials that may be chosen, by id."""
    return {r.id: r.label for r in facts().referentials.values()}


def categories() -> Mapping[str, Text]:
    """Return the categories that a device may be, by id."""
    return {c.id: c.label for c in facts().categories.values()}


def counted_categories() -> Mapping[str, Text]:
    """Return the categories of devices that are counted and have a life, by id, in the plural."""
    return {c.id: c.plural for c in facts().categories.values() if c.counted}


def planned_lives(category: str) -> tuple[float, float] | None:
    """Return the shortest and the longest planned life that the facts know of a category."""
    found = [f.years for f in facts().lifetimes if f.category == category and f.kind == "planned"]
    return (min(found), max(found)) if found else None


def moves(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Move, ...]:
    """Return what moved between two kept documents, the total first."""
    return compare(old, new)


def taken_for(written: Mapping[str, str]) -> dict[str, str]:
    """Return what one distinct name is taken for now: category and size."""
    known = facts()
    names = pl.DataFrame(
        {f"{part}_raw": [written[part] or None] for part in NAME}, schema=dict.fromkeys(NAMES, pl.String)
    )
    found = recognise(names, known, declared=known.declared, aliases=aliases())[0]
    return {"category": found.category, "size": found.size}


def sizes_of(category: str) -> Mapping[str, Text]:
    """Return the sizes of a category, by id."""
    return {s.id: s.label for s in facts().categories[category].sizes}


def sizes() -> Mapping[str, Text]:
    """Return the sizes of all categories, by id."""
    return {s.id: s.label for c in facts().categories.values() for s in c.sizes}


def countries() -> Mapping[str, Text]:
    """Return the countries whose electricity is known, by code."""
    known = facts()
    mixed = {m.zone for m in known.mixes}
    return {z.code: z.label for z in known.zones.values() if z.code in mixed}
