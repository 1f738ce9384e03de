"""Reads the inventories that people really have. No line is dropped in silence: read = counted + set aside."""

from levier.estate.reading.read import read_here as read_inventory

__all__ = ["read_inventory"]
