"""The columns of a file: what each of theirs was taken for, and what it may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from levier.estate.reading import Head
from levier.estate.reading.header import how_sure
from levier.estate.recognition.normalise import normalise
from levier.web.estate.bridge.reading import first_rows
from levier.web.estate.models import Import
from levier.wording.text import Language, Text, say

SAMPLES, LONGEST_SAMPLE = 3, 60
"""How many values of a column are shown, and how many letters of each."""

OURS: Mapping[str, Text] = {
    "type": say("Type of equipment"),
    "manufacturer": say("Manufacturer"),
    "model": say("Model"),
    "name": say("Name of the device"),
    "quantity": say("Quantity"),
    "serial": say("Serial number"),
    "asset_id": say("Inventory number"),
    "acquired_on": say("Date of acquisition"),
    "acquired_estimate": say("Date of acquisition, estimated"),
    "retired_on": say("Date of retirement"),
    "status": say("Status"),
    "site": say("Site"),
    "entity": say("Entity or department"),
    "country": say("Country"),
    "supplier": say("Supplier"),
    "screen": say("Screen size"),
    "condition": say("New or refurbished"),
    "ownership": say("Owned or leased"),
    "lease": say("Leasing contract"),
    "datacentre": say("In a data centre"),
    "annual_kwh": say("Electricity in a year (kWh)"),
    "price": say("Price of one device"),
    "price_total": say("Price of the line"),
    "lifetime_years": say("Planned life in years"),
    "lifetime_months": say("Planned life in months"),
    "virtual": say("Virtual machine or not"),
    "virtual_name": say("Name of a virtual machine"),
    "person": say("Personal data: leave out"),
    "extra": say("Keep, without using it"),
    "ignored": say("Leave out"),
}
"""What a column of theirs may be, and how it is called."""


def ours_named(text: str, lang: Language) -> str | None:
    """Return the column of ours that a person named by its label, or None."""
    wanted = normalise(text)
    return next((name for name, label in OURS.items() if normalise(label.in_(lang)) == wanted), None)


@dataclass(frozen=True)
class Theirs:
    """One of their columns: which of ours it was taken for, how surely, and some of its values."""

    label: str
    ours: str
    shown: Text
    sure: str
    samples: tuple[str, ...]


def columns_of(started: Import, head: Head) -> list[Theirs]:
    """Return their columns, in their order, with some different values of each; none of a personal one."""
    rows = first_rows(started, head)
    header = next((row for row in rows if row.header), None)
    labels = [" ".join(cell.split()) for cell in header.cells] if header else []
    values: dict[str, list[str]] = {}
    for row in rows:
        if header and row.line > header.line and row.sheet == header.sheet:
            for label, cell in zip(labels, row.cells, strict=False):
                if cell.strip() and cell not in values.setdefault(label, []):
                    values[label].append(cell[:LONGEST_SAMPLE])
    sure = how_sure(head.mapping.columns, head.mapping.preset)
    private = set(head.personal_columns)
    return [
        Theirs(
            label,
            "person" if label in private else ours,
            OURS["person" if label in private else ours],
            sure[label],
            () if label in private or ours == "person" else tuple(values.get(label, ())[:SAMPLES]),
        )
        for label, ours in head.mapping.columns.items()
        if label
    ]
