"""What every answer of the site tells the browser: run nothing of others, keep nothing, give up what is not needed."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPMessage, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
from django.test import Client

from tests.web.browser import Site
from tests.web.conftest import Town
from tests.web.serving import Serving

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}


def policy(told: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in told.split(";") if part.strip())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/components/", "/nowhere/", "/account/login/", "/language/fr/"])
def test_every_answer_carries_the_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert policy(answer["Content-Security-Policy"]) == POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in answer
    assert "Access-Control-Allow-Origin" not in answer


@pytest.mark.django_db
def test_a_page_gives_up_what_it_never_needs(client: Client) -> None:
    given_up = client.get("/")["Permissions-Policy"]
    for sensor in ("camera", "microphone", "geolocation", "payment", "usb"):
        assert f"{sensor}=()" in given_up


def test_a_private_page_is_asked_for_again_and_never_shared(belcombe: Town) -> None:
    page = belcombe.client("reader").get(f"/o/{belcombe.organisation.public_id}/")
    assert page["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_every_page_says_its_type_and_its_letters(client: Client) -> None:
    assert client.get("/")["Content-Type"] == "text/html; charset=utf-8"
    assert client.get("/nowhere/")["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db
def test_reading_pages_take_no_form(client: Client) -> None:
    for address in ("/", "/components/", "/eco-design/", "/accessibility/", "/privacy/", "/sources/", "/language/fr/"):
        assert client.post(address).status_code == 405, address


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_and_told_why() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/account/login/", {"login": "someone@belcombe.example"})
    assert answer.status_code == 403
    assert "Ce formulaire ne peut plus être envoyé" in answer.content.decode()


@pytest.mark.django_db
def test_a_fault_of_ours_shows_a_page_without_a_word_of_its_cause(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a secret of the inside")

    monkeypatch.setattr("levier.web.house.views.declarations.weight_of", broken)
    client.raise_request_exception = False
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Une panne est survenue de notre côté" in answer.content.decode()
    assert "a secret of the inside" not in answer.content.decode()
    assert policy(answer["Content-Security-Policy"]) == POLICY


# As served


def answer_to(url: str, **headers: str) -> tuple[HTTPMessage, bytes]:
    with urlopen(Request(url, headers=headers)) as answer:
        assert isinstance(answer, HTTPResponse)
        return answer.headers, answer.read()


def stylesheet(site: Site) -> str:
    _, page = answer_to(f"{site.url}/")
    return site.url + page.decode().split('rel="stylesheet" href="')[1].split('"')[0]


def test_files_that_never_change_are_kept_for_long(site: Site) -> None:
    headers, _ = answer_to(stylesheet(site))
    assert "immutable" in headers["Cache-Control"]
    assert "max-age=315360000" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("what", ["page", "stylesheet"])
def test_pages_and_files_come_compressed(site: Site, what: str) -> None:
    url = f"{site.url}/" if what == "page" else stylesheet(site)
    headers, body = answer_to(url, **{"Accept-Encoding": "gzip"})
    _, plain = answer_to(url)
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body)[:15] == plain[:15]
    assert len(body) < len(plain) / 2


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a site behind a proxy that speaks HTTPS for it."""
    told = {"LEVIER_HTTPS": "1", "LEVIER_HOSTS": "127.0.0.1,achats.example"}
    serving = Serving(tmp_path_factory.mktemp("secure"), told)
    try:
        serving.start()
        yield serving.url
    finally:
        serving.stop()


def behind(url: str, path: str = "/", **more: str) -> HTTPResponse:
    connection = HTTPConnection(urlsplit(url).netloc)
    connection.request("GET", path, headers={"Host": "achats.example", **more})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def test_over_https_the_browser_never_comes_back_without(secure: str) -> None:
    told = behind(secure, **{"X-Forwarded-Proto": "https"})
    assert told.status == 200
    assert told.getheader("Strict-Transport-Security") == "max-age=63072000; includeSubDomains"
    plain = behind(secure)
    assert (plain.status, plain.getheader("Location")) == (301, "https://achats.example/")


def test_over_https_cookies_are_bound_to_the_site_and_closed_to_scripts(secure: str) -> None:
    https = {"X-Forwarded-Proto": "https"}
    form = behind(secure, "/account/login/", **https).getheader("Set-Cookie") or ""
    language = behind(secure, "/language/fr/", **https).getheader("Set-Cookie") or ""
    assert form.startswith("__Host-levier_form=")
    assert language.startswith("__Host-levier_language=")
    for cookie in (form, language):
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Path=/" in cookie
        assert "Domain=" not in cookie


def test_a_host_that_was_not_named_gets_nothing(secure: str) -> None:
    assert behind(secure, **{"Host": "evil.example", "X-Forwarded-Proto": "https"}).status == 400


def test_no_debugging_is_left_on_whatever_the_environment_says(tmp_path: Path) -> None:
    asked = "import django; django.setup(); from django.conf import settings; print(settings.DEBUG)"
    environment = {"LEVIER_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "levier.web.settings", "DEBUG": "1"}
    ran = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_trace_is_not_answered(site: Site) -> None:
    connection = HTTPConnection(urlsplit(site.url).netloc)
    connection.request("TRACE", "/", headers={"X-Secret": "seen"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    assert answer.status in (403, 405)
    assert b"seen" not in body


def test_no_folder_is_listed(site: Site) -> None:
    connection = HTTPConnection(urlsplit(site.url).netloc)
    for folder in ("/static/", "/static/levier/", "/files/"):
        connection.request("GET", folder)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 404, folder
    connection.close()


@pytest.mark.django_db
def test_a_new_site_has_no_account() -> None:
    from levier.web.people.models import User

    assert not User.objects.exists()
