"""Reading a file that was dropped: how, into which snapshot, and its first rows as they stand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from levier.estate.model import MENDABLE, ReadingMap, ReadOptions
from levier.estate.reading import Head, read_head
from levier.estate.reading.process import Progress, read_preview, read_to_snapshot
from levier.estate.reading.words import presets
from levier.web.estate.bridge.files import dropped, snapshot_name
from levier.web.estate.bridge.limits import reading_limits
from levier.web.estate.models import ColumnMemory, Import
from levier.web.house.files import keep, local
from levier.wording.errors import LevierError
from levier.wording.text import Text

PREVIEW_ROWS = 12
SOURCE = "inventory"
"""What every snapshot tells of its file: the same content read the same way is the same snapshot, under any name."""


def head_of(snapshot: str) -> Head:
    """Return what a snapshot tells of its reading, without its lines."""
    return read_head(local(snapshot_name(snapshot)))


def options_of(started: Import) -> ReadOptions:
    """Return what was told of a file."""
    given: Mapping[str, Any] = started.options
    columns = given.get("columns")
    return ReadOptions(
        sheet=given.get("sheet"),
        on=started.on,
        mapping=ReadingMap(preset=given.get("preset"), columns=columns) if columns else None,
        encoding=given.get("encoding"),
        delimiter=given.get("delimiter"),
        header_line=given.get("header_line"),
        date_order=given.get("date_order"),
        count_anyway=frozenset(given.get("count_anyway", ())) & MENDABLE,
    )


@dataclass(frozen=True)
class Kept:
    """What was kept of a file: the hash of its snapshot, or why there is none; its first rows as they stand."""

    snapshot: str
    error: LevierError | None
    first_rows: list[list[Any]]


def read(started: Import, progress: Progress) -> Kept:
    """Read the file of an import and keep what was read, its first rows beside.

    Columns that the organisation matched before for the same header are matched so again.
    """
    with dropped(started) as file, ThreadPoolExecutor(1) as beside:
        rows = beside.submit(_first_rows, file, options_of(started))
        try:
            found = _read(file, options_of(started), progress)
        except LevierError as error:
            return Kept("", error, rows.result())
        keep(found, snapshot_name(found.stem))
        return Kept(found.stem, None, rows.result())


def _read(file: Path, options: ReadOptions, progress: Progress) -> Path:
    found = read_to_snapshot(file, file.parent, options, reading_limits(), progress=progress, source=SOURCE)
    remembered = None if options.mapping else _remembered(read_head(found))
    if remembered is None:
        return found
    options = replace(options, mapping=remembered)
    return read_to_snapshot(file, file.parent, options, reading_limits(), progress=progress, source=SOURCE)


def _first_rows(file: Path, options: ReadOptions) -> list[list[Any]]:
    try:
        table = read_preview(file, options, reading_limits(), rows=PREVIEW_ROWS)
    except LevierError:  # what is wrong with the file is told by its reading
        return []
    return [[sheet, line, [(cell or "").replace("\x00", "") for cell in cells]] for sheet, line, *cells in table.rows()]


def _remembered(head: Head) -> ReadingMap | None:
    memory = ColumnMemory.objects.filter(header=header_hash(head)).first()
    if memory is None or dict(memory.columns) == dict(head.mapping.columns):
        return None
    return replace(head.mapping, columns=memory.columns)


def header_hash(head: Head) -> str:
    """Return what a header is known by: its labels, in their order."""
    return sha256(json.dumps(list(head.mapping.columns), ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Row:
    """One line of a file, as it stands."""

    sheet: str
    line: int
    cells: tuple[str, ...]
    header: bool


def first_rows(started: Import, head: Head | None) -> list[Row]:
    """Return the first rows of a file as they stood when it was read."""
    header = head.mapping.header_line if head else None
    return [Row(sheet or "", line, tuple(cells), line == header) for sheet, line, cells in started.first_rows]


def preset_label(preset: str | None) -> Text | str:
    """Return the name of the tool that laid out a file, as people know it."""
    return next((known.label for known in presets() if known.id == preset), preset or "")
