"""Snapshots: an inventory, read, kept as one immutable Parquet file named by the hash of its content.

One table holds the counted lines, then the retired ones, then those set aside (`part` tells which); what else was
found and decided stands in the file's metadata, under the key `levier`.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

import polars as pl

from levier.estate.model import LINE_SCHEMA, SET_ASIDE_SCHEMA, Inventory, ReadingMap
from levier.estate.reading.mapping_file import mapping_from_dict, mapping_to_dict
from levier.estate.reading.texts import assumption_from_json, assumption_to_json
from levier.quantity.assumption import Assumption
from levier.wording.errors import BadOption, Place, UnusableFile
from levier.wording.text import say

SCHEMA = "levier.snapshot/1"
PARTS = ("lines", "retired", "set_aside")

_UNLIKE_A_SNAPSHOT = (
    *(pl.exceptions.PolarsError, OSError, ValueError, LookupError, TypeError, AttributeError, BadOption),
    *(OverflowError, RecursionError),
)
"""What the reading of a file that is no snapshot may raise: nothing in it is to be trusted."""


@dataclass(frozen=True)
class Head:
    """All that a snapshot tells of its reading, its lines only counted; see `Inventory`."""

    file: Path
    file_hash: str
    read: int
    lines: int
    retired: int
    set_aside: int
    mapping: ReadingMap
    assumptions: tuple[Assumption, ...]
    personal_columns: tuple[str, ...]
    ignored_columns: tuple[str, ...]


def write(inventory: Inventory, folder: Path) -> Path:
    """Write a snapshot into `folder` (made if missing) and return its path; the same content is the same file."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    write_to(inventory, Path(name))
    return keep(Path(name), folder)


def keep(file: Path, folder: Path) -> Path:
    """Move a snapshot just written to its name in `folder`, the hash of its content."""
    folder.mkdir(parents=True, exist_ok=True)
    with file.open("rb") as stream:
        target = folder / f"{file_digest(stream, 'sha256').hexdigest()}.parquet"
    file.replace(target)
    return target


def write_to(inventory: Inventory, file: Path) -> None:
    """Write a snapshot to `file`, compressed with zstd; without statistics, since it is always read whole."""
    parts = [getattr(inventory, name).with_columns(pl.lit(name).alias("part")) for name in PARTS]
    pl.concat(parts, how="diagonal").write_parquet(
        file,
        compression="zstd",
        compression_level=1,
        statistics=False,
        metadata={"levier": json.dumps(_metadata(inventory))},
    )


def read_snapshot(path: Path) -> Inventory:
    """Read a snapshot back; raise UnusableFile where the file is none."""
    head = read_head(path)
    try:
        table = pl.read_parquet(path, hive_partitioning=False, glob=False)
        parts = [head.lines, head.retired, head.set_aside]
        if sum(parts) != table.height:
            raise _no_snapshot(path)
        frames = {name: _part(table, parts, i) for i, name in enumerate(PARTS)}
    except _UNLIKE_A_SNAPSHOT as error:
        raise _no_snapshot(path) from error
    return Inventory(
        file=head.file,
        file_hash=head.file_hash,
        read=head.read,
        mapping=head.mapping,
        assumptions=head.assumptions,
        personal_columns=head.personal_columns,
        ignored_columns=head.ignored_columns,
        **frames,
    )


def read_head(path: Path) -> Head:
    """Read what a snapshot tells without its lines: as quick for a million as for one; raise as `read_snapshot`."""
    try:
        told = json.loads(pl.read_parquet_metadata(path)["levier"])
        lines, retired, aside = told["parts"]
        if told["schema"] != SCHEMA or min(told["parts"]) < 0 or told["read"] != lines + aside:
            raise _no_snapshot(path)
        return Head(
            file=Path(told["file"]),
            file_hash=told["file_hash"],
            read=told["read"],
            lines=lines,
            retired=retired,
            set_aside=aside,
            mapping=mapping_from_dict(told["mapping"]),
            assumptions=tuple(assumption_from_json(a) for a in told["assumptions"]),
            personal_columns=tuple(told["personal_columns"]),
            ignored_columns=tuple(told["ignored_columns"]),
        )
    except _UNLIKE_A_SNAPSHOT as error:
        raise _no_snapshot(path) from error


def _part(table: pl.DataFrame, parts: list[int], i: int) -> pl.DataFrame:
    start = sum(parts[:i])
    schema = SET_ASIDE_SCHEMA if PARTS[i] == "set_aside" else LINE_SCHEMA
    return table.slice(start, parts[i]).select(pl.col(c).cast(t) for c, t in schema.items())


def _metadata(inventory: Inventory) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "file": str(inventory.file),
        "file_hash": inventory.file_hash,
        "read": inventory.read,
        "parts": [getattr(inventory, name).height for name in PARTS],
        "mapping": mapping_to_dict(inventory.mapping),
        "assumptions": [assumption_to_json(a) for a in inventory.assumptions],
        "personal_columns": list(inventory.personal_columns),
        "ignored_columns": list(inventory.ignored_columns),
    }


def _no_snapshot(path: Path) -> UnusableFile:
    return UnusableFile(
        say("This Parquet file is not a snapshot that Levier wrote."),
        place=Place(path.name),
        mend=say("Give the inventory itself, or a snapshot made by this version."),
    )
