"""The page in a real browser: nothing to scroll sideways, one form of each chart, the eye's contrast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from levier.report.html import write_html
from tests.chromium import opened
from tests.report.example import example

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from opened()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(write_html(example(), "fr"), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_screen(browser: Any, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()


@pytest.mark.parametrize(("width", "form"), [(320, "narrow"), (1280, "wide")])
def test_each_screen_shows_one_form_of_each_chart(browser: Any, address: str, width: int, form: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    shown = page.evaluate(
        "[...document.querySelectorAll('svg.chart')].filter(e => getComputedStyle(e).display !== 'none')"
        ".map(e => e.classList[1])"
    )
    assert shown == [form] * 4
    page.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_text_is_smaller_than_fourteen_pixels(browser: Any, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(address)
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('body *')].filter(e => e.textContent.trim() && "
        "e.checkVisibility()).map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert smallest >= 14
    page.close()
