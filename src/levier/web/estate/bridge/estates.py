"""Whole estates: every line of an inventory, its devices recognised. Only long work needs one; pages have summaries."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from levier.catalogue.model import Catalogue
from levier.estate.estate import Estate, assemble
from levier.estate.model import Inventory as Reading
from levier.estate.model import Recognition
from levier.estate.reading import read_snapshot
from levier.estate.recognition import recognise
from levier.web.estate.bridge.files import kept_table, snapshot_name, there
from levier.web.estate.bridge.keys import decided, names_name, summary_key
from levier.web.estate.bridge.known import aliases, facts
from levier.web.estate.bridge.names import recognitions_of
from levier.web.house.files import local


def reading_of(snapshot: str) -> Reading:
    """Return what a snapshot holds."""
    return read_snapshot(local(snapshot_name(snapshot)))


def recognised(snapshot: str, reading: Reading, country: str, catalogue: Catalogue | None = None) -> Estate:
    """Return the estate of (a part of) the reading of a snapshot, with the corrections of the organisation in scope.

    A name that was recognised when the file was read is not recognised again, but where the catalogue that is given
    declares other models than the facts that ship.
    """
    known = catalogue or facts()
    if known.declared == facts().declared:
        return assemble(reading, lambda names: _kept_or_recognised(snapshot, names), known, country)
    return assemble(
        reading, lambda names: recognise(names, known, declared=known.declared, aliases=aliases()), known, country
    )


def _kept_or_recognised(snapshot: str, names: pl.DataFrame) -> Sequence[Recognition]:
    kept = names_name(summary_key(snapshot, decided()))
    known = recognitions_of(kept_table(kept).collect()) if there(kept) else {}
    wanted = names.select(pl.col("type_raw", "manufacturer_raw", "model_raw").fill_null(""))
    new = names.filter(pl.Series([name not in known for name in wanted.iter_rows()], dtype=pl.Boolean))
    found = iter(recognise(new, facts(), declared=facts().declared, aliases=aliases()))
    return [known[name] if name in known else next(found) for name in wanted.iter_rows()]
