"""How a browser reaches a page: by its address, or by sending the form of another page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from tests.web.browser import Site
from tests.web.registry import Page

SEND = """([typed, button, to]) => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.find(f => typed.every(([name]) => f.elements[name]));
  for (const [name, value] of typed) form.elements[name].value = value;
  if (to) form.action = to;
  form.requestSubmit(form.querySelector(button));
}"""
"""Types into the first form that has all of these fields, be they hidden, and presses its button."""


def address(page: Page, site: Site) -> str:
    """Return the address to open: of the page, or of the one whose form leads there."""
    view, query = (page.form.view, page.form.query) if page.form else (page.view, page.query)
    things = (page.form and page.form.things) or page.things
    path = page.address or reverse(view, args=[site.things[name] for name in things])
    return site.url + path + (f"?{query}" if query else "")


def sent_elsewhere(page: Page, site: Site) -> str:
    """Return where a form is sent that stands at another page than the one it leads to; empty where it stands there."""
    apart = page.form is not None and page.form.things
    return site.url + reverse(page.view, args=[site.things[name] for name in page.things]) if apart else ""


def cookies(page: Page, site: Site, lang: str) -> dict[str, str]:
    """Return the cookies of whoever opens a page, in a language."""
    told = {settings.LANGUAGE_COOKIE_NAME: lang}
    return told | ({settings.SESSION_COOKIE_NAME: site.sessions[page.by]} if page.by else {})


def send(screen: Any, page: Page, site: Site) -> Any:
    """Send the form that leads to a page, and return the answer."""
    assert page.form is not None
    to = sent_elsewhere(page, site)
    with screen.expect_navigation(wait_until="load") as waited:
        screen.evaluate(SEND, [list(map(list, page.form.typed)), page.form.button, to])
    return waited.value


def source_of(browser: Any, page: Page, site: Site, lang: str) -> tuple[int, bytes]:
    """Return the status of a page and its bytes as the site sent them."""
    context = browser.new_context()
    context.add_cookies([{"name": n, "value": v, "url": site.url} for n, v in cookies(page, site, lang).items()])
    screen = context.new_page()
    answer = screen.goto(address(page, site), wait_until="load")
    if page.form:
        answer = send(screen, page, site)
    found = answer.status, answer.body()
    context.close()
    return found
