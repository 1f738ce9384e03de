"""A buyer takes what the library proposes for her need, and the tender then holds what the law asks of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.tender.finding import Verdict
from levier.tender.law.checking import check_tender
from levier.tender.law.facts import load_law
from levier.tender.library.entry import entries
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.findings import library
from levier.web.tender.models import Tender
from tests.web.conftest import Town
from tests.web.reading import markup
from tests.web.sending import fill
from tests.web.tender.planting import plant_tender

pytestmark = pytest.mark.django_db
DUTIES = ("CCP-L2152-7", "CCP-R2152-7", "CCP-L2112-2", "CCP-L2112-2-1")
"""The environment in the choice, never price alone, the environment in the contract, people in the contract."""


def address(name: str, tender: Tender, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id, *more])


def english(town: Town, role: str = "buyer") -> Client:
    client = town.client(role)
    client.cookies["levier_language"] = "en-gb"
    return client


def begun(town: Town, **more: Any) -> Tender:
    """Plant the tender of four hundred laptops before anything was chosen for it."""
    with scope(organisation=town.organisation):
        return plant_tender(town.organisation, criteria=None, **more)


def planted(town: Town, **more: Any) -> Tender:
    """Plant the tender of four hundred laptops with its two criteria."""
    with scope(organisation=town.organisation):
        return plant_tender(town.organisation, **more)


def now(tender: Tender) -> dict[str, Any]:
    with scope(organisation=tender.organisation):
        found: dict[str, Any] = Tender.objects.get(pk=tender.pk).document
        return found


def verdicts(document: dict[str, Any]) -> dict[str, Verdict]:
    found = check_tender(tender_of(document), load_law(), date(2026, 12, 1), entries(library()))
    return {one.rule: one.verdict for one in found if one.rule in DUTIES}


def test_a_town_takes_the_small_kit_and_the_duties_of_the_law_are_met(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    assert Verdict.NOT_MET in verdicts(now(tender)).values()
    page = client.get(address("criteria", tender))
    assert "5 criteria to begin with" in markup(page)
    assert "duty met: a social performance condition" in markup(page)
    ticked = [one.id for one in page.context["small"]]
    answer = client.post(address("take_criteria", tender), {"take": ticked, "price": "1"}, follow=True)
    document = now(tender)
    assert verdicts(document) == dict.fromkeys(DUTIES, Verdict.MET)
    assert {clause["id"] for clause in document["clauses"]} == set(ticked)
    assert "have no weight yet" in markup(answer)
    assert document["criteria"][0]["id"] == "price"
    again = client.post(address("take_criteria", tender), {"take": ticked}, follow=True)
    assert "stand in the tender already" in markup(again)
    assert now(tender) == document


def test_new_and_refurbished_laptops_are_proposed_no_lease_nor_software(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    page = client.get(address("criteria", tender))
    assert "criteria of all ways are proposed" not in markup(page)
    shown = [one.id for n in ("1", "2") for one in client.get(address("criteria", tender), {"page": n}).context["rest"]]
    proposed = {*(one.id for one in page.context["small"]), *shown}
    assert [id_ for id_ in proposed if id_.startswith(("LOC-", "LOG-"))] == []
    assert any(id_.startswith("REC-") for id_ in proposed)


def test_a_need_without_a_way_is_told_so_and_asked_for_it(belcombe: Town) -> None:
    tender, client = begun(belcombe, need={"quantities": [{"label": "Ordinateur", "units": 4}]}), english(belcombe)
    page = client.get(address("criteria", tender))
    assert "criteria of all ways are proposed" in markup(page)
    assert f'href="{address("need", tender)}"' in markup(page)
    service = begun(belcombe, need={"mode": "service"})
    assert "criteria of all ways are proposed" not in markup(client.get(address("criteria", service)))


def test_nothing_ticked_is_asked_again_and_nothing_else_is_taken(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    answer = client.post(address("take_criteria", tender), {})
    assert answer.status_code == 422
    assert "Tick at least one criterion" in markup(answer)
    assert client.post(address("take_criteria", tender), {"take": ["NO-99"]}).status_code == 422
    assert "clauses" not in now(tender)


def test_a_tender_without_segments_is_asked_for_them_first(belcombe: Town) -> None:
    tender, client = begun(belcombe, segments=None), english(belcombe)
    assert "Say what the need touches" in markup(client.get(address("criteria", tender)))
    answer = fill(client, address("segments", tender), {"segments": ["displays", "office"]})
    assert answer.status_code == 302
    assert now(tender)["segments"] == ["displays", "office"]
    page = markup(client.get(address("criteria", tender)))
    assert "workstations" in page
    assert "To complete it" in page


def test_a_company_reads_no_word_of_public_law(belcombe: Town) -> None:
    buyer = {"kind": "company", "name": "Valbrune"}
    tender = begun(belcombe, buyer=buyer, procedure="consultation")
    pages = [markup(english(belcombe).get(address("criteria", tender) + query)) for query in ("", "?page=2", "?page=3")]
    for page in pages:
        for word in ("CCP", "CCAG", "CCTP", "CCAP", "award criterion<", "duty met", "performance condition"):
            assert word not in page, word
    assert "condition of the contract" in pages[0]


def test_a_ladder_of_the_library_becomes_the_levels_of_the_criterion(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    client.post(address("take_criteria", tender), {"take": ["BUR-02"]})
    made = now(tender)["criteria"][0]
    assert [rung["points"] for rung in made["ladder"]] == [0, 0.3, 0.6, 0.8, 1]
    assert made["ladder"][-1]["text"] == "Années de garantie offertes au-delà du minimum (ans)\u00a0: 4 ou plus"
    assert (made["formula"], made["kind"], made["library"]) == ("quality-ladder", "environment", "BUR-02")
    assert made["counts"] == ["warranty"]


def test_whoever_may_not_buy_reads_and_takes_nothing(belcombe: Town, outsider: Town) -> None:
    tender = begun(belcombe)
    reader = english(belcombe, "reader")
    assert 'name="take"' not in markup(reader.get(address("criteria", tender)))
    assert reader.post(address("take_criteria", tender), {"take": "BUR-10"}).status_code == 403
    assert outsider.client("buyer").get(address("criteria", tender)).status_code == 404
