"""Reads a `tender.yaml`: bounded, without aliases, each refusal with file, line and path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from levier.catalogue.rows import SAFE
from levier.tender.layout import TENDER
from levier.tender.model import SCHEMA, Tender
from levier.tender.shapes import Record, Spot
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

MOST_BYTES = 1_000_000
NEW = say("Begin with levier tender new, which writes such a file.")
MOST_DEPTH = 12
"""A tender is nested six deep; a hostile file would be nested until the reader breaks."""


def read_tender(path: Path) -> Tender:
    """Read the tender of a file."""
    return tender_from(_content(path), path.name)


def read_record(path: Path, record: Record) -> Any:
    """Read a file that goes with a tender, such as what its award told, under the same bounds."""
    content = _content(path)
    _check_size(content, path.name)
    return record.read(Spot(path.name, _composed(content, path.name), ""))


def read_versioned(path: Path, record: Record, schema: str, mend: Text) -> Any:
    """Read a file that goes with a tender and, as a tender does, names its schema."""
    return versioned_from(_content(path), path.name, record, schema, mend)


def versioned_from(content: bytes, file: str, record: Record, schema: str, mend: Text) -> Any:
    """As `read_versioned`, from bytes; `file` is the name by which errors call it."""
    _check_size(content, file)
    node = _composed(content, file)
    root = Spot(file, node, "")
    if not isinstance(node, yaml.MappingNode):
        raise _not_this(file, schema, mend, None)
    _check_version(root, schema, mend)
    return record.read(root)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableFile(say("This file cannot be opened."), place=Place(str(path)), found=error.strerror) from error


def _check_size(content: bytes, file: str) -> None:
    if len(content) > MOST_BYTES:
        raise UnusableFile(
            say("This tender is larger than a tender can be."),
            place=Place(file),
            expected=say("at most {n} bytes", n=MOST_BYTES),
            mend=say("Keep texts in the documents, and what is decided in this file."),
        )


def tender_from(content: bytes, file: str) -> Tender:
    """Read a tender from bytes; `file` is the name by which errors call it."""
    _check_size(content, file)
    root = Spot(file, _root(content, file), "")
    _check_version(root, SCHEMA, NEW)
    found = TENDER.read(root)
    assert isinstance(found, Tender)
    return found


def _root(content: bytes, file: str) -> yaml.MappingNode:
    node = _composed(content, file)
    if not isinstance(node, yaml.MappingNode):
        raise _no_tender(file, None)
    return node


def _composed(content: bytes, file: str) -> yaml.Node:
    try:
        text = content.decode("utf-8-sig")
        _check_events(text, file)
        node = yaml.compose(text, Loader=SAFE)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnusableFile(
            say("A YAML file cannot be read."),
            place=Place(file=file, line=mark.line + 1 if mark else None),
            found=str(getattr(error, "problem", "") or error)[:200],
            mend=say("Check indents, quotes and colons around that line."),
        ) from error
    if node is None:
        raise _no_tender(file, None)
    return node


def _check_events(text: str, file: str) -> None:
    """Refuse aliases, which make a small file large, and depth without end; both before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=SAFE):
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if isinstance(event, yaml.AliasEvent) or depth > MOST_DEPTH:
            raise UnusableFile(
                say("This file is built in a way that a tender never is."),
                place=Place(file=file, line=event.start_mark.line + 1 if event.start_mark else None),
                expected=say("no alias, and at most {n} levels", n=MOST_DEPTH),
                mend=say("Write the values out, one after the other."),
            )


def _check_version(root: Spot, schema: str, mend: Text) -> None:
    """Take the key `schema` away once it says what Levier reads."""
    pairs: list[tuple[Any, Any]] = root.node.value
    for position, (key, value) in enumerate(pairs):
        if key.value == "schema":
            if value.value != schema:
                raise _not_this(root.file, schema, mend, str(value.value)[:80], key.start_mark.line + 1)
            del pairs[position]
            return
    raise _not_this(root.file, schema, mend, None)


def _no_tender(file: str, found: str | None, line: int | None = None) -> UnusableFile:
    return _not_this(file, SCHEMA, NEW, found, line)


def _not_this(file: str, schema: str, mend: Text, found: str | None, line: int | None = None) -> UnusableFile:
    what = say("This file is not a tender.") if schema == SCHEMA else say("This file is of another kind.")
    return UnusableFile(
        what,
        place=Place(file=file, line=line),
        expected=say("a YAML file with schema: {schema}", schema=schema),
        found=found,
        mend=mend,
    )


def tender_schema() -> dict[str, Any]:
    """Return the JSON Schema of a tender, made from the layout that reads it."""
    found = TENDER.schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": "A tender of Levier",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", *found["required"]],
        "properties": {"schema": {"const": SCHEMA}, **found["properties"]},
    }
