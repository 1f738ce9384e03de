"""A session alone is not enough for what decides who can sign in: whoever it is shows once more that it is them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from levier.web.people.sessions import SINCE
from tests.web.conftest import Town, show_factor
from tests.web.people.conftest import type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


def long_ago(client: Client) -> Client:
    """Make a browser one in which someone signed in yesterday."""
    session = client.session
    session[SINCE] = (timezone.now() - timedelta(days=1)).isoformat()
    session.save()
    return client


@pytest.mark.parametrize("page", ["/me/address/", "/me/delete/", "/account/2fa/app/", "/account/2fa/keys/add/"])
def test_a_session_left_open_is_asked_for_a_new_code_first(belcombe: Town, page: str) -> None:
    client, user = long_ago(belcombe.client("buyer")), belcombe.people["buyer"]
    question = client.get(page)["Location"]
    assert client.get(question).status_code == 200
    assert "_auth_user_id" in client.session, "a link, be it on another site, signs nobody out"
    assert not mail.outbox, "and sends nothing"
    asked = client.post(question)
    assert asked["Location"].startswith("/account/login/code/confirm/")
    assert "_auth_user_id" not in client.session
    assert mail.outbox[-1].to == [user.email]
    back = type_code(client, user.email, page)
    assert back["Location"] == page
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("page", ["/me/address/", "/me/delete/", "/account/2fa/app/remove/"])
def test_who_has_a_second_factor_shows_it_first(belcombe: Town, page: str) -> None:
    client = belcombe.client("administrator")
    assert client.get(page)["Location"].startswith("/account/2fa/reauthenticate/")
    assert show_factor(client, belcombe.people["administrator"]).get(page).status_code == 200


def test_a_trial_space_stays_while_one_signs_in_again(belcombe: Town) -> None:
    client = belcombe.client("buyer")
    client.post("/example/")
    trial = client.session["trial"]
    client.post(long_ago(client).get("/me/address/")["Location"])
    assert "_auth_user_id" not in client.session
    assert client.session["trial"] == trial


def test_a_code_leads_back_to_this_site_only(belcombe: Town) -> None:
    asked = long_ago(belcombe.client("buyer")).post("/account/again/?next=https://evil.example/")
    assert asked["Location"] == "/account/login/code/confirm/?next=%2Fme%2F"


def test_who_asked_for_too_many_codes_stays_signed_in(belcombe: Town) -> None:
    client = long_ago(belcombe.client("buyer"))
    while Client().post("/account/login/", {"email": "buyer@belcombe.example"}).status_code == 302:
        pass
    assert client.post("/account/again/").status_code == 429
    assert "_auth_user_id" in client.session
