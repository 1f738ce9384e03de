"""The lock of the published rules as a file, which scoring verifies."""

from __future__ import annotations

import json
from collections.abc import Mapping
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


def lock_from(document: Mapping[str, Any]) -> Lock:
    """Return the lock that `lock_document` wrote as plain values."""
    return Lock(
        hash=str(document["hash"]),
        content=str(document["content"]),
        locked_on=date.fromisoformat(document["locked_on"]),
        deadline=date.fromisoformat(document["deadline"]),
        previous=document.get("previous"),
        reason=document.get("reason"),
    )


def read_lock(path: Path) -> Lock:
    """Read a lock; raises `UnusableFile` for anything else. Whether it holds is for `verify` to say."""
    try:
        return lock_from(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnusableFile(
            say("This lock cannot be read."),
            place=Place(file=path.name),
            expected=say("the JSON file that was written when the rules were locked"),
            found=str(error)[:100],
        ) from error
