"""What all tests share: marks that skip where a machine lacks something, and examples that are the same each time."""

from __future__ import annotations

import importlib.util
import shutil

import pytest
from hypothesis import settings

from tests.chromium import chromium

# Two busy cores would break any deadline; the same examples each time, but new ones in `make long`.
settings.register_profile("every-time", deadline=None, derandomize=True)
settings.register_profile("long", deadline=None, max_examples=1000)


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("long" if config.getoption("markexpr") == "long" else "every-time")


def missing(mark: str) -> str | None:
    """Return what this machine lacks for tests of this mark."""
    if mark == "spark" and not shutil.which("java"):
        return "Java"
    if mark == "browser" and not chromium():
        return "Chromium"
    needed = {"spark": "pyspark", "boavizta": "boaviztapi", "browser": "playwright"}[mark]
    return None if importlib.util.find_spec(needed) else f"the package {needed}"


LONGEST_FIRST = ("tests/web/test_kills.py", "tests/web/test_pages.py", "tests/web/test_people_read.py", "spark")
"""Groups that take long begin first, else one process would be left alone with them at the end."""


def group(item: pytest.Item) -> str:
    """Return with which others a test shares what is costly to make: Spark, results, a file with its browser."""
    file = item.nodeid.partition("::")[0]
    if item.get_closest_marker("spark"):
        return "spark"
    return "results" if file.startswith("tests/web/footprint/") else file


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    ranks = {name: rank for rank, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(group(item), len(ranks)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group(group(item)))
        for mark in ("spark", "browser", "boavizta"):
            if item.get_closest_marker(mark) and (lacking := missing(mark)):
                item.add_marker(pytest.mark.skip(reason=f"needs {lacking}"))
