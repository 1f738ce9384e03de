"""Files written by the tests themselves, read in this process (the child has its own tests)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from levier.estate.model import Inventory, Limits, ReadingMap, ReadOptions
from levier.estate.reading.read import read_here


@pytest.fixture(name="read")
def read_parc(tmp_path: Path) -> Callable[..., Inventory]:
    """Return a reader of bytes (or text) as a file; every reading must account for every record."""

    def read_bytes(
        content: bytes | str,
        *,
        name: str = "parc.csv",
        on: date | None = None,
        preset: str | None = None,
        sheet: str | None = None,
        mapping: ReadingMap | None = None,
    ) -> Inventory:
        file = tmp_path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        options = ReadOptions(preset=preset, mapping=mapping, sheet=sheet, on=on)
        inventory = read_here(file, options, Limits())
        assert inventory.read == inventory.lines.height + inventory.set_aside.height
        return inventory

    return read_bytes
