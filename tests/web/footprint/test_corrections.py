"""What an organisation says of its own estate is kept, changes the result at once, and can be undone."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django_scopes import scope

from levier.web.estate.models import Alias, Inventory
from levier.web.footprint.models import Lifetime, Preference, Result
from levier.web.journal.actions import broken_at
from levier.web.journal.models import Entry
from tests.web.conftest import Town
from tests.web.footprint.conftest import address, opened
from tests.web.sending import carried, fill

pytestmark = pytest.mark.django_db


def results(town: Town) -> list[Result]:
    """Return the results of a town, the newest first."""
    with scope(organisation=town.organisation):
        return list(Result.objects.select_related("inventory"))


@pytest.fixture
def client(belcombe: Town, inventory: Inventory) -> Client:
    """The browser of a contributor who reads English, with a first result."""
    found = belcombe.client("contributor")
    found.get("/language/en-gb/")
    opened(found, address(inventory))
    return found


def test_a_life_that_is_told_changes_the_result_at_once_and_is_kept(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    answer = fill(client, address(inventory, "life/"), {"category": "monitor", "years": "14"})
    assert answer.headers["Location"] == address(inventory)
    page = opened(client, address(inventory))
    newest, first = results(belcombe)
    assert newest.value is not None
    assert first.value is not None
    assert newest.value < first.value
    assert newest.asked == first.asked
    assert "What moved it: the equipment counted, or what your organisation says of it." in html.unescape(page)
    told = client.get(f"/o/{belcombe.organisation.public_id}/results/{newest.public_id}/assumptions/").content.decode()
    assert "told by your organisation, in years: 14" in told
    assert client.get(address(inventory)).status_code == 200
    assert len(results(belcombe)) == 2


def test_undoing_brings_back_what_held_before(belcombe: Town, inventory: Inventory, client: Client) -> None:
    for years in ("9", "14"):
        fill(client, address(inventory, "life/"), {"category": "monitor", "years": years})
        opened(client, address(inventory))
    assert len(results(belcombe)) == 3

    def undo() -> None:
        page = client.get(address(inventory, "corrections/")).content.decode()
        path = re.search(r'action="([^"]*/life/\d+/undo/)"', page)
        assert path is not None
        client.post(path[1])

    undo()
    with scope(organisation=belcombe.organisation):
        assert [life.years for life in Lifetime.objects.filter(deleted_at=None)] == [9]
    undo()
    with scope(organisation=belcombe.organisation):
        assert not Lifetime.objects.filter(deleted_at=None).exists()
    page = client.get(address(inventory))
    assert page.status_code == 200, "the first result holds again and is there already"
    assert len(results(belcombe)) == 3
    assert Entry.objects.filter(action="life.undo").count() == 2
    assert broken_at() is None


def test_undoing_twice_changes_nothing_more(belcombe: Town, inventory: Inventory, client: Client) -> None:
    for years in ("9", "14"):
        fill(client, address(inventory, "life/"), {"category": "monitor", "years": years})
    with scope(organisation=belcombe.organisation):
        newest = Lifetime.objects.get(deleted_at=None)
    for _ in range(2):
        client.post(address(inventory, f"life/{newest.pk}/undo/"))
    with scope(organisation=belcombe.organisation):
        assert [life.years for life in Lifetime.objects.filter(deleted_at=None)] == [9]


@pytest.mark.parametrize(
    "typed", [{"category": "monitor", "years": "-3"}, {"category": "castle", "years": "5"}, {"years": "lots"}, {}]
)
def test_a_life_that_cannot_be_is_refused_with_what_was_typed(
    belcombe: Town, inventory: Inventory, client: Client, typed: dict[str, str]
) -> None:
    answer = fill(client, address(inventory, "life/"), typed)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert re.search(r'<a href="#id_(category|years)"', page)
    if "years" in typed:
        assert f'value="{typed["years"]}"' in page
    with scope(organisation=belcombe.organisation):
        assert not Lifetime.objects.exists()


def test_a_french_comma_is_a_number(belcombe: Town, inventory: Inventory, client: Client) -> None:
    client.get("/language/fr/")
    fill(client, address(inventory, "life/"), {"category": "monitor", "years": "7,5"})
    with scope(organisation=belcombe.organisation):
        assert Lifetime.objects.get().years == 7.5


def test_a_name_that_is_told_is_read_so_and_recognised_again_when_undone(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    page = client.get(address(inventory, "names/", "?category=")).content.decode()
    found = re.search(r'href="([^"]*/name/\?[^"]*)"', page)
    assert found is not None, "the example holds a name that nobody recognises"
    path = html.unescape(found[1])
    assert fill(client, path, {"category": "laptop", "size": ""}).headers["Location"] == address(inventory)
    opened(client, address(inventory))
    newest, first = results(belcombe)
    assert newest.about["unknown"] < first.about["unknown"]
    assert newest.value is not None
    assert first.value is not None
    assert newest.value > first.value
    undo = re.search(
        r'action="([^"]*/name/\d+/undo/)"', client.get(address(inventory, "corrections/")).content.decode()
    )
    assert undo is not None
    client.post(undo[1], carried(client, address(inventory, "corrections/")))
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists()
    assert client.get(address(inventory)).status_code == 200
    assert len(results(belcombe)) == 2


def test_a_size_of_another_category_is_refused(inventory: Inventory, client: Client) -> None:
    answer = fill(client, address(inventory, "name/", "?type=Ecran"), {"category": "laptop", "size": "a3"})
    assert answer.status_code == 422


CHOICES = {
    "view": "annual",
    "year": "",
    "referential": "pooled",
    "people": "",
    "country": "FR",
    "site": "",
    "entity": "",
}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"view": "lifetime"}, "over its whole life"),
        ({"view": "purchase", "year": "2022"}, "The footprint of the purchases of 2022"),
        ({"view": "accounting", "year": "2025"}, "for the financial year 2025"),
        ({"people": "40"}, "Per person"),
    ],
)
def test_choices_are_kept_for_the_organisation_and_decide_the_result(
    belcombe: Town, inventory: Inventory, client: Client, choice: dict[str, str], words: str
) -> None:
    answer = fill(client, address(inventory, "choices/"), CHOICES | choice)
    assert answer.status_code == 302
    assert words in opened(client, answer.headers["Location"])
    assert len(results(belcombe)) == 2
    kept = client.get(address(inventory, "choices/")).content.decode()
    for name, value in choice.items():
        chosen = rf'<input[^>]*name="{name}"[^>]*value="{value}"' + ("[^>]*checked" if name == "view" else "")
        assert re.search(chosen, kept), name
    lead = belcombe.client("lead")
    lead.get("/language/en-gb/")
    assert words in lead.get(address(inventory)).content.decode()
    with scope(organisation=belcombe.organisation):
        assert Preference.objects.get().view == choice.get("view", "annual")


def test_another_referential_gives_another_figure(belcombe: Town, inventory: Inventory, client: Client) -> None:
    opened(client, fill(client, address(inventory, "choices/"), CHOICES | {"referential": "ademe"}).headers["Location"])
    newest, first = results(belcombe)
    assert newest.value != first.value
    assert newest.choices["referential"] == "ademe"


def test_a_view_of_a_year_asks_for_the_year(inventory: Inventory, client: Client) -> None:
    answer = fill(client, address(inventory, "choices/"), CHOICES | {"view": "purchase"})
    assert answer.status_code == 422
    assert 'href="#id_year"' in answer.content.decode()


def test_a_site_has_its_own_result_and_the_whole_estate_keeps_its_own(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    answer = fill(client, address(inventory, "choices/"), CHOICES | {"site": "Médiathèque"})
    page = html.unescape(opened(client, answer.headers["Location"]))
    assert "Site: Médiathèque." in page
    part, whole = results(belcombe)
    assert part.choices["site"] == "Médiathèque"
    assert part.devices < whole.devices
    assert part.asked != whole.asked
    assert client.get(address(inventory)).status_code == 200
    assert "Site: Médiathèque." not in client.get(address(inventory)).content.decode()


def test_a_site_of_nowhere_is_refused(inventory: Inventory, client: Client) -> None:
    assert fill(client, address(inventory, "choices/"), CHOICES | {"site": "Atlantide"}).status_code == 422


@pytest.mark.parametrize("page", ["choices/", "life/", "name/?type=a"])
def test_a_reader_corrects_nothing(belcombe: Town, inventory: Inventory, page: str) -> None:
    reader = belcombe.client("reader")
    assert reader.get(address(inventory, page)).status_code == 403
    assert reader.post(address(inventory, page), {}).status_code == 403
