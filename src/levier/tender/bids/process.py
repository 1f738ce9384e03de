"""Reads answer workbooks in a child process of limited memory and time: a hostile one ends the child only.

One child reads all files of a tender, one after the other; where one of them ends it, another child goes on with those
that are left.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from levier.estate.model import Limits
from levier.estate.reading.texts import error_from_json
from levier.tender.answers.reading import ReadBack
from levier.tender.answers.stored import reading_from
from levier.wording.errors import LevierError, Place, UnusableFile
from levier.wording.text import Text, say

File = tuple[str, Path]
"""The name of a workbook as the bidder gave it, and where its content lies."""
MEND = say("The bid stands: enter its answers by hand, then qualify it.")


def read_workbooks(
    tender: bytes, rules_hash: str, files: Sequence[File], limits: Limits | None = None
) -> list[ReadBack | LevierError]:
    """Read workbooks that answer `tender` (its file), or tell why one could not be read; in the order of the files."""
    limits = limits or Limits()
    found: list[ReadBack | LevierError] = []
    while len(found) < len(files):
        left = files[len(found) :]
        read, ended = _run(tender, rules_hash, left, limits)
        found += read
        if len(read) < len(left):
            found.append(UnusableFile(ended, place=Place(left[len(read)][0]), mend=MEND))
    return found


def _run(
    tender: bytes, rules_hash: str, files: Sequence[File], limits: Limits
) -> tuple[list[ReadBack | LevierError], Text]:
    with tempfile.TemporaryDirectory(prefix="levier-") as name:
        folder = Path(name)
        (folder / "tender.yaml").write_bytes(tender)
        seconds = int(limits.seconds * len(files))
        job = {
            "rules": rules_hash,
            "files": [(file, str(path.resolve())) for file, path in files],
            "memory_mb": limits.memory_mb,
            "seconds": seconds,
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        ended = _ended(folder, seconds, limits.memory_mb)
        read = []
        for number in range(len(files)):
            path = folder / f"{number}.json"
            if not path.exists():
                break
            read.append(_read(path))
        return read, ended


def _ended(folder: Path, seconds: int, memory_mb: int) -> Text:
    """Run the child, and say how it ended in case it did not read everything."""
    command = [sys.executable, "-P", "-m", "levier.tender.bids.child", str(folder)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        return say("Reading this file took more than {n} seconds, the limit.", n=seconds)
    if done.returncode < 0 or b"MemoryError" in done.stderr:
        return say("Reading this file took more than {mb} MB of memory, the limit.", mb=memory_mb)
    return say("This file could not be read.")


def _read(path: Path) -> ReadBack | LevierError:
    found = json.loads(path.read_text(encoding="utf-8"))
    return reading_from(found["reading"]) if "reading" in found else error_from_json(found["error"])
