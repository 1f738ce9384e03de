"""A first result without an account: kept some days, kept for good, or gone at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import Client, RequestFactory
from django.utils import timezone
from django_scopes import scope

from levier.web.people.actions import claim_trial, delete_trial, open_trial
from levier.web.people.actions.trials import TooMany
from levier.web.people.models import Membership, Organisation, Site, User
from levier.web.people.roles import Role
from levier.web.people.sessions import SessionStore
from tests.web.conftest import Town
from tests.web.people.conftest import type_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_counted")]


def visit() -> HttpRequest:
    """Return the request of a browser that was never here."""
    request = RequestFactory().post("/")
    request.session = SessionStore()
    request.user = AnonymousUser()
    return request


def browser() -> tuple[Client, Organisation]:
    """Return a browser that has a trial space, and the space."""
    client, request = Client(), visit()
    space = open_trial(request)
    request.session.save()
    client.cookies["levier"] = request.session.session_key or ""
    return client, space


def test_a_trial_space_is_kept_seven_days_and_one_browser_has_one() -> None:
    request = visit()
    space = open_trial(request)
    assert space.trial_until is not None
    assert abs(space.trial_until - timezone.now() - timedelta(days=7)) < timedelta(minutes=1)
    assert open_trial(request) == space


def test_only_the_browser_that_opened_it_sees_it(belcombe: Town) -> None:
    client, space = browser()
    page = f"/o/{space.public_id}/"
    assert client.get(page).status_code == 200
    assert Client().get(page).status_code == 404
    assert belcombe.client("administrator").get(page).status_code == 404
    stranger, _ = browser()
    assert stranger.get(page).status_code == 404


def test_every_page_of_it_says_how_long_it_stays() -> None:
    client, space = browser()
    assert "Essai sans compte · reste 7 jours" in client.get(f"/o/{space.public_id}/").content.decode()
    Organisation.objects.filter(pk=space.pk).update(trial_until=timezone.now() + timedelta(hours=3))
    assert "dernier jour" in client.get(f"/o/{space.public_id}/").content.decode()


def test_after_its_time_nobody_sees_it() -> None:
    client, space = browser()
    Organisation.objects.filter(pk=space.pk).update(trial_until=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/o/{space.public_id}/").status_code == 404


def test_it_is_deleted_in_one_click_with_all_that_was_in_it() -> None:
    client, space = browser()
    with scope(organisation=space):
        Site.objects.create(organisation=space, name="Mairie")
    assert client.get(f"/o/{space.public_id}/delete-trial/").status_code == 405
    answer = client.post(f"/o/{space.public_id}/delete-trial/", follow=True)
    assert "supprimés" in answer.content.decode()
    assert not Organisation.objects.exists()
    assert client.get(f"/o/{space.public_id}/").status_code == 404


def test_an_organisation_that_stays_is_not_deleted_as_a_trial(belcombe: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/delete-trial/"
    assert belcombe.client("administrator").post(page).status_code == 404
    with pytest.raises(ValueError, match="no trial"):
        delete_trial(belcombe.organisation)
    assert Organisation.objects.filter(pk=belcombe.organisation.pk).exists()


def test_whoever_keeps_it_signs_in_by_code_and_becomes_its_administrator() -> None:
    client, space = browser()
    with scope(organisation=space):
        Site.objects.create(organisation=space, name="Mairie")
    asked = client.post(f"/o/{space.public_id}/keep/", {"name": "Belcombe", "email": "nadia@belcombe.example"})
    assert asked.status_code == 302
    space.refresh_from_db()
    assert space.trial_until is not None, "not before the code has come back"
    answer = type_code(client, "nadia@belcombe.example", f"/o/{space.public_id}/")
    assert answer["Location"] == f"/o/{space.public_id}/"
    space.refresh_from_db()
    kept = Organisation.objects.get()
    assert (kept.trial_until, kept.name) == (None, "Belcombe")
    with scope(organisation=space):
        place = Membership.objects.get()
        assert (place.user.email, place.role) == ("nadia@belcombe.example", Role.ADMINISTRATOR)
        assert Site.objects.get().name == "Mairie"
    page = client.get(f"/o/{space.public_id}/")
    assert page.status_code == 200
    assert "Essai sans compte" not in page.content.decode()
    assert Client().get(f"/o/{space.public_id}/").status_code == 404


def test_whoever_is_signed_in_already_keeps_it_at_once(belcombe: Town) -> None:
    client, space = browser()
    client.force_login(belcombe.people["buyer"])
    kept = client.session
    kept["trial"] = space.public_id
    kept.save()
    assert 'name="email"' not in client.get(f"/o/{space.public_id}/keep/").content.decode()
    client.post(f"/o/{space.public_id}/keep/", {"name": "Syndicat des eaux"})
    space.refresh_from_db()
    assert space.trial_until is None
    assert "Syndicat des eaux" in client.get("/me/").content.decode()


def test_signing_in_for_another_reason_leaves_the_trial_a_trial() -> None:
    client, space = browser()
    client.post("/account/login/", {"email": "a@example.org"})
    type_code(client, "a@example.org")
    space.refresh_from_db()
    assert space.trial_until is not None
    assert client.get(f"/o/{space.public_id}/").status_code == 200
    assert f"/o/{space.public_id}/" in client.get("/me/").content.decode()


def test_keeping_it_twice_makes_one_administrator() -> None:
    space = open_trial(visit())
    first, second = User.objects.create_user("a@example.org"), User.objects.create_user("b@example.org")
    claim_trial(space, first)
    claim_trial(space, second)
    with scope(organisation=space):
        assert [place.user for place in Membership.objects.all()] == [first]


def test_one_place_cannot_open_trials_without_end() -> None:
    for _ in range(30):
        open_trial(visit())
    with pytest.raises(TooMany):
        open_trial(visit())
