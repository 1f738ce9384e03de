"""Under which names what pages show of an inventory is kept: by all that decides it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from levier.web.estate.bridge.known import aliases, code_version, facts

FOLDER = "summaries"
SINCE = "since-"
KEY_LENGTH = 64
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


def _hash(told: Sequence[Any]) -> str:
    return sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def summary_name(key: str) -> str:
    """Return the name of a summary. It is kept last: where it is, the tables beside it are."""
    return f"{folder_of(key)}/summary.json"


def places_name(key: str) -> str:
    """Return the name of the list of sites and entities."""
    return f"{folder_of(key)}/places.json"


def lines_name(key: str) -> str:
    """Return the name of the table of lines that are counted."""
    return f"{folder_of(key)}/lines.parquet"


def aside_name(key: str) -> str:
    """Return the name of the table of lines set aside."""
    return f"{folder_of(key)}/aside.parquet"


def names_name(key: str) -> str:
    """Return the name of the table of names."""
    return f"{folder_of(key)}/names.parquet"


def changes_name(old: str, new: str, part: Mapping[str, str]) -> str:
    """Return the name of what moved between two, of one site or entity where `part` tells it; kept last."""
    return f"{_since(new, old, part)}.json"


def moved_lines_name(old: str, new: str, part: Mapping[str, str], kind: str) -> str:
    """Return the name of the lines of one kind that moved between two."""
    return f"{_since(new, old, part)}-{kind}.parquet"


def _since(new: str, old: str, part: Mapping[str, str]) -> str:
    return f"{folder_of(new)}/{SINCE}{old}" + (f"-{_hash(sorted(part.items()))}" if part else "")


def folder_of(key: str) -> str:
    """Return the folder of all that is kept of one inventory."""
    return f"{FOLDER}/{key}"


def since_what(name: str) -> str | None:
    """Return since which other inventory a file tells what moved, by its key; None of any other file."""
    _, found, rest = name.rpartition(f"/{SINCE}")
    return rest[:KEY_LENGTH] if found else None


def names_of_one(key: str) -> list[str]:
    """Return the names of all that is kept of one inventory."""
    return [name(key) for name in (summary_name, places_name, lines_name, aside_name, names_name)]
