"""A town prepares a tender on its pages, without script: from one line to a file, two buyers at once, nothing lost."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.journal.models import Entry
from levier.web.people.models import User
from levier.web.tender.file.bridge import file_of
from levier.web.tender.models import Tender, TenderVersion
from tests.web.conftest import Town
from tests.web.estate.conftest import Visitor, contributor, messy
from tests.web.reading import markup, words
from tests.web.sending import carried_by, fill
from tests.web.tender.planting import laptops, plant_tender

__all__ = ["contributor"]  # a fixture of the estate
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


def test_the_need_begins_with_what_is_not_bought_and_a_line_is_added_without_script(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    page = client.get(at(tender, "need"))
    text = words(page)
    assert text.index("What happens if nothing is bought?") < text.index("What is needed, where it is not told by lot")
    form = typed(page)
    assert form["need-quantities-1-category"] == "laptop", "a kind of device by its name"
    form |= {"need-sobriety-1-answer": "120 postes servent encore deux ans.", "need-sobriety-1-units_avoided": "120"}
    form |= {"need-quantities-2-label": "Screen", "need-quantities-2-units": "1 200"}
    more = client.post(at(tender, "need"), form | {"more": "need-quantities"})
    assert more.status_code == 200
    assert "need-quantities-3-label" in typed(more)
    assert typed(more)["need-sobriety-1-answer"] == "120 postes servent encore deux ans.", "nothing typed is lost"
    assert document(belcombe) == laptops(), "nothing is kept yet"
    assert client.post(at(tender, "need"), typed(more)).status_code == 302
    need = document(belcombe)["need"]
    assert need["sobriety"] == [
        {
            "question": "Que se passe-t-il si l’on n’achète pas\u202f?",
            "answer": "120 postes servent encore deux ans.",
            "units_avoided": 120,
        }
    ]
    assert need["quantities"][1] == {"label": "Screen", "units": 1200}
    again = typed(client.get(at(tender, "need")))
    again |= {name: "" for name in again if name.startswith("need-quantities-2-")}
    assert client.post(at(tender, "need"), again).status_code == 302
    assert len(document(belcombe)["need"]["quantities"]) == 1, "an emptied line goes away"


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    form = typed(client.get(at(tender, "need")))
    form |= {"need-quantities-1-category": "grille-pain", "need-quantities-1-units": "12,5"}
    form |= {"need-quantities-2-units": "12"}
    answer = client.post(at(tender, "need"), form)
    assert answer.status_code == 422
    text = words(answer)
    assert "“grille-pain” is no category of the list" in text
    assert "A whole number is expected" in text
    assert "This must be told." in text, "a second line without a label"
    assert typed(answer)["need-quantities-1-category"] == "grille-pain"
    assert document(belcombe) == laptops()


def test_shares_are_typed_as_percentages_and_kept_as_shares(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    client.cookies["levier_language"] = "fr"
    form = typed(client.get(at(tender, "conditions")))
    form |= {"penalties-cap_share": "7,5", "penalties-lines-1-what": "Retard", "penalties-lines-1-share": "0,1 %"}
    assert client.post(at(tender, "conditions"), form).status_code == 302
    assert document(belcombe)["penalties"] == {"cap_share": 0.075, "lines": [{"what": "Retard", "share": 0.001}]}
    assert typed(client.get(at(tender, "conditions")))["penalties-cap_share"] == "7,5"


def test_two_buyers_who_change_different_parts_of_a_page_both_succeed(belcombe: Town) -> None:
    tender, first, second = planted(belcombe), buyer(belcombe), english(belcombe.client("administrator"))
    one, two = typed(first.get(at(tender, "frame"))), typed(second.get(at(tender, "frame")))
    assert first.post(at(tender, "frame"), one | {"deadline": "2026-11-20"}).status_code == 302
    assert second.post(at(tender, "frame"), two | {"buyer-people": "150"}).status_code == 302
    told = document(belcombe)
    assert (told["deadline"], told["buyer"]["people"]) == ("2026-11-20", 150)


def test_two_buyers_who_change_the_same_are_shown_both_texts(belcombe: Town) -> None:
    tender, first, second = planted(belcombe), buyer(belcombe), english(belcombe.client("administrator"))
    one, two = typed(first.get(at(tender, "need"))), typed(second.get(at(tender, "need")))
    assert first.post(at(tender, "need"), one | {"need-quantities-1-units": "300"}).status_code == 302
    answer = second.post(at(tender, "need"), two | {"need-quantities-1-units": "350"})
    assert answer.status_code == 409
    assert "How many 300 350" in words(answer)
    assert document(belcombe)["need"]["quantities"][0]["units"] == 300
    assert second.post(at(tender, "need"), typed(answer)).status_code == 302, "seen now, it is taken"
    assert document(belcombe)["need"]["quantities"][0]["units"] == 350


PUBLIC_WORDS = re.compile(
    r"CCTP|CCAP|CCAG|\bRC\b|\bPSE\b|DCE|BPU|adapted procedure|open procedure|public contracts|homogeneous|SPASER"
    r"|reserved|social clause|no lots|R2\d|L2\d"
)


@pytest.mark.parametrize("name", ["tender", "need", "frame", "lots", "lot", "conditions"])
def test_a_private_company_sees_no_word_of_public_law(belcombe: Town, name: str) -> None:
    told = {"buyer": {"kind": "company", "name": "Valbrune"}, "procedure": "consultation"}
    tender = planted(belcombe, **told)
    page = words(buyer(belcombe).get(at(tender, name, *([1] if name == "lot" else []))))
    assert PUBLIC_WORDS.findall(page) == []
    if name == "conditions":
        assert "target price" in page
        assert "never written in a document" in page


def test_a_town_sees_the_words_of_its_law(belcombe: Town) -> None:
    tender = planted(belcombe)
    assert PUBLIC_WORDS.findall(words(buyer(belcombe).get(at(tender, "conditions"))))
    assert "target price" not in words(buyer(belcombe).get(at(tender, "conditions")))


def test_a_file_of_a_tender_comes_in_and_goes_out_and_a_broken_one_is_refused_with_its_line(belcombe: Town) -> None:
    client = buyer(belcombe)
    address = reverse("tender:new_tender", args=[belcombe.organisation.public_id])
    broken = file_of(laptops()).replace(b"nature: supplies", b"nature: gifts")
    answer = client.post(address, {"file": SimpleUploadedFile("marche.yaml", broken)})
    assert answer.status_code == 422
    line = broken.splitlines().index(b"nature: gifts") + 1
    assert f"marche.yaml, line {line}, column nature" in words(answer)
    assert "Found: gifts" in words(answer)
    assert client.post(address, {"file": SimpleUploadedFile("a.yaml", file_of(laptops()))}).status_code == 302
    with scope(organisation=belcombe.organisation):
        tender = Tender.objects.select_related("organisation").get()
    given = client.get(at(tender, "tender_file"))
    assert given.content == file_of(laptops())
    assert given.headers["Content-Disposition"].startswith("attachment")


def test_the_history_tells_what_changed_in_words_and_a_version_comes_back(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    form = typed(client.get(at(tender, "frame"))) | {"procedure": "mapa", "buyer-defence": "false"}
    client.post(at(tender, "frame"), form)
    listed = words(client.get(at(tender, "history")))
    assert "2 versions" in listed
    assert "Version 2 Who buys, by which procedure, when" in listed
    shown = words(client.get(at(tender, "version", 2)))
    assert "How bidders are put in competition open procedure adapted procedure" in shown
    assert "This is a contract of defence or security – no" in shown
    assert client.post(at(tender, "bring_back_version", 1)).status_code == 302
    assert document(belcombe) == laptops()
    assert client.post(at(tender, "bring_back_version", 9)).status_code == 404


def test_lots_have_a_page_each_and_one_that_is_no_longer_the_one_seen_stays(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    form = typed(client.get(at(tender, "lot", 1)))
    form |= {"title": "Portables", "quantities-1-label": "Portable", "quantities-1-units": "30"}
    assert client.post(at(tender, "lot", 1), form).status_code == 302
    lot = {"id": "1", "title": "Portables", "quantities": [{"label": "Portable", "units": 30}]}
    assert document(belcombe)["lots"] == [lot]
    assert client.get(at(tender, "lot", 3)).status_code == 404
    client.post(at(tender, "remove_lot", 1), {"id": "Z"})
    assert document(belcombe)["lots"] == [lot]
    client.post(at(tender, "remove_lot", 1), {"id": "1"})
    assert "lots" not in document(belcombe)


def test_a_tender_that_was_deleted_is_no_more_there_and_can_be_brought_back(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    listed = client.post(at(tender, "delete_tender"), follow=True)
    assert "Deleted They can be brought back for 30 days." in words(listed)
    assert client.get(at(tender, "need")).status_code == 404
    client.post(at(tender, "bring_back_tender"))
    assert client.get(at(tender, "need")).status_code == 200


def test_the_figures_of_the_inventory_come_into_the_need_and_overwrite_nothing_unseen(contributor: Visitor) -> None:
    contributor.drop(messy())
    contributor.import_it()
    town = contributor.organisation
    assert town is not None
    with scope(organisation=town):
        tender = plant_tender(town)
        person = User.objects.get(email="buyer@belcombe.example")
    client = english(Client())
    client.force_login(person)
    page = client.get(at(tender, "need_estate"))
    assert typed(page)["category"] == "laptop", "the kind that the need names first"
    stale = carried_by(page)
    assert fill(client, at(tender, "need_estate"), {"category": "laptop", "site": ""}).status_code == 302
    with scope(organisation=town):
        facts = Tender.objects.get().document["need"]["estate"]
    assert facts == {
        "file": "parc",
        "counted_on": "2026-09-30",
        "units": 2,
        "mean_age_years": 4.5,
        "condition": "Achetés en 2022.",
    }
    assert client.post(at(tender, "need_estate"), stale | {"category": "monitor"}).status_code == 409
    shown = typed(client.get(at(tender, "need")))
    assert (shown["need-estate-units"], shown["need-estate-mean_age_years"]) == ("2", "4.5"), "they stay editable"


def test_a_reader_reads_where_it_stands_and_a_stranger_sees_no_word(belcombe: Town, outsider: Town) -> None:
    tender = planted(belcombe)
    page = english(belcombe.client("reader")).get(at(tender, "tender"))
    assert "Steps" in words(page)
    assert at(tender, "need") not in page.content.decode()
    assert outsider.client("administrator").get(at(tender, "tender")).status_code == 404


def test_the_bar_leads_to_the_tenders_and_says_where_one_is(belcombe: Town) -> None:
    tender, client = planted(belcombe), english(belcombe.client("reader"))
    door = f'<a href="/o/{belcombe.organisation.public_id}/tenders/"'
    for page in (f"/o/{belcombe.organisation.public_id}/", at(tender, "tender"), at(tender, "award")):
        bar = markup(client.get(page)).partition("<main")[0]
        assert bar.count(door) == 1
        assert (f'{door} aria-current="true">Tenders</a>' in bar) == ("/tenders/" in page)
    offers = reverse("bids:bids", args=[belcombe.organisation.public_id, tender.public_id])
    assert f'{door} aria-current="true">' in markup(client.get(offers))


@pytest.mark.parametrize("part", ["need", "lots", "conditions"])
def test_each_button_that_adds_a_line_leads_back_to_its_lines(belcombe: Town, part: str) -> None:
    page = markup(buyer(belcombe).get(at(planted(belcombe), part)))
    ids = set(re.findall(r' id="([^"]*)"', page))
    assert set(re.findall(r' formaction="#([^"]*)"', page)) - ids == set()
    assert set(re.findall(r' for="([^"]*)"', page)) - ids == set()


def test_an_error_in_a_line_of_the_need_leads_to_its_field(belcombe: Town) -> None:
    tender, client = planted(belcombe), buyer(belcombe)
    sent = {"need-quantities-1-label": "Ordinateur portable", "need-quantities-1-units": "beaucoup"}
    page = markup(fill(client, at(tender, "need"), sent))
    assert 'href="#id_need-quantities-1-units"' in page
    assert 'id="id_need-quantities-1-units"' in page


def test_the_page_of_a_tender_leads_on_to_what_is_missing_first(belcombe: Town) -> None:
    tender, client = planted(belcombe, need=None), english(buyer(belcombe))
    assert f'<a class="button" href="{at(tender, "need")}">Next: Need</a>' in markup(client.get(at(tender, "tender")))
    told = planted(belcombe, need={**laptops()["need"], "objectives": "Prolonger le parc."}, no_lots_reason="Un seul.")
    assert f'href="{at(told, "clauses")}">Next: Clauses</a>' in markup(client.get(at(told, "tender")))
    told = planted(belcombe, **{**told.document, "clauses": [{"id": "BUR-01", "version": 1}]})
    assert f'href="{at(told, "parameters")}">Next: Locked parameters</a>' in markup(client.get(at(told, "tender")))
    rate = [{"id": "discount_rate", "value": 0.03, "source": "Collectivité"}]
    told = planted(belcombe, **{**told.document, "parameters": rate})
    assert f'href="{at(told, "judged")}">Next: Checks</a>' in markup(client.get(at(told, "tender")))


def test_a_reader_is_led_to_the_pages_that_readers_read_and_to_no_form(belcombe: Town) -> None:
    tender, reader = planted(belcombe), english(belcombe.client("reader"))
    page = markup(reader.get(at(tender, "tender")))
    for name in ("criteria", "clauses", "parameters", "judged", "laboratory", "documents", "publish"):
        assert f'href="{at(tender, name)}"' in page
        assert reader.get(at(tender, name)).status_code == 200
    for name in ("need", "frame", "lots", "conditions"):
        assert f'href="{at(tender, name)}"' not in page
    assert 'class="button"' not in page


def test_tenders_of_one_title_keep_their_number_when_another_begins(belcombe: Town) -> None:
    def shown() -> list[str]:
        page = belcombe.client("buyer").get(reverse("tender:tenders", args=[belcombe.organisation.public_id]))
        return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', markup(page))

    with scope(organisation=belcombe.organisation):
        plant_tender(belcombe.organisation, title="Écrans")
        assert shown() == ["Écrans"]
        plant_tender(belcombe.organisation, title="Écrans")
        plant_tender(belcombe.organisation, title="Portables")
        assert shown() == ["Portables", "Écrans (2)", "Écrans (1)"]
