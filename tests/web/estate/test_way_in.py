"""From a file as it is to an inventory, in a browser without script."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Import
from levier.web.estate.work import read
from levier.web.jobs.actions import do_waiting
from levier.web.jobs.models import Job
from tests.web.conftest import Town
from tests.web.estate.conftest import PASTED, Visitor, messy, messy_utf8, workbook
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("content", [messy(), messy_utf8()], ids=["cp1252", "utf-8"])
def test_a_messy_file_becomes_an_inventory_without_an_account(visitor: Visitor, content: bytes) -> None:
    read = visitor.drop(content, "Parc été 2026.csv")
    assert read.status_code == 200
    assert "11 lignes ont été lues" in words(read)
    assert "Mairie de Belcombe – parc informatique" in words(read)
    columns = visitor.get(visitor.step("columns"))
    assert "Jeanne Martin" not in words(columns)
    review = visitor.get(visitor.step("review"))
    assert "1 206 équipements" in words(review)
    imported = visitor.import_it()
    assert imported.status_code == 200
    [inventory] = visitor.inventories()
    assert (inventory.read, inventory.lines, inventory.devices) == (11, 7, 1206)
    assert inventory.label == "Parc été 2026"


def test_what_was_previewed_is_what_is_imported(contributor: Visitor) -> None:
    contributor.drop(messy())
    staged = contributor.started().snapshot
    contributor.import_it()
    [inventory] = contributor.inventories()
    assert inventory.snapshot == staged


def test_a_table_pasted_from_a_spreadsheet_is_read(visitor: Visitor) -> None:
    visitor.post(reverse("estate:start"), pasted=PASTED, on="2026-09-30", label="Collé")
    visitor.import_it()
    [inventory] = visitor.inventories()
    assert (inventory.label, inventory.devices) == ("Collé", 7)


def test_all_sheets_that_are_inventories_are_read_and_one_can_be_chosen(contributor: Visitor) -> None:
    contributor.drop(workbook(), "parc.xlsx")
    assert "42 équipements" in words(contributor.get(contributor.step("review")))
    contributor.post(contributor.step("reading"), version=contributor.started().version, sheet="École")
    assert "30 équipements" in words(contributor.get(contributor.step("review")))


def test_the_example_opens_to_anyone(visitor: Visitor) -> None:
    visitor.post(reverse("estate:example"))
    assert visitor.started().state == Import.State.READ
    visitor.import_it()
    [inventory] = visitor.inventories()
    assert inventory.devices > 200


def test_lines_are_mended_by_their_cause_and_the_mend_can_be_taken_back(contributor: Visitor) -> None:
    contributor.drop(messy())
    for reason, lines in (("duplicate_serial", 8), ("unreadable_quantity", 9), ("zero_quantity", 10)):
        review = contributor.post(contributor.step("review"), version=contributor.started().version, mend=reason)
        assert f"Importer {lines} lignes" in words(review)
    back = contributor.post(contributor.step("review"), version=contributor.started().version, unmend="zero_quantity")
    assert "Importer 9 lignes" in words(back)
    contributor.import_it()
    assert [i.lines for i in contributor.inventories()] == [9]


def test_a_form_sent_twice_makes_one_inventory(contributor: Visitor) -> None:
    contributor.drop(messy())
    version, review = contributor.started().version, contributor.step("review")
    first = contributor.post(review, version=version, **{"import": "1"})
    assert first.status_code == 200
    contributor.client.post(review, {"version": version, "import": "1"})
    assert len(contributor.inventories()) == 1


def test_importing_the_same_file_again_changes_nothing_and_says_so(contributor: Visitor) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [before] = contributor.inventories()
    contributor.drop(messy(), "copie du parc.csv")
    assert "ne changerait rien" in words(contributor.get(contributor.step("review")))
    again = contributor.import_it()
    assert [i.public_id for i in contributor.inventories()] == [before.public_id]
    assert "rien n’a été modifié" in words(again)
    assert before.public_id in contributor.at


def test_an_inventory_taken_away_can_be_brought_back(contributor: Visitor, belcombe: Town) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [inventory] = contributor.inventories()
    ids = [belcombe.organisation.public_id, inventory.public_id]
    listed = contributor.post(reverse("estate:undo", args=ids))
    assert contributor.inventories() == []
    assert contributor.client.get(reverse("estate:inventory", args=ids)).status_code == 404
    assert "Rétablir" in words(listed)
    contributor.post(reverse("estate:bring_back", args=ids))
    assert [i.public_id for i in contributor.inventories()] == [inventory.public_id]


def test_an_inventory_taken_away_and_imported_again_is_the_same_one(contributor: Visitor, belcombe: Town) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [inventory] = contributor.inventories()
    contributor.post(reverse("estate:undo", args=[belcombe.organisation.public_id, inventory.public_id]))
    assert "sont prêts" in words(contributor.get(contributor.step("review"))), "its import stands where it was"
    contributor.import_it()
    assert [i.public_id for i in contributor.inventories()] == [inventory.public_id]


def test_a_file_read_otherwise_after_its_import_becomes_another_inventory(contributor: Visitor) -> None:
    contributor.drop(messy())
    contributor.import_it()
    contributor.post(contributor.step("reading"), version=contributor.started().version, encoding="mac_roman")
    contributor.import_it()
    assert len(contributor.inventories()) == 2


def test_an_import_that_was_killed_at_any_point_is_done_again_with_the_same_outcome(contributor: Visitor) -> None:
    contributor.drop(messy())
    started = contributor.started()
    with scope(organisation=started.organisation):
        payload = Job.objects.latest("pk").payload
        Import.objects.filter(pk=started.pk).update(state=Import.State.READING, snapshot="")
        for _ in range(2):  # the file was kept, the row not written: the handler runs anew, then once too often
            read(payload, lambda step, share=None: None)
    assert contributor.started().snapshot == started.snapshot
    assert contributor.started().state == Import.State.READ


def test_nothing_of_an_import_opens_to_another_organisation(contributor: Visitor, outsider: Town) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [inventory] = contributor.inventories()
    assert contributor.organisation is not None
    ours, other = contributor.organisation.public_id, outsider.organisation.public_id
    own = [reverse(f"estate:{name}", args=[ours, inventory.public_id]) for name in ("inventory", "since")]
    own += [contributor.step(name) for name in ("import", "reading", "columns", "review", "rejects")]
    theirs = [address.replace(ours, other) for address in own]
    stranger = outsider.client("administrator")
    assert {stranger.get(address).status_code for address in own + theirs} == {404}


def test_names_that_were_not_recognised_are_settled_once_for_the_organisation(contributor: Visitor) -> None:
    page = contributor.drop(messy())
    page = contributor.get(contributor.step("columns"))
    assert "Borne tactile Machinexo ZZ-42" in words(page)
    names = page.context["names"]
    given = {f"category-{i}": "Écran" if "ZZ-42" in name.model else "" for i, name in enumerate(names)}
    review = contributor.client.post(
        contributor.step("columns"),
        {"version": contributor.started().version, "name": [name.key for name in names], **given},
    )
    assert review.status_code == 302
    again = contributor.drop(messy(without=("BEL-0009",)))
    again = contributor.get(contributor.step("columns"))
    assert "ZZ-42" not in words(again)


def test_columns_matched_once_are_matched_so_for_the_next_file_with_that_header(contributor: Visitor) -> None:
    contributor.drop(messy())
    page = contributor.get(contributor.step("columns"))
    theirs = page.context["theirs"]
    given = {f"column-{i}": "Écarter" if t.label == "Quantité" else "" for i, t in enumerate(theirs)}
    given = {key: value or str(page.context["theirs"][int(key[7:])].shown.in_("fr")) for key, value in given.items()}
    given |= {f"label-{i}": t.label for i, t in enumerate(theirs)}
    contributor.post(contributor.step("columns"), version=contributor.started().version, **given)
    assert contributor.started().state == Import.State.READ
    contributor.import_it()
    contributor.drop(messy(without=("BEL-0001",)))
    page = contributor.get(contributor.step("columns"))
    assert {t.label: t.ours for t in page.context["theirs"]}["Quantité"] == "ignored"


def test_work_that_waits_is_not_done_by_the_page(contributor: Visitor, belcombe: Town) -> None:
    where = reverse("estate:new", args=[belcombe.organisation.public_id])
    dropped = SimpleUploadedFile("parc.csv", messy())
    answer = contributor.client.post(where, {"file": dropped, "on": "2026-09-30", "label": ""})
    assert "/work/" in answer.headers["Location"]
    assert contributor.started().state == Import.State.READING
    do_waiting("here:1")
    assert contributor.started().state == Import.State.READ


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"%PDF-1.7\n1 0 obj\n", "parc.csv", "PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(60), "parc.xlsx", "image"),
        (b"Type;Mod\xe8le\n", "parc.csv", "en-tête"),
    ],
    ids=["a PDF named csv", "a picture named xlsx", "a header alone"],
)
def test_a_file_that_is_no_inventory_is_refused_with_the_way_to_mend(
    contributor: Visitor, content: bytes, name: str, told: str
) -> None:
    page = contributor.drop(content, name)
    assert told in words(page)
    assert "Que faire" in words(page)
    assert contributor.started().state == Import.State.UNREADABLE
    refused = contributor.import_it()
    assert refused.status_code == 200
    assert contributor.inventories() == []


def test_a_file_larger_than_whoever_runs_the_site_takes_is_refused_before_it_is_read(
    contributor: Visitor, settings: Any
) -> None:
    settings.MOST_UPLOAD_MB = 2
    page = contributor.drop(messy() + b";" * (2 << 20))
    assert page.status_code == 422
    assert "la limite est de 2 Mo" in words(page)
    with scope(organisation=contributor.organisation):
        assert not Import.objects.exists()


def test_nothing_dropped_and_nothing_pasted_is_told_beside_the_field(visitor: Visitor) -> None:
    page = visitor.post(reverse("estate:start"), on="2026-09-30", label="Mon parc")
    assert page.status_code == 422
    assert 'id="errors"' in page.content.decode()
    assert "Mon parc" in page.content.decode()


def test_the_second_of_two_people_sees_what_the_first_told_and_keeps_what_was_sent(
    contributor: Visitor, belcombe: Town
) -> None:
    contributor.drop(messy())
    colleague = Visitor(belcombe.client("buyer"), belcombe.organisation)
    opened = contributor.started().version
    colleague.post(colleague.step("reading"), version=opened, date_order="mdy")
    page = contributor.post(contributor.step("reading"), version=opened, header_line="4", delimiter=";")
    assert page.status_code == 409
    assert "buyer@belcombe.example" in words(page)
    assert "mois, jour, année" in words(page), "what stands there now"
    assert '<option value=";" selected>' in page.content.decode(), "what was sent"
    assert contributor.started().options == {"date_order": "mdy"}


BRAND = {"label-2": "Marque"}
"""The label of the third column, as its form carries it."""


def test_columns_sent_for_an_older_reading_are_not_lost(contributor: Visitor, belcombe: Town) -> None:
    contributor.drop(messy())
    opened = contributor.started().version
    colleague = Visitor(belcombe.client("buyer"), belcombe.organisation)
    colleague.post(colleague.step("reading"), version=opened, date_order="dmy")
    page = contributor.post(contributor.step("columns"), version=opened, **BRAND, **{"column-2": "Fournisseur"})
    assert page.status_code == 409
    assert 'value="Fournisseur"' in page.content.decode()
    assert re.search(r"Marque Fabricant Fournisseur", words(page)), "what stands there now, beside what was sent"


def test_what_is_sent_of_a_column_stands_beside_it_where_the_file_is_now_read_otherwise(
    contributor: Visitor, belcombe: Town
) -> None:
    contributor.drop("Marque;Type;Nom\r\nType;Marque;Modèle\r\nPC portable;Dell;Latitude 5420\r\n".encode())
    opened = contributor.started().version
    colleague = Visitor(belcombe.client("buyer"), belcombe.organisation)
    before = [t.label for t in colleague.get(colleague.step("columns")).context["theirs"]]
    colleague.post(colleague.step("reading"), version=opened, header_line="2")
    there = [t.label for t in colleague.get(colleague.step("columns")).context["theirs"]]
    assert (before[0], there[1]) == ("Marque", "Marque")
    sent = {"label-0": there[1], "column-0": "Fournisseur"}
    page = contributor.post(contributor.step("columns"), version=opened, **sent)
    assert page.status_code == 409
    assert re.search(r'name="column-1"[^>]*value="Fournisseur"', page.content.decode())
    assert len(re.findall('value="Fournisseur"', page.content.decode())) == 2, (
        "in its field, and in the list of choices"
    )


def test_what_is_sent_while_the_file_is_read_anew_waits_on_its_page_and_is_sent_again(
    contributor: Visitor, belcombe: Town
) -> None:
    contributor.drop(messy())
    opened, columns = contributor.started().version, contributor.step("columns")
    other = belcombe.client("buyer")
    assert other.post(contributor.step("reading"), {"version": opened, "date_order": "mdy"}).status_code == 302
    key = json.dumps(["Écran", "Dell", "P2419H"], ensure_ascii=False)
    sent = {"version": opened, **BRAND, "column-2": "Fournisseur", "name": key, "category-0": "écran"}
    page = contributor.client.post(columns, sent | {"label-3": "Modèle", "column-3": "Modèle"})
    assert page.status_code == 409
    assert "Ce fichier est relu en ce moment" in words(page)
    assert page.context["untaken"] == [("Marque", "Fournisseur"), ("Écran Dell P2419H", "écran")], "not what stands so"
    waits = contributor.client.post(columns, carried_in(page))
    assert waits.status_code == 409, "it is still being read"
    do_waiting("here:1")
    again = contributor.post(columns, **carried_in(waits))
    assert again.status_code == 409
    assert 'value="Fournisseur"' in again.content.decode(), "beside its column, to be sent for this reading"
    assert contributor.client.get(columns).status_code == 200


def test_who_sends_columns_twice_is_led_to_the_reading_as_after_the_first_time(contributor: Visitor) -> None:
    contributor.drop(messy())
    columns, version = contributor.step("columns"), contributor.started().version
    key = json.dumps(["Écran", "Dell", "P2419H"], ensure_ascii=False)
    sent = {"version": version, **BRAND, "column-2": "Fournisseur", "name": key, "category-0": "écran"}
    first, second = (contributor.client.post(columns, sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    again = contributor.client.post(columns, sent | {"column-2": "Modèle"})
    assert again.status_code == 409, "something else than what was taken"
    assert again.context["untaken"] == [("Marque", "Modèle")]


@pytest.mark.parametrize(
    ("state", "told", "sent_again"),
    [("imported", "a été importé entre-temps", False), ("unreadable", "n’a pas pu être lu", True)],
)
def test_what_is_sent_of_columns_is_not_lost_where_the_file_is_no_longer_to_be_matched(
    contributor: Visitor, state: str, told: str, sent_again: bool
) -> None:
    contributor.drop(messy())
    started = contributor.started()
    with scope(organisation=started.organisation):
        Import.objects.filter(pk=started.pk).update(state=state)
    page = contributor.client.post(contributor.step("columns"), {"version": 1, **BRAND, "column-2": "Fournisseur"})
    assert page.status_code == 409
    assert told in words(page)
    assert page.context["untaken"] == [("Marque", "Fournisseur")]
    assert ("Envoyer de nouveau" in words(page)) is sent_again


def test_what_is_sent_of_a_column_that_is_gone_is_shown_and_nothing_is_taken(contributor: Visitor) -> None:
    contributor.drop(messy())
    sent = {"version": contributor.started().version, "label-2": "Mod�le", "column-2": "Fournisseur"}
    page = contributor.client.post(contributor.step("columns"), sent)
    assert page.status_code == 409
    assert "Mod�le aucune colonne de ce nom ici Fournisseur" in words(page)
    assert contributor.started().state == Import.State.READ


def carried_in(page: Any) -> dict[str, str]:
    """Return what the hidden fields of a page carry."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_a_word_that_is_no_column_leads_to_its_field_and_stays_there(contributor: Visitor) -> None:
    contributor.drop(messy())
    page = contributor.post(contributor.step("columns"), version=1, **BRAND, **{"column-2": "Fabriquant"})
    assert page.status_code == 422
    assert '<a href="#column-2">Fabriquant</a>' in page.content.decode()
    assert 'value="Fabriquant"' in page.content.decode()


def test_lines_set_aside_can_be_taken_home_with_their_reasons(contributor: Visitor) -> None:
    contributor.drop(messy())
    given = contributor.client.get(contributor.step("rejects"))
    text = given.content.decode("utf-8-sig")
    assert "beaucoup" in text
    assert len(text.strip().splitlines()) == 5


def test_what_changed_since_the_last_inventory_is_told_before_the_import_and_after(
    contributor: Visitor, belcombe: Town
) -> None:
    contributor.drop(messy(), on="2025-09-30")
    contributor.import_it()
    changed = messy(
        without=("BEL-0001", "BEL-0005"),
        lines=(
            "BEL-0010;PC portable;Dell;Latitude 5450;5CG3333CCC;1;14/03/2026;",
            "BEL-0005;Téléphone IP;Cisco;CP-7841;;1100;02/01/2019;",
        ),
    )
    contributor.drop(changed, on="2026-09-30")
    review = contributor.get(contributor.step("review"))
    moved = review.context["difference"]
    assert (moved.came, moved.went, moved.changed) == (1, 1, 1100)
    contributor.import_it()
    newest = contributor.inventories()[0]
    page = contributor.get(reverse("estate:since", args=[belcombe.organisation.public_id, newest.public_id]))
    assert "un équipement arrivé, un parti, 1 100 modifiés" in words(page)
    assert "Quantité : 1200 → 1100" in words(contributor.get(page.request["PATH_INFO"] + "?lines=changed"))


def test_what_may_be_sent_and_how_heavy_it_may_be_is_told_before(visitor: Visitor) -> None:
    shown = visitor.get(reverse("estate:start"))
    hint = "CSV, Excel, OpenDocument, agents GLPI ou OCS ; 50 Mo au plus."
    assert hint in words(shown)
    assert 'aria-describedby="id_file_helptext"' in shown.content.decode()
    assert "est supprimé après 30 jours" in words(shown)
    assert "l’espace ouvert pour vous est supprimé après 7 jours" in words(shown)


WIDE = 1_000
"""Columns of a file as some tools export them."""


def wide() -> bytes:
    """Return an inventory of three lines with a thousand columns that nobody asked for."""
    more = ";".join(f"Champ {n}" for n in range(WIDE))
    values = ";".join(["x"] * WIDE)
    lines = [f"PC portable;Dell;Latitude 542{n};{values}" for n in range(3)]
    return "\r\n".join([f"Type;Marque;Modèle;{more}", *lines, ""]).encode()


def test_a_file_of_a_thousand_columns_is_matched_page_by_page(contributor: Visitor) -> None:
    reading = contributor.drop(wide())
    assert "autres colonnes ne sont pas montrées" in words(reading)
    columns = contributor.step("columns")
    page = contributor.get(columns)
    assert "Colonnes 1 à 50 sur 1 003" in words(page)
    onward = contributor.post(f"{columns}?page=1", version=contributor.started().version, next="1")
    assert contributor.at == f"{columns}?page=2"
    assert "Colonnes 51 à 100 sur 1 003" in words(onward)
    last = contributor.get(f"{columns}?page=21")
    label = last.context["theirs"][-1].label
    given = {"label-1002": label, "column-1002": "Site", "version": contributor.started().version}
    contributor.post(f"{columns}?page=21", **given)
    assert contributor.at == contributor.step("review")
    again = contributor.get(f"{columns}?page=21").context["theirs"]
    assert {t.label: t.ours for t in again}[label] == "site"
    assert {t.label: t.ours for t in contributor.get(columns).context["theirs"]}["Marque"] == "manufacturer"


def test_a_form_of_more_fields_than_a_page_has_ends_in_a_page_that_says_so(contributor: Visitor) -> None:
    contributor.drop(wide())
    fields = {f"column-{n}": "Site" for n in range(WIDE + 3)}
    answer = contributor.client.post(contributor.step("columns"), {"version": 1, **fields})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()


def test_the_days_that_pages_tell_are_those_of_the_facts(
    contributor: Visitor, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = {"import_file": 41, "trial_space": 9, "deleted_object": 43}
    for room in ("starting", "inventories"):
        monkeypatch.setattr(f"levier.web.estate.views.{room}.days_kept", told.__getitem__)
    start = words(visitor.get(reverse("estate:start")))
    assert "supprimé après 41 jours" in start
    assert "supprimé après 9 jours" in start
    contributor.drop(messy())
    contributor.import_it()
    [found] = contributor.inventories()
    page = contributor.client.get(reverse("estate:inventory", args=[found.organisation.public_id, found.public_id]))
    assert "rétabli pendant 43 jours" in words(page)
