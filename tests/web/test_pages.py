"""Every page in a real browser, light and dark: accessible, valid, narrow, light in weight, alone and quiet."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import NoReverseMatch, reverse

from levier.web.house.declarations import weight_of
from tests.chromium import chromium
from tests.web.browser import Site
from tests.web.checks import NO_PAGE, NOT_YET_OURS, PAGES, views
from tests.web.reaching import address, cookies, send, sent_elsewhere, source_of
from tests.web.registry import PUBLIC, Page

HERE = Path(__file__).parent
VNU = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "RGAAv4"]
INLINE = "[style], style, script:not([src], [type='application/json'])"
"""Data for a script is no script: it is not run."""
AXE = """async rules => {
  const asked = {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]};
  const {passes, violations} = await axe.run(asked);
  return [passes.length, violations];
}"""
"""Every rule is judged; what passed is only counted, for telling it all takes three times as long."""
WINDOWLESS = "headless-shell" in (chromium() or "")
ICON = """() => {
  const icon = document.querySelector("link[rel=icon]");
  if (icon) new Image().src = icon.href;
}"""
"""A browser without tabs asks for no icon: it is asked for, so that a page weighs what it weighs for people."""
LANGUAGES = {"light": "fr", "dark": "en-gb"}
"""Both languages are opened, one in each scheme."""


SOURCES: dict[tuple[Page, str], tuple[int, bytes]] = {}
"""The status and the bytes of each page that was opened so far, by page and language: they need not be asked again."""


REFUSED = {400, 403, 404, 500}
"""One page for whatever is refused so."""
SAME = [{"estate:start", "estate:new"}, {"footprint:latest", "footprint:result"}]
"""Views that show one and the same page."""


def source(browser: Any, site: Site, page: Page, lang: str) -> tuple[int, bytes]:
    """Return the status and the bytes of a page; it is asked for where no test opened it before."""
    if (page, lang) not in SOURCES:
        SOURCES[page, lang] = source_of(browser, page, site, lang)
    return SOURCES[page, lang]


def waits(name: str) -> bool:
    return any(name.startswith(beginning) for beginning in NOT_YET_OURS)


def test_no_page_is_left_unchecked() -> None:
    checked = {page.view for page in PAGES} | set(NO_PAGE)
    assert sorted(name for name in views() if name not in checked and not waits(name)) == []


def test_the_registry_names_each_page_once() -> None:
    assert [str(page) for page, times in Counter(PAGES).items() if times > 1] == []


def test_the_registry_names_only_what_is_there() -> None:
    assert {page.view for page in PAGES if page.view} | set(NO_PAGE) <= set(views())


@pytest.mark.django_db
def test_no_page_waits_that_already_stands_in_our_frame(client: Any) -> None:
    frame = b'<header class="bar">'
    ours = []
    for name in filter(waits, views()):
        try:
            answer = client.get(reverse(name))
        except NoReverseMatch:
            continue
        if frame in answer.content and name not in NO_PAGE:
            ours.append(name)
    assert ours == []


class Opened:
    """A page in the browser, with all that it asked for and all that it said."""

    def __init__(self, browser: Any, site: Site, page: Page, scheme: str) -> None:
        self.url = address(page, site)
        self.context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
        told = cookies(page, site, LANGUAGES[scheme])
        self.context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in told.items()])
        self.page = self.context.new_page()
        self.finished: list[Any] = []
        self.asked: list[str] = []
        self.said: list[str] = []
        self.page.on("requestfinished", lambda request: self.finished.append(request))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self.hear)
        answer = self.page.goto(self.url, wait_until="load")
        if page.form:
            answer = self.send(page, site)
        self.status = answer.status
        self.body = answer.body()
        if WINDOWLESS:
            self.page.evaluate(ICON)
        self.page.wait_for_timeout(150)  # a module and the icon may come after the load

    def send(self, page: Page, site: Site) -> Any:
        """Send the form that leads to the page; what its own page asked for is not counted, nor kept for it."""
        session = self.context.new_cdp_session(self.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.wait_for_timeout(150)
        self.finished.clear()
        self.asked.clear()
        self.url = sent_elsewhere(page, site) or self.url
        answer = send(self.page, page, site)
        self.url = self.page.url
        return answer

    def hear(self, message: Any) -> None:
        if message.location.get("url") != self.url or "status of" not in message.text:  # the browser notes each fault
            self.said.append(message.text)

    def weight(self) -> int:
        """Return the bytes that came, compressed, with their headers."""
        sizes = [request.sizes() for request in self.finished]
        return sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes)

    def elements(self) -> int:
        return int(self.page.evaluate("document.querySelectorAll('*:not(svg *)').length"))

    def axe(self) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(axe_source())
        passes, violations = self.page.evaluate(AXE, RULES)
        assert passes, "axe looked at nothing"
        return [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in violations for n in v["nodes"]]

    def width_at(self, width: int) -> int:
        self.page.set_viewport_size({"width": width, "height": 800})
        return int(self.page.evaluate("document.documentElement.scrollWidth"))


def axe_source() -> str:
    return (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(
    scope="module", params=[(p, s) for p in PAGES for s in LANGUAGES], ids=lambda param: f"{param[0]}-{param[1]}"
)
def opened(request: pytest.FixtureRequest, browser: Any, site: Site) -> Iterator[tuple[Opened, Page, str]]:
    page, scheme = request.param
    shown = Opened(browser, site, page, scheme)
    SOURCES[page, LANGUAGES[scheme]] = shown.status, shown.body
    yield shown, page, scheme
    shown.context.close()


@pytest.mark.browser
def test_a_page_is_accessible_narrow_light_alone_and_quiet(opened: tuple[Opened, Page, str], site: Site) -> None:
    shown, page, scheme = opened
    assert shown.status == page.status
    assert [url for url in shown.asked if not url.startswith(site.url)] == [], "asked of someone else"
    assert shown.said == [], "said in the console"
    assert shown.page.locator(INLINE).count() == 0, "style or script inside the page"
    measured = (shown.weight(), len(shown.asked), shown.elements())
    limits = (page.budget.bytes, page.budget.requests, page.budget.elements)
    assert all(m <= limit for m, limit in zip(measured, limits, strict=True)), f"{measured} is over {limits}"
    if scheme == "light" and declared(page):
        note(page, measured)
        assert os.environ.get("LEVIER_MEASURES") or moved(page, measured) == []
    assert shown.axe() == []
    assert shown.width_at(320) <= 320, "scrolls sideways"
    if scheme == "light":  # what a narrow screen adds, the menu and the lists, has the same colours
        assert shown.axe() == [], "on a narrow screen"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", LANGUAGES)
def test_the_page_that_leads_to_a_sign_in_server_is_as_good_as_others(browser: Any, site: Site, scheme: str) -> None:
    shown = Opened(browser, site, Page("account_login"), scheme)
    shown.page.route("https://idp.belcombe.example/**", lambda route: route.fulfill(status=204))  # stays where it is
    shown.asked.clear()
    shown.finished.clear()
    with shown.page.expect_event("requestfinished", lambda request: "/with/saml/" in request.url):
        shown.page.locator("form[action*='/with/saml/'] button").click()
    shown.page.wait_for_selector("main a.button[href^='https://idp.belcombe.example/sso']")
    shown.page.wait_for_timeout(300)
    outside = [url for url in shown.asked if not url.startswith(site.url)]
    assert {urlsplit(url).hostname for url in outside} == {"idp.belcombe.example"}
    assert len(shown.asked) - len(outside) <= PUBLIC.requests
    assert shown.elements() <= PUBLIC.elements
    assert shown.weight() <= PUBLIC.bytes
    assert shown.page.locator(INLINE).count() == 0
    assert shown.axe() == []
    assert shown.width_at(320) <= 320
    assert shown.said == []
    shown.context.close()


def declared(page: Page) -> bool:
    """Say whether the declaration of eco-design tells what this page weighs: the pages that open to everybody."""
    return bool(page.view) and not (page.by or page.query or page.things or page.form)


def note(page: Page, measured: tuple[int, int, int]) -> None:
    """Append what was measured to the file that LEVIER_MEASURES names: `make measure` makes facts of it."""
    file = os.environ.get("LEVIER_MEASURES")
    if file and declared(page):
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"view": page.view, "measured": measured}) + "\n")


def moved(page: Page, measured: tuple[int, int, int]) -> list[str]:
    """Return what the declaration tells of the page that is no longer so, within a tenth."""
    weight = weight_of(page.view)
    if weight is None:
        return ["the declaration does not tell its weight: run `make measure`"]
    told = (weight.bytes, weight.requests, weight.elements)
    return [
        f"declared {t}, measured {m}: run `make measure`"
        for t, m in zip(told, measured, strict=True)
        if abs(m - t) > t / 10
    ]


@pytest.mark.browser
@pytest.mark.parametrize("lang", LANGUAGES.values())
def test_two_pages_have_two_titles(browser: Any, site: Site, lang: str) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for page in PAGES:
        status, body = source(browser, site, page, lang)
        assert status == page.status, page
        title = re.search("<title>(.*?)</title>", body.decode(), re.DOTALL)
        assert title is not None, page
        part = f"{page.view}-{page.things[2:]}" if page.view == "footprint:part" else page.view
        found[title[1].strip()].add(f"refused with {page.status}" if page.status in REFUSED else part)
    one_for_two = {title: views for title, views in found.items() if len(views) > 1 and views not in SAME}
    assert one_for_two == {}
    assert all(title.endswith(" · Levier") and len(title) > len(" · Levier") for title in found)


@pytest.mark.browser
@pytest.mark.skipif(not VNU.exists() or not shutil.which("java"), reason="needs Java and vnu (npm)")
def test_every_page_is_valid_html(browser: Any, site: Site, tmp_path: Path) -> None:
    for number, page in enumerate(PAGES):
        for lang in LANGUAGES.values():
            status, body = source(browser, site, page, lang)
            assert status == page.status, page
            name = re.sub(r"[^\w-]", "_", f"{number:03}-{page}-{lang}")
            (tmp_path / f"{name}.html").write_bytes(body)
    ran = subprocess.run(
        ["java", "-Xss2m", "-jar", str(VNU), "--format", "json", "--errors-only", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    found = json.loads(ran.stderr or '{"messages": []}')["messages"]
    assert [f"{urlsplit(m['url']).path.rsplit('/')[-1]}:{m.get('lastLine')}: {m['message']}" for m in found] == []
    assert ran.returncode == 0
