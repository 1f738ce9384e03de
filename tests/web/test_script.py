"""What the small script adds to pages that work without it, and that they do work without it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.web.browser import Site

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


@pytest.fixture
def without_script(browser: Any, site: Site) -> Iterator[Any]:
    context = browser.new_context(locale="fr-FR", java_script_enabled=False, viewport={"width": 320, "height": 800})
    yield context.new_page()
    context.close()


def sign_in(page: Any, site: Site, role: str) -> None:
    told = {"name": settings.SESSION_COOKIE_NAME, "value": site.sessions[role], "url": site.url}
    page.context.add_cookies([told])


def job_ends(site: Site, job: str, **values: object) -> None:
    """Change a job behind the page's back, as a worker would."""
    with sqlite3.connect(site.home / "levier.sqlite3", timeout=20) as rows:
        told = ", ".join(f"{name} = ?" for name in values)
        rows.execute(f"UPDATE jobs_job SET {told} WHERE public_id = ?", [*values.values(), job])
    rows.close()


def test_a_page_of_work_follows_it_and_goes_on_when_it_is_done(page: Any, site: Site) -> None:
    sign_in(page, site, "contributor")
    page.goto(f"{site.url}/o/{site.things['organisation']}/work/{site.things['job']}/")
    assert page.locator("progress").get_attribute("value") == "0.400"
    page.get_by_role("link", name="Mon compte").focus()
    job_ends(site, site.things["job"], done_share=0.75)
    page.wait_for_selector("progress[value='0.750']")
    assert page.evaluate("document.activeElement.textContent") == "Mon compte", "focus moved"
    job_ends(site, site.things["job"], state="done", back="/privacy/")
    page.wait_for_url("**/privacy/")
    job_ends(site, site.things["job"], state="running", done_share=0.4, back="/")


def test_without_script_a_page_of_work_loads_itself_anew(without_script: Any, site: Site) -> None:
    sign_in(without_script, site, "contributor")
    without_script.goto(f"{site.url}/o/{site.things['organisation']}/work/{site.things['job']}/")
    job_ends(site, site.things["job"], done_share=0.5)
    without_script.wait_for_selector("progress[value='0.500']")
    job_ends(site, site.things["job"], done_share=0.4)


def test_a_button_says_to_how_many_lines_it_applies(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/components/")
    button = page.locator("button[data-many]")
    assert button.text_content() == "Laisser de côté les lignes choisies"
    page.get_by_label("Imprimantes").first.check()
    assert button.text_content() == "Laisser de côté 1 ligne"
    page.get_by_label("Choisir toutes les lignes").check()
    assert button.text_content() == "Laisser de côté 2 lignes"


def test_without_script_the_button_promises_no_number(without_script: Any, site: Site) -> None:
    without_script.goto(f"{site.url}/components/")
    assert without_script.locator("button[data-many]").text_content() == "Laisser de côté les lignes choisies"
    assert not without_script.get_by_text("Choisir toutes les lignes").is_visible()


def test_a_file_can_be_dropped_on_the_frame_around_its_field(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/components/")
    page.evaluate(
        """() => {
            const files = new DataTransfer();
            files.items.add(new File(["a;b"], "parc.csv", {type: "text/csv"}));
            const drop = new DragEvent("drop", {dataTransfer: files, bubbles: true});
            document.querySelector("[data-drop]").dispatchEvent(drop);
        }"""
    )
    assert page.evaluate("document.getElementById('file').files[0].name") == "parc.csv"


def test_a_form_sent_back_with_faults_is_read_from_its_summary(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/components/")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#wrong_name"
    assert page.evaluate("document.activeElement.id") == "wrong_name"


def test_what_was_chosen_is_not_lost_without_a_question(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/components/")
    page.get_by_label("Imprimantes").first.click()
    asked: list[str] = []

    def answer(dialog: Any) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    page.get_by_role("link", name="Vie privée").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url.endswith("/components/")


@pytest.mark.parametrize("script", [True, False])
def test_the_menu_of_a_narrow_screen_opens_with_and_without_script(browser: Any, site: Site, script: bool) -> None:
    context = browser.new_context(locale="fr-FR", java_script_enabled=script, viewport={"width": 320, "height": 800})
    page = context.new_page()
    page.goto(f"{site.url}/privacy/")
    link = page.get_by_role("link", name="Se connecter")
    assert not link.is_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert link.is_visible()
    page.keyboard.press("Escape")
    assert not link.is_visible()
    context.close()


def test_the_first_stop_of_the_keyboard_leads_to_the_content(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/privacy/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Aller au contenu")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


SEEN = """e => {
    const style = getComputedStyle(e);
    const plate = document.createElement("p");  // in forced colours, browsers lay one behind words
    plate.style.background = "Canvas";
    document.body.append(plate);
    const behind = style.forcedColorAdjust === "none" ? style.backgroundColor : getComputedStyle(plate).backgroundColor;
    return style.color !== behind;
}"""


def test_forced_colours_keep_every_border_and_mark(browser: Any, site: Site) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{site.url}/components/")
    for what in (".button", ".button.secondary", "#sound_name", ".callout", ".message", "progress"):
        width = page.locator(what).first.evaluate(
            "e => Math.max(...['Top','Left'].map(s => parseFloat(getComputedStyle(e)['border' + s + 'Width'])))"
        )
        assert width >= 1, what
    for what in (".button", ".button.secondary", ".button.bad", ".brand", ".tag"):
        assert page.locator(what).first.evaluate(SEEN), f"{what}: its words have the colour of what is behind them"
    context.close()


def test_paper_shows_the_content_alone(page: Any, site: Site) -> None:
    page.goto(f"{site.url}/sources/")
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="Se connecter").is_visible()
    assert not page.locator("footer nav").is_visible()
    assert page.locator("h1").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf(format="A4").startswith(b"%PDF")
