"""The five-minute path in a real browser: with script, without, and by the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import Site
from tests.web.estate.conftest import messy

pytestmark = pytest.mark.browser

MOST_PAGES, MOST_CLICKS, MOST_WAITS = 7, 12, 2
PATIENCE = 60_000


@dataclass
class Walk:
    """Someone on the path: counts the pages that they were shown and what they pressed.

    A page of work asks nothing and leads on by itself, or is not seen at all where the work is quick: counted apart.
    """

    page: Any
    clicks: int = 0
    pages: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def listen(self) -> None:
        self.page.on("framenavigated", self._shown)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", lambda message: self.said.append(message.text))

    def _shown(self, frame: Any) -> None:
        address = frame.url.partition("#")[0]
        seen = self.waits if "/work/" in address else self.pages
        if frame == self.page.main_frame and address not in seen and address != "about:blank":
            seen.append(address)

    def press(self, target: Any) -> None:
        self.clicks += 1
        target.click()

    def arrive(self, end: str) -> None:
        self.page.wait_for_url(f"**/{end}", timeout=PATIENCE)


def walked(browser: Any, **told: Any) -> Iterator[Walk]:
    context = browser.new_context(locale="fr-FR", **told)
    walk = Walk(context.new_page())
    walk.listen()
    yield walk
    context.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def walk(request: pytest.FixtureRequest, browser: Any) -> Iterator[Walk]:
    yield from walked(browser, java_script_enabled=request.param)


@pytest.fixture
def typist(browser: Any) -> Iterator[Walk]:
    yield from walked(browser)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    dropped = tmp_path / "Parc été 2026.csv"
    dropped.write_bytes(messy())
    return dropped


def test_from_the_home_page_to_the_result_in_few_pages_and_clicks(walk: Walk, site: Site, file: Path) -> None:
    page = walk.page
    page.goto(f"{site.url}/")
    walk.press(page.get_by_role("link", name="Déposer mon inventaire"))
    walk.clicks += 1  # the field opens the browser's own window, where the file is chosen
    page.get_by_label("Fichier de l’inventaire").set_input_files(file)
    walk.press(page.get_by_role("button", name="Lire cet inventaire"))
    walk.arrive("reading/")
    assert page.get_by_text("Mairie de Belcombe – parc informatique").is_visible()
    walk.press(page.get_by_role("link", name="C’est juste : associer les colonnes"))
    walk.arrive("columns/")
    page.get_by_label("Borne tactile Machinexo ZZ-42").fill("écran")
    walk.press(page.get_by_role("button", name="Enregistrer et contrôler"))
    walk.arrive("review/")
    walk.press(page.get_by_role("button", name="Importer 7 lignes"))
    page.wait_for_url("**/result/*/", timeout=PATIENCE)
    assert "CO₂e" in page.get_by_role("heading", level=1).inner_text()
    assert len(walk.waits) <= MOST_WAITS
    assert len(walk.pages) <= MOST_PAGES, walk.pages
    assert walk.clicks <= MOST_CLICKS
    assert walk.said == [], "said in the console"


def test_the_whole_path_is_walked_by_keyboard_alone(typist: Walk, site: Site, file: Path) -> None:
    page = typist.page
    page.goto(f"{site.url}/")
    by_keyboard(page, page.get_by_role("link", name="Déposer mon inventaire"))
    page.keyboard.press("Enter")
    typist.arrive("start/")
    chooser = page.get_by_label("Fichier de l’inventaire")
    page.on("filechooser", lambda opened: opened.set_files(file))
    by_keyboard(page, chooser)
    page.keyboard.press("Space", delay=80)
    for _ in range(100):
        if chooser.evaluate("e => e.files.length"):
            break
        page.wait_for_timeout(100)
    press(page, "button", "Lire cet inventaire")
    typist.arrive("reading/")
    press(page, "link", "C’est juste : associer les colonnes")
    typist.arrive("columns/")
    by_keyboard(page, page.get_by_label("Borne tactile Machinexo ZZ-42"))
    page.keyboard.type("écran")
    press(page, "button", "Enregistrer et contrôler")
    typist.arrive("review/")
    press(page, "button", "Importer 7 lignes")
    page.wait_for_url("**/result/*/", timeout=PATIENCE)
    assert "CO₂e" in page.get_by_role("heading", level=1).inner_text()


def press(page: Any, role: str, name: str) -> None:
    by_keyboard(page, page.get_by_role(role, name=name))
    page.keyboard.press("Enter")


def by_keyboard(page: Any, target: Any, most: int = 80) -> None:
    """Reach something by the Tab key, as one does who has no mouse; what has the focus must be seen to have it."""
    focused: Callable[[], bool] = lambda: target.evaluate("e => e === document.activeElement")  # noqa: E731
    for _ in range(most):
        if focused():
            assert target.evaluate("e => getComputedStyle(e).outlineStyle") != "none", "the focus is not seen"
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")
