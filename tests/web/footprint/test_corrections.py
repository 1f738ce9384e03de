"""What an organisation says of its own estate is kept, changes the result at once, and can be undone."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django_scopes import scope

from levier.web.estate.actions import mark_of, name_many, told_of
from levier.web.estate.bridge.names import alias_key, name_of_key
from levier.web.estate.models import Alias, Inventory, Naming
from levier.web.footprint import narrowing, queries
from levier.web.footprint.actions import name_category
from levier.web.footprint.models import Consumption, Lifetime, Preference, Result
from levier.web.journal.actions import broken_at
from levier.web.journal.models import Entry
from tests.web.conftest import Town
from tests.web.footprint.conftest import address, opened
from tests.web.sending import carried, carried_by, fill

pytestmark = pytest.mark.django_db


MONITORS = "?category=monitor"
"""The category is chosen first: its page tells what stands there, and carries it."""


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
        fill(client, address(inventory, "life/", MONITORS), {"category": "monitor", "years": years})
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
        fill(client, address(inventory, "life/", MONITORS), {"category": "monitor", "years": years})
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
    before = belcombe.organisation.people
    belcombe.organisation.refresh_from_db()
    assert belcombe.organisation.people == before, "what the organisation is stays as its administrators told it"


def test_a_country_for_results_is_kept_beside_that_of_the_organisation_and_follows_it_again(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    fill(client, address(inventory, "choices/"), CHOICES | {"country": "DE", "people": "40"})
    with scope(organisation=belcombe.organisation):
        assert (Preference.objects.get().country, Preference.objects.get().people) == ("DE", 40)
    fill(client, address(inventory, "choices/"), CHOICES)
    with scope(organisation=belcombe.organisation):
        assert (Preference.objects.get().country, Preference.objects.get().people) == ("", None)
    belcombe.organisation.refresh_from_db()
    assert belcombe.organisation.country == "FR"


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


# Many at once


def ticked(page: str) -> list[str]:
    """Return the values of the boxes of a list of names."""
    return [html.unescape(value) for value in re.findall(r'type="checkbox" name="name" value="([^"]*)"', page)]


def some(inventory: Inventory) -> str:
    return address(inventory, "names/some/")


def test_many_names_are_corrected_at_once_after_the_lines_are_told_and_undone_as_one(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    names = ticked(client.get(address(inventory, "names/", "?q=ecran")).content.decode())
    assert len(names) > 3
    first = client.post(some(inventory), {"which": "ticked", "name": names[:3], "q": "ecran"})
    page = html.unescape(first.content.decode())
    lines = re.search(r"3 names on (\d+) lines: what are they\?", page)
    assert lines is not None
    assert f"Keep this category for {lines[1]} lines" in page
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists(), "nothing is done before it is confirmed"
    told = {"which": "ticked", "name": names[:3], "lines": lines[1], "category": "tablet", "size": ""}
    answer = client.post(some(inventory), told)
    assert answer.headers["Location"] == address(inventory)
    opened(client, address(inventory))
    assert len(results(belcombe)) == 2
    with scope(organisation=belcombe.organisation):
        naming = Naming.objects.get()
        assert (naming.names, naming.lines) == (3, int(lines[1]))
        assert Alias.objects.filter(category="tablet", naming=naming).count() == 3
    kept = client.get(address(inventory, "corrections/")).content.decode()
    assert "Undo for 3 names" in kept
    client.post(address(inventory, f"names/{naming.pk}/undo/"))
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists()
        assert Naming.objects.get().deleted_at is not None
    assert client.get(address(inventory)).status_code == 200, "the first result holds again"
    assert len(results(belcombe)) == 2
    client.post(address(inventory, f"names/{naming.pk}/undo/"))
    assert Entry.objects.filter(action="naming.undo").count() == 1
    assert broken_at() is None


def test_all_the_names_of_a_list_are_corrected_with_one_button(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    page = html.unescape(client.get(address(inventory, "names/", "?q=moniteur")).content.decode())
    count = re.search(r"Correct these (\d+) names together", page)
    assert count is not None
    asked = {"which": "all", "q": "moniteur"}
    shown = html.unescape(client.post(some(inventory), asked).content.decode())
    lines = re.search(rf"{count[1]} names on (\d+) lines", shown)
    assert lines is not None
    client.post(some(inventory), asked | {"lines": lines[1], "category": "monitor", "size": ""})
    with scope(organisation=belcombe.organisation):
        assert Naming.objects.get().names == int(count[1])


def test_what_is_done_is_what_was_shown_else_it_is_shown_again(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    asked = {"which": "all", "q": "moniteur"}
    found = re.search(r"names on (\d+) lines", client.post(some(inventory), asked).content.decode())
    assert found is not None
    typed = asked | {"lines": "1", "category": "tablet", "size": ""}
    answer = client.post(some(inventory), typed)
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "what are they?" in page
    assert "The lines of these names changed since you opened the page." in page
    assert re.search(rf"Lines</th><td[^>]*>{found[1]}</td><td[^>]*>1</td>", page)
    assert '<option value="tablet" selected>' in page, "what was typed stays"
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists()
    assert client.post(some(inventory), typed | {"lines": found[1]}).status_code == 302


def test_names_that_somebody_told_meanwhile_are_shown_beside_what_is_sent(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    names = ticked(client.get(address(inventory, "names/", "?q=moniteur")).content.decode())[:2]
    asked = {"which": "ticked", "name": names}
    shown = client.post(some(inventory), asked)
    lines = re.search(r"2 names on (\d+) lines", shown.content.decode())
    assert lines is not None
    typed = asked | {"lines": lines[1], "category": "tablet", "size": ""}
    first = name_of_key(names[0])
    assert first is not None
    with scope(organisation=belcombe.organisation):
        name_category(belcombe.organisation, None, alias_key(*first), "laptop", "")
    for seen in (carried_by(shown), {}, {"seen": "["}, {"seen": '{"told": 1}'}):
        answer = client.post(some(inventory), typed | seen)
        assert answer.status_code == 409
        page = html.unescape(answer.content.decode())
        assert re.search(r"<td[^>]*>Laptop</td><td[^>]*>Tablet</td>", page), "both texts"
        back = address(inventory, "names/")
        assert f'<a href="{back}">Leave what stands there' in page, "a page that can be opened"
        assert client.get(back).status_code == 200
        with scope(organisation=belcombe.organisation):
            assert [alias.category for alias in Alias.objects.all()] == ["laptop"], "nothing was overwritten"
    assert client.post(some(inventory), typed | carried_by(answer)).status_code == 302, "seen now, it is taken"
    with scope(organisation=belcombe.organisation):
        assert [alias.category for alias in Alias.objects.all()] == ["tablet", "tablet"]


def test_nothing_ticked_leads_back_to_the_list(inventory: Inventory, client: Client) -> None:
    answer = client.post(some(inventory), {"which": "ticked", "q": "dell"})
    assert answer.headers["Location"] == address(inventory, "names/", "?q=dell")


def test_undoing_many_leaves_what_was_corrected_since_and_brings_back_what_was_told_before(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    def told(name: str) -> str:
        with scope(organisation=belcombe.organisation):
            found = Alias.objects.filter(type=name).first()
            return found.category if found else ""

    town = belcombe.organisation
    with scope(organisation=town):
        name_category(town, None, ("borne", "", ""), "kiosk", "")
        names = [(("borne", "", ""), 1), (("tour", "", ""), 2), (("portable", "", ""), 4)]
        naming = name_many(town, None, names, "tablet", "", mark_of(told_of(name for name, _ in names)))
        seen = queries.told_of(("portable", "", ""))
        name_category(town, None, ("portable", "", ""), "laptop", "", seen)
    assert (told("borne"), told("tour"), told("portable")) == ("tablet", "tablet", "laptop")
    client.post(address(inventory, f"names/{naming.pk}/undo/"))
    assert (told("borne"), told("tour"), told("portable")) == ("kiosk", "", "laptop")


def test_undoing_one_name_twice_goes_back_correction_by_correction(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    with scope(organisation=belcombe.organisation):
        for category in ("tablet", "laptop"):
            seen = queries.told_of(("borne", "", ""))
            alias = name_category(belcombe.organisation, None, ("borne", "", ""), category, "", seen)
    page = address(inventory, "corrections/")
    client.post(address(inventory, f"name/{alias.pk}/undo/"), carried(client, page))
    with scope(organisation=belcombe.organisation):
        assert Alias.objects.get().category == "tablet"
    client.post(address(inventory, f"name/{alias.pk}/undo/"), carried(client, page))
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists()


@pytest.mark.parametrize("page", ["life/", "kwh/"])
def test_a_correction_of_a_category_tells_how_many_lines_it_touches(
    inventory: Inventory, client: Client, page: str
) -> None:
    offered = client.get(address(inventory, page)).content.decode()
    assert '<option value="monitor">' in offered
    shown = html.unescape(client.get(address(inventory, page, "?category=monitor")).content.decode())
    lines = re.search(r"It touches (\d+) lines of this inventory: (\d+) devices", shown)
    assert lines is not None
    assert f"for {lines[1]} lines</button>" in shown
    listed = client.get(f"/o/{inventory.organisation.public_id}/inventories/{inventory.public_id}/?category=monitor")
    assert f"{lines[1]} lines" in listed.content.decode()


def test_the_electricity_that_is_told_of_a_category_moves_the_result_and_is_undone(
    belcombe: Town, inventory: Inventory, client: Client
) -> None:
    client.post(address(inventory, "kwh/"), {"category": "laptop", "kwh": "400"})
    opened(client, address(inventory))
    newest, first = results(belcombe)
    assert newest.value is not None
    assert first.value is not None
    assert newest.value > first.value
    said = client.get(f"/o/{belcombe.organisation.public_id}/results/{newest.public_id}/assumptions/")
    assert "told by your organisation, in kWh a year: 400" in said.content.decode()
    page = client.get(address(inventory, "corrections/")).content.decode()
    undo = re.search(r'action="([^"]*/kwh/\d+/undo/)"', page)
    assert undo is not None
    client.post(undo[1])
    client.post(undo[1])
    with scope(organisation=belcombe.organisation):
        assert not Consumption.objects.filter(deleted_at=None).exists()
    assert client.get(address(inventory)).status_code == 200
    assert len(results(belcombe)) == 2


FACTS = {
    "factor/monitor": ("names/?category=monitor", 'name="name"'),
    "factor/ip_phone": ("referentials/", "Bring a referential"),
    "model/laptop": ("referentials/", "Bring a referential"),
    "life/laptop": ("life/?category=laptop", 'name="years"'),
    "energy/server": ("kwh/?category=server", 'name="kwh"'),
    "mix": ("choices/", 'name="country"'),
}
"""Kinds of facts that narrow a result -> where their link leads, and the field in which they are given there."""


@pytest.mark.parametrize("fact", FACTS)
def test_each_fact_that_would_narrow_a_result_can_be_given_where_its_link_leads(
    belcombe: Town, inventory: Inventory, client: Client, fact: str
) -> None:
    lead = belcombe.client("lead")
    lead.get("/language/en-gb/")
    kept = results(belcombe)[0]
    kept.inventory.organisation = belcombe.organisation
    where, field = FACTS[fact]
    told = {"fact": fact, "share": 0.2, "label": {"fr": "a", "en": "a"}, "do": {"fr": "b", "en": "b"}}
    kept.about = {"narrowing": [told]}
    with scope(organisation=belcombe.organisation):
        found = narrowing.facts(kept)[0]
    assert where in found.address
    assert field in lead.get(found.address.partition("#")[0]).content.decode()


def test_every_kind_of_fact_of_the_library_has_its_link() -> None:
    from levier.footprint.narrowing import EMBODIED_FACTS, USE_FACTS

    assert {kind.partition("/")[0] for kind in FACTS} == {*EMBODIED_FACTS, *USE_FACTS}
