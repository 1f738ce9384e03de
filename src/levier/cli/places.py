"""Where Levier keeps what a user adds: LEVIER_HOME, else the data folder of the platform."""

from __future__ import annotations

import os
from pathlib import Path

from levier.catalogue.declared import read_declared
from levier.catalogue.model import DeclaredModel

DECLARED = "declared"


def home() -> Path:
    """Return the user's folder of Levier."""
    told = os.environ.get("LEVIER_HOME")
    if told:
        return Path(told)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "levier"


def declared_models() -> tuple[DeclaredModel, ...]:
    """Return the makers' declared footprints that the user added."""
    folder = home() / DECLARED
    if not folder.is_dir():
        return ()
    return tuple(model for file in sorted(folder.glob("*.csv")) for model in read_declared(file))
