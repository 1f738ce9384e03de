"""Every page as it is met by keyboard, by screen reader, in large or widely spaced text: what no rule of axe looks at.

Order and sight of the focus, stops of the keyboard, headings in order, names of landmarks, tables and links.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.browser import Site
from tests.web.checks import PAGES
from tests.web.reaching import address, cookies, send
from tests.web.registry import Page

pytestmark = pytest.mark.browser

WIDTH, HEIGHT = 1280, 900
BREADTH = "document.documentElement.scrollWidth"
SPACING = """() => {
    const wide = new CSSStyleSheet();
    const spaced = "line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important";
    wide.replaceSync(`* { ${spaced} } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [wide];
}"""
"""The spacing of WCAG 1.4.12, as readers set it."""
STRUCTURE = """() => {
    const faults = [];
    const all = (what) => [...document.querySelectorAll(what)];
    const read = (e) => (e.getAttribute("aria-label") || e.textContent).trim().replace(/\\s+/g, " ");
    const heights = all("h1, h2, h3, h4, h5, h6").map((e) => Number(e.tagName[1]));
    if (heights.filter((n) => n === 1).length !== 1) faults.push("not one h1");
    heights.reduce((above, n) => { if (n > above + 1) faults.push(`h${n} under h${above}`); return n; }, 0);
    all("h1, h2, h3, h4, h5, h6").filter((e) => !read(e)).forEach((e) => faults.push(`an empty ${e.tagName}`));
    all("table").filter((e) => !e.caption || !read(e.caption)).forEach(() => faults.push("a table without a caption"));
    all("th").filter((e) => !e.scope).forEach((e) => faults.push(`a header without scope: ${read(e)}`));
    const loose = [...document.body.children].filter((e) => !e.matches("header, main, footer, aside, .skip"));
    loose.forEach((e) => faults.push(`outside the landmarks: ${e.tagName}`));
    const named = all("nav, aside").map((e) => e.getAttribute("aria-label") || "");
    if (named.includes("") || new Set(named).size < named.length) faults.push(`landmarks with one name: ${named}`);
    const places = new Map();
    for (const link of all("a[href]")) {
        const [text, place] = [read(link), link.href.replace(/#.*/, "")];
        if (!text) faults.push(`a link without a text: ${place}`);
        if (places.has(text) && places.get(text) !== place) faults.push(`one text, two places: ${text}`);
        places.set(text, place);
    }
    return faults;
}"""
STOPS = """() => {
    const pressed = "a[href], button:not(:disabled), summary, [tabindex='0']";
    const filled = "input:not([type=hidden], :disabled), select, textarea";
    const group = (e) => [...e.form.elements[e.name]];  // one stop for all its choices
    const first = (e) => e.type !== "radio" || e === (group(e).find((one) => one.checked) ?? group(e)[0]);
    window.stops = [...document.querySelectorAll(`${pressed}, ${filled}`)].filter(
        (e) => e.checkVisibility({ visibilityProperty: true }) && first(e));
    document.activeElement.blur();
    return window.stops.length;
}"""
FOCUSED = """() => {
    const e = document.activeElement;
    if (e === document.body || e === document.documentElement) return null;
    const shown = e.type === "radio" && e.form ? [...e.form.elements[e.name]] : [e];
    const place = window.stops.findIndex((stop) => shown.includes(stop));
    const box = e.getBoundingClientRect();
    const [x, y] = [box.x + Math.min(box.width / 2, 300), box.y + Math.min(box.height / 2, 100)];
    const seen = document.elementFromPoint(x, y);
    const style = getComputedStyle(e);
    return {
        place,
        what: e.outerHTML.slice(0, 120),
        ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        covered: !(seen && (e.contains(seen) || seen.contains(e))),
    };
}"""
CLIPPED = """() => [...document.querySelectorAll("main *:not(svg *, .visually-hidden, thead, thead *)")]
    .filter((e) => e.clientWidth > 1 && ["hidden", "clip"].includes(getComputedStyle(e).overflowY)
        && e.tagName !== "PROGRESS" && e.scrollHeight > e.clientHeight + 1)
    .map((e) => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def screen(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT})
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module", params=PAGES, ids=str)
def shown(request: pytest.FixtureRequest, screen: Any, site: Site) -> Any:
    """Open a page once for all that is read of it."""
    page: Page = request.param
    screen.context.clear_cookies()
    told = cookies(page, site, "fr")
    screen.context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in told.items()])
    answer = screen.goto(address(page, site))
    if page.form:
        answer = send(screen, page, site)
    assert answer.status == page.status, "another page than the registry tells: what follows would look at that one"
    return screen


def test_a_page_is_read_aloud_and_walked_by_keyboard_in_its_order(shown: Any) -> None:
    assert shown.evaluate(STRUCTURE) == []
    stops = shown.evaluate(STOPS)
    walked: list[int] = []
    for _ in range(3 * stops + 20):  # a date has several stops of its own
        shown.keyboard.press("Tab")
        at = shown.evaluate(FOCUSED)
        if at is None:
            if len(set(walked)) >= stops:
                break
            continue
        assert at["place"] >= 0, f"the keyboard stops at what is no control: {at['what']}"
        assert at["ring"], f"the focus is not seen: {at['what']}"
        assert not at["covered"], f"what has the focus is covered: {at['what']}"
        if not walked or walked[-1] != at["place"]:
            walked.append(at["place"])
        if len(walked) > stops:
            break
    assert set(walked) == set(range(stops)), "what can be pressed and the keyboard does not reach"
    begins = walked.index(0)
    assert walked[begins:stops] == sorted(walked[begins:stops]), "the focus does not follow the order of reading"


def test_text_enlarged_or_widely_spaced_stays_whole(shown: Any) -> None:
    try:
        shown.set_viewport_size({"width": WIDTH // 2, "height": HEIGHT})
        assert shown.evaluate(BREADTH) <= WIDTH // 2, "scrolls sideways at 200 %"
        shown.evaluate(SPACING)
        shown.set_viewport_size({"width": WIDTH // 4, "height": HEIGHT})
        assert shown.evaluate(BREADTH) <= WIDTH // 4, "scrolls sideways at 400 % when widely spaced"
        assert shown.evaluate(CLIPPED) == []
    finally:
        shown.set_viewport_size({"width": WIDTH, "height": HEIGHT})
