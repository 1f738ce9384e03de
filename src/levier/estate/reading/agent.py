"""Inventories that an agent makes of one machine: GLPI agent JSON, FusionInventory or OCS XML.

One file is a computer (or phone, printer, switch), its external monitors and its printers. The panel of a laptop is
part of it; print queues without a device behind them are none.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import polars as pl
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from levier.estate.model import SET_ASIDE_SCHEMA, Reason
from levier.estate.reading.encoding import decode, find_encoding
from levier.estate.reading.table import Raw, Table, names
from levier.estate.reading.words import plain, words
from levier.quantity.assumption import Assumption
from levier.quantity.units import convert
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

COLUMNS = ("type", "manufacturer", "model", "serial", "name", "asset_id", "acquired_on", "screen_inches", "entity")
Record = dict[str, str | None]


def read_agent_json(path: Path, data: bytes) -> Raw:
    """Read a GLPI agent's JSON inventory, or a list of them."""
    try:
        found = json.loads(decode(data, find_encoding(data)))
    except (ValueError, RecursionError) as error:
        raise _unknown(path, say("This file is not valid JSON.")) from error
    contents = [c for item in (found if isinstance(found, list) else [found]) if (c := _json_content(item))]
    if not contents:
        raise _unknown(path, say("This JSON file is not an agent's inventory."))
    return _raw(path, contents, "glpi-agent")


def read_agent_xml(path: Path, data: bytes) -> Raw:
    """Read a FusionInventory or OCS XML inventory; entities and document types are refused."""
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise _unknown(
            path, say("This XML file declares entities or a document type, which may be an attack.")
        ) from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise _unknown(path, say("This file is not valid XML.")) from error
    content = root if root.tag == "CONTENT" else root.find("CONTENT")
    if content is None:
        raise _unknown(path, say("This XML file is not an agent's inventory."))
    return _raw(path, [_xml_content(content)], "fusion-xml")


def _unknown(path: Path, sentence: Any) -> UnusableFile:
    return UnusableFile(
        sentence,
        place=Place(path.name),
        expected=say("a GLPI agent's JSON or a FusionInventory/OCS XML, or a table in CSV, XLSX, XLS or ODS"),
    )


def _json_content(item: Any) -> Mapping[str, Any] | None:
    if not isinstance(item, dict) or not isinstance(item.get("content"), dict):
        return None
    return {**item["content"], "itemtype": item.get("itemtype"), "tag": item.get("tag")}


def _xml_content(content: Element) -> dict[str, Any]:
    """Turn the XML into the shape of the JSON: lower-case keys, repeated sections as lists."""
    found: dict[str, Any] = {"monitors": [], "printers": []}
    for section in content:
        values = {child.tag.lower(): (child.text or "").strip() for child in section}
        key = section.tag.lower()
        if isinstance(found.get(key), list):
            found[key].append(values)
        else:
            found.setdefault(key, values)
    return found


def _raw(path: Path, contents: Iterable[Mapping[str, Any]], preset: str) -> Raw:
    records: list[Record] = []
    aside: list[dict[str, Any]] = []
    for content in contents:
        for record, reason in _devices(content):
            if reason is None:
                records.append({**record, "line": str(len(records) + len(aside) + 1)})
            else:
                column, found = _why(record, reason)
                line = len(records) + len(aside) + 1
                aside.append({"line": line, "sheet": None, "reason": reason, "column": column, "found": found})
    if not records and not aside:
        raise _unknown(path, say("This agent's inventory describes no device."))
    rows = [list(COLUMNS), *([r.get(c) for c in COLUMNS] for r in records)]
    cells = pl.DataFrame(rows, schema=dict.fromkeys(names(len(COLUMNS)), pl.String), orient="row")
    lines = pl.Series("line", [0, *(int(r["line"] or 0) for r in records)], dtype=pl.Int64)
    return Raw(
        path,
        (Table(cells, lines),),
        fixed=preset,
        aside=pl.DataFrame(aside, schema=dict(SET_ASIDE_SCHEMA)),
        assumptions=_date_assumption(records),
    )


def _date_assumption(records: list[Record]) -> tuple[Assumption, ...]:
    dated = sum(1 for r in records if r.get("acquired_on"))
    text = say("An agent's inventory holds no date of purchase: the date of the BIOS or of the monitor stands for it.")
    return (Assumption("date_from_hardware", text, lines=dated),) if dated else ()


def _why(record: Record, reason: Reason) -> tuple[str, str | None]:
    if reason is Reason.VIRTUAL_MACHINE:
        return "vmsystem", record.get("vmsystem")
    return "model", record.get("model")


def _devices(content: Mapping[str, Any]) -> Iterable[tuple[Record, Reason | None]]:
    network = _section(content, "network_device")
    if network:
        yield _network_device(network, content), None
        return
    bios, hardware = _section(content, "bios"), _section(content, "hardware")
    if not bios and not hardware:
        return
    computer = _computer(bios, hardware, content)
    virtual = computer["vmsystem"] is not None and plain(computer["vmsystem"]) not in words("physical_machine")
    yield computer, Reason.VIRTUAL_MACHINE if virtual else None
    portable = plain(computer["type"] or "") in words("portable_chassis")
    for monitor in _sections(content, "monitors"):
        yield _monitor(monitor), Reason.PART_OF_HOST if portable and _is_panel(monitor) else None
    for printer in _sections(content, "printers"):
        yield _printer(printer), Reason.NOT_A_DEVICE if _is_virtual_printer(printer) else None


def _computer(bios: Mapping[str, Any], hardware: Mapping[str, Any], content: Mapping[str, Any]) -> Record:
    return {
        "type": _value(hardware, "chassis_type") or _value(content, "itemtype") or "Computer",
        "manufacturer": _value(bios, "smanufacturer", "mmanufacturer", "bmanufacturer"),
        "model": _value(bios, "smodel", "mmodel"),
        "serial": _value(bios, "ssn", "msn"),
        "name": _value(hardware, "name"),
        "asset_id": _value(bios, "assettag"),
        "acquired_on": _bios_date(_value(bios, "bdate")),
        "vmsystem": _value(hardware, "vmsystem"),
        "entity": _value(content, "tag"),
    }


def _network_device(device: Mapping[str, Any], content: Mapping[str, Any]) -> Record:
    return {
        "type": _value(device, "type") or _value(content, "itemtype"),
        "manufacturer": _value(device, "manufacturer"),
        "model": _value(device, "model"),
        "serial": _value(device, "serial"),
        "name": _value(device, "name"),
        "entity": _value(content, "tag"),
    }


def _monitor(monitor: Mapping[str, Any]) -> Record:
    return {
        "type": "Monitor",
        "manufacturer": _value(monitor, "manufacturer"),
        "model": _value(monitor, "caption", "name"),
        "serial": _value(monitor, "serial"),
        "acquired_on": _edid_year(_value(monitor, "description")),
        "screen_inches": _edid_inches(_value(monitor, "base64")),
    }


def _printer(printer: Mapping[str, Any]) -> Record:
    return {
        "type": "Printer",
        "model": _value(printer, "driver", "name"),
        "serial": _value(printer, "serial"),
        "name": _value(printer, "name"),
    }


def _is_panel(monitor: Mapping[str, Any]) -> bool:
    maker = plain(_value(monitor, "manufacturer") or "")
    caption = plain(_value(monitor, "caption") or "")
    return any(maker == panel or panel in caption.split() for panel in words("panel_maker"))


def _is_virtual_printer(printer: Mapping[str, Any]) -> bool:
    text = f" {plain(' '.join(str(printer.get(k) or '') for k in ('name', 'driver')))} "
    return any(f" {word} " in text for word in words("virtual_printer"))


def _bios_date(text: str | None) -> str | None:
    """Read `07/25/2014` (always American in a BIOS) or an ISO date, into an ISO date."""
    american = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text or "")
    if american:
        month, day, year = american.groups()
        return f"{year}-{int(month):02d}-{int(day):02d}"
    return text


def _edid_year(text: str | None) -> str | None:
    """Read `32/2015` (week and year of making) as its year."""
    found = re.fullmatch(r"\d{1,2}/(\d{4})", text or "")
    return found.group(1) if found else None


def _edid_inches(text: str | None) -> str | None:
    """Return the diagonal that an EDID block declares (bytes 21 and 22: width and height in cm)."""
    try:
        edid = base64.b64decode(text or "", validate=False)
    except (binascii.Error, ValueError):
        return None
    if len(edid) < 23 or not edid[21] or not edid[22]:
        return None
    return f"{convert((edid[21] ** 2 + edid[22] ** 2) ** 0.5, 'cm', 'inch'):.1f}"


def _section(content: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = content.get(key)
    return found if isinstance(found, dict) else {}


def _sections(content: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = content.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _value(section: Mapping[str, Any], *keys: str) -> str | None:
    for key in keys:
        found = section.get(key)
        if isinstance(found, (str, int, float)) and str(found).strip():
            return str(found).strip().encode("utf-8", errors="replace").decode()  # JSON may hold half a letter
    return None
