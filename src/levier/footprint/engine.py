"""Where the one big step runs: Polars in this process, or Spark over the same Parquet.

Both run the same Narwhals expressions of `estate.cells` and `footprint.strata`; only the reading and the collecting
differ.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from levier.estate.cells import CodedLines, fold
from levier.footprint.choices import Choices
from levier.footprint.strata import STRATA_ORDER, THEMES, Tables, resolved
from levier.wording.errors import BadOption
from levier.wording.text import say


class Engine(Protocol):
    """Folds coded lines into cells, and evaluates strata."""

    def fold(self, coded: CodedLines) -> pl.DataFrame:
        """Return packed cells."""

    def evaluate(self, strata: pl.DataFrame, tables: Tables, choices: Choices) -> pl.DataFrame:
        """Return strata with the steps of the product, in a fixed order."""


class PolarsEngine:
    """Polars, in this process."""

    def fold(self, coded: CodedLines) -> pl.DataFrame:
        """Return packed cells."""
        found: pl.DataFrame = (
            fold(nw.from_native(coded.frame.lazy()), coded.cardinalities).collect("polars").to_native()
        )
        return found

    def evaluate(self, strata: pl.DataFrame, tables: Tables, choices: Choices) -> pl.DataFrame:
        """Return strata with the steps of the product, in a fixed order."""
        frames = {n: nw.from_native(getattr(tables, n).lazy()) for n in THEMES}
        lazy = resolved(nw.from_native(strata.lazy()), frames, choices)
        table: pl.DataFrame = lazy.collect(backend="polars").to_native()
        return table.sort(STRATA_ORDER, nulls_last=False)


class SparkEngine:
    """Spark, over Parquet written to `folder` (which the caller makes and removes)."""

    def __init__(self, session: Any, folder: Path) -> None:
        self.session, self.folder = session, folder

    def fold(self, coded: CodedLines) -> pl.DataFrame:
        """Return packed cells."""
        return self._collect(fold(self._frame("lines", coded.frame), coded.cardinalities))

    def evaluate(self, strata: pl.DataFrame, tables: Tables, choices: Choices) -> pl.DataFrame:
        """Return strata with the steps of the product, in a fixed order."""
        frames = {n: self._frame(n, getattr(tables, n)) for n in THEMES}
        table = self._collect(resolved(self._frame("strata", strata), frames, choices))
        return table.sort(STRATA_ORDER, nulls_last=False)

    def _frame(self, name: str, frame: pl.DataFrame) -> nw.LazyFrame[Any]:
        path = self.folder / f"{name}.parquet"
        frame.write_parquet(path)
        read: nw.LazyFrame[Any] = nw.from_native(self.session.read.parquet(str(path)))
        return read

    def _collect(self, frame: nw.LazyFrame[Any]) -> pl.DataFrame:
        path = self.folder / "collected.parquet"
        frame.to_native().write.mode("overwrite").parquet(str(path))
        return pl.read_parquet(path / "*.parquet")


def spark_session() -> Any:
    """Return a local Spark session, or say what is missing."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise BadOption(
            say("The engine spark is not installed."),
            mend=say("Install it with the extra levier[spark], and Java 17 or later."),
        ) from error
    builder = SparkSession.builder.master("local[*]").appName("levier")
    for key, value in {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "8"}.items():
        builder = builder.config(key, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        raise BadOption(
            say("The engine spark does not start."),
            found=str(error).strip().splitlines()[0],
            mend=say("Install Java 17 or later and see that `java -version` answers, or take --engine polars."),
        ) from error
