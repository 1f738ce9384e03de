"""Where the terminal keeps what a user adds."""

from __future__ import annotations

from levier.catalogue.declared import read_declared
from levier.catalogue.model import DeclaredModel
from levier.web.places import home

DECLARED = "declared"


def declared_models() -> tuple[DeclaredModel, ...]:
    """Return the makers' declared footprints that the user added."""
    folder = home() / DECLARED
    if not folder.is_dir():
        return ()
    return tuple(model for file in sorted(folder.glob("*.csv")) for model in read_declared(file))
