"""Tell what moved between two baselines: because of the estate, of the facts, of the method.

A baseline document keeps its strata and its resolved tables, so that the old estate can meet the new facts:
`estate` = T(new estate, old facts) - T(old estate, old facts), with the lives that each estate shows where nothing else
changed; `facts` = T(new estate, new facts) - T(new estate, old facts), by one referential and view; the rest of what
the two results say, a view, a referential or another code, is `method`. T is computed by the code of today: what
older code computed otherwise is part of the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw
import polars as pl

from levier.estate.cells import SUMS
from levier.footprint.choices import Choices, View
from levier.footprint.product import OBJECT, STRATUM, activities, impacts
from levier.footprint.strata import Evaluated, resolved
from levier.wording.errors import Place, UnusableFile
from levier.wording.numbers import significant
from levier.wording.text import say

KEYS: Mapping[str, tuple[str, ...]] = {
    "objects": OBJECT,
    "factors": OBJECT,
    "mixes": ("country",),
    "ownerships": ("ownership",),
    "statuses": ("status",),
    "sites": ("datacentre",),
    "conditions": ("condition",),
}


@dataclass(frozen=True)
class Move:
    """What moved a figure, in its unit: `old` + `estate` + `facts` + `method` = `new`."""

    key: str
    unit: str
    old: float
    new: float
    estate: float
    facts: float
    method: float


def inputs(evaluated: Evaluated) -> dict[str, Any]:
    """Return what a document must keep for its computation to be done again: strata, tables, columns of the product."""
    strata = evaluated.strata.select(*STRATUM, *(c for c in SUMS if c != "age_years"), _age_sum())
    return {
        "strata": strata.to_dicts(),
        "tables": {name: getattr(evaluated.tables, name).to_dicts() for name in KEYS},
        "columns": {name: list(pair) for name, pair in evaluated.tables.columns.items()},
    }


def _age_sum() -> pl.Expr:
    """Turn the mean age of a stratum back into the sum that cells carry."""
    return (pl.col("age_years") * pl.col("aged_quantity")).fill_null(0.0).alias("age_years")


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Move, ...]:
    """Return the moves of the total of gwp and of each category."""
    first, second = _Run(old), _Run(new)
    cause = _cause_of_tables(old, new)
    own = {**second.tables, "mixes": first.tables["mixes"]}  # what the estate itself tells: observed lives, for one
    steps = (first.values(), *(_by_category(second.cells, t, second.tables, first) for t in (first.tables, own)))
    old_values, same_facts, own_facts = steps
    new_facts = _by_category(second.cells, second.tables, second.tables, first)
    published_old, published_new = _published(old, old_values), _published(new, second.values())
    moves = []
    for category in sorted({*published_old, *published_new}):
        before, after = published_old.get(category, 0.0), published_new.get(category, 0.0)
        start, estate, told, facts = (v.get(category, 0.0) for v in (old_values, same_facts, own_facts, new_facts))
        parts = {"estate": estate - start, "facts": 0.0}
        if cause == "estate":
            parts = {"estate": told - start, "facts": facts - told}
        elif cause == "facts":
            parts["facts"] = facts - estate
        rest = after - before - parts["estate"] - parts["facts"]
        moves.append(Move(f"by_category/gwp/{category}", "kgCO2e", before, after, **parts, method=rest))
    total = Move("totals/gwp", "kgCO2e", *(sum(getattr(m, n) for m in moves) for n in _PARTS))
    return (_tidy(total), *(_tidy(m) for m in sorted(moves, key=lambda m: -abs(m.new - m.old))))


def _cause_of_tables(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """Tell what made the resolved tables of two results differ; the estate where all else is the same."""
    if any(old[name] != new[name] for name in ("referential", "view")):
        return "method"
    if old["identity"]["facts"] != new["identity"]["facts"] or old["facts_on"] != new["facts_on"]:
        return "facts"
    return "estate" if old["identity"]["code"] == new["identity"]["code"] else "method"


def _published(document: Mapping[str, Any], computed: Mapping[str, float]) -> dict[str, float]:
    """Return what a result says of each category, whatever the method of today would say.

    Categories without a figure of their own, whose devices are counted in others, are told as computed.
    """
    told = {f["category"]: f["value"] for f in document["by_category"] if f["criterion"] == "gwp" and f["value"]}
    return {**computed, **told}


NOTHING = 1e-9
"""What is left of cancelling sums, relative to the figure."""

_PARTS = ("old", "new", "estate", "facts", "method")


def _tidy(move: Move) -> Move:
    """Round to the published digits; what is left of cancelling sums is nothing."""
    scale = max(abs(move.old), abs(move.new), 1.0)
    parts = (getattr(move, name) for name in _PARTS)
    return Move(move.key, move.unit, *(0.0 if abs(p) / scale < NOTHING else significant(p, 12) for p in parts))


class _Run:
    """One document, ready to be computed again."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        try:
            kept = document["inputs"]
            self.cells = pl.DataFrame(kept["strata"], infer_schema_length=None)
            self.tables = {n: pl.DataFrame(rows, infer_schema_length=None) for n, rows in kept["tables"].items()}
            self.tables["objects"] = _with_flags(self.tables["objects"])
            self.columns = {name: (pair[0], pair[1]) for name, pair in kept["columns"].items()}
            on = date.fromisoformat(document["on"])
            self.choices = Choices(on, on, view=View(document["view"]), year=document["year"])
        except (KeyError, TypeError, ValueError) as error:
            raise UnusableFile(
                say("This is not a baseline that can be compared."),
                place=Place(file=str(document.get("file", ""))),
                expected=say("the JSON that levier baseline writes, whole"),
                mend=say("Write it again with levier baseline FILE --json RESULT."),
            ) from error

    def values(self) -> dict[str, float]:
        """Return category -> gwp of the document's own computation."""
        return _by_category(self.cells, self.tables, self.tables, self)


def _by_category(
    cells: pl.DataFrame, tables: Mapping[str, pl.DataFrame], more: Mapping[str, pl.DataFrame], run: _Run
) -> dict[str, float]:
    """Compute `cells` with `tables`; what these do not know (a new category) is taken from `more`."""
    completed = {name: _completed(tables[name], more[name], KEYS[name]) for name in KEYS}
    frames = {name: nw.from_native(frame.lazy()) for name, frame in completed.items()}
    columns = {n: p for n, p in run.columns.items() if n.startswith("gwp/")}
    evaluated: pl.DataFrame = (
        resolved(nw.from_native(cells.lazy()), frames, run.choices).collect(backend="polars").to_native()
    )
    summed = impacts(activities(evaluated), completed["factors"], completed["mixes"], columns, ("category",))
    table = summed.with_columns(pl.sum_horizontal(pl.col(list(columns)).fill_null(0.0)).alias("total"))
    return {c: float(v) for c, v in table.select("category", "total").iter_rows() if c}


def _completed(table: pl.DataFrame, more: pl.DataFrame, keys: tuple[str, ...]) -> pl.DataFrame:
    missing = more.join(table, on=list(keys), how="anti", nulls_equal=True)
    return pl.concat([_floats(table), _floats(missing)], how="diagonal_relaxed")


def _with_flags(objects: pl.DataFrame) -> pl.DataFrame:
    """Give results of before these columns the meaning that they had: every device known, none in a room's PUE."""
    absent = {"known": 1.0, "in_pue": 0.0}
    return objects.with_columns(pl.lit(v).alias(n) for n, v in absent.items() if n not in objects.columns)


def _floats(table: pl.DataFrame) -> pl.DataFrame:
    """Give columns that hold only nulls the type that the product needs."""
    return table.with_columns(pl.col(c).cast(pl.Float64) for c in table.columns if table[c].dtype == pl.Null)
