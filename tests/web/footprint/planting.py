"""An inventory of the example, and its result: computed once for all tests, kept again for each organisation."""

from __future__ import annotations

import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from levier.estate.model import ReadOptions
from levier.estate.reading import read_snapshot, read_to_snapshot
from levier.web.estate.models import Inventory
from levier.web.footprint.actions import compute_result
from levier.web.footprint.asked import Asked
from levier.web.footprint.models import Result
from levier.web.house.files import keep
from levier.web.people.models import Organisation

EXAMPLE = Path("examples/mairie-de-belcombe.csv")
ON = date(2026, 10, 1)
COPIED = (
    *("asked", "choices", "corrections", "facts_version", "code_version"),
    *("value", "low", "high", "unit", "devices", "about", "files"),
)
KEPT: dict[str, Any] = {}
"""The columns of the one result that was computed."""


@cache
def snapshot() -> Path:
    """Read the example once."""
    return read_to_snapshot(EXAMPLE, Path(tempfile.mkdtemp(prefix="levier-tests-")), ReadOptions(on=ON))


def plant_inventory(organisation: Organisation, label: str = "Parc informatique", on: date = ON) -> Inventory:
    """Give an organisation the inventory of the example."""
    path = snapshot()
    keep(path, f"snapshots/{path.stem}.parquet")
    read = read_snapshot(path)
    return Inventory.objects.create(
        organisation=organisation,
        label=label,
        on=on,
        snapshot=path.stem,
        file_name=EXAMPLE.name,
        read=read.read,
        lines=read.lines.height,
        devices=int(read.lines["quantity"].sum()),
    )


def plant_result(inventory: Inventory, key: str = "") -> Result:
    """Give an inventory of the example its result; the files are those that were written the first time."""
    if not KEPT:
        made = compute_result(inventory, Asked(), None, lambda _step, _share=None: None)
        KEPT.update({f.name: getattr(made, f.name) for f in Result._meta.concrete_fields if f.name in COPIED})
        if not key:
            return made
    own = {"organisation": inventory.organisation, "inventory": inventory}
    return Result.objects.create(**KEPT | own | {"key": key or inventory.public_id})
