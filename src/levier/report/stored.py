"""A told story as JSON and back, so that a result can be read years later exactly as it was told.

Every dataclass of `document` is an object whose `is` names its class; fields at their default are left out. What a
later version no longer knows is left unread, what an earlier one did not write takes its default.
"""

from __future__ import annotations

from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from levier.report import document as d
from levier.wording.errors import UnusableFile
from levier.wording.text import say

SCHEMA = "levier.story/1"
IS = "is"
SHAPES: dict[str, type[Any]] = {name: shape for name, shape in vars(d).items() if is_dataclass(shape)}  # type: ignore[misc]  # all are classes


def story_to_json(document: d.Document) -> dict[str, Any]:
    """Write a told story as plain data for JSON."""
    return {"schema": SCHEMA, "document": _written(document)}


def story_from_json(data: Any) -> d.Document:
    """Read back what `story_to_json` wrote; raise UnusableFile where it is none."""
    found = _read(data["document"]) if isinstance(data, dict) and data.get("schema") == SCHEMA else None
    if not isinstance(found, d.Document):
        raise UnusableFile(
            say("This is not a story that Levier told."), expected=say("JSON of {schema}", schema=SCHEMA)
        )
    return found


def _written(value: Any) -> Any:
    if is_dataclass(value):
        kept = {f.name: getattr(value, f.name) for f in fields(value)}
        told = {f.name: _written(kept[f.name]) for f in fields(value) if kept[f.name] != _default(f)}
        return {IS: type(value).__name__, **told}
    return [_written(v) for v in value] if isinstance(value, tuple) else value


def _default(field: Field[Any]) -> Any:
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _read(data: Any) -> Any:
    if isinstance(data, dict):
        shape = SHAPES[data[IS]]
        known = {f.name for f in fields(shape)}
        return shape(**{name: _read(value) for name, value in data.items() if name in known})
    return tuple(_read(v) for v in data) if isinstance(data, list) else data
