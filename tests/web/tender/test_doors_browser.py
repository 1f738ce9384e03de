"""The answers of the doors of tenders in a real browser: as good as every page, with script and without."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.web.browser import Site
from tests.web.registry import WORK, Page
from tests.web.test_pages import INLINE, LANGUAGES, VNU, Opened

pytestmark = pytest.mark.browser
LINES = (
    'Dell Latitude 5440 14" i5 16 Go\t1\u202f049,00 € HT\tgarantie 3 ans\n'
    "HP EliteBook 840 G8 reconditionné grade A ; 449,00 € ; garantie 24 mois ; 28 kWh/an\n"
    "Location Lenovo ThinkPad L14, 24,90 € HT / mois sur 48 mois, 212 kg CO2e"
)
SEND = "main form button.button"


def try_rules(page: Any) -> None:
    page.select_option("#id_formula", "min-max")
    page.fill("#id_c-0-weight", "60")
    page.fill("#id_c-1-weight", "20")
    page.fill("#id_prices", "Aulne ; 98 500\nBouleau\t102\u202f000,50\n110000 €")
    page.click(SEND)


def compare(page: Any) -> None:
    page.fill("#id_quantity", "40")
    page.fill("#id_years", "4")
    page.fill("#id_paste", LINES)
    page.click(SEND)


def compare_six(page: Any) -> None:
    page.fill("#id_years", "4")
    page.fill("#id_paste", f"{LINES}\n{LINES}")
    page.click(SEND)


def send_faults(page: Any) -> None:
    page.fill("#id_paste", "Dell Latitude 5440")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.click(SEND)


WALKS = {
    "rules": ("tender:scoring", try_rules, 200),
    "offers": ("tender:compare", compare, 200),
    "six": ("tender:compare", compare_six, 200),
    "faults": ("tender:compare", send_faults, 422),
}


@pytest.mark.parametrize("scheme", LANGUAGES)
@pytest.mark.parametrize("walk", WALKS)
def test_an_answer_is_accessible_narrow_light_alone_and_quiet(
    browser: Any, site: Site, walk: str, scheme: str, tmp_path: Path
) -> None:
    view, send, status = WALKS[walk]
    shown = Opened(browser, site, Page(view), scheme)
    shown.asked.clear()
    shown.finished.clear()
    with shown.page.expect_response(lambda response: response.request.method == "POST") as answered:
        send(shown.page)
    shown.page.wait_for_load_state()
    shown.page.wait_for_timeout(150)
    assert answered.value.status == status
    assert [url for url in shown.asked if not url.startswith(site.url)] == []
    assert shown.said == []
    assert shown.page.locator(INLINE).count() == 0
    measured = (shown.weight(), len(shown.asked), shown.elements())
    limits = (WORK.bytes, WORK.requests, WORK.elements)
    assert all(m <= limit for m, limit in zip(measured, limits, strict=True)), f"{measured} is over {limits}"
    assert shown.axe() == []
    assert shown.width_at(320) <= 320, "scrolls sideways"
    assert shown.axe() == [], "on a narrow screen"
    assert faults_of(answered.value.body(), tmp_path) == []
    shown.context.close()


def faults_of(body: bytes, folder: Path) -> list[str]:
    """Return what the validator of HTML finds; nothing where it is not installed."""
    if not VNU.exists() or not shutil.which("java"):
        return []
    (folder / "page.html").write_bytes(body)
    ran = subprocess.run(
        ["java", "-Xss2m", "-jar", str(VNU), "--format", "json", "--errors-only", str(folder / "page.html")],
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"{m.get('lastLine')}: {m['message']}" for m in json.loads(ran.stderr or '{"messages": []}')["messages"]]


def test_offers_are_compared_corrected_and_taken_away_without_script(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(f"{site.url}/compare/")
    page.click("button[name=more]")
    assert page.locator("fieldset").count() == 5, "the need and four offers"
    compare(page)
    assert "HP EliteBook" in page.inner_text("h1")
    page.fill("#id_o-0-amount", "200")
    page.click(SEND)
    assert "Dell Latitude" in page.inner_text("h1")
    with page.expect_download() as taken:
        page.click("button[form=offers]")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")
    context.close()


def test_rules_are_tested_and_changed_without_script(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{site.url}/scoring/")
    try_rules(page)
    assert "405787" in page.inner_text("main")
    page.select_option("#id_formula", "ratio")
    page.click(SEND)
    assert "405787" not in page.inner_text("main")
    context.close()
