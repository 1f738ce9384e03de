"""Read one file in this process. `process.read_inventory` does so in a child of limited memory and time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from levier.estate.model import Inventory, Limits, ReadOptions
from levier.estate.reading.agent import read_agent_json, read_agent_xml
from levier.estate.reading.build import build
from levier.estate.reading.kinds import find_kind, read_bytes
from levier.estate.reading.serials import SERIAL_KEY
from levier.estate.reading.snapshot import read_snapshot
from levier.estate.reading.table import Raw
from levier.estate.reading.text_table import read_text
from levier.estate.reading.workbook import read_workbook


def read_here(path: Path, options: ReadOptions, limits: Limits, serial_key: bytes = SERIAL_KEY) -> Inventory:
    """Read an inventory in this process; raise UnusableFile where it cannot be used."""
    data = read_bytes(path, limits)
    if find_kind(path, data, limits) == "snapshot":
        return read_snapshot(path)
    raw, file_hash = read_and_hash(path, data, options, limits)
    return build(raw, options, file_hash, serial_key)


def read_and_hash(path: Path, data: bytes, options: ReadOptions, limits: Limits) -> tuple[Raw, str]:
    """Read the tables of a file, and the hash of its content beside."""
    with ThreadPoolExecutor(1) as thread:
        hashed = thread.submit(lambda: sha256(data).hexdigest())
        return read_raw(path, data, options, limits), hashed.result()


def read_raw(path: Path, data: bytes, options: ReadOptions, limits: Limits) -> Raw:
    """Read the tables of a file as texts."""
    kind = find_kind(path, data, limits)
    if kind == "workbook":
        return read_workbook(path, data, limits.columns, options.sheet)
    if kind == "json":
        return read_agent_json(path, data)
    if kind == "xml":
        return read_agent_xml(path, data)
    return read_text(path, data, limits.columns, options.encoding, options.delimiter)
