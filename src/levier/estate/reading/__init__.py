"""Reads the inventories that people really have. No line is dropped in silence: read = counted + set aside."""

from levier.estate.reading.mapping_file import load_mapping, save_mapping
from levier.estate.reading.process import read_inventory, read_to_snapshot
from levier.estate.reading.rejects import write_rejects
from levier.estate.reading.snapshot import Head, read_head, read_snapshot

__all__ = [
    "Head",
    "load_mapping",
    "read_head",
    "read_inventory",
    "read_snapshot",
    "read_to_snapshot",
    "save_mapping",
    "write_rejects",
]
