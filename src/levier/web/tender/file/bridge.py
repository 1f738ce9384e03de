"""Where the document of a tender becomes the library's object, and its file (`tender.yaml`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from levier.tender.layout import TENDER
from levier.tender.model import SCHEMA, Tender
from levier.tender.reading import tender_from
from levier.tender.shapes import Field, Many, Record, Shape
from levier.web.people.models import Organisation
from levier.wording.text import Language

FIELDS: Mapping[str, Field] = {field.name: field for field in TENDER.fields}
"""The parts of a tender, in the order of its layout."""


def tender_of(document: Mapping[str, Any], name: str = "tender.yaml") -> Tender:
    """Return the tender of a document; raises `UnusableFile`, whose place holds the path such as `lots[2].title`."""
    written = json.dumps({"schema": SCHEMA, **document}, ensure_ascii=False, allow_nan=False)
    return tender_from(written.encode(), name)


def language_of(tender: Tender) -> Language:
    """Return the language in which the documents of a tender are written."""
    return "en" if tender.language == "en" else "fr"


def document_from(content: bytes, name: str) -> dict[str, Any]:
    """Read a `tender.yaml` as a document; raises `UnusableFile` for one that is not a tender."""
    tender_from(content, name)  # judged by the one reader first: depth, aliases, names and values
    found = plain(yaml.safe_load(content.decode("utf-8-sig")))
    return {key: value for key, value in found.items() if key != "schema"}


def file_of(document: Mapping[str, Any]) -> bytes:
    """Write a document as a `tender.yaml`, in the order of the layout, whatever order a database kept."""
    told = {"schema": SCHEMA, **_ordered(document, TENDER)}
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=100).encode()


def _ordered(value: Any, shape: Shape) -> Any:
    if isinstance(shape, Record) and isinstance(value, Mapping):
        return {f.name: _ordered(value[f.name], f.shape) for f in shape.fields if f.name in value}
    if isinstance(shape, Many) and isinstance(value, list):
        return [_ordered(inner, shape.of) for inner in value]
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value


def plain(value: Any) -> Any:
    """Return values as JSON knows them, without what was not said."""
    if isinstance(value, Mapping):
        kept = {str(key): plain(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value if inner is not None]
    return value.isoformat() if isinstance(value, date) else value


def first_document(organisation: Organisation, title: str, nature: str, lang: str) -> dict[str, Any]:
    """Return the document of a new tender: what the organisation already told of itself is in it."""
    buyer = {"kind": organisation.kind, "name": organisation.name, "people": organisation.people}
    found: dict[str, Any] = {"title": title, "buyer": buyer, "nature": nature, "language": lang}
    return dict(plain(found))
