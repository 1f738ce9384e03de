"""Small estates for the tests of the footprint: devices as a buyer would name them, no file behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from levier.catalogue.loading import load
from levier.catalogue.model import Catalogue
from levier.estate.estate import Estate, assemble
from levier.estate.model import LINE_SCHEMA, SET_ASIDE_SCHEMA, Inventory, ReadingMap, Recognition
from levier.footprint.baseline import Computed, compute
from levier.footprint.choices import Choices, View

ON = date(2026, 9, 30)


@cache
def shipped() -> Catalogue:
    """Return the shipped facts, read once."""
    return load()


def device(category: str, quantity: int = 1, **more: Any) -> dict[str, Any]:
    """Return one line of an estate: `category` as its type, and any column of the schema."""
    return {"type_raw": category, "quantity": quantity, **more}


def lines_of(devices: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Return devices as lines with the whole schema."""
    rows = [{"line": i + 2, **{k: v for k, v in d.items() if k in LINE_SCHEMA}} for i, d in enumerate(devices)]
    frame = pl.DataFrame(rows, schema_overrides={k: v for k, v in LINE_SCHEMA.items() if any(k in r for r in rows)})
    missing = [pl.lit(None, dtype=v).alias(k) for k, v in LINE_SCHEMA.items() if k not in frame.columns]
    return frame.with_columns(missing).select(list(LINE_SCHEMA))


def estate_of(
    devices: Sequence[dict[str, Any]],
    retired: Sequence[dict[str, Any]] = (),
    declared: dict[str, str] | None = None,
    sizes: dict[str, str] | None = None,
) -> Estate:
    """Return an estate in which a device's type is its category, and its model its name."""

    def recognise(names: pl.DataFrame) -> list[Recognition]:
        return [
            Recognition(
                type=t or "",
                manufacturer=m or "",
                model=n or "",
                category=t or "",
                size=(sizes or {}).get(n or "", ""),
                screen_inches=None,
                maker=m or "",
                matched=n or "",
                declared_id=(declared or {}).get(n or "", ""),
                confidence=1.0,
            )
            for t, m, n in names.iter_rows()
        ]

    lines = lines_of(devices)
    gone = lines_of(retired) if retired else lines.clear()
    inventory = Inventory(
        Path("estate.csv"),
        "0" * 16,
        lines.height,
        lines,
        gone,
        pl.DataFrame(schema=dict(SET_ASIDE_SCHEMA)),
        ReadingMap(None, {}),
    )
    return assemble(inventory, recognise, shipped(), "FR")


def computed(estate: Estate, catalogue: Catalogue | None = None, **choices: Any) -> Computed:
    """Compute a baseline with the tests' own dates."""
    view = View(choices.pop("view", "annual"))
    chosen = Choices(on=ON, facts_on=date(2026, 11, 24), view=view, **choices)
    return compute(estate, catalogue or shipped(), chosen, code_version="test", snapshot="test")


def gwp(result: Computed) -> float:
    """Return the total of gwp in kgCO2e."""
    value = result.baseline.totals[0].value
    assert value is not None
    return value
