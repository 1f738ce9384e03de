"""Bids as plain values, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from levier.tender.bids.model import Bid
from levier.tender.bids.reading import bid_document_read

NOT_TOLD = frozenset({"lacks", "alias"})
"""What a bid holds beside its document: lacks come from its reading, the alias from the record."""


def bid_from(document: Mapping[str, Any]) -> Bid:
    """Return the bid of a document (one of levier.bids/1); raises `UnusableFile` for one that is none."""
    return bid_document_read(document)


def document_of(bid: Bid) -> dict[str, Any]:
    """Return a bid as plain values, as a file of bids holds it."""
    found = _plain(bid)
    return {name: value for name, value in found.items() if name not in NOT_TOLD}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return _plain({field.name: getattr(value, field.name) for field in fields(value)})
    if isinstance(value, Mapping):
        kept = {str(key): _plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value if inner is not None]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
