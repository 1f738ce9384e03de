"""An inventory of the example, and its result: computed once for all tests, kept again for each organisation."""

from __future__ import annotations

import io
import tempfile
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from levier.estate.model import ReadOptions
from levier.estate.reading import read_snapshot, read_to_snapshot
from levier.web.estate.models import Inventory
from levier.web.footprint import bridge
from levier.web.footprint.actions import bring_referential, compute_result
from levier.web.footprint.asked import Asked
from levier.web.footprint.models import OwnReferential, Result
from levier.web.house.files import keep
from levier.web.people.models import Organisation

FOLDER = Path("examples/referential")
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


def zipped(folder: Path = FOLDER, **changed: str) -> bytes:
    """Return the zip of a referential's folder, some of its files changed: `impact="…"` for impact.csv."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.writestr(f"{folder.name}/{path.name}", changed.get(path.stem, path.read_text(encoding="utf-8")))
    return stream.getvalue()


def plant_referential(organisation: Organisation) -> OwnReferential:
    """Give an organisation the referential of the examples."""
    found, _, _ = bridge.dropped(zipped(), "valbrune.zip", ON)
    assert found is not None
    return bring_referential(organisation, None, found)[0]


def plant_result(inventory: Inventory, key: str = "") -> Result:
    """Give an inventory of the example its result; the files are those that were written the first time."""
    if not KEPT:
        made = compute_result(inventory, Asked(), None, lambda _step, _share=None: None)
        KEPT.update({f.name: getattr(made, f.name) for f in Result._meta.concrete_fields if f.name in COPIED})
        if not key:
            return made
    own = {"organisation": inventory.organisation, "inventory": inventory}
    return Result.objects.create(**KEPT | own | {"key": key or inventory.public_id})
