"""The reading process: `python -m levier.estate.reading.child FOLDER`, started by `process` only.

`FOLDER/job.json` says what to read; the answer is `result.parquet` or `error.json` in the same private folder.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from levier.estate.model import Limits, ReadOptions
from levier.estate.reading.build import build
from levier.estate.reading.confine import confine, end_with_parent
from levier.estate.reading.kinds import find_kind, read_bytes
from levier.estate.reading.mapping_file import mapping_from_dict
from levier.estate.reading.read import read_and_hash, read_raw
from levier.estate.reading.rejects import original_records
from levier.estate.reading.snapshot import read_snapshot, write_to
from levier.estate.reading.texts import error_to_json
from levier.wording.errors import LevierError


def main(folder: Path) -> None:
    """Do the job that `folder` describes."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    limits = Limits(**job["limits"])
    confine(limits.memory_mb, limits.seconds)
    end_with_parent()
    try:
        TASKS[job["task"]](job, limits, folder / "result.parquet")
    except LevierError as error:
        (folder / "error.json").write_text(json.dumps(error_to_json(error)), encoding="utf-8")


def _inventory(job: dict[str, Any], limits: Limits, result: Path) -> None:
    path, options = Path(job["path"]), _options(job)
    _tell("open")
    data = read_bytes(path, limits)
    if find_kind(path, data, limits) == "snapshot":
        inventory = read_snapshot(path)
    else:
        raw, file_hash = read_and_hash(path, data, options, limits)
        del data
        _tell("build")
        inventory = build(raw, options, file_hash, bytes.fromhex(job["serial_key"]))
    _tell("write")
    if job.get("source"):
        inventory = replace(inventory, file=Path(job["source"]))
    write_to(inventory, result)


def _records(job: dict[str, Any], limits: Limits, result: Path) -> None:
    path, options = Path(job["path"]), _options(job)
    data = read_bytes(path, limits)
    wanted = list(zip(job["sheets"], job["lines"], strict=True))
    original_records(path, data, options, limits, job["file_hash"], wanted, job["people"]).write_parquet(result)


def _preview(job: dict[str, Any], limits: Limits, result: Path) -> None:
    path = Path(job["path"])
    raw = read_raw(path, read_bytes(path, limits), _options(job), limits)
    frames = []
    for table in raw.tables:
        head = table.cells.head(job["rows"])
        sheet = pl.Series("sheet", [table.sheet], dtype=pl.String).new_from_index(0, head.height)
        frames.append(head.insert_column(0, table.lines.head(job["rows"]).alias("line")).insert_column(0, sheet))
    pl.concat(frames, how="diagonal").write_parquet(result)


TASKS = {"records": _records, "inventory": _inventory, "preview": _preview}


def _options(job: dict[str, Any]) -> ReadOptions:
    return ReadOptions(
        preset=job["preset"],
        mapping=mapping_from_dict(job["mapping"]) if job["mapping"] else None,
        sheet=job["sheet"],
        on=date.fromisoformat(job["on"]) if job["on"] else None,
        encoding=job["encoding"],
        delimiter=job["delimiter"],
        header_line=job["header_line"],
        date_order=job["date_order"],
        count_anyway=frozenset(job["count_anyway"]),
    )


def _tell(step: str) -> None:
    sys.stdout.write(step + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
