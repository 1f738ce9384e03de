"""Estates: inventories dropped, checked and kept as dated snapshots."""
