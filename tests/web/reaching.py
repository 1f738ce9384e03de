"""How a page is reached: by its address, or by sending the form of another page, as a browser does or without one."""

from __future__ import annotations

import html
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from tests.web.browser import Site
from tests.web.checks import Page

SEND = """([typed, button]) => {
  const forms = [...document.querySelectorAll("main form[method=post]")];
  const form = forms.find(f => typed.every(([name]) => f.elements[name]));
  for (const [name, value] of typed) form.elements[name].value = value;
  form.requestSubmit(form.querySelector(button));
}"""
"""Types into the first form that has all of these fields, be they hidden, and presses its button."""


def address(page: Page, site: Site) -> str:
    """Return the address to open: of the page, or of the one whose form leads there."""
    view, query = (page.form.view, page.form.query) if page.form else (page.view, page.query)
    path = page.address or reverse(view, args=[site.things[name] for name in page.things])
    return site.url + path + (f"?{query}" if query else "")


def cookies(page: Page, site: Site, lang: str) -> dict[str, str]:
    """Return the cookies of whoever opens a page, in a language."""
    told = {settings.LANGUAGE_COOKIE_NAME: lang}
    return told | ({settings.SESSION_COOKIE_NAME: site.sessions[page.by]} if page.by else {})


def send(screen: Any, page: Page) -> Any:
    """Send the form that leads to a page, and return the answer."""
    assert page.form is not None
    with screen.expect_navigation(wait_until="load") as waited:
        screen.evaluate(SEND, [list(map(list, page.form.typed)), page.form.button])
    return waited.value


def fetched(page: Page, site: Site, lang: str) -> tuple[int, bytes]:
    """Return the status of a page and its bytes as they were sent, without a browser."""
    told = cookies(page, site, lang)
    status, body, given = _asked(address(page, site), told)
    if page.form is None:
        return status, body
    form, action = _filled(body.decode(), page)
    where = urllib.parse.urljoin(address(page, site), action)
    return _asked(where, told | given, urllib.parse.urlencode(form).encode())[:2]


def _asked(url: str, told: Mapping[str, str], data: bytes | None = None) -> tuple[int, bytes, dict[str, str]]:
    wanted = urllib.request.Request(url, data, {"Cookie": "; ".join(f"{n}={v}" for n, v in told.items())})
    try:
        answer = urllib.request.urlopen(wanted)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        given = [line.partition(";")[0].partition("=") for line in answer.headers.get_all("Set-Cookie") or ()]
        return answer.status, answer.read(), {name: value for name, _, value in given}


def _filled(shown: str, page: Page) -> tuple[list[tuple[str, str]], str]:
    """Return what a form sends, and where: its hidden fields, what is typed, the value of its button."""
    assert page.form is not None
    typed = dict(page.form.typed)
    for whole in re.findall(r'<form[^>]*method="post".*?</form>', shown, re.DOTALL):
        if all(f'name="{name}"' in whole for name in typed):
            fields = [_attributes(field) for field in re.findall(r"<input[^>]*>", whole)]
            sent = {a["name"]: a.get("value", "") for a in fields if a.get("type") == "hidden"} | typed
            pressed = re.fullmatch(r'button\[name="(\w+)"\]\[value="(\w+)"\]', page.form.button)
            if pressed:
                sent[pressed[1]] = pressed[2]
            return list(sent.items()), _attributes(re.findall(r"<form[^>]*>", whole)[0]).get("action", "")
    raise AssertionError(f"no form of {page} has {', '.join(typed)}")


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
