"""A real browser goes to a SAML server of another site and comes back by its form, to its own session."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browser import Site
from tests.web.people.saml_server import SamlServer

pytestmark = pytest.mark.browser

FORM = """<!doctype html><title>idp</title><form method="post" action="{back}">
<input type="hidden" name="SAMLResponse" value="{answer}"><button>Go on</button></form>"""


def test_someone_comes_in_through_a_server_of_another_site(browser: Any, site: Site) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    server = SamlServer(audience=f"{site.url}/account/with/saml/metadata/", attributes={"mail": "zoe@belcombe.example"})
    came: list[Any] = []

    def idp(route: Any) -> None:
        came.append(route.request)
        body = FORM.format(back=f"{site.url}/account/with/saml/answer/", answer=server.answer(route.request.url))
        route.fulfill(status=200, content_type="text/html", body=body)

    page.route("https://idp.belcombe.example/**", idp)
    page.goto(f"{site.url}/account/login/?next=/me/sessions/")
    page.get_by_role("button", name="Se connecter avec Mairie de Belcombe").click()
    page.get_by_role("button", name="Go on").click()
    page.wait_for_url("**/me/sessions/")
    assert "Chrome, Linux" in page.locator("main").inner_text()
    page.goto(f"{site.url}/me/")
    assert "zoe@belcombe.example" in page.locator("main").inner_text()
    assert [request.headers.get("referer") for request in came] == [None], (
        "the server does not learn the page of before"
    )
    assert said == []
    context.close()
