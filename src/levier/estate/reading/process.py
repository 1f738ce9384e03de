"""Reading in a child process of limited memory and time: a hostile or broken file can only end the child."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import polars as pl

from levier.estate.model import Inventory, Limits, ReadOptions
from levier.estate.reading import snapshot
from levier.estate.reading.mapping_file import mapping_to_dict
from levier.estate.reading.serials import SERIAL_KEY
from levier.estate.reading.steps import STEPS
from levier.estate.reading.texts import error_from_json
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

Progress = Callable[[Text], None]


def read_inventory(
    path: Path,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    *,
    serial_key: bytes = SERIAL_KEY,
    progress: Progress | None = None,
) -> Inventory:
    """Read an inventory (or a snapshot of one); raise UnusableFile with one clear sentence where it cannot be used."""
    with tempfile.TemporaryDirectory(prefix="levier-") as folder:
        job = _job("inventory", path, options, serial_key)
        return snapshot.read_snapshot(_run(job, Path(folder), path, limits or Limits(), progress))


def read_to_snapshot(
    path: Path,
    folder: Path,
    options: ReadOptions | None = None,
    limits: Limits | None = None,
    *,
    serial_key: bytes = SERIAL_KEY,
    progress: Progress | None = None,
    source: str | None = None,
) -> Path:
    """Read an inventory straight into a snapshot in `folder` and return its path.

    A snapshot tells the path of its file, unless `source` stands there instead: then the same content read the same way
    is the same snapshot, wherever it lay.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".levier-", dir=folder) as private:
        job = _job("inventory", path, options, serial_key) | {"source": source}
        return snapshot.keep(_run(job, Path(private), path, limits or Limits(), progress), folder)


def read_records(path: Path, inventory: Inventory, limits: Limits) -> pl.DataFrame:
    """Read the records that were set aside as they stand in the file: `line`, `sheet` and their columns."""
    with tempfile.TemporaryDirectory(prefix="levier-") as folder:
        options = ReadOptions(mapping=inventory.mapping)
        job = _job("records", path, options, b"") | {
            "file_hash": inventory.file_hash,
            "lines": inventory.set_aside["line"].to_list(),
            "sheets": inventory.set_aside["sheet"].to_list(),
            "people": inventory.personal_columns,
        }
        return pl.read_parquet(_run(job, Path(folder), path, limits, None))


def read_preview(
    path: Path, options: ReadOptions | None = None, limits: Limits | None = None, *, rows: int = 12
) -> pl.DataFrame:
    """Read the first rows of each sheet as they stand: `sheet`, `line` and text columns "0", "1", …"""
    with tempfile.TemporaryDirectory(prefix="levier-") as folder:
        job = _job("preview", path, options, b"") | {"rows": rows}
        return pl.read_parquet(_run(job, Path(folder), path, limits or Limits(), None))


def _job(task: str, path: Path, options: ReadOptions | None, key: bytes) -> dict[str, Any]:
    options = options or ReadOptions()
    return {
        "task": task,
        "path": str(path),
        "preset": options.preset,
        "mapping": mapping_to_dict(options.mapping) if options.mapping else None,
        "sheet": options.sheet,
        "on": options.on.isoformat() if options.on else None,
        "encoding": options.encoding,
        "delimiter": options.delimiter,
        "header_line": options.header_line,
        "date_order": options.date_order,
        "count_anyway": sorted(options.count_anyway),
        "serial_key": key.hex(),
    }


def _run(job: Mapping[str, Any], folder: Path, path: Path, limits: Limits, progress: Progress | None) -> Path:
    """Run the child on `job` in the private `folder`; return its result or raise what it found."""
    (folder / "job.json").write_text(json.dumps({**job, "limits": asdict(limits)}), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "levier.estate.reading.child", str(folder)]
    with (folder / "stderr").open("wb") as stderr:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr)
        late = threading.Event()
        timer = threading.Timer(limits.seconds, _stop, (child, late))
        timer.start()
        try:
            _follow(child, progress)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
    return _outcome(child.returncode, late.is_set(), folder, path, limits)


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _follow(child: subprocess.Popen[bytes], progress: Progress | None) -> None:
    """Pass on the steps that the child tells, until it ends."""
    assert child.stdout is not None  # asked for with PIPE
    with child.stdout as told:
        for line in told:
            step = STEPS.get(line.decode("ascii", errors="replace").strip())
            if progress and step:
                progress(step)
    child.wait()


def _outcome(status: int, late: bool, folder: Path, path: Path, limits: Limits) -> Path:
    error, result = folder / "error.json", folder / "result.parquet"
    if late or status == -signal.SIGXCPU:
        raise _ended(path, say("Reading this file took more than {n} seconds, the limit.", n=limits.seconds))
    if status == 0 and error.exists():
        raise error_from_json(json.loads(error.read_text(encoding="utf-8")))
    if status == 0 and result.exists():
        return result
    said = (folder / "stderr").read_text(encoding="utf-8", errors="replace").strip()
    if status in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV) or "MemoryError" in said or "alloc" in said:
        raise _ended(path, say("Reading this file took more than {mb} MB of memory, the limit.", mb=limits.memory_mb))
    raise UnusableFile(
        say("This file could not be read."), place=Place(path.name), found=said.splitlines()[-1][:300] if said else None
    )


def _ended(path: Path, sentence: Text) -> UnusableFile:
    return UnusableFile(
        sentence,
        place=Place(path.name),
        mend=say("Check that the file is an inventory; if it is, cut it into parts or raise the limits."),
    )
