"""Distinct names of an inventory: what each was taken for, which ones to check, and how a person corrects them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import polars as pl

from levier.estate.estate import Estate
from levier.estate.model import Alternative, Recognition
from levier.estate.recognition.normalise import normalise
from levier.web.estate.bridge.known import facts
from levier.web.house.words import told
from levier.wording.text import Text

Named = tuple[str, str, str]
"""A name: type, manufacturer, model."""
NAME = ("type", "manufacturer", "model")
"""The parts of a name."""
LONGEST_PART = 300
"""Letters of a part of a name that can be corrected."""
UNSURE = 0.8
"""Names recognised with less confidence are shown to be checked."""


@dataclass(frozen=True)
class Name:
    """A distinct name and what it was recognised as, to be checked; `choices` are other readings of it."""

    type: str
    manufacturer: str
    model: str
    lines: int
    category: str
    label: Text | None
    confidence: float
    choices: tuple[tuple[str, Text], ...]

    @property
    def sure(self) -> bool:
        """Tell whether it was recognised, and surely."""
        return bool(self.category) and self.confidence >= UNSURE

    @property
    def perhaps(self) -> str:
        """Return the other readings, as a list in the language of the page."""
        return ", ".join(told(label) for _, label in self.choices)

    @property
    def key(self) -> str:
        """Return the name in one text, for a form."""
        return name_key(self.type, self.manufacturer, self.model)


def unsure_names(estate: Estate) -> list[tuple[Recognition, int]]:
    """Return the names that were not recognised, or not surely, with their lines: those of most lines first."""
    found = [(r, n) for r, n in estate.recognitions if not r.category or r.confidence < UNSURE]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].type, pair[0].manufacturer, pair[0].model))


def name_to_json(found: Recognition, lines: int) -> dict[str, Any]:
    """Write a name, as `name_from_json` reads it."""
    told = {f.name: getattr(found, f.name) for f in fields(Name) if f.name not in ("lines", "label", "choices")}
    return {**told, "lines": lines, "choices": [a.category for a in found.alternatives]}


def name_from_json(told: Mapping[str, Any]) -> Name:
    """Read back a name, its categories called as they are called today."""
    categories = facts().categories
    label = categories[told["category"]].label if told["category"] else None
    choices = tuple((c, categories[c].label) for c in told["choices"] if c in categories)
    return Name(**{**told, "label": label, "choices": choices})


def name_from_row(row: Mapping[str, Any]) -> Name:
    """Return a name of the kept table of names."""
    told = {f.name: row[f.name] for f in fields(Name) if f.name not in ("label", "choices")}
    return name_from_json({**told, "choices": [other["category"] for other in row["alternatives"]]})


NAMES: Mapping[str, Any] = {
    **dict.fromkeys(("type", "manufacturer", "model", "category", "size"), pl.String),
    "screen_inches": pl.Float64,
    **dict.fromkeys(("maker", "matched", "declared_id"), pl.String),
    "confidence": pl.Float64,
    "alternatives": pl.List(pl.Struct({"category": pl.String, "matched": pl.String, "confidence": pl.Float64})),
    "lines": pl.Int64,
}
"""Columns of the kept table of names: those of a recognition, and how many lines bear the name."""


def names_table(estate: Estate) -> pl.DataFrame:
    """Return every name with what it was taken for: those not recognised first, then the least certain."""
    rows = [
        {name: getattr(r, name) for name in NAMES if name not in ("alternatives", "lines")}
        | {"alternatives": [vars(a) for a in r.alternatives], "lines": n}
        for r, n in estate.recognitions
    ]
    known = pl.col("category") != ""
    return pl.DataFrame(rows, schema=NAMES).sort(known, "confidence", -pl.col("lines"), *NAME)


def recognitions_of(table: pl.DataFrame) -> dict[Named, Recognition]:
    """Read back what each name was taken for."""
    found = {}
    for row in table.drop("lines").iter_rows(named=True):
        others = tuple(Alternative(**one) for one in row["alternatives"])
        found[row["type"], row["manufacturer"], row["model"]] = Recognition(**{**row, "alternatives": others})
    return found


def name_key(type_: str, manufacturer: str, model: str) -> str:
    """Return a name in one text, for a form."""
    return json.dumps([type_, manufacturer, model], ensure_ascii=False)


def name_of_key(key: str) -> Named | None:
    """Read back `Name.key`, or None where it is none."""
    try:
        parts = json.loads(key)
    except ValueError:
        return None
    if isinstance(parts, list) and len(parts) == len(NAME) and all(fits(part) for part in parts):
        return parts[0], parts[1], parts[2]
    return None


def fits(part: object) -> bool:
    """Tell whether a text can be a part of a name that is kept."""
    return isinstance(part, str) and len(part) <= LONGEST_PART and "\x00" not in part


def alias_key(type_: str, manufacturer: str, model: str) -> Named:
    """Return a name as recognition compares it."""
    return normalise(type_), normalise(manufacturer), normalise(model)
