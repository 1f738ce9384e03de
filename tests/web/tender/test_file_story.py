"""A town prepares a tender on its pages, without script: from one line to a file, two buyers at once, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.journal.models import Entry
from levier.web.tender.models import Tender, TenderVersion
from tests.web.conftest import Town
from tests.web.estate.conftest import words
from tests.web.sending import carried_by
from tests.web.tender.planting import plant_tender

pytestmark = pytest.mark.django_db


def english(client: Client) -> Client:
    client.cookies["levier_language"] = "en-gb"
    return client


def buyer(town: Town) -> Client:
    return english(town.client("buyer"))


def planted(town: Town, **more: Any) -> Tender:
    with scope(organisation=town.organisation):
        return plant_tender(town.organisation, **more)


def document(town: Town) -> dict[str, Any]:
    with scope(organisation=town.organisation):
        found: dict[str, Any] = Tender.objects.get().document
        return found


def at(tender: Tender, name: str, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id, *more])


def typed(answer: Any) -> dict[str, str]:
    """Return what a form would send as it stands, as a browser does without script."""
    page, found = answer.content.decode().partition("<main")[2], carried_by(answer)
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and "csrf" not in name[1] and name[1] != "seen" and ("checkbox" not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL):
        found[name] = text
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen[1] if chosen else ""
    import html

    return {name: html.unescape(value) for name, value in found.items()}


def test_a_tender_begins_with_one_line_and_says_what_is_missing(belcombe: Town) -> None:
    client = buyer(belcombe)
    address = reverse("tender:new_tender", args=[belcombe.organisation.public_id])
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"title": "Écrans de bureau", "nature": "supplies", "language": "fr"}, follow=True)
    assert "things are missing before it can be published" in words(answer)
    assert document(belcombe)["buyer"] == {"kind": "local_authority", "name": "Belcombe"}
    listed = client.get(reverse("tender:tenders", args=[belcombe.organisation.public_id]))
    assert "Écrans de bureau In preparation" in words(listed)
    assert Entry.objects.filter(action="tender.begin").exists()


@pytest.mark.parametrize("part", ["need", "frame", "lots", "conditions"])
def test_a_page_that_is_sent_as_it_came_changes_nothing(belcombe: Town, part: str) -> None:
    tender = planted(
        belcombe,
        duration={"months": 24, "renewals": 1, "renewal_months": 12},
        penalties={"cap_share": 0.07, "lines": [{"what": "Retard", "amount_eur": 12.5, "per": "jour"}]},
        lots=[{"id": "1", "title": "Postes", "quantities": [{"label": "Portable", "units": 4}]}],
        ccag=["TIC"],
        candidates={"asked": ["Attestation d’assurance", "Références"]},
    )
    client = buyer(belcombe)
    before = document(belcombe)
    answer = client.post(at(tender, part), typed(client.get(at(tender, part))))
    assert answer.status_code == 302, words(answer)
    assert document(belcombe) == before
    with scope(organisation=belcombe.organisation):
        assert TenderVersion.objects.count() == 1
