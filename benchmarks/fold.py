"""Fold, values and bands of ten million lines, against the bare group-by and the bare reading of the same file."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import narwhals as nw
import numpy as np
import polars as pl

from levier.catalogue.loading import load
from levier.estate.cells import SUMS, coarsen, fold
from levier.footprint.bands import Draws
from levier.footprint.choices import Choices
from levier.footprint.engine import PolarsEngine
from levier.footprint.objects import ObjectKey
from levier.footprint.product import STRATUM
from levier.footprint.resolution import Resolver
from levier.footprint.strata import Evaluated, Tables, by_object, defaults, tables

LINES = 10_000_000
RUNS = 3
CRITERIA = 6
STAGES = ("manufacturing", "distribution", "use", "end_of_life")
CHOICES = Choices(on=date(2026, 9, 30), facts_on=date(2026, 9, 30))


def values() -> dict[str, pl.Series]:
    """Return what the codes of the synthetic estate stand for."""
    catalogue = load()
    known = [c.id for c in catalogue.categories.values() if c.counted]
    zones = sorted({m.zone for m in catalogue.mixes})[:60]
    return {
        "category": pl.Series(known),
        "size": pl.Series([""]),
        "model": pl.Series([f"model {i}" for i in range(300)]),
        "declared_id": pl.Series([""]),
        "country": pl.Series(zones),
        "acquired_year": pl.Series(list(range(2011, 2026))),
        "condition": pl.Series(["new", "refurbished"]),
        "ownership": pl.Series(["owned"]),
        "status": pl.Series(["in_use"]),
        "datacentre": pl.Series([False]),
        "site": pl.Series([f"site {i}" for i in range(200)]),
        "entity": pl.Series(["all"]),
        "supplier": pl.Series([f"supplier {i}" for i in range(50)]),
    }


def write_lines(path: Path, meaning: dict[str, pl.Series], lines: int) -> None:
    """Write coded lines: one country a site, one category a model, one supplier a category."""
    rng = np.random.default_rng(1)
    model = rng.integers(0, len(meaning["model"]), lines)
    site = (rng.integers(0, 4, lines) * 50 + model % 50) % len(meaning["site"])  # a model is found at four sites
    category = model % len(meaning["category"])
    columns = {name: np.zeros(lines, np.int64) for name in meaning}
    columns |= {"model": model, "site": site, "category": category}
    columns["country"] = site % len(meaning["country"])
    columns["supplier"] = category % len(meaning["supplier"])
    columns["acquired_year"] = rng.integers(0, len(meaning["acquired_year"]), lines)
    columns["condition"] = (rng.random(lines) < 0.15).astype(np.int64)
    quantity = rng.integers(1, 4, lines)
    sums: dict[str, np.ndarray] = {name: np.zeros(lines) for name in SUMS}
    sums |= {"quantity": quantity, "lines": np.ones(lines, np.int64), "aged_quantity": quantity}
    sums["age_years"] = quantity * (2026.0 - 2011 - columns["acquired_year"])
    frame = pl.DataFrame(columns).with_columns(pl.Series(n, v) for n, v in sums.items())
    integers = [*meaning, "quantity", "lines", "aged_quantity", "measured_quantity", "priced_quantity"]
    frame.with_columns(pl.col(integers).cast(pl.Int64)).write_parquet(path)


def widened(made: Tables) -> Tables:
    """Give the tables 24 criterion-stages: the carbon factors under six names."""
    factors, mixes = made.factors, made.mixes
    columns: dict[str, tuple[str, str]] = {}
    for i in range(CRITERIA):
        for stage in STAGES:
            if stage == "use":
                columns[f"c{i}/use"] = ("kwh", f"mix/c{i}")
            else:
                columns[f"c{i}/{stage}"] = ("activity", f"factor/c{i}/{stage}")
                factors = factors.with_columns(pl.col(f"factor/gwp/{stage}").alias(f"factor/c{i}/{stage}"))
        mixes = mixes.with_columns(pl.col("mix/gwp").alias(f"mix/c{i}"))
    return replace(made, factors=factors, mixes=mixes, columns=columns)


def prepared(meaning: dict[str, pl.Series]) -> Tables:
    """Resolve the objects once: facts do not grow with the estate."""
    keys = [(ObjectKey(c), None) for c in meaning["category"]]
    return tables(keys, meaning["country"].to_list(), Resolver(load(), "pooled"), CHOICES, {})


def evaluated(path: Path, meaning: dict[str, pl.Series], made: Tables) -> Evaluated:
    """Fold the lines of a file and multiply by the factors of the tables."""
    cardinalities = {k: len(v) for k, v in meaning.items()}
    cells = fold(nw.from_native(pl.scan_parquet(path)), cardinalities).collect("polars").to_native()
    strata = defaults(coarsen(cells, meaning, STRATUM))
    return by_object(PolarsEngine().evaluate(strata, made, CHOICES), made)


def with_bands(path: Path, meaning: dict[str, pl.Series], made: Tables) -> list[float]:
    """Fold, multiply and draw 1,000 times."""
    draws = Draws(evaluated(path, meaning, made), CHOICES)
    total = draws.embodied("gwp").sum(axis=1) + draws.use("gwp").sum(axis=1)
    return [float(x) for x in np.percentile(total, (5, 50, 95))]


def bare_group_by(path: Path, meaning: dict[str, pl.Series]) -> pl.DataFrame:
    """Group by the same keys, quantities summed."""
    return pl.scan_parquet(path).group_by(list(meaning)).agg(pl.col(SUMS).sum()).collect()


def best(run: Callable[[], object]) -> float:
    """Return the shortest of some runs after a warm-up, in seconds."""
    run()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def main(lines: int = LINES) -> None:
    """Print one JSON line a measure."""
    meaning = values()
    made = prepared(meaning)
    wide = widened(made)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.parquet"
        write_lines(path, meaning, lines)
        ours, peer = best(lambda: evaluated(path, meaning, wide)), best(lambda: bare_group_by(path, meaning))
        report("fold_and_values", ours, peer, "bare group-by of the same keys in the same engine")
        drawn, decoded = best(lambda: with_bands(path, meaning, made)), best(lambda: pl.read_parquet(path))
        report("fold_values_and_bands", drawn, decoded, "bare reading of the same Parquet")


def report(name: str, ours: float, peer: float, against: str) -> None:
    """Print a measure: ratio, and our own seconds."""
    line = {"name": name, "ratio": round(ours / peer, 2), "against": against, "value": round(ours, 3), "unit": "s"}
    print(json.dumps(line))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
