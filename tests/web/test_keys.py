"""A passkey, from its first day to its last, in a real browser with a key that it feigns."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browser import Site

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_then_signs_in_alone(browser: Any, site: Site) -> None:
    from django.conf import settings

    home = site.url.replace("127.0.0.1", "localhost")  # browsers know no keys of an address in figures
    context = browser.new_context(locale="en-GB")
    session = {"name": settings.SESSION_COOKIE_NAME, "value": site.sessions["contributor"], "url": home}
    context.add_cookies([session, {"name": settings.LANGUAGE_COOKIE_NAME, "value": "en-gb", "url": home}])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    page.goto(f"{home}/account/2fa/keys/add/")
    page.get_by_label("Name of this key").fill("My laptop")
    page.get_by_role("button", name="Add this key").click()
    page.wait_for_url("**/account/2fa/codes/", timeout=5_000)
    assert page.locator("main li code").count() == 10
    page.goto(f"{home}/account/2fa/")
    assert "My laptop" in page.locator("main").inner_text()

    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(f"{home}/account/login/")
    page.get_by_role("link", name="Sign in with a passkey").click()
    page.get_by_role("button", name="Use my passkey").click()
    page.wait_for_url("**/me/")
    assert "contributor@belcombe.example" in page.locator("main").inner_text()

    page.goto(f"{home}/account/2fa/")
    page.get_by_role("link", name="Remove My laptop").click()
    if page.get_by_role("link", name="Use my key").count():
        page.get_by_role("link", name="Use my key").click()
    page.get_by_role("button", name="Use my key").click()
    page.get_by_role("button", name="Remove this key").click()
    page.wait_for_load_state()
    assert "My laptop" not in page.locator("main").inner_text()
    assert said == [], "the policy of the page lets its scripts run"
    context.close()
