"""Reads the inventories that people really have. No line is dropped in silence: read = counted + set aside."""

from levier.estate.reading.mapping_file import load_mapping, save_mapping
from levier.estate.reading.process import read_inventory, read_to_snapshot
from levier.estate.reading.rejects import write_rejects
from levier.estate.reading.snapshot import read_snapshot

__all__ = ["load_mapping", "read_inventory", "read_snapshot", "read_to_snapshot", "save_mapping", "write_rejects"]
