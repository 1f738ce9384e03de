"""Reads a file of bids and the record of an award, as strictly as a tender; writes their JSON Schemas."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from levier.tender.bids import model, record
from levier.tender.bids.layout import BIDS
from levier.tender.bids.model import Bids
from levier.tender.bids.record import RECORD, AwardRecord
from levier.tender.reading import read_versioned
from levier.tender.shapes import Record
from levier.wording.text import say


def read_bids(path: Path) -> Bids:
    """Read a file of bids (YAML, or JSON)."""
    found = read_versioned(path, BIDS, model.SCHEMA, say("Follow docs/bids.md, which shows such a file."))
    assert isinstance(found, Bids)
    return found


def read_award_record(path: Path) -> AwardRecord:
    """Read the record of an award."""
    found = read_versioned(path, RECORD, record.SCHEMA, say("Follow docs/bids.md, which shows such a file."))
    return found if isinstance(found, AwardRecord) else AwardRecord()


def bids_schema() -> dict[str, Any]:
    """Return the JSON Schema of a file of bids."""
    return _schema(model.SCHEMA, "Bids of a tender", BIDS)


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of the record of an award."""
    return _schema(record.SCHEMA, "The record of an award", RECORD)


def _schema(name: str, title: str, layout: Record) -> dict[str, Any]:
    found = layout.schema()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": name,
        "title": title,
        "type": "object",
        "additionalProperties": False,
        "required": ["schema", *found["required"]],
        "properties": {"schema": {"const": name}, **found["properties"]},
    }
