"""Clauses of a tender: written out, their values chosen, own words beside; clauses of the organisation told of news."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.urls import reverse
from django_scopes import scope

from levier.tender.library.model import Library
from levier.web.tender import findings as checks
from levier.web.tender.models import OwnClause, TenderVersion
from levier.wording.text import label
from tests.web.conftest import Town
from tests.web.reading import markup
from tests.web.sending import carried, fill
from tests.web.tender.test_kit import address, begun, english, now

pytestmark = pytest.mark.django_db


def of_organisation(town: Town, name: str, *more: str) -> str:
    return reverse(f"tender:{name}", args=[town.organisation.public_id, *more])


def test_a_clause_is_found_read_and_put_into_the_tender_with_its_values(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    found = client.get(of_organisation(belcombe, "library"), {"q": "garantie fabricant", "for": tender.public_id})
    assert "Manufacturer’s warranty" in markup(found)
    read = markup(client.get(of_organisation(belcombe, "clause_of_library", "BUR-01"), {"for": tender.public_id}))
    for part in (
        "In French",
        "Evidence accepted",
        "CCP L2111-2",
        "warranty_years &gt;=",
        "to be reviewed by",
        "BT-774",
    ):
        assert part in read
    page = address("clause", tender, "BUR-01")
    assert "Put into the tender" in markup(client.get(page))
    refused = fill(client, page, {"var-minimum_years": "9"})
    assert (refused.status_code, "The most is 7" in markup(refused)) == (422, True)
    fill(client, page, {"var-minimum_years": "4", "document": "cctp"})
    assert now(tender)["clauses"] == [
        {"id": "BUR-01", "version": 1, "variables": {"minimum_years": 4}, "document": "cctp"}
    ]
    shown = markup(client.get(address("clauses", tender)))
    assert "au moins 4 ans" in shown, "in the language of the tender"
    assert "amount of the penalty" in shown, "left to choose"
    client.post(address("remove_clause", tender, "BUR-01"))
    assert "clauses" not in now(tender)


def test_an_award_criterion_put_in_from_the_library_is_a_criterion_too(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    fill(client, address("clause", tender, "BUR-02"), {"document": ""})
    assert [c["library"] for c in now(tender)["criteria"]] == ["BUR-02"]
    assert now(tender)["clauses"] == [{"id": "BUR-02", "version": 1}]


def test_own_words_stand_beside_and_each_is_changed_by_itself(belcombe: Town) -> None:
    tender, client, other = begun(belcombe), english(belcombe), english(belcombe, "administrator")
    for words in ("Le titulaire livre un fichier.", "Le titulaire reprend les emballages."):
        fill(client, address("new_clause", tender), {"text": words, "type": "condition", "about": ["environment"]})
    page = address("clause", tender, "own-2")
    seen = carried(other, page)
    client.post(address("remove_clause", tender, "own-1"))
    answer = other.post(page, seen | {"text": "Autre chose.", "type": "condition"})
    assert answer.status_code == 404, "the second is the first now"
    assert "Autre chose." in markup(answer), "what was typed stays"
    assert f'action="{address("new_clause", tender)}"' in markup(answer)
    assert [c["text"] for c in now(tender)["clauses"]] == ["Le titulaire reprend les emballages."]
    again = address("clause", tender, "own-1")
    seen = carried(other, again)
    fill(client, again, {"text": "Le titulaire reprend tout.", "type": "condition"})
    answer = other.post(again, seen | {"text": "Autre chose.", "type": "condition"})
    assert (answer.status_code, "Le titulaire reprend tout." in markup(answer)) == (409, True)


@pytest.fixture
def newer_library(monkeypatch: pytest.MonkeyPatch) -> Library:
    """The library once it brings a second version of BUR-10."""
    known = checks.library()
    old = known.criteria["BUR-10"]
    assert old.clause is not None
    words = label(f"{old.clause.fr} Un bilan annuel est remis.", f"{old.clause.message} A yearly review is delivered.")
    new = replace(old, version=old.version + 1, clause=words)
    later = replace(known, criteria={**known.criteria, "BUR-10": new}, older={("BUR-10", old.version): old})
    for room in ("bridge", "browsing", "clausing", "clause_forms", "differing", "views.clauses"):
        monkeypatch.setattr(f"levier.web.tender.kit.{room}.library", lambda: later)
    return later


def test_a_fork_is_told_of_a_newer_version_with_the_words_that_changed(
    belcombe: Town, request: pytest.FixtureRequest
) -> None:
    client = english(belcombe)
    client.post(of_organisation(belcombe, "fork_clause", "BUR-10"))
    with scope(organisation=belcombe.organisation):
        own = OwnClause.objects.get()
    page = of_organisation(belcombe, "own_clause", own.public_id)
    assert "The library has version" not in markup(client.get(page))
    assert "How it differs" not in markup(client.get(page))
    words = {"name": "Correctifs", "fr": own.text["fr"] + " Sans frais.", "en": own.text["en"] + " Free of charge."}
    fill(client, page, words)
    assert "<ins>" in markup(client.get(page))
    request.getfixturevalue("newer_library")
    told = markup(client.get(page))
    assert "The library has version 2; yours started from version 1." in told
    assert "A yearly review is delivered" in told
    assert "The library has changed since" in markup(client.get(of_organisation(belcombe, "own_clauses")))
    client.post(of_organisation(belcombe, "compare_clause", own.public_id))
    with scope(organisation=belcombe.organisation):
        own.refresh_from_db()
    assert own.forked_version == 2
    assert own.text["en"].endswith("Free of charge."), "its own words stay"
    assert "The library has version" not in markup(client.get(page))


def test_a_clause_of_a_tender_takes_the_newest_version_and_keeps_its_values(
    belcombe: Town, request: pytest.FixtureRequest
) -> None:
    tender, client = begun(belcombe, clauses=[{"id": "BUR-10", "version": 1}]), english(belcombe)
    request.getfixturevalue("newer_library")
    assert "Take version 2 of the library" in markup(client.get(address("clauses", tender)))
    client.post(address("renew_clause", tender, "BUR-10"))
    assert now(tender)["clauses"] == [{"id": "BUR-10", "version": 2}]
    assert "Un bilan annuel est remis." in markup(client.get(address("clauses", tender)))


def pieces(page: str) -> list[tuple[str, str]]:
    """Return the words that a page shows as added or removed."""
    found = re.findall(r"<(ins|del)><span[^>]*>[^<]*</span>(.*?)<span", page)
    return [(tag, words.strip()) for tag, words in found]


def test_a_reworded_clause_shows_word_by_word_how_it_differs_and_can_be_taken_back(belcombe: Town) -> None:
    tender, client = begun(belcombe, clauses=[{"id": "BUR-01", "version": 1}]), english(belcombe)
    page = address("clause", tender, "BUR-01")
    assert "How your words differ" not in markup(client.get(page))
    began = client.get(page, {"reword": "1"}).context["form"]["text"].value()
    assert "au moins 3 ans" in began, "the library’s words with its values, in the language of the tender"
    fill(client, page, {"text": began.replace("au moins 3 ans", "au minimum 3 ans")})
    for shown in (client.get(page), client.get(address("clauses", tender))):
        assert "How your words differ from version 1 of the library" in markup(shown)
        assert pieces(markup(shown)) == [("del", "moins"), ("ins", "minimum")]
    seen_by_reader = markup(english(belcombe, "reader").get(address("clauses", tender)))
    assert ("minimum" in seen_by_reader, "Take the library" in seen_by_reader) == (True, False)
    answer = client.post(address("take_back_clause", tender, "BUR-01"), follow=True)
    assert "The library’s words stand again" in markup(answer)
    assert now(tender)["clauses"] == [{"id": "BUR-01", "version": 1}]
    with scope(organisation=belcombe.organisation):
        kept = [c.document["clauses"][0].get("text") for c in TenderVersion.objects.filter(tender=tender) if c.document]
    assert any(text and "au minimum 3 ans" in text for text in kept), "the history holds the own words"


def test_own_words_repeated_from_the_library_are_told_to_be_its_words(belcombe: Town) -> None:
    tender, client = begun(belcombe, clauses=[{"id": "BUR-01", "version": 1}]), english(belcombe)
    page = address("clause", tender, "BUR-01")
    began = client.get(page, {"reword": "1"}).context["form"]["text"].value()
    fill(client, page, {"text": began.replace("\n", "\r\n")})
    assert "Your words are those of version 1 of the library." in markup(client.get(page))


def test_a_reworded_clause_is_told_of_a_newer_version_and_keeps_its_words(
    belcombe: Town, request: pytest.FixtureRequest
) -> None:
    own = {"id": "BUR-10", "version": 1, "text": "Des correctifs pendant sept ans."}
    tender, client = begun(belcombe, clauses=[own]), english(belcombe)
    assert "The library has version" not in markup(client.get(address("clauses", tender)))
    request.getfixturevalue("newer_library")
    for page in (address("clauses", tender), address("clause", tender, "BUR-10")):
        told = markup(client.get(page))
        assert "The library has version 2 of this clause." in told
        assert ("ins", "Un bilan annuel est remis.") in pieces(told)
    client.post(address("renew_clause", tender, "BUR-10"))
    assert now(tender)["clauses"] == [own | {"version": 2}]
    client.post(address("take_back_clause", tender, "BUR-10"))
    assert now(tender)["clauses"] == [{"id": "BUR-10", "version": 2}]


def test_a_version_that_the_library_lost_is_said_so_and_gives_way_to_the_newest(
    belcombe: Town, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {"id": "BUR-10", "version": 1, "text": "Des correctifs pendant sept ans."}
    tender, client = begun(belcombe, clauses=[own]), english(belcombe)
    lost = replace(request.getfixturevalue("newer_library"), older={})
    for room in ("differing", "clausing"):
        monkeypatch.setattr(f"levier.web.tender.kit.{room}.library", lambda: lost)
    told = markup(client.get(address("clause", tender, "BUR-10")))
    assert "It no longer holds the version from which this clause came." in told
    assert "How your words differ from version 2 of the library" in told
    client.post(address("take_back_clause", tender, "BUR-10"))
    assert now(tender)["clauses"] == [{"id": "BUR-10", "version": 2}]


def test_own_words_with_a_place_that_the_criterion_has_not_are_refused_and_kept_on_the_page(belcombe: Town) -> None:
    client = english(belcombe)
    client.post(of_organisation(belcombe, "fork_clause", "BUR-01"))
    with scope(organisation=belcombe.organisation):
        own = OwnClause.objects.get()
    page = of_organisation(belcombe, "own_clause", own.public_id)
    for wrong in ("Trois {years} ans.", "Une { seule.", "Un {minimum_years!r}."):
        answer = fill(client, page, {"name": "Garantie", "fr": wrong, "en": own.text["en"]})
        assert (answer.status_code, wrong in markup(answer)) == (422, True)


def test_an_own_clause_goes_into_a_tender_in_its_language_with_the_library_s_id_and_version(belcombe: Town) -> None:
    tender, client = begun(belcombe), english(belcombe)
    client.post(of_organisation(belcombe, "fork_clause", "BUR-01"))
    with scope(organisation=belcombe.organisation):
        own = OwnClause.objects.get()
        page = of_organisation(belcombe, "own_clause", own.public_id)
    fill(client, page, {"name": "Garantie", "fr": "Garantie de {minimum_years} ans.", "en": "{minimum_years} years."})
    offered = address("clause", tender, "BUR-01") + f"?own={own.public_id}"
    assert "Garantie de 3 ans." in markup(client.get(offered))
    fill(client, offered, {"text": "Garantie de 3 ans."})
    assert now(tender)["clauses"] == [{"id": "BUR-01", "version": 1, "text": "Garantie de 3 ans."}]
    client.post(of_organisation(belcombe, "drop_clause", own.public_id))
    assert client.get(page).status_code == 404
    client.post(of_organisation(belcombe, "bring_back_clause", own.public_id))
    assert client.get(page).status_code == 200


def test_a_company_reads_clauses_without_the_words_of_public_law(belcombe: Town) -> None:
    buyer = {"kind": "company", "name": "Valbrune"}
    tender = begun(belcombe, buyer=buyer, clauses=[{"id": "BUR-01", "version": 1}, {"id": "TRV-12", "version": 1}])
    client = english(belcombe)
    asked = {"for": tender.public_id}
    pages = [client.get(address("clauses", tender)), client.get(address("clause", tender, "BUR-01"))]
    pages += [client.get(of_organisation(belcombe, "clause_of_library", "BUR-01"), asked)]
    for page in map(markup, pages):
        for word in ("CCP ", "CCAP", "CCTP", "eForms", "DECP", "BT-774"):
            assert word not in page, word
