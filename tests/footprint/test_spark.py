"""Spark gives the same numbers as Polars from the same expressions."""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from levier.footprint.baseline import compute
from levier.footprint.choices import Choices, View
from levier.footprint.engine import SparkEngine
from levier.wording.errors import BadOption
from tests.footprint.estates import computed, device, estate_of, shipped

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(shutil.which("java") is None, reason="Java is absent"),
    pytest.mark.filterwarnings("ignore"),  # Spark's own client warns of what it deprecates itself
]


def test_without_java_the_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Must run before a session is made: one process starts Java once."""
    pytest.importorskip("pyspark")
    from levier.footprint.engine import spark_session

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(BadOption, match="Install Java 17"):
        spark_session()


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    pytest.importorskip("pyspark")
    from levier.footprint.engine import spark_session

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = spark_session()
    yield made
    made.stop()


@pytest.mark.parametrize("view", [View.ANNUAL, View.ACCOUNTING])
def test_spark_and_polars_agree(session: Any, tmp_path: Path, view: View) -> None:
    devices = [
        device(
            c,
            3,
            acquired_on=date(2017 + i % 8, 5, 1) if i % 3 else None,
            country="FR" if i % 2 else "DE",
            condition="refurbished" if i % 5 == 0 else None,
            site=f"s{i % 4}",
            annual_kwh=90.0 if i % 7 == 0 else None,
        )
        for i, c in enumerate(["laptop", "monitor", "server", "switch", "smartphone"] * 8)
    ]
    estate = estate_of(devices)
    year = 2025 if view is View.ACCOUNTING else None
    polars = computed(estate, view=view, year=year, draws=50).baseline
    choices = Choices(on=date(2026, 9, 30), facts_on=date(2026, 11, 24), view=view, year=year, draws=50)
    spark = compute(
        estate, shipped(), choices, code_version="test", snapshot="test", engine=SparkEngine(session, tmp_path)
    ).baseline
    for one, two in zip((*polars.totals, *polars.by_category), (*spark.totals, *spark.by_category), strict=True):
        assert one.key == two.key
        if one.value is not None:
            assert two.value == pytest.approx(one.value, rel=1e-9)
            assert two.low == pytest.approx(one.low, rel=1e-9)
