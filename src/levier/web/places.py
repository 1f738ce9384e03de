"""Where Levier keeps what it is given, for the site and the terminal alike. Needs no Django."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder of all that is kept: LEVIER_HOME, else the data folder of the platform."""
    told = os.environ.get("LEVIER_HOME")
    if told:
        return Path(told).expanduser().resolve()
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "levier"
