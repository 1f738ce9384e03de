"""A real browser goes to the server of an organisation and comes back, with script and without."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.web.people.openid_server import CLIENT, SECRET, OpenIdServer
from tests.web.serving import Serving

pytestmark = pytest.mark.browser
NADIA = {"email": "nadia@belcombe.example", "email_verified": True, "given_name": "Nadia", "usual_name": "Belkacem"}


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[OpenIdServer, OpenIdServer]]:
    mairie, proconnect = OpenIdServer(who=NADIA), OpenIdServer(who=NADIA, signs=True)
    yield mairie, proconnect
    mairie.close()
    proconnect.close()


@pytest.fixture(scope="module")
def address(servers: tuple[OpenIdServer, OpenIdServer], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site to which both servers are named, as an operator names them."""
    mairie, proconnect = servers
    enterprise = {"NAME": "Mairie", "ISSUER": mairie.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
    agents = {"ISSUER": proconnect.url, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET}
    told = {f"LEVIER_OIDC_{name}": value for name, value in enterprise.items()}
    told |= {f"LEVIER_PROCONNECT_{name}": value for name, value in agents.items()}
    serving = Serving(tmp_path_factory.mktemp("servers"), told)
    try:
        serving.start()
        yield serving.url
    finally:
        serving.stop()


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize("name", ["Mairie", "ProConnect"])
def test_two_clicks_lead_there_and_back(name: str, script: bool, browser: Any, address: str) -> None:
    context = browser.new_context(java_script_enabled=script, locale="fr-FR")
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda message: told.append(message.text))
    page.goto(f"{address}/account/login/")
    page.get_by_role("button", name=f"Se connecter avec {name}").click()
    page.wait_for_url("**/me/")
    assert "nadia@belcombe.example" in page.content()
    assert told == []
    page.goto(f"{address}/account/logout/")
    page.locator("main").get_by_role("button", name="Se déconnecter").click()
    page.wait_for_url("**/end?*")  # the server of the test has no page there
    page.goto(f"{address}/me/")
    assert "/account/login/" in page.url
    context.close()
