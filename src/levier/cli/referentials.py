"""Which facts a command works with: those shipped, a folder of the user's own, an installed package, added models."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from levier.catalogue.bringing import bring
from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.cli.places import declared_models

BOAVIZTA = "boavizta"


def facts_for(referential: str) -> tuple[Catalogue, str]:
    """Return the catalogue that holds `referential` (an id, or a folder of the user's own) and the referential's id."""
    folder = Path(referential)
    if folder.is_dir():
        shipped = load()
        found = bring(shipped, folder)
        name = next(iter(set(found.referentials) - set(shipped.referentials)))
    elif referential == BOAVIZTA:
        from levier.catalogue.boavizta import with_boavizta  # needs the extra levier[boavizta]

        found, name = with_boavizta(load()), referential
    else:
        found, name = load(), referential
    return replace(found, declared=(*found.declared, *declared_models())), name
