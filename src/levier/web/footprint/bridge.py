"""The only place where rows of this app become objects of the library, and back."""

from __future__ import annotations

import io
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from levier.catalogue.accounts import accounts
from levier.catalogue.bringing import read_folder
from levier.catalogue.brought import Brought, added
from levier.catalogue.checking import CheckReport, check
from levier.catalogue.declared import ImportReport
from levier.catalogue.model import Catalogue, Provenance
from levier.estate.choosing import with_electricity, with_lives, within
from levier.estate.estate import NAMES, Estate
from levier.estate.recognition import recognise
from levier.footprint.baseline import Computed, compute
from levier.footprint.choices import Choices, View
from levier.footprint.comparison import Move, compare
from levier.report.facts import check_document
from levier.web.estate.bridge.estates import reading_of, recognised
from levier.web.estate.bridge.known import aliases, code_version, facts
from levier.web.estate.bridge.names import NAME
from levier.web.estate.bridge.summaries import Summary
from levier.web.estate.models import Inventory
from levier.web.footprint.asked import Asked, Identity, digest
from levier.web.footprint.models import Consumption, Lifetime, OwnReferential
from levier.web.footprint.unpacking import packed, unpack
from levier.web.house.files import keep_stream, local
from levier.wording.errors import LevierError, Place, UnusableFile
from levier.wording.text import Text, label, say

KEPT_REFERENTIALS = 4


class _Dated(Protocol):
    @property
    def provenance(self) -> Provenance: ...


def facts_version(known: Catalogue) -> str:
    """Return the version of the facts that compute."""
    return known.version


def facts_on(today: date, known: Catalogue) -> date:
    """Return the day of the newest fact that is valid today: results change with facts, not with the calendar."""
    return _shipped_on(today) if known is facts() else _newest(today, known)


@cache
def _shipped_on(today: date) -> date:
    return _newest(today, facts())


def _newest(today: date, known: Catalogue) -> date:
    groups: list[Sequence[_Dated]] = [known.factors, known.lifetimes, known.energies, known.masses, known.mixes]
    return max(f.provenance.valid_from for group in groups for f in group if f.provenance.valid_from <= today)


class NoReferential(LevierError):
    """The referential that is asked for is no longer there."""


def catalogue(referential: str) -> Catalogue:
    """Return the facts with the referential of that name: a shipped one, or one of the organisation in scope."""
    if referential in facts().referentials:
        return facts()
    row = in_force(referential)
    if row is None:
        raise NoReferential(
            say("The referential {name} was taken away.", name=referential),
            mend=say("Choose another one, or have it brought back."),
        )
    return added(facts(), brought(row.content))


def in_force(name: str) -> OwnReferential | None:
    """Return the version in force of a referential of the organisation in scope."""
    return OwnReferential.objects.filter(name=name, deleted_at=None).first()


@lru_cache(maxsize=KEPT_REFERENTIALS)
def brought(content: str) -> Brought:
    """Return a kept referential; raises what is wrong with it where a newer Levier takes it no longer."""
    with tempfile.TemporaryDirectory(prefix="levier-") as name:
        archive = local(referential_name(content))
        folder, _ = unpack(archive.read_bytes(), archive.name, Path(name), facts(), date.min)
        reading = read_folder(folder, facts())
    if reading.problems or reading.brought is None:
        raise reading.problems[0]
    return reading.brought


def referential_name(content: str) -> str:
    """Return the name under which a referential is kept."""
    return f"referentials/{content}.zip"


def keep_referential(content: bytes) -> str:
    """Keep the zip of a referential and return its hash."""
    found = sha256(content).hexdigest()
    keep_stream(io.BytesIO(content), referential_name(found))
    return found


@dataclass(frozen=True)
class Dropped:
    """A referential that was dropped and can be used: what of it is kept."""

    name: str
    label: Text
    figures: str
    content: bytes
    checked: dict[str, Any]


MOST_REMARKS = 300
"""Warnings that are kept of a check; those beyond are counted."""
LONGEST_ID = 80


def dropped(content: bytes, name: str, today: date) -> tuple[Dropped | None, CheckReport, ImportReport | None]:
    """Read and check a referential as it was dropped; None where it cannot be used: the report says all that is wrong.

    Raises `LevierError` where the file is no referential at all.
    """
    with tempfile.TemporaryDirectory(prefix="levier-") as place:
        folder, imported = unpack(content, name, Path(place), facts(), today)
        report = check(folder, facts())
        report = replace(report, folder=folder.name)
        if not report.ok or report.referential is None:
            return None, report, imported
        kept = packed(folder)
        digest = read_folder(folder, facts()).brought
    assert digest is not None
    referential = report.referential
    if len(referential.id) > LONGEST_ID or not referential.id.isprintable():
        raise UnusableFile(
            say("The id of this referential is too long, or holds signs that are not read."),
            place=Place(file=f"{folder.name}/referential.yaml", column="id"),
            expected=say("at most {n} letters, digits and hyphens", n=LONGEST_ID),
            found=referential.id[:LONGEST_ID],
        )
    told = check_document(report)
    told["warnings_left"] = max(0, len(told["warnings"]) - MOST_REMARKS)
    told["warnings"] = told["warnings"][:MOST_REMARKS]
    return Dropped(referential.id, referential.label, digest.digest, kept, _clean(told)), report, imported


def _clean(value: Any) -> Any:
    """Return plain data that any database keeps: no NUL in it."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, dict):
        return {key: _clean(part) for key, part in value.items()}
    return [_clean(part) for part in value] if isinstance(value, list) else value


BY_CATEGORY = ("impact", "lifetimes", "energy", "mass", "models")
"""Tables whose rows are of a category."""


def covered(content: str) -> list[tuple[str, Text, dict[str, int]]]:
    """Return what a kept referential brings by category: id, label, figures by table; the most first."""
    found, labels = brought(content), facts().categories
    counts: dict[str, Counter[str]] = {}
    tables: Mapping[str, Sequence[Any]] = {
        "impact": found.factors,
        "lifetimes": found.lifetimes,
        "energy": found.energies,
        "mass": found.masses,
        "models": found.declared,
    }
    for table, rows in tables.items():
        for row in rows:
            counts.setdefault(row.category, Counter())[table] += 1
    ranked = sorted(counts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))
    return [(category, labels[category].plural, dict(by)) for category, by in ranked]


def devices_covered(content: str, found: Summary) -> tuple[int, int]:
    """Return how many devices of an inventory are of a category with a carbon figure of the referential, and of all."""
    own = {f.category for f in brought(content).factors if f.criterion == "gwp"}
    return sum(kind.quantity for kind in found.kinds if kind.category in own), found.devices


def consumptions() -> dict[str, float]:
    """Return the yearly electricity that the organisation in scope told, kWh by category."""
    return {told.category: told.kwh for told in Consumption.objects.filter(deleted_at=None)}


def lives() -> dict[str, float]:
    """Return the lives that the organisation in scope told, by category."""
    return {life.category: life.years for life in Lifetime.objects.filter(deleted_at=None)}


def identity(inventory: Inventory, asked: Asked, today: date) -> Identity:
    """Return what decides the result of an inventory now: choices, corrections, facts, code."""
    known, told = catalogue(asked.referential), [sorted(aliases().items()), sorted(lives().items())]
    if told_kwh := consumptions():
        told.append(sorted(told_kwh.items()))
    return Identity(
        asked=asked_key(inventory, asked),
        corrections=digest(told),
        facts=f"{facts_version(known)} {facts_on(today, known).isoformat()}",
        code=code_version(),
    )


def asked_key(inventory: Inventory, asked: Asked) -> str:
    """Return the hash of an inventory and choices."""
    return digest([inventory.public_id, inventory.snapshot, inventory.on.isoformat(), asked.kept()])


def estate_for(inventory: Inventory, asked: Asked) -> Estate:
    """Return the estate that is asked for, with every correction of the organisation."""
    known = catalogue(asked.referential)
    chosen = within(reading_of(inventory.snapshot), site=asked.site, entity=asked.entity)
    found = with_lives(recognised(inventory.snapshot, chosen, asked.country, known), lives(), known)
    return with_electricity(found, consumptions(), known)


def computed(inventory: Inventory, asked: Asked, today: date) -> Computed:
    """Compute the result of an inventory."""
    known = catalogue(asked.referential)
    estate = _named(estate_for(inventory, asked), inventory.file_name)
    choices = Choices(
        on=inventory.on,
        facts_on=facts_on(today, known),
        referential=asked.referential,
        view=View(asked.view),
        year=asked.year,
        country=asked.country,
        people=asked.people,
    )
    return compute(
        estate,
        known,
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
    """Return the referentials that may be chosen, by id: those shipped, and those of the organisation in scope."""
    own = OwnReferential.objects.filter(deleted_at=None).order_by("version")
    return {r.id: r.label for r in facts().referentials.values()} | {r.name: label(r.label_fr, r.label_en) for r in own}


def referential_label(name: str) -> Text | None:
    """Return what a referential is called, be it taken away."""
    shipped = facts().referentials.get(name)
    if shipped is not None:
        return shipped.label
    own = OwnReferential.objects.filter(name=name).first()
    return label(own.label_fr, own.label_en) if own else None


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


def lines_of(found: Summary, category: str) -> tuple[int, int]:
    """Return how many lines and devices of an inventory are of a category."""
    return next(((kind.lines, kind.quantity) for kind in found.kinds if kind.category == category), (0, 0))


def known_kwh(category: str) -> tuple[float, float] | None:
    """Return the least and the most electricity that the facts know of a device of a category, kWh a year."""
    found = [f.kwh_per_year for f in facts().energies if f.category == category and f.method != "in_host"]
    return (min(found), max(found)) if found else None


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
