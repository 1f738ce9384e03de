"""What comes from outside the shipped facts (a user's folder, an installed package), and adding it to a catalogue."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from levier.catalogue.model import (
    Catalogue,
    DeclaredModel,
    Energy,
    ImpactFactor,
    Intensity,
    Licence,
    Lifetime,
    Mass,
    Mix,
    Referential,
    Source,
)


@dataclass(frozen=True)
class Brought:
    """A referential with the facts of its own set. `digest` tells its content, for the version of the catalogue."""

    referential: Referential
    source: Source
    licence: Licence
    digest: str
    factors: tuple[ImpactFactor, ...] = ()
    lifetimes: tuple[Lifetime, ...] = ()
    energies: tuple[Energy, ...] = ()
    masses: tuple[Mass, ...] = ()
    intensities: tuple[Intensity, ...] = ()
    mixes: tuple[Mix, ...] = ()
    declared: tuple[DeclaredModel, ...] = ()
    facts_by_file: Mapping[str, int] = field(default_factory=dict)


def added(catalogue: Catalogue, brought: Brought) -> Catalogue:
    """Return the catalogue with what was brought; intensities have no set, so the user's stand first."""
    version = hashlib.sha256(f"{catalogue.version}\0{brought.digest}".encode()).hexdigest()
    name = brought.referential.id
    return replace(
        catalogue,
        version=version[: len(catalogue.version)],
        sources={**catalogue.sources, brought.source.id: brought.source},
        licences={brought.licence.id: brought.licence, **catalogue.licences},
        referentials={**catalogue.referentials, name: brought.referential},
        factors=(*catalogue.factors, *brought.factors),
        lifetimes=(*catalogue.lifetimes, *brought.lifetimes),
        energies=(*catalogue.energies, *brought.energies),
        masses=(*catalogue.masses, *brought.masses),
        intensities=(*brought.intensities, *catalogue.intensities),
        mixes=(*catalogue.mixes, *brought.mixes),
        declared=(*catalogue.declared, *brought.declared),
        facts_by_file={**catalogue.facts_by_file, **brought.facts_by_file},
    )


def everything_else(catalogue: Catalogue) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sets of facts and those of mixes that the pooled referential knows, for what a set lacks."""
    pooled = next((r for r in catalogue.referentials.values() if r.pooled), None)
    if pooled is None:
        return (), ()
    return (*pooled.sets, *pooled.fallback), pooled.electricity
