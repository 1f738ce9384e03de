"""What is wrong or unusual with a user's referential, and with the shipped facts: everything at once.

A problem keeps the referential from being used; a warning does not: it is something that its owner should look at.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from levier.catalogue import schema
from levier.catalogue.bringing import LeftOut, Reading, read_folder
from levier.catalogue.brought import Brought, added
from levier.catalogue.model import Boundary, Catalogue, ImpactFactor, Referential
from levier.catalogue.sanity import Impossible, impossible_mixes
from levier.catalogue.showing import source_values
from levier.wording.errors import LevierError, Place
from levier.wording.text import Text, say

UNUSUAL = 5.0
"""How many times more, or less, than the middle of the shipped sources calls for a second look."""


@dataclass(frozen=True)
class Remark:
    """Something to look at, where, and what may have been meant."""

    text: Text
    place: Place | None = None
    meant: str | None = None


@dataclass(frozen=True)
class CheckReport:
    """The outcome of a check. `rows` are the facts by table that can be used; `lacking` the tables taken elsewhere."""

    folder: str
    referential: Referential | None
    rows: Mapping[str, int]
    problems: tuple[LevierError, ...]
    warnings: tuple[Remark, ...] = ()
    lacking: tuple[str, ...] = ()
    catalogue: Catalogue | None = field(default=None, repr=False, compare=False)
    """The shipped facts with the referential, None where it has problems."""

    @property
    def ok(self) -> bool:
        """Tell whether it can be used."""
        return not self.problems


def check(folder: Path, catalogue: Catalogue) -> CheckReport:
    """Check a user's referential against the layout and the shipped facts; raises `UnusableFile` where it is none."""
    reading = read_folder(folder, catalogue)
    brought = reading.brought
    return CheckReport(
        folder=str(folder),
        referential=brought.referential if brought else None,
        rows=reading.rows,
        problems=tuple(reading.problems),
        warnings=tuple(_warnings(reading, catalogue)),
        lacking=tuple(name for name in schema.TABLES if not reading.rows.get(name)),
        catalogue=added(catalogue, brought) if brought and not reading.problems else None,
    )


def check_shipped(catalogue: Catalogue) -> CheckReport:
    """Check facts that the loader took: factors that make an impossible national total."""
    return CheckReport(
        folder="facts",
        referential=None,
        rows=dict(catalogue.facts_by_file),
        problems=(),
        warnings=tuple(Remark(i.text) for i in impossible_mixes(catalogue)),
        catalogue=catalogue,
    )


def _warnings(reading: Reading, catalogue: Catalogue) -> Iterator[Remark]:
    yield from (_left_out(found, catalogue) for found in reading.left_out)
    for name in reading.unread:
        layout = [f"{table}.csv" for table in schema.USER_TABLES]
        text = say("{file} is not read: the layout has no file of that name.", file=name)
        yield Remark(text, Place(file=f"{reading.folder}/{name}"), _close(name, layout))
    if reading.brought is not None:
        brought = reading.brought
        yield from _mixed_boundaries(brought)
        yield from _unusual(reading, brought, catalogue)
        yield from (Remark(i.text, reading.places.get(i.mix.id)) for i in _impossible(brought, catalogue))
        yield from _idle_intensities(reading, brought, catalogue)


def _left_out(found: LeftOut, catalogue: Catalogue) -> Remark:
    known = {
        "category": catalogue.categories,
        "criterion": catalogue.criteria,
        "zone": catalogue.zones,
    }[found.column]
    told = {
        "category": say("Levier has no category {name} (lines left out: {n}).", n=found.rows, name=found.name),
        "criterion": say(
            "Levier does not compute the criterion {name} (lines left out: {n}).", n=found.rows, name=found.name
        ),
        "zone": say("There is no zone {name} (lines left out: {n}).", n=found.rows, name=found.name),
    }
    return Remark(told[found.column], found.place, _close(found.name, list(known)))


def _close(word: str, known: Sequence[str]) -> str | None:
    return next(iter(get_close_matches(word, known, n=1)), None)


def _mixed_boundaries(brought: Brought) -> Iterator[Remark]:
    """Tell where some devices are counted further than others: they cannot be compared."""
    found = Counter(f.boundary for f in brought.factors if f.criterion == "gwp")
    whole = {Boundary.SPLIT, Boundary.EMBODIED}
    if set(found) & whole and set(found) - whole:
        yield Remark(
            say(
                "Boundaries are mixed: {list}. Rows that stop at making or delivery look better than the others.",
                list=", ".join(f"{b.value} ({n})" for b, n in found.items()),
            )
        )


def _impossible(brought: Brought, catalogue: Catalogue) -> Sequence[Impossible]:
    return impossible_mixes(catalogue, brought.mixes)


def _idle_intensities(reading: Reading, brought: Brought, catalogue: Catalogue) -> Iterator[Remark]:
    kinds = {c.mass_kind for c in catalogue.categories.values()}
    for row in brought.intensities:
        if row.basis == "mass" and row.kind not in kinds:
            yield Remark(
                say("No category takes an intensity of the kind {name}: it will not be used.", name=row.kind),
                reading.places.get(row.id),
            )


@dataclass(frozen=True)
class _Figure:
    """One brought figure and the shipped ones that answer the same question."""

    id: str
    name: str
    value: float
    unit: str | Text
    others: tuple[float, ...]


def _unusual(reading: Reading, brought: Brought, catalogue: Catalogue) -> Iterator[Remark]:
    for figure in _figures(brought, catalogue):
        others = sorted(v for v in figure.others if v > 0)
        if not others or figure.value <= 0:
            continue
        middle = math.exp(sum(map(math.log, others)) / len(others))
        if not 1 / UNUSUAL <= figure.value / middle <= UNUSUAL:
            yield Remark(
                say(
                    "{name}: {value} {unit} is far from what the shipped sources say ({low} to {high}). "
                    "Look at the unit and at what the figure covers.",
                    name=figure.name,
                    value=figure.value,
                    unit=figure.unit,
                    low=others[0],
                    high=others[-1],
                ),
                reading.places.get(figure.id),
            )


def _figures(brought: Brought, catalogue: Catalogue) -> Iterator[_Figure]:
    for v in source_values(catalogue, brought.factors):
        rows = [f for f in catalogue.factors if f.category == v.rows[0].category and f.criterion == v.criterion]
        others = source_values(catalogue, _of_size(rows, v.size))
        name = f"{v.rows[0].category} {v.size} {v.criterion}".replace("  ", " ")
        yield _Figure(v.rows[0].id, name, v.value, v.unit, tuple(o.value for o in others))
    for life in brought.lifetimes:
        same = [x for x in catalogue.lifetimes if x.category == life.category and x.kind != "second_life"]
        if life.kind != "second_life":
            yield _Figure(life.id, life.category, life.years, say("years"), tuple(x.years for x in same))
    for energy in brought.energies:
        kwh = [x.kwh_per_year for x in catalogue.energies if x.category == energy.category]
        yield _Figure(energy.id, energy.category, energy.kwh_per_year, say("kWh per year"), tuple(kwh))
    for mass in brought.masses:
        kg = [x.mass_kg for x in catalogue.masses if x.category == mass.category]
        yield _Figure(mass.id, mass.category, mass.mass_kg, "kg", tuple(kg))
    for mix in brought.mixes:
        per_kwh = [x.value for x in catalogue.mixes if (x.zone, x.criterion) == (mix.zone, mix.criterion)]
        yield _Figure(mix.id, f"{mix.zone} {mix.criterion}", mix.value, mix.unit, tuple(per_kwh))


def _of_size(rows: Sequence[ImpactFactor], size: str) -> list[ImpactFactor]:
    """Return the rows of a size, else those of the whole category, else all."""
    for wanted in (size, ""):
        if exact := [r for r in rows if r.size == wanted]:
            return exact
    return list(rows)
