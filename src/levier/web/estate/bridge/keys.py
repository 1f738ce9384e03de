"""Under which names what pages show of an inventory is kept: by all that decides it."""

from __future__ import annotations

import json
from hashlib import sha256

from levier.web.estate.bridge.known import aliases, code_version, facts

FOLDER = "summaries"
FORMAT = 1
"""Of the kept files: they are made again where it grows."""


def summary_key(snapshot: str) -> str:
    """Return the key of a summary: the lines, the corrections of the organisation in scope, the facts, the code."""
    decides = [FORMAT, snapshot, sorted(aliases().items()), facts().version, code_version()]
    return sha256(json.dumps(decides, ensure_ascii=False).encode()).hexdigest()


def summary_name(key: str) -> str:
    """Return the name of a summary. It is kept last: where it is, the tables beside it are."""
    return f"{FOLDER}/{key}/summary.json"


def places_name(key: str) -> str:
    """Return the name of the list of sites and entities."""
    return f"{FOLDER}/{key}/places.json"


def lines_name(key: str) -> str:
    """Return the name of the table of lines that are counted."""
    return f"{FOLDER}/{key}/lines.parquet"


def aside_name(key: str) -> str:
    """Return the name of the table of lines set aside."""
    return f"{FOLDER}/{key}/aside.parquet"


def names_name(key: str) -> str:
    """Return the name of the table of names."""
    return f"{FOLDER}/{key}/names.parquet"


def changes_name(old: str, new: str) -> str:
    """Return the name of what moved between two, kept last."""
    return f"{FOLDER}/{new}/since-{old}.json"


def moved_lines_name(old: str, new: str, kind: str) -> str:
    """Return the name of the lines of one kind that moved between two."""
    return f"{FOLDER}/{new}/since-{old}-{kind}.parquet"


def names_of_one(key: str) -> list[str]:
    """Return the names of all that is kept of one inventory."""
    return [name(key) for name in (summary_name, places_name, lines_name, aside_name, names_name)]
