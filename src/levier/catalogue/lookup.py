"""Find a fact: by parameter, by set and object, by zone and year. Nothing is made up: what is not there is None."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from levier.catalogue.model import (
    Catalogue,
    Category,
    DeclaredModel,
    Energy,
    ImpactFactor,
    Intensity,
    Lifetime,
    Mass,
    Mix,
    Parameter,
    Referential,
    Zone,
)
from levier.wording.errors import BadFact, BadOption
from levier.wording.text import say

Dated = TypeVar("Dated", ImpactFactor, Lifetime, Energy, Mass, Intensity, Mix, DeclaredModel)

ENERGY_METHODS = ("declared_tec", "allocated", "typical", "household_hours", "class_default", "in_host")
"""Best first: what a device is declared to draw, what it is allotted, what it draws in other people's hours."""

SCOPES = ("consumption", "generation")
"""Best first: what is consumed (losses, imports and upstream in), what is generated."""


def parameter(catalogue: Catalogue, name: str) -> Parameter:
    """Return a single figure of the method."""
    try:
        return catalogue.parameters[name]
    except KeyError:
        raise BadFact(say("The parameter {name} is missing from the facts.", name=name)) from None


def referential(catalogue: Catalogue, name: str) -> Referential:
    """Return a referential by its id, or refuse with the list of those known."""
    try:
        return catalogue.referentials[name]
    except KeyError:
        raise BadOption(
            say("There is no referential called {name}.", name=name),
            expected=say("one of {names}, or a folder of your own", names=", ".join(sorted(catalogue.referentials))),
        ) from None


def zone(catalogue: Catalogue, name: str) -> Zone:
    """Return a country or territory by its ISO 3166-1 code of two or three letters, or refuse."""
    wanted = name.strip().upper()
    found = next((z for z in catalogue.zones.values() if wanted in (z.code, z.alpha3) and wanted), None)
    if found is None:
        raise BadOption(
            say("This country is not known."),
            expected=say("its ISO code of two or three letters, such as FR, DEU or RE; FR-20R is Corsica"),
            found=name,
        )
    return found


def as_known_on(catalogue: Catalogue, day: date) -> Catalogue:
    """Return the catalogue as it would have read on `day`: facts that were not yet valid are left out."""

    def known(facts: Sequence[Dated]) -> tuple[Dated, ...]:
        return tuple(f for f in facts if f.provenance.valid_from <= day)

    return replace(
        catalogue,
        factors=known(catalogue.factors),
        lifetimes=known(catalogue.lifetimes),
        energies=known(catalogue.energies),
        masses=known(catalogue.masses),
        intensities=known(catalogue.intensities),
        mixes=known(catalogue.mixes),
        declared=known(catalogue.declared),
    )


def size_order(category: Category, size: str, available: Iterable[str]) -> tuple[str, ...]:
    """Return which sizes may stand in for `size`, best first: itself, the whole, the nearest, then the default."""
    known = set(available)
    names = [s.id for s in category.sizes]
    wanted = [size, ""]
    if size in names:
        position = names.index(size)
        wanted += sorted(names, key=lambda n: abs(names.index(n) - position))
    wanted += [category.default_size, *names]
    ordered = [s for s in dict.fromkeys(wanted) if s in known]
    return (*ordered, *sorted(known - set(ordered)))
