"""Reads a `tender.yaml`: bounded, without aliases, each refusal with file, line and path."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from levier.tender.layout import TENDER
from levier.tender.model import SCHEMA, Tender
from levier.tender.shapes import Spot
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

MOST_BYTES = 1_000_000
MOST_DEPTH = 12
"""A tender is nested six deep; a hostile file would be nested until the reader breaks."""


def read_tender(path: Path) -> Tender:
    """Read the tender of a file."""
    try:
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnusableFile(say("This file cannot be opened."), place=Place(str(path)), found=error.strerror) from error
    return tender_from(content, path.name)


def tender_from(content: bytes, file: str) -> Tender:
    """Read a tender from bytes; `file` is the name by which errors call it."""
    if len(content) > MOST_BYTES:
        raise UnusableFile(
            say("This tender is larger than a tender can be."),
            place=Place(file),
            expected=say("at most {n} bytes", n=MOST_BYTES),
            mend=say("Keep texts in the documents, and what is decided in this file."),
        )
    root = Spot(file, _root(content, file), "")
    _check_version(root)
    found = TENDER.read(root)
    assert isinstance(found, Tender)
    return found


def _root(content: bytes, file: str) -> yaml.MappingNode:
    try:
        text = content.decode("utf-8-sig")
        _check_events(text, file)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        raise UnusableFile(
            say("A YAML file cannot be read."),
            place=Place(file=file, line=mark.line + 1 if mark else None),
            found=str(getattr(error, "problem", "") or error)[:200],
            mend=say("Check indents, quotes and colons around that line."),
        ) from error
    if not isinstance(node, yaml.MappingNode):
        raise _no_tender(file, None)
    return node


def _check_events(text: str, file: str) -> None:
    """Refuse aliases, which make a small file large, and depth without end; both before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
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


def _check_version(root: Spot) -> None:
    """Take the key `schema` away once it says what Levier reads."""
    pairs: list[tuple[Any, Any]] = root.node.value
    for position, (key, value) in enumerate(pairs):
        if key.value == "schema":
            if value.value != SCHEMA:
                raise _no_tender(root.file, str(value.value)[:80], key.start_mark.line + 1)
            del pairs[position]
            return
    raise _no_tender(root.file, None)


def _no_tender(file: str, found: str | None, line: int | None = None) -> UnusableFile:
    return UnusableFile(
        say("This file is not a tender."),
        place=Place(file=file, line=line),
        expected=say("a YAML file with schema: {schema}", schema=SCHEMA),
        found=found,
        mend=say("Begin with levier tender new, which writes such a file."),
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
