"""How a file was read, saved as readable YAML and given again for the next one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from levier.estate.model import ReadingMap
from levier.estate.reading.gather import CHAINED, SINGLE
from levier.wording.errors import BadOption, Place
from levier.wording.text import say

SCHEMA = "levier.mapping/1"
COLUMNS = frozenset({*SINGLE, *CHAINED, "person", "ignored", "extra"})
"""What a column of theirs may be."""


def save_mapping(mapping: ReadingMap, file: Path) -> None:
    """Write `mapping` to `file`; an existing file is replaced."""
    text = yaml.safe_dump(mapping_to_dict(mapping), allow_unicode=True, sort_keys=False, width=120)
    file.write_text(text, encoding="utf-8")


def load_mapping(file: Path) -> ReadingMap:
    """Read a mapping; raise BadOption where it is none or names a column that Levier does not have."""
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BadOption(
            say("This mapping cannot be read."), place=Place(str(file)), found=str(error).splitlines()[0]
        ) from error
    return mapping_from_dict(data, str(file))


def mapping_to_dict(mapping: ReadingMap) -> dict[str, Any]:
    """Return `mapping` as plain values, in the order in which a person reads them."""
    return {
        "schema": SCHEMA,
        "preset": mapping.preset,
        "columns": dict(mapping.columns),
        "sheets": list(mapping.sheets),
        "header_line": mapping.header_line,
        "encoding": mapping.encoding,
        "delimiter": mapping.delimiter,
        "date_order": mapping.date_order,
    }


def mapping_from_dict(data: Any, file: str | None = None) -> ReadingMap:
    """Read back what `mapping_to_dict` made; raise BadOption where it is not one."""
    place = Place(file)
    columns = data.get("columns") if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(columns, Mapping):
        raise BadOption(
            say("This file is not a mapping."),
            place=place,
            expected=say("a YAML file with schema: {schema} and columns: their name to ours", schema=SCHEMA),
        )
    columns = {str(theirs): str(ours) for theirs, ours in columns.items()}
    unknown = sorted(set(columns.values()) - COLUMNS)
    if unknown:
        raise BadOption(
            say("This mapping names a column that Levier does not have."),
            place=place,
            expected=say("one of these: {names}", names=", ".join(sorted(COLUMNS))),
            found=", ".join(unknown),
        )
    if data.get("date_order") not in (None, "dmy", "mdy", "ymd"):
        raise BadOption(
            say("This mapping gives an order of dates that is none."),
            place=place,
            expected=say("one of these: {names}", names="dmy, mdy, ymd"),
            found=str(data["date_order"]),
        )
    line = data.get("header_line")
    return ReadingMap(
        preset=data.get("preset"),
        columns=columns,
        sheets=tuple(str(sheet) for sheet in data.get("sheets") or ()),
        header_line=int(line) if isinstance(line, int) else None,
        encoding=data.get("encoding"),
        delimiter=data.get("delimiter"),
        date_order=data.get("date_order"),
    )
