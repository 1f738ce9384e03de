"""The lock of the published rules as a file, which scoring verifies."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from levier.tender.scoring.locking import Lock
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

SCHEMA = "levier.lock/1"


def lock_document(lock: Lock) -> dict[str, Any]:
    """Return a lock as plain values."""
    return {
        "schema": SCHEMA,
        "hash": lock.hash,
        "previous": lock.previous,
        "locked_on": lock.locked_on.isoformat(),
        "deadline": lock.deadline.isoformat(),
        "reason": lock.reason,
        "content": lock.content,
    }


def read_lock(path: Path) -> Lock:
    """Read a lock; raises `UnusableFile` for anything else. Whether it holds is for `verify` to say."""
    try:
        return lock_from(json.loads(path.read_text(encoding="utf-8")), path.name)
    except (OSError, ValueError) as error:
        raise _unusable(path.name, error) from error


def lock_from(found: Any, name: str = "lock.json") -> Lock:
    """Return the lock of plain values; `name` is how errors call them."""
    try:
        return Lock(
            hash=str(found["hash"]),
            content=str(found["content"]),
            locked_on=date.fromisoformat(found["locked_on"]),
            deadline=date.fromisoformat(found["deadline"]),
            previous=found.get("previous"),
            reason=found.get("reason"),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(name, error) from error


def _unusable(name: str, error: Exception) -> UnusableFile:
    return UnusableFile(
        say("This lock cannot be read."),
        place=Place(file=name),
        expected=say("the JSON file that was written when the rules were locked"),
        found=str(error)[:100],
    )
