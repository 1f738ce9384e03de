"""The adapter `levier[boavizta]`: reads the data files of the installed `boaviztapi` package, at run time.

It gives the criteria that open data lacks (adpe and others) a total, because devices and electricity then come from
one set. Nothing of the package is copied into Levier; its code is never run, only its data read. What its files hold
and what is left out, with the reason, stands in `facts/adapters/boavizta.yaml`.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import yaml

from levier.catalogue.brought import Brought, added, everything_else
from levier.catalogue.model import (
    Boundary,
    Catalogue,
    ImpactFactor,
    Licence,
    Lifetime,
    Mix,
    Provenance,
    Referential,
    Source,
    SpreadRule,
    Status,
)
from levier.catalogue.rows import SAFE, Row, read_yaml_record
from levier.catalogue.sanity import impossible_mixes
from levier.quantity.units import years_of_hours
from levier.wording.errors import BadFact, BadOption, Place
from levier.wording.text import say

PACKAGE = "boaviztapi"
NAME = "boavizta"
FACTORS = "data/factors.yml"
ARCHETYPES = "data/archetypes/user_terminal.csv"

ERROR_OF_SCALE = 10.0
"""A mix this many times above the dirtiest large country that passes the test of totals is a slip of the file."""

KEYS = (
    *("source", "page", "valid_from", "checked_on", "review_by", "status", "scores", "note"),
    *("study", "label", "description", "family", "device_year", "device_scores", "mix_scores"),
    *("criteria", "units", "devices", "scopes"),
)


@dataclass(frozen=True)
class _Layout:
    """How the files are read: the record of `facts/adapters/boavizta.yaml`."""

    row: Row
    checked_on: date
    review_by: date

    def part(self, key: str) -> Mapping[str, Any]:
        """Return one of the tables of the record."""
        value: Mapping[str, Any] = self.row.cells[key]
        return value

    def scores(self, key: str) -> Any:
        """Return pedigree scores."""
        return self.row.scores(key)


def with_boavizta(catalogue: Catalogue) -> Catalogue:
    """Return the catalogue with the referential `boavizta`; raises `BadOption` where the package is not installed."""
    return added(catalogue, read_boavizta(catalogue))


def read_boavizta(catalogue: Catalogue, folder: Path | None = None) -> Brought:
    """Read factors, lives and mixes of `boaviztapi` (`folder`: its package folder, found by itself unless told)."""
    root = folder or _installed()
    layout = _layout()
    content = _text(root, FACTORS)
    archetypes = _text(root, ARCHETYPES)
    found = _parsed(content)
    criteria = _criteria(catalogue, layout, found)
    sets, electricity = everything_else(catalogue)
    study = layout.part("study")
    return Brought(
        referential=Referential(
            id=NAME,
            label=layout.row.label("label"),
            description=layout.row.label("description"),
            sets=(NAME,),
            fallback=sets,
            pooled=False,
            electricity=(NAME, *electricity),
        ),
        source=Source(
            id=PACKAGE,
            title=study["title"].format(version=_version() if folder is None else folder.name),
            publisher=study["publisher"],
            url=study["url"],
            licence=study["licence"],
            year=str(study["year"]),
            status=Status.TO_VERIFY,
            checked_on=layout.checked_on,
            review_by=layout.review_by,
            note=study["note"],
        ),
        licence=Licence(study["licence"], study["licence_name"], study["licence_url"], True, study["note"]),
        digest=hashlib.sha256((content + archetypes).encode()).hexdigest(),
        factors=tuple(_factors(catalogue, layout, found, criteria)),
        lifetimes=tuple(_lifetimes(catalogue, layout, archetypes)),
        mixes=_plausible(catalogue, list(_mixes(catalogue, layout, found, criteria))),
    )


def _installed() -> Path:
    """Find the package without running it."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BadOption(
            say("The referential boavizta needs the package boaviztapi, which is not installed."),
            expected=say("boaviztapi beside Levier"),
            mend=say("Install it: pip install 'levier[boavizta]'."),
        )
    return Path(spec.submodule_search_locations[0])


def _version() -> str:
    return metadata.version(PACKAGE)


@cache
def _layout() -> _Layout:
    file = resources.files("levier") / "facts" / "adapters" / "boavizta.yaml"
    with resources.as_file(file) as path:
        row = read_yaml_record(path, "facts/adapters/boavizta.yaml", KEYS, ())
    return _Layout(row, row.day("checked_on"), row.day("review_by"))


def _text(root: Path, name: str) -> str:
    try:
        return (root / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _changed(name) from error


def _parsed(content: str) -> Mapping[str, Any]:
    try:
        found = yaml.load(content, SAFE)
    except yaml.YAMLError as error:
        raise _changed(FACTORS) from error
    if not isinstance(found, dict) or "electricity" not in found:
        raise _changed(FACTORS)
    return found


def _changed(name: str) -> BadFact:
    return BadFact(
        say("A data file of boaviztapi is not laid out as Levier knows it."),
        place=Place(file=f"{PACKAGE}/{name}"),
        expected=say("the layout of boaviztapi 2.5"),
        mend=say("Install that version, or choose another referential."),
    )


def _criteria(catalogue: Catalogue, layout: _Layout, found: Mapping[str, Any]) -> dict[str, str]:
    """Return their code -> ours, of criteria whose devices and electricity are told in one unit of ours."""
    units = layout.part("units")
    criteria = {}
    for theirs, told in layout.part("criteria").items():
        electricity = {
            zone[theirs].get("unit")
            for zone in found["electricity"].values()
            if isinstance(zone, dict) and isinstance(zone.get(theirs), dict) and "value" in zone[theirs]
        }
        ours = told["ours"]
        expected = catalogue.criteria[ours].unit if ours in catalogue.criteria else None
        both = {units.get(told["embedded_unit"]), *(units.get(unit) for unit in electricity)}
        if electricity and both == {expected}:
            criteria[theirs] = ours
    return criteria


def _provenance(layout: _Layout, page: str, year: str, scores: str) -> Provenance:
    study = layout.part("study")
    return Provenance(
        source=PACKAGE,
        page=page,
        licence=study["licence"],
        valid_from=date(int(year), 1, 1),
        checked_on=layout.checked_on,
        review_by=layout.review_by,
        status=Status.TO_VERIFY,
        scores=layout.scores(scores),
        note=study["note"],
    )


def _factors(
    catalogue: Catalogue, layout: _Layout, found: Mapping[str, Any], criteria: Mapping[str, str]
) -> Iterator[ImpactFactor]:
    for key, device in layout.part("devices").items():
        for theirs, ours in criteria.items():
            entry = found.get(key, {}).get(theirs, {})
            if device["variant"]:
                entry = entry.get(device["variant"], {})
            value = entry.get("impact")
            if not isinstance(value, (int, float)) or value <= 0 or device["category"] not in catalogue.categories:
                continue
            place = ".".join(p for p in (key, theirs, device["variant"]) if p)
            yield ImpactFactor(
                id=f"{NAME}.{device['category']}.{ours}",
                set=NAME,
                family=layout.row.text("family"),
                category=device["category"],
                size="",
                object=" ".join(p for p in (key.lower(), device["variant"]) if p),
                boundary=Boundary.EMBODIED,
                stage=None,
                criterion=ours,
                unit=f"{catalogue.criteria[ours].unit}/device",
                value=float(value),
                low=None,
                high=None,
                spread_rule=SpreadRule.NONE,
                spread=None,
                sample=None,
                provenance=_provenance(
                    layout,
                    f"{FACTORS} {place}, quoting {entry.get('source')}",
                    layout.row.text("device_year"),
                    "device_scores",
                ),
            )


def _lifetimes(catalogue: Catalogue, layout: _Layout, content: str) -> Iterator[Lifetime]:
    hours = {r["id"]: r.get("USAGE.hours_life_time") or "" for r in csv.DictReader(content.splitlines())}
    for device in layout.part("devices").values():
        raw = hours.get(device["archetype"], "").split(";")[0]
        if device["category"] not in catalogue.categories or not re.fullmatch(r"\d+(\.\d+)?", raw):
            continue
        yield Lifetime(
            id=f"{NAME}.{device['category']}.life",
            set=NAME,
            category=device["category"],
            size="",
            kind="planned",
            years=years_of_hours(float(raw)),
            low=None,
            high=None,
            provenance=_provenance(
                layout, f"{ARCHETYPES} {device['archetype']}", layout.row.text("device_year"), "device_scores"
            ),
        )


def _mixes(
    catalogue: Catalogue, layout: _Layout, found: Mapping[str, Any], criteria: Mapping[str, str]
) -> Iterator[Mix]:
    zones = {z.alpha3: z.code for z in catalogue.zones.values() if len(z.code) == 2}  # not parts such as Corsica
    for alpha3, factors in found["electricity"].items():
        for theirs, ours in criteria.items() if alpha3 in zones and isinstance(factors, dict) else ():
            told = factors.get(theirs) or {}
            value, source = told.get("value"), str(told.get("source"))
            year = re.search(r"(19|20)\d\d", str(told.get("reference_year")))
            scope = next((s for start, s in layout.part("scopes").items() if source.startswith(start)), None)
            if not isinstance(value, (int, float)) or value <= 0 or year is None or scope is None:
                continue
            yield Mix(
                id=f"{NAME}.{zones[alpha3]}.{year.group()}.{ours}",
                set=NAME,
                zone=zones[alpha3],
                year=int(year.group()),
                criterion=ours,
                value=float(value),
                unit=f"{catalogue.criteria[ours].unit}/kWh",
                scope=scope,
                spread_rule=SpreadRule.NONE,
                spread=None,
                provenance=_provenance(
                    layout,
                    f"{FACTORS} electricity.{alpha3}.{theirs}, quoting {source}",
                    year.group(),
                    "mix_scores",
                ),
            )


def _plausible(catalogue: Catalogue, mixes: Sequence[Mix]) -> tuple[Mix, ...]:
    """Return the mixes without those that pass the world's total, or dwarf every large country's."""
    impossible = {i.mix.id for i in impossible_mixes(catalogue, mixes)}
    kept = [m for m in mixes if m.id not in impossible]
    large = {f.zone for f in catalogue.sanity if f.kind == "consumption"}
    most: dict[str, float] = {}
    for mix in kept:
        if mix.zone in large:
            most[mix.criterion] = max(most.get(mix.criterion, 0.0), mix.value)
    return tuple(m for m in kept if m.value <= ERROR_OF_SCALE * most.get(m.criterion, m.value))
