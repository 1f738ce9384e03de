"""Reads a file of bids and the record of an award, as strictly as a tender; writes their JSON Schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from levier.tender.bids import model, record
from levier.tender.bids.layout import BIDS
from levier.tender.bids.model import Bid, Bids
from levier.tender.bids.record import RECORD, AwardRecord
from levier.tender.reading import read_versioned, versioned_from
from levier.tender.shapes import Record
from levier.wording.text import say

LIKE = say("Follow docs/bids.md, which shows such a file.")


def read_bids(path: Path) -> Bids:
    """Read a file of bids (YAML, or JSON)."""
    found = read_versioned(path, BIDS, model.SCHEMA, LIKE)
    assert isinstance(found, Bids)
    return found


def read_award_record(path: Path) -> AwardRecord:
    """Read the record of an award."""
    found = read_versioned(path, RECORD, record.SCHEMA, LIKE)
    return found if isinstance(found, AwardRecord) else AwardRecord()


def award_record_from(document: Mapping[str, Any]) -> AwardRecord:
    """Read the record of an award from plain values without the key `schema`, as strictly as its file."""
    found = versioned_from(_written(record.SCHEMA, document), "record.yaml", RECORD, record.SCHEMA, LIKE)
    return found if isinstance(found, AwardRecord) else AwardRecord()


def bid_document_read(document: Mapping[str, Any]) -> Bid:
    """Read one bid from plain values, as strictly as a file of bids."""
    found = versioned_from(_written(model.SCHEMA, {"bids": [document]}), "bids.yaml", BIDS, model.SCHEMA, LIKE)
    bid = found.bids[0]
    assert isinstance(bid, Bid)
    return bid


def _written(schema: str, document: Mapping[str, Any]) -> bytes:
    return json.dumps({"schema": schema, **document}, ensure_ascii=False, allow_nan=False).encode()


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
