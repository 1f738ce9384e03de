"""People come in through the server of their organisation, and nobody comes in through a lie."""

from __future__ import annotations

import hmac
import html
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPErrorProcessor, build_opener

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from levier.web.environment import sign_in_server
from levier.web.journal.models import Entry
from levier.web.people.models import User
from tests.web.conftest import Town
from tests.web.people.openid_server import CLIENT, SECRET, Claims, OpenIdServer, by_hand, elliptic, key, pem_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]

NADIA = {"email": "nadia@belcombe.example", "email_verified": True, "name": "Nadia Belkacem"}
AGENT = {"email": "nadia@belcombe.example", "given_name": "Nadia", "usual_name": "Belkacem", "siret": "13002526500013"}
BOTH = pytest.mark.parametrize("kind", ["enterprise", "proconnect"])


class Unled(HTTPErrorProcessor):
    """Hands back a redirect instead of following it."""

    def http_response(self, request: Any, response: Any) -> Any:
        return response


BROWSER = build_opener(Unled)


@pytest.fixture
def server() -> Iterator[OpenIdServer]:
    made = OpenIdServer()
    yield made
    made.close()


def told(server: OpenIdServer, **more: Any) -> dict[str, Any]:
    return {"name": "Mairie", "issuer": server.url, "client_id": CLIENT, "secret": SECRET, "domains": [], **more}


@pytest.fixture
def named(server: OpenIdServer, settings: Any) -> Callable[..., OpenIdServer]:
    """Return what tells the site of the server, under one kind."""

    def tell(kind: str, **more: Any) -> OpenIdServer:
        settings.SOCIALACCOUNT_PROVIDERS = {kind: sign_in_server(kind, "LEVIER_OIDC", told(server, **more))}
        server.signs = kind == "proconnect"
        server.who = dict(AGENT if server.signs else NADIA)
        return server

    return tell


def away(client: Client, kind: str = "enterprise", next_: str = "") -> str:
    """Press the button, and return the address of the server that the page leads on to."""
    page = client.post(f"/account/with/{kind}/", {"next": next_} if next_ else {})
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def there(address: str) -> str:
    """Let the server sign the person in, and return the address that it leads back to."""
    with BROWSER.open(address) as answer:
        back: str = answer.headers["Location"]
    return back.removeprefix("http://testserver")


def through(client: Client, kind: str = "enterprise", next_: str = "") -> Any:
    """Sign in through the server."""
    return client.get(there(away(client, kind, next_)))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


Tell = Callable[..., OpenIdServer]


# Coming in


@BOTH
def test_a_new_person_comes_in_and_has_an_account(kind: str, named: Tell) -> None:
    named(kind)
    client = Client()
    answer = through(client, kind)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    user = User.objects.get()
    assert (user.email, user.name) == ("nadia@belcombe.example", "Nadia Belkacem")
    assert not user.has_usable_password()
    assert b"nadia@belcombe.example" in client.get("/me/").content


@BOTH
def test_a_known_person_keeps_one_account_and_the_journal_tells_of_the_link(
    kind: str, named: Tell, belcombe: Town
) -> None:
    server = named(kind)
    server.who["email"] = "Buyer@belcombe.example"
    before = User.objects.count()
    client = Client()
    through(client, kind)
    assert int(client.session["_auth_user_id"]) == belcombe.people["buyer"].pk
    assert User.objects.count() == before
    assert Entry.objects.filter(action="account.link", actor=f"user:{belcombe.people['buyer'].pk}").count() == 1


def test_a_person_is_known_again_after_the_address_changed_there(named: Tell) -> None:
    server = named("enterprise")
    through(Client())
    server.who["email"] = "nadia.belkacem@belcombe.example"
    client = Client()
    through(client)
    assert int(client.session["_auth_user_id"]) == User.objects.get().pk


def test_the_same_name_on_another_server_is_another_person(named: Tell, settings: Any) -> None:
    named("enterprise")
    through(Client())
    other = OpenIdServer(who={**NADIA, "email": "eve@elsewhere.example"})
    settings.SOCIALACCOUNT_PROVIDERS = {"enterprise": sign_in_server("enterprise", "LEVIER_OIDC", told(other))}
    client = Client()
    through(client)
    other.close()
    assert User.objects.get(pk=client.session["_auth_user_id"]).email == "eve@elsewhere.example"


def test_keys_on_a_curve_are_taken_as_well(settings: Any) -> None:
    server = elliptic()
    server.signs, server.who = True, dict(AGENT)
    settings.SOCIALACCOUNT_PROVIDERS = {"proconnect": sign_in_server("proconnect", "LEVIER_OIDC", told(server))}
    client = Client()
    through(client, "proconnect")
    server.close()
    assert is_in(client)


def test_an_enterprise_that_signs_what_it_tells_is_understood_too(named: Tell) -> None:
    named("enterprise").signs = True
    client = Client()
    through(client)
    assert is_in(client)


def test_the_owner_of_a_domain_verified_by_entra_is_enough(named: Tell) -> None:
    server = named("enterprise")
    del server.who["email_verified"]
    server.id_more = {"email": "nadia@belcombe.example", "xms_edov": True}
    client = Client()
    through(client)
    assert is_in(client)


def test_the_browser_leaves_with_state_nonce_and_a_hidden_verifier(named: Tell) -> None:
    named("proconnect")
    asked = {k: v[0] for k, v in parse_qs(urlsplit(away(Client(), "proconnect")).query).items()}
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert len(asked["nonce"]) >= 32
    assert len(asked["state"]) >= 16
    assert set(asked["scope"].split()) == {"openid", "given_name", "usual_name", "email"}
    assert asked["redirect_uri"] == "http://testserver/account/with/proconnect/back/"


def test_what_a_link_adds_is_not_asked_of_the_server(named: Tell) -> None:
    named("enterprise")
    more = "?scope=wheel&auth_params=prompt%3Dnone%26nonce%3Dknown"
    page = Client().post(f"/account/with/enterprise/{more}").content.decode()
    for added in ("wheel", "prompt", "known"):
        assert added not in page.split('http-equiv="refresh"')[1].split(">")[0]


def test_coming_in_leads_back_to_where_one_was_going_on_this_site(named: Tell) -> None:
    named("enterprise")
    assert through(Client(), next_="/me/?x=1")["Location"] == "/me/?x=1"
    assert through(Client(), next_="https://elsewhere.example/")["Location"] == "/me/"


def test_nothing_of_what_the_server_gave_is_kept(named: Tell) -> None:
    named("proconnect")
    through(Client(), "proconnect")
    assert not SocialToken.objects.exists()
    assert SocialAccount.objects.get().extra_data == {}
    assert len(mail.outbox) == 0


@BOTH
def test_an_administrator_still_shows_the_second_factor(kind: str, named: Tell, belcombe: Town) -> None:
    named(kind).who["email"] = "administrator@belcombe.example"
    client = Client()
    answer = through(client, kind)
    assert answer["Location"].startswith("/account/2fa/authenticate/")
    assert not is_in(client)
    assert client.get(f"/o/{belcombe.organisation.public_id}/members/").status_code == 404


def test_a_closed_account_stays_closed(named: Tell, belcombe: Town) -> None:
    User.objects.filter(pk=belcombe.people["buyer"].pk).update(is_active=False)
    named("enterprise").who["email"] = "buyer@belcombe.example"
    client = Client()
    assert through(client)["Location"] == "/account/inactive/"
    assert not is_in(client)


# Lies


def forged(server: OpenIdServer) -> dict[str, Callable[[Claims], str]]:
    """Return what seals a token as a forger would."""
    head = {"typ": "JWT", "kid": "one"}
    pem = pem_of(server.private)
    return {
        "another key": lambda said: jwt.encode(said, key(), algorithm="RS256", headers={"kid": "one"}),
        "no signature": lambda said: by_hand({**head, "alg": "none"}, said, lambda _: b""),
        "no signature, written otherwise": lambda said: by_hand({**head, "alg": "NoNe"}, said, lambda _: b""),
        "the public key as a secret": lambda said: by_hand(
            {**head, "alg": "HS256"}, said, lambda text: hmac.digest(pem, text, "sha256")
        ),
        "the secret of the client": lambda said: jwt.encode(
            said, SECRET.ljust(32, "-"), algorithm="HS256", headers={"kid": "one"}
        ),
        "an algorithm that is not ours": lambda said: jwt.encode(
            said, server.private, algorithm="PS256", headers={"kid": "one"}
        ),
        "a key that nobody listed": lambda said: jwt.encode(
            said, server.private, algorithm="RS256", headers={"kid": "two"}
        ),
        "no token at all": lambda _: "not.a.token",
    }


@pytest.mark.parametrize("token", ["id", "userinfo"])
@pytest.mark.parametrize("how", list(forged(OpenIdServer())))
def test_a_token_that_the_server_did_not_sign_is_refused(how: str, token: str, named: Tell) -> None:
    server = named("proconnect")
    setattr(server, f"seal_{token}", forged(server)[how])
    refused(server, "proconnect")


def refused(server: OpenIdServer, kind: str, status: int = 401) -> str:
    """Check that nobody comes in, and that no account is made; return the page."""
    client = Client(headers={"accept-language": "en-gb"})
    answer = through(client, kind)
    assert answer.status_code == status
    assert not is_in(client)
    assert not User.objects.exists()
    assert not SocialAccount.objects.exists()
    assert not server.refusals  # the code itself was good: what is refused is what came with it
    page: str = answer.content.decode()
    assert 'href="/account/login/"' in page
    return page


LIES: dict[str, Claims] = {
    "for another": {"aud": "another"},
    "for several, by another": {"aud": [CLIENT, "another"], "azp": "another"},
    "by another": {"iss": "https://elsewhere.example"},
    "too old": {"exp": int(time.time()) - 3600},
    "from the future": {"iat": int(time.time()) + 3600},
    "without an end": {"exp": None},
    "for nobody": {"aud": None},
    "by nobody": {"iss": None},
    "about nobody": {"sub": None},
    "about an empty name": {"sub": ""},
}


@pytest.mark.parametrize("token", ["id", "userinfo"])
@pytest.mark.parametrize("lie", LIES)
def test_a_signed_token_that_is_not_for_this_moment_and_this_site_is_refused(lie: str, token: str, named: Tell) -> None:
    server = named("proconnect")
    setattr(server, f"{token}_more", LIES[lie])
    refused(server, "proconnect")


@BOTH
@pytest.mark.parametrize("nonce", ["another", "", None])
def test_a_token_of_another_sign_in_is_refused(nonce: str | None, kind: str, named: Tell) -> None:
    server = named(kind)
    server.id_more = {"nonce": nonce}
    refused(server, kind)


@BOTH
def test_what_is_told_of_another_person_is_refused(kind: str, named: Tell) -> None:
    server = named(kind)
    server.userinfo_more = {"sub": "eve-2"}
    refused(server, kind)


def test_proconnect_must_sign_what_it_tells(named: Tell) -> None:
    server = named("proconnect")
    server.signs = False
    refused(server, "proconnect")


@pytest.mark.parametrize("sure", [False, None, "true", 1])
def test_an_address_that_the_enterprise_did_not_verify_is_not_taken(sure: object, named: Tell, belcombe: Town) -> None:
    server = named("enterprise")
    server.who |= {"email": "buyer@belcombe.example", "email_verified": sure}
    client = Client(headers={"accept-language": "en-gb"})
    known = through(client)
    server.who["email"] = "nobody@belcombe.example"
    unknown = through(Client(headers={"accept-language": "en-gb"}))
    assert (known.status_code, unknown.status_code) == (403, 403)
    assert not is_in(client)
    pages = [re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in (known, unknown)]
    assert pages[0] == pages[1]  # nothing tells which address has an account
    assert "Your e-mail address is not verified" in pages[0]


def test_an_address_that_proconnect_denies_is_not_taken(named: Tell) -> None:
    server = named("proconnect")
    server.who["email_verified"] = False
    refused(server, "proconnect", 403)


def test_known_and_unknown_addresses_are_led_the_same_way(named: Tell, belcombe: Town) -> None:
    to_tell = named("enterprise")

    def seen(email: str, sub: str) -> tuple[int, str]:
        to_tell.who |= {"email": email, "sub": sub}
        to_tell.id_more = {"sub": sub}
        answer = through(Client())
        return answer.status_code, answer["Location"]

    assert seen("buyer@belcombe.example", "buyer") == seen("nobody@belcombe.example", "nobody")


def test_only_addresses_of_the_domains_that_were_named_come_in(named: Tell) -> None:
    server = named("enterprise", domains=["@Belcombe.example"])
    for email in ("nadia@elsewhere.example", "nadia@sub.belcombe.example", "nadia@evilbelcombe.example"):
        server.who["email"] = email
        refused(server, "enterprise", 403)
    server.who["email"] = "nadia@BELCOMBE.example"
    client = Client()
    through(client)
    assert is_in(client)


def test_an_answer_serves_once_and_only_in_the_browser_that_left(named: Tell) -> None:
    named("enterprise")
    client, other = Client(), Client()
    back = there(away(client))
    assert other.get(back).status_code == 401
    assert not is_in(other)
    client.get(back)
    assert is_in(client)
    client.post("/account/logout/")
    assert client.get(back).status_code == 401
    assert not is_in(client)


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=made-up", "?state=made-up", "?error=server_error"])
def test_an_answer_that_nobody_asked_for_is_refused(query: str, named: Tell) -> None:
    named("enterprise")
    client = Client()
    assert client.get(f"/account/with/enterprise/back/{query}").status_code == 401
    assert not is_in(client)


def test_an_answer_in_the_name_of_another_server_is_refused(named: Tell) -> None:
    named("enterprise")
    client = Client()
    assert client.get(there(away(client)) + "&iss=https://elsewhere.example").status_code == 401
    assert not is_in(client)


def test_a_description_of_another_server_or_in_clear_is_refused(named: Tell) -> None:
    server = named("enterprise")
    for wrong in ({"issuer": "https://elsewhere.example"}, {"authorization_endpoint": "javascript:alert(1)"}):
        server.described = wrong
        answer = Client().post("/account/with/enterprise/")
        assert answer.status_code == 401
        assert b"http-equiv" not in answer.content


# Pages


def test_a_server_that_does_not_answer_is_said_and_the_code_stays(named: Tell) -> None:
    named("enterprise", issuer="http://127.0.0.1:9")
    answer = Client(headers={"accept-language": "en-gb"}).post("/account/with/enterprise/")
    assert answer.status_code == 502
    assert "Levier could not reach Mairie." in answer.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("en-gb", "You came back from Mairie without signing in."), ("fr", "sans vous connecter")]
)
def test_whoever_gives_up_there_is_told_so_here(language: str, words: str, named: Tell) -> None:
    named("enterprise")
    client = Client(headers={"accept-language": language})
    state = parse_qs(urlsplit(away(client)).query)["state"][0]
    answer = client.get(f"/account/with/enterprise/back/?error=access_denied&state={state}")
    assert answer.status_code == 200
    assert words in answer.content.decode()


def test_there_are_buttons_for_the_servers_that_were_named_and_for_no_other(named: Tell, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "/account/with/" not in Client().get("/account/login/").content.decode()
    named("proconnect", name="ProConnect")
    page = Client().get("/account/login/?next=/me/").content.decode()
    assert "Se connecter avec ProConnect" in page
    assert re.findall(r'action="/account/with/(\w+)/"', page) == ["proconnect"]
    assert page.count('name="next" value="/me/"') == 2


def test_a_server_that_was_not_named_is_not_there(named: Tell) -> None:
    named("enterprise")
    for name in ("proconnect", "google", "openid_connect"):
        assert Client().post(f"/account/with/{name}/").status_code == 404
        assert Client().get(f"/account/with/{name}/back/").status_code == 404


def test_leaving_takes_a_form_of_this_site(named: Tell) -> None:
    named("enterprise")
    assert Client().get("/account/with/enterprise/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/account/with/enterprise/").status_code == 403


def test_leaving_needs_nothing_more_from_the_policy_of_pages(named: Tell) -> None:
    named("enterprise")
    policy = Client().post("/account/with/enterprise/")["Content-Security-Policy"]
    assert "form-action 'self';" in f"{policy};".replace("; ", ";")


def test_signing_out_here_leads_to_signing_out_there(named: Tell) -> None:
    server = named("proconnect")
    client = Client()
    through(client, "proconnect")
    page = client.post("/account/logout/")
    assert not is_in(client)
    found = re.search(r'content="0;url=([^"]+)"', page.content.decode())
    assert found
    led = urlsplit(html.unescape(found[1]))
    asked = parse_qs(led.query)
    assert f"{led.scheme}://{led.netloc}{led.path}" == f"{server.url}/end"
    assert jwt.decode(asked["id_token_hint"][0], options={"verify_signature": False})["sub"] == "nadia-1"
    assert asked["post_logout_redirect_uri"] == ["http://testserver/"]
    assert client.post("/account/logout/").status_code == 302


def test_a_server_without_a_way_out_keeps_nobody_signed_in_here(named: Tell) -> None:
    named("enterprise").described = {"end_session_endpoint": None}
    client = Client()
    through(client)
    assert client.post("/account/logout/").status_code == 302
    assert not is_in(client)


def test_the_log_tells_why_and_not_who(named: Tell, caplog: pytest.LogCaptureFixture) -> None:
    server = named("enterprise")
    server.id_more = {"nonce": "another"}
    through(Client())
    told = [record for record in caplog.records if record.getMessage() == "sign-in refused"]
    assert [record.__dict__["reason"] for record in told] == ["untrusted nonce of another sign-in"]
    assert "nadia" not in str([record.__dict__ for record in told])


# Settings


@pytest.mark.parametrize("missing", ["name", "issuer", "secret"])
def test_a_server_that_is_half_told_keeps_the_site_from_starting(missing: str, server: OpenIdServer) -> None:
    with pytest.raises(ImproperlyConfigured, match="give all of them, or none"):
        sign_in_server("enterprise", "LEVIER_OIDC", told(server, **{missing: ""}))


def test_a_server_in_clear_is_refused(server: OpenIdServer) -> None:
    with pytest.raises(ImproperlyConfigured, match="LEVIER_OIDC_ISSUER"):
        sign_in_server("enterprise", "LEVIER_OIDC", told(server, issuer="http://sso.belcombe.example"))
