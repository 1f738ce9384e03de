"""Under which names what pages show of an inventory is kept: by all that decides it."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

from levier.web.estate.bridge.known import aliases, code_version, facts

FOLDER = "summaries"
FORMAT = 1
"""Of the kept files: they are made again where it grows."""


def decided() -> str:
    """Return what decides a summary beside its lines: the organisation's corrections, the facts, the code. One query.

    Whoever needs it for more than one snapshot asks once.
    """
    return _hash([FORMAT, sorted(aliases().items()), facts().version, code_version()])


def summary_key(snapshot: str, by: str) -> str:
    """Return the key of the summary of a snapshot, as `decided`."""
    return _hash([snapshot, by])


def _hash(told: list[Any]) -> str:
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


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
