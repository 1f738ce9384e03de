"""People come in through the SAML server of their organisation, and nobody comes in through a lie."""

from __future__ import annotations

import base64
import html
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from lxml import etree

from levier.web.environment import saml_server
from levier.web.journal.models import Entry
from levier.web.people.models import User
from tests.web.conftest import Town
from tests.web.people.saml_server import (
    ADDRESS,
    ENTITY,
    SPACES,
    TRANSIENT,
    SamlServer,
    asked,
    other_pair,
    usual_pair,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]

SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
ANSWER = "/account/with/saml/answer/"


Heard = Callable[[], list[str]]


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Iterator[Heard]:
    """Return what tells the reasons of refusals in the log of the site."""
    log = logging.getLogger("levier")
    log.addHandler(caplog.handler)
    yield lambda: [vars(record)["reason"] for record in caplog.records if record.msg == "sign-in refused"]
    log.removeHandler(caplog.handler)


def told(**more: Any) -> dict[str, Any]:
    return {
        "name": "Mairie",
        "entity_id": ENTITY,
        "sso_url": "https://idp.belcombe.example/sso",
        "certificate": usual_pair().certificate,
        "domains": ["belcombe.example"],
        **more,
    }


@pytest.fixture(autouse=True)
def _named(settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS = {"saml": saml_server(told())}


def away(client: Client, next_: str = "") -> str:
    """Press the button, and return the address of the server that the page leads on to."""
    page = client.post("/account/with/saml/", {"next": next_} if next_ else {})
    assert page.status_code == 200, page.content.decode()
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return html.unescape(found[1])


def back(client: Client, answer: str) -> Any:
    """Come back with an answer, as a browser does: the form of another site brings no cookie, what follows does."""
    first = Client().post(ANSWER, {"SAMLResponse": answer, "RelayState": ""})
    return client.get(first["Location"]) if first.status_code == 302 else first


def through(client: Client, server: SamlServer | None = None, next_: str = "") -> Any:
    return back(client, (server or SamlServer()).answer(away(client, next_)))


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Coming in


def test_a_new_person_comes_in_and_has_an_account() -> None:
    client = Client()
    answer = through(client)
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    user = User.objects.get()
    assert (user.email, user.name) == ("nadia@belcombe.example", "Nadia")
    assert not user.has_usable_password()
    assert SocialAccount.objects.get().extra_data == {}
    assert "4711" not in SocialAccount.objects.get().uid


def test_a_known_person_keeps_one_account_and_the_journal_tells_of_the_link(belcombe: Town) -> None:
    before = User.objects.count()
    client = Client()
    through(client, SamlServer(attributes={"mail": "Buyer@belcombe.example"}))
    assert int(client.session["_auth_user_id"]) == belcombe.people["buyer"].pk
    assert User.objects.count() == before
    assert Entry.objects.filter(action="account.link", actor=f"user:{belcombe.people['buyer'].pk}").count() == 1
    assert Entry.objects.get(action="account.sign_in").details == {"ways": ["socialaccount"]}


def test_a_person_is_known_again_after_the_address_changed_there() -> None:
    through(Client())
    client = Client()
    through(client, SamlServer(attributes={"mail": "nadia.belkacem@belcombe.example"}))
    assert int(client.session["_auth_user_id"]) == User.objects.get().pk


def test_an_address_may_stand_for_the_person_and_a_lasting_attribute_for_a_passing_name() -> None:
    by_address, by_attribute = Client(), Client()
    through(by_address, SamlServer(form=ADDRESS, person="eve@belcombe.example", attributes={}))
    lasting = {"urn:oasis:names:tc:SAML:attribute:subject-id": "n@b", "mail": "nadia@belcombe.example"}
    through(by_attribute, SamlServer(form=TRANSIENT, person="_1", attributes=lasting))
    again = Client()
    through(again, SamlServer(form=TRANSIENT, person="_2", attributes=lasting))
    assert is_in(by_address)
    assert again.session["_auth_user_id"] == by_attribute.session["_auth_user_id"]


def test_coming_in_leads_back_to_where_one_was_going_on_this_site() -> None:
    assert through(Client(), next_="/me/?x=1")["Location"] == "/me/?x=1"
    assert through(Client(), next_="https://elsewhere.example/")["Location"] == "/me/"


def test_a_second_factor_is_asked_for_all_the_same(belcombe: Town) -> None:
    client = Client()
    through(client, SamlServer(attributes={"mail": "administrator@belcombe.example"}))
    assert not is_in(client)
    assert client.get("/account/2fa/authenticate/").status_code == 200


def test_the_button_stands_on_the_page_of_sign_in() -> None:
    page = Client().get("/account/login/").content.decode()
    assert 'action="/account/with/saml/"' in page
    assert "Se connecter avec Mairie" in page


def test_the_site_describes_itself_to_the_server() -> None:
    answer = Client().get("/account/with/saml/metadata/")
    described = etree.fromstring(answer.content)
    assert described.get("entityID") == "http://testserver/account/with/saml/metadata/"
    assert f"http://testserver{ANSWER}" in answer.content.decode()
    assert answer["Content-Type"].startswith("application/samlmetadata+xml")


# Lies


DATA = "saml:Assertion/saml:Subject//saml:SubjectConfirmationData"
ENTITY_OF_XML = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LIES: dict[str, tuple[SamlServer, str]] = {
    "another key": (SamlServer(keys=other_pair()), "invalid_signature"),
    "no signature": (SamlServer(signs=False), "no_signature_found|no_signed_assertion"),
    "a weak signature": (SamlServer(algorithm=SHA1), "deprecated_signature_method|invalid_signature"),
    "another party": (SamlServer(audience="https://elsewhere.example/"), "wrong_audience"),
    "no party": (SamlServer(without="saml:Assertion/saml:Conditions/saml:AudienceRestriction"), "another party"),
    "another address": (SamlServer(recipient="http://elsewhere.example/answer/"), "wrong_destination"),
    "no address": (SamlServer(without=f"{DATA}@Recipient"), "another address"),
    "another server": (SamlServer(entity="https://idp.elsewhere.example/"), "wrong_issuer"),
    "yesterday": (SamlServer(holds=-24 * 60, began=-25 * 60), "assertion_expired"),
    "tomorrow": (SamlServer(holds=25 * 60, began=24 * 60), "assertion_too_early"),
    "no end": (SamlServer(without=f"{DATA}@NotOnOrAfter"), "without an end"),
    "no conditions": (SamlServer(without="saml:Assertion/saml:Conditions"), "missing_conditions"),
    "no request": (SamlServer(without=f"{DATA}@InResponseTo"), "answers no request"),
    "another request": (SamlServer(answers="_4711"), "answer that was not asked for"),
    "a failure": (SamlServer(status="Responder"), "status_code_is_not_success"),
    "nobody": (SamlServer(without="saml:Assertion/saml:Subject/saml:NameID"), "no_nameid"),
    "a passing name": (SamlServer(form=TRANSIENT, person="_1"), "no lasting name"),
    "a changed address": (SamlServer(wrong=lambda answer: answer.replace(b"nadia@", b"admin@")), "invalid_signature"),
    "not XML": (SamlServer(wrong=lambda _: b"hello"), "no answer of a server"),
    "an entity": (
        SamlServer(wrong=lambda answer: ENTITY_OF_XML + answer.replace(b"Nadia", b"&e;")),
        "no answer of a server",
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_what_is_not_signed_for_this_site_and_this_moment_is_refused(lie: str, heard: Heard) -> None:
    server, why = LIES[lie]
    client = Client()
    answer = through(client, server)
    assert answer.status_code == 401
    assert "connexion n’a pas abouti" in answer.content.decode()
    assert [re.fullmatch(f"untrusted .*({why}).*", reason) is not None for reason in heard()] == [True], heard()
    assert not is_in(client)
    assert not User.objects.exists()


def wrapped(answer: bytes) -> bytes:
    """Put an assertion of one's own before the signed one, which is hidden where nobody looks (signature wrapping)."""
    tree = etree.fromstring(answer)
    signed = tree.find("saml:Assertion", SPACES)
    assert signed is not None
    forged = etree.fromstring(
        etree.tostring(signed).replace(b"nadia@", b"admin@").replace(b'"_assertion"', b'"_forged"')
    )
    signature = forged.find("{http://www.w3.org/2000/09/xmldsig#}Signature")
    assert signature is not None
    forged.remove(signature)
    hidden = etree.SubElement(tree, f"{{{SPACES['samlp']}}}Extensions")
    tree.replace(signed, forged)
    hidden.append(signed)
    return bytes(etree.tostring(tree))


def beside(answer: bytes) -> bytes:
    """Put an assertion of one's own beside the signed one."""
    tree = etree.fromstring(wrapped(answer))
    hidden = tree.find("samlp:Extensions", SPACES)
    assert hidden is not None
    tree.append(hidden[0])
    tree.remove(hidden)
    return bytes(etree.tostring(tree))


@pytest.mark.parametrize("wrong", [wrapped, beside])
def test_a_signature_counts_only_for_what_it_signs(wrong: Callable[[bytes], bytes]) -> None:
    client = Client()
    assert through(client, SamlServer(wrong=wrong)).status_code == 401
    assert not is_in(client)


def test_an_answer_serves_once() -> None:
    client = Client()
    answer = SamlServer().answer(away(client))
    assert back(client, answer)["Location"] == "/me/"
    client.post("/account/logout/")
    assert back(client, answer).status_code == 401
    assert not is_in(client)


def test_an_answer_serves_only_in_the_browser_that_left() -> None:
    mine, other = Client(), Client()
    answer = SamlServer().answer(away(mine))
    away(other)
    assert back(other, answer).status_code == 401
    assert back(Client(), answer).status_code == 401
    assert not is_in(other)


def test_what_was_verified_waits_under_a_name_that_serves_once() -> None:
    client, thief = Client(), Client()
    first = Client().post(ANSWER, {"SAMLResponse": SamlServer().answer(away(client))})
    assert thief.get(first["Location"]).status_code == 401
    assert client.get(first["Location"]).status_code == 401, "it was asked for already"
    assert not is_in(client)


def test_an_answer_that_nobody_asked_for_is_refused() -> None:
    other = Client()
    answer = SamlServer().answer(away(other))
    assert Client().get("/account/with/saml/done/nothing/").status_code == 401
    assert back(Client(), answer).status_code == 401


@pytest.mark.parametrize("attributes", [{"mail": "nadia@elsewhere.example"}, {}, {"mail": "nadia"}])
def test_only_addresses_of_the_domains_that_were_named_come_in(attributes: dict[str, str]) -> None:
    client = Client()
    assert through(client, SamlServer(attributes=attributes)).status_code == 403
    assert not is_in(client)
    assert not User.objects.exists()


def test_nothing_of_what_a_liar_wrote_comes_into_the_log(heard: Heard) -> None:
    through(Client(), SamlServer(audience="https://secret.example/"))
    assert heard() == ["untrusted wrong_audience"]


def test_the_answer_of_a_server_is_taken_by_form_alone_and_needs_no_token_of_ours() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.get(ANSWER).status_code == 405
    assert client.post(ANSWER, {"SAMLResponse": "x"}).status_code == 401
    assert client.get("/account/with/saml/back/").status_code == 404


# What the operator tells


@pytest.mark.parametrize("part", ["name", "sso_url", "certificate", "domains"])
def test_a_server_that_is_half_told_is_refused(part: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"LEVIER_SAML_{part.upper()}"):
        saml_server(told(**{part: ""}))


def test_a_server_in_clear_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="LEVIER_SAML_SSO_URL"):
        saml_server(told(sso_url="http://idp.belcombe.example/sso"))


def test_the_certificate_may_stand_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "idp.pem"
    file.write_text(usual_pair().certificate)
    kept = saml_server(told(certificate=str(file)))["APPS"][0]["settings"]
    assert kept["certificate"] == usual_pair().certificate
    with pytest.raises(ImproperlyConfigured, match="LEVIER_SAML_CERTIFICATE"):
        saml_server(told(certificate=str(tmp_path / "none.pem")))


def test_without_its_library_the_site_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("levier.web.environment.find_spec", lambda _: None)
    with pytest.raises(ImproperlyConfigured, match=r"levier\[saml\]"):
        saml_server(told())


def test_what_the_browser_takes_along_names_this_site_and_nobody() -> None:
    address = away(Client())
    name, answer = asked(address)
    assert answer == f"http://testserver{ANSWER}"
    assert len(name) > 30
    request = parsed(address)
    assert request.find("saml:Issuer", SPACES).text == "http://testserver/account/with/saml/metadata/"
    assert request.find("saml:Subject", SPACES) is None


def parsed(address: str) -> Any:
    import zlib
    from urllib.parse import parse_qs, urlsplit

    sent = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return etree.fromstring(zlib.decompress(base64.b64decode(sent), -15))
