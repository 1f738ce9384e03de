"""Nobody needs a password, and nobody learns who has an account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from levier.web.people.models import User
from levier.web.people.provider import provider_classes
from levier.web.people.retention import rules
from tests.project.repository import ROOT
from tests.web.conftest import Town
from tests.web.people.conftest import SignIn, code_sent_to, type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


def test_a_new_person_signs_in_with_the_code_that_came_and_has_an_account(sign_in: SignIn) -> None:
    client = Client()
    answer = sign_in(client, "Nadia@Belcombe.example")
    assert (answer.status_code, answer["Location"]) == (302, "/me/")
    user = User.objects.get()
    assert user.email == "nadia@belcombe.example"
    assert not user.has_usable_password()
    assert EmailAddress.objects.get().verified
    assert b"nadia@belcombe.example" in client.get("/me/").content


def test_no_account_is_made_until_the_code_comes_back() -> None:
    Client().post("/account/login/", {"email": "nadia@belcombe.example"})
    assert not User.objects.exists()


def test_a_known_person_keeps_one_account(belcombe: Town, sign_in: SignIn) -> None:
    before = User.objects.count()
    client = Client()
    assert sign_in(client, "BUYER@belcombe.example")["Location"] == "/me/"
    assert "Belcombe" in client.get("/me/").content.decode()
    assert User.objects.count() == before


def test_known_and_unknown_addresses_get_the_same_page_and_the_same_letter(belcombe: Town) -> None:
    def seen(address: str) -> tuple[str, str, str]:
        client = Client()
        answer = client.post("/account/login/", {"email": address}, follow=True)
        letter = mail.outbox[-1]
        page = re.sub(r'value="[^"]*"', "", answer.content.decode()).replace(address, "ADDRESS")
        body = str(letter.body).replace(code_sent_to(address), "CODE")
        return page, str(letter.subject), body

    assert seen("buyer@belcombe.example") == seen("nobody@belcombe.example")


def test_known_and_unknown_addresses_cost_the_same_questions(belcombe: Town, django_assert_num_queries: object) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for address in ("buyer@belcombe.example", "nobody@belcombe.example"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            Client().post("/account/login/", {"email": address})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_letter_is_plain_and_in_the_language_of_the_page() -> None:
    client = Client(headers={"accept-language": "en-gb"})
    client.post("/account/login/", {"email": "a@example.org"})
    client = Client(headers={"accept-language": "fr"})
    client.post("/account/login/", {"email": "b@example.org"})
    english, french = mail.outbox
    assert english.subject == "Your code to sign in to Levier"
    assert french.subject == "Votre code de connexion à Levier"
    assert "text/plain" in str(english.message()["Content-Type"])
    assert not english.message().is_multipart()
    assert "15 minutes" in str(english.body)
    assert "&" not in str(english.body) + str(french.body)


def test_five_wrong_codes_and_the_code_is_dead() -> None:
    client = Client()
    client.post("/account/login/", {"email": "a@example.org"})
    right = code_sent_to("a@example.org")
    for _ in range(4):
        answer = client.post("/account/login/code/confirm/", {"code": "BCDF-BCDF", "action": "verify"})
        assert answer.status_code == 200
        assert "errors" in answer.content.decode()
    client.post("/account/login/code/confirm/", {"code": "BCDF-BCDF", "action": "verify"})
    client.post("/account/login/code/confirm/", {"code": right, "action": "verify"})
    assert "_auth_user_id" not in client.session


def test_a_code_works_once_and_only_in_the_browser_that_asked(sign_in: SignIn) -> None:
    mine = Client()
    mine.post("/account/login/", {"email": "a@example.org"})
    other = Client()
    other.post("/account/login/", {"email": "b@example.org"})
    other.post("/account/login/code/confirm/", {"code": code_sent_to("a@example.org"), "action": "verify"})
    assert "_auth_user_id" not in other.session
    type_code(mine, "a@example.org")
    assert "_auth_user_id" in mine.session


def test_the_sixth_code_for_one_address_is_refused_from_wherever_it_is_asked() -> None:
    asked = [Client().post("/account/login/", {"email": "a@example.org"}).status_code for _ in range(6)]
    assert asked == [302] * 5 + [429]
    assert len(mail.outbox) == 5
    assert Client().post("/account/login/", {"email": "other@example.org"}).status_code == 302


def test_one_place_that_tries_many_addresses_is_stopped() -> None:
    asked = [Client().post("/account/login/", {"email": f"{n}@example.org"}).status_code for n in range(61)]
    assert asked[59] == 302
    assert asked[60] == 429


def test_asking_for_another_code_counts_and_makes_the_first_one_void() -> None:
    client = Client()
    client.post("/account/login/", {"email": "a@example.org"})
    first = code_sent_to("a@example.org")
    client.post("/account/login/code/confirm/", {"action": "resend"})
    assert len(mail.outbox) == 2
    assert code_sent_to("a@example.org") != first
    client.post("/account/login/code/confirm/", {"code": first, "action": "verify"})
    assert "_auth_user_id" not in client.session


def test_whoever_mistyped_the_address_can_begin_anew() -> None:
    client = Client()
    client.post("/account/login/", {"email": "a@exmaple.org"})
    assert client.get("/account/login/").status_code == 200


@pytest.mark.parametrize("typed", ["", "nadia", "nadia@", "@example.org"])
def test_what_is_no_address_is_given_back_with_a_link_to_the_field(typed: str) -> None:
    answer = Client().post("/account/login/", {"email": typed})
    page = answer.content.decode()
    assert 'href="#id_email"' in page
    assert f'value="{typed}"' in page or not typed
    assert not mail.outbox


def test_signing_in_leads_only_to_pages_of_this_site() -> None:
    client = Client()
    client.post("/account/login/?next=https://elsewhere.example/", {"email": "a@example.org"})
    assert type_code(client, "a@example.org", "https://elsewhere.example/")["Location"] == "/me/"


def test_signing_in_leads_back_to_where_one_was_going() -> None:
    client = Client()
    asked = client.post("/account/login/", {"email": "a@example.org", "next": "/me/?x=1"})
    assert "next=" in asked["Location"]
    assert type_code(client, "a@example.org", "/me/?x=1")["Location"] == "/me/?x=1"


def test_the_session_changes_its_name_when_someone_signs_in(sign_in: SignIn) -> None:
    client = Client()
    client.post("/account/login/", {"email": "a@example.org"})
    before = client.session.session_key
    type_code(client, "a@example.org")
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "page",
    [
        "signup",
        "password/change",
        "password/set",
        "password/reset",
        "email",
        "confirm-email",
        "phone/change",
        "3rdparty",
    ],
)
def test_pages_of_passwords_and_the_like_do_not_exist(page: str) -> None:
    assert Client().get(f"/account/{page}/").status_code == 404


@pytest.mark.parametrize("name", ["account_change_password", "account_reset_password", "account_signup"])
def test_their_addresses_have_no_name_either(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("view", ["house:home", "house:sources", "people:organisation", "estate:inventories"])
def test_signing_out_is_one_link_away_from_every_page(belcombe: Town, view: str) -> None:
    arguments = [] if view.startswith("house:") else [belcombe.organisation.public_id]
    page = belcombe.client("reader").get(reverse(view, args=arguments)).content.decode()
    assert f'href="{reverse("account_logout")}"' in page


def test_signing_out_is_asked_and_done(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client, "a@example.org")
    assert client.get("/account/logout/").status_code == 200
    assert "_auth_user_id" in client.session
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


def test_a_code_is_long_enough_and_never_the_same() -> None:
    codes = set()
    for n in range(50):
        Client().post("/account/login/", {"email": f"{n}@example.org"})
        codes.add(code_sent_to(f"{n}@example.org"))
    assert len(codes) == 50
    assert all(re.fullmatch(r"[A-Z]{4}-[A-Z]{4}", code) for code in codes)
    assert len(set("".join(codes))) > 16, "eight letters of more than four bits each"


def test_the_page_for_operators_tells_the_limits_and_the_ways_that_the_site_has(settings: Any) -> None:
    page = (ROOT / "docs" / "operating" / "sign-in.md").read_text(encoding="utf-8")
    told = {
        "login": ("60/15m/ip", "| attempts from one network address | 60 in a quarter of an hour |"),
        "request_login_code": ("60/15m/ip,5/15m/key", "| codes for one address | five in a quarter of an hour |"),
        "open_trial": ("30/h/ip", "| trial spaces opened from one network address | 30 an hour |"),
        "invite": ("60/h/user", "| invitations sent by one person | 60 an hour |"),
        "compute_openly": ("120/15m/ip", "from one network address | 120 in a quarter of an hour |"),
    }
    assert {name: limit for name, (limit, _) in told.items()} == settings.ACCOUNT_RATE_LIMITS
    assert [line for _, line in told.values() if line not in page] == []
    minutes, tries = settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60, settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
    assert (minutes, tries) == (15, 5)
    assert "| a code | 15 minutes, five attempts, one browser, once |" in page
    ways = {"enterprise": "OpenID Connect", "proconnect": "ProConnect", "saml": "SAML"}
    assert {vars(kind)["id"] for kind in provider_classes} == set(ways)
    factors = {"totp": "authenticator app", "webauthn": "passkey", "recovery_codes": "recovery codes"}
    assert set(settings.MFA_SUPPORTED_TYPES) == set(factors)
    assert [word for word in (*ways.values(), *factors.values()) if word not in page] == []


def test_the_page_for_operators_tells_how_long_sessions_last_and_how_many_there_may_be(settings: Any) -> None:
    page = (ROOT / "docs" / "operating" / "sign-in.md").read_text(encoding="utf-8")
    days = settings.SESSION_COOKIE_AGE // 86_400
    assert f"A session lasts {days} days from signing in" in page
    assert rules()["session"].days == days
    assert "One person may have any number at once" in page
    assert "came through a sign-in server lasts as long as any other" in page
