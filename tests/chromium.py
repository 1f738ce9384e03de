"""Chromium as the tests open it: the whole engine without the windows around it where the machine has it so."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first is the same engine; without tabs and profiles, a new visitor costs it a quarter of the work."""


def chromium() -> str | None:
    """Return the browser of this machine, None where it has none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def opened() -> Iterator[Any]:
    """Open it, for one module only: Playwright's loop would make Django refuse its database in later tests."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as p:
        browser = p.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()
