"""An organisation is founded, described, deleted and brought back; its places are its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from levier.web.journal.models import Entry
from levier.web.people.models import Entity, Organisation, Site
from tests.web.conftest import Town
from tests.web.people.conftest import SignIn
from tests.web.sending import fill

pytestmark = pytest.mark.django_db

TOLD = {"name": "Mairie de Belcombe", "kind": "local_authority", "people": "140", "country": "FR"}


def actions() -> list[str]:
    return [entry.action for entry in Entry.objects.all()]


def test_whoever_founds_an_organisation_administers_it(sign_in: SignIn) -> None:
    client = Client()
    sign_in(client, "nadia@belcombe.example")
    made = client.post("/new/", TOLD, follow=True).content.decode()
    assert "Mairie de Belcombe" in made
    assert "Collectivité territoriale" in made
    organisation = Organisation.objects.get()
    assert organisation.people == 140
    assert actions() == ["account.open", "account.sign_in", "organisation.found"]
    members = client.get(f"/o/{organisation.public_id}/members/").content.decode()
    assert "nadia@belcombe.example" in members
    assert "Administration" in members


@pytest.mark.parametrize(("field", "typed"), [("name", " "), ("people", "some"), ("people", "0"), ("country", "XX")])
def test_what_cannot_be_is_told_and_nothing_typed_is_lost(belcombe: Town, field: str, typed: str) -> None:
    answer = belcombe.client("reader").post("/new/", {**TOLD, "name": "Régie", field: typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'href="#id_{field}"' in page
    assert field == "name" or 'value="Régie"' in page
    assert not Organisation.objects.filter(name="Régie").exists()


def test_a_change_of_the_description_is_kept_in_the_journal_with_what_it_was(belcombe: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/settings/"
    client = belcombe.client("administrator")
    assert fill(client, page, TOLD).status_code == 302
    belcombe.organisation.refresh_from_db()
    assert belcombe.organisation.people == 140
    entry = Entry.objects.get()
    assert entry.details == {"changed": {"name": ["Belcombe", "Mairie de Belcombe"], "people": [None, 140]}}
    assert entry.organisation == belcombe.organisation.public_id
    fill(client, page, TOLD)
    assert Entry.objects.count() == 1, "nothing changed, nothing to tell"


def test_the_size_is_asked_where_a_duty_depends_on_it_with_the_reason(belcombe: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/settings/"
    client = belcombe.client("administrator")
    asked = client.get(page).content.decode()
    for field in ("people", "inhabitants", "purchases_eur"):
        assert f'id="id_{field}_helptext"' in asked
        assert f'aria-describedby="id_{field}_helptext"' in asked
    assert fill(client, page, {**TOLD, "inhabitants": "52000", "purchases_eur": "61000000"}).status_code == 302
    belcombe.organisation.refresh_from_db()
    assert (belcombe.organisation.inhabitants, belcombe.organisation.purchases_eur) == (52_000, 61_000_000)
    shown = client.get(f"/o/{belcombe.organisation.public_id}/").content.decode()
    assert "52\u202f000" in shown
    assert "61\u202f000\u202f000" in shown
    assert fill(client, page, {**TOLD, "purchases_eur": "9" * 30}).status_code == 422


def test_an_organisation_is_deleted_only_by_typing_its_name(belcombe: Town) -> None:
    client, page = belcombe.client("administrator"), f"/o/{belcombe.organisation.public_id}/delete/"
    answer = client.post(page, {"name": "belcomb"})
    assert answer.status_code == 422
    assert 'href="#name"' in answer.content.decode()
    assert client.post(page, {"name": "Belcombe"})["Location"] == "/me/"
    assert client.get(f"/o/{belcombe.organisation.public_id}/").status_code == 404
    assert belcombe.client("reader").get(f"/o/{belcombe.organisation.public_id}/").status_code == 404


def test_an_administrator_brings_it_back_as_it_was_within_thirty_days(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Site.objects.create(organisation=belcombe.organisation, name="Mairie")
    client, id_ = belcombe.client("administrator"), belcombe.organisation.public_id
    client.post(f"/o/{id_}/delete/", {"name": "Belcombe"})
    assert f"/me/restore/{id_}/" in client.get("/me/").content.decode()
    assert belcombe.client("lead").post(f"/me/restore/{id_}/").status_code == 404
    assert client.post(f"/me/restore/{id_}/").status_code == 302
    assert "Mairie" in client.get(f"/o/{id_}/sites/").content.decode()
    assert actions() == ["organisation.delete", "organisation.restore"]


def test_bringing_it_back_asks_for_a_second_factor_as_deleting_it_does(belcombe: Town) -> None:
    client, id_ = belcombe.client("administrator"), belcombe.organisation.public_id
    client.post(f"/o/{id_}/delete/", {"name": "Belcombe"})
    belcombe.people["administrator"].authenticator_set.all().delete()  # type: ignore[attr-defined]  # allauth has no types
    assert client.post(f"/me/restore/{id_}/")["Location"] == "/account/2fa/"
    assert client.get(f"/o/{id_}/").status_code == 404


def test_after_thirty_days_it_is_too_late(belcombe: Town) -> None:
    deleted = timezone.now() - timedelta(days=30, seconds=1)
    Organisation.objects.filter(pk=belcombe.organisation.pk).update(deleted_at=deleted)
    client = belcombe.client("administrator")
    assert client.post(f"/me/restore/{belcombe.organisation.public_id}/").status_code == 404


def test_sites_and_entities_are_added_changed_and_removed(belcombe: Town) -> None:
    client, base = belcombe.client("contributor"), f"/o/{belcombe.organisation.public_id}"
    client.post(f"{base}/entities/add/", {"name": "Régie des eaux"})
    with scope(organisation=belcombe.organisation):
        entity = Entity.objects.get()
    client.post(f"{base}/sites/add/", {"name": "Mairie", "entity": entity.pk, "country": "RE"})
    page = client.get(f"{base}/sites/").content.decode()
    assert "Régie des eaux" in page
    assert "La Réunion" in page
    with scope(organisation=belcombe.organisation):
        site = Site.objects.get()
    assert fill(client, f"{base}/sites/{site.pk}/", {"name": "Hôtel de ville"}).status_code == 302
    client.post(f"{base}/entities/{entity.pk}/remove/")
    with scope(organisation=belcombe.organisation):
        site.refresh_from_db()
        assert (site.name, site.entity) == ("Hôtel de ville", None)
    client.post(f"{base}/sites/{site.pk}/remove/")
    assert actions() == ["entity.add", "site.add", "site.change", "entity.remove", "site.remove"]


def test_two_sites_never_bear_one_name(belcombe: Town) -> None:
    client, page = belcombe.client("contributor"), f"/o/{belcombe.organisation.public_id}/sites/add/"
    assert client.post(page, {"name": "Mairie"}).status_code == 302
    again = client.post(page, {"name": " mairie "})
    assert again.status_code == 422
    assert 'href="#id_name"' in again.content.decode()


def test_the_site_of_another_organisation_cannot_be_touched_nor_its_entity_taken(
    belcombe: Town, outsider: Town
) -> None:
    with scope(organisation=outsider.organisation):
        site = Site.objects.create(organisation=outsider.organisation, name="Ailleurs")
        entity = Entity.objects.create(organisation=outsider.organisation, name="Autre")
    client, base = belcombe.client("administrator"), f"/o/{belcombe.organisation.public_id}/sites"
    assert client.get(f"{base}/{site.pk}/").status_code == 404
    assert client.post(f"{base}/{site.pk}/remove/").status_code == 404
    assert client.post(f"{base}/add/", {"name": "Mairie", "entity": entity.pk}).status_code == 422


def test_twenty_five_sites_stand_on_a_page(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        rows = [Site(organisation=belcombe.organisation, name=f"Site {n:02}") for n in range(30)]
        Site.objects.bulk_create(rows)
    client, page = belcombe.client("reader"), f"/o/{belcombe.organisation.public_id}/sites/"
    first, second = client.get(page).content.decode(), client.get(page + "?page=2").content.decode()
    assert ("Site 24" in first, "Site 25" in first, "Site 25" in second) == (True, False, True)
