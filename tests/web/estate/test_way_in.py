"""From a file as it is to an inventory, in a browser without script."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Import
from levier.web.jobs.actions import do_waiting
from tests.web.conftest import Town
from tests.web.estate.conftest import PASTED, Visitor, messy, messy_utf8, words, workbook

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


def test_an_inventory_taken_away_can_be_brought_back(contributor: Visitor) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [inventory] = contributor.inventories()
    ids = [contributor.organisation.public_id, inventory.public_id]  # type: ignore[union-attr]  # it has one
    listed = contributor.post(reverse("estate:undo", args=ids))
    assert contributor.inventories() == []
    assert contributor.client.get(reverse("estate:inventory", args=ids)).status_code == 404
    assert "Rétablir" in words(listed)
    contributor.post(reverse("estate:bring_back", args=ids))
    assert [i.public_id for i in contributor.inventories()] == [inventory.public_id]


def test_an_import_that_was_killed_at_any_point_is_done_again_with_the_same_outcome(contributor: Visitor) -> None:
    from levier.web.estate.work import read
    from levier.web.jobs.models import Job

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
    own = [reverse("estate:inventory", args=[contributor.organisation.public_id, inventory.public_id])]  # type: ignore[union-attr]  # it has one
    own += [contributor.step(name) for name in ("import", "reading", "columns", "review", "rejects")]
    theirs = [address.replace(contributor.organisation.public_id, outsider.organisation.public_id) for address in own]  # type: ignore[union-attr]  # it has one
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
    contributor.post(contributor.step("columns"), version=contributor.started().version, **given)
    assert contributor.started().state == Import.State.READ
    contributor.import_it()
    contributor.drop(messy(without=("BEL-0001",)))
    page = contributor.get(contributor.step("columns"))
    assert {t.label: t.ours for t in page.context["theirs"]}["Quantité"] == "ignored"


def test_work_that_waits_is_not_done_by_the_page(contributor: Visitor) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    where = reverse("estate:new", args=[contributor.organisation.public_id])  # type: ignore[union-attr]  # it has one
    dropped = SimpleUploadedFile("parc.csv", messy())
    answer = contributor.client.post(where, {"file": dropped, "on": "2026-09-30", "label": ""})
    assert "/work/" in answer.headers["Location"]
    assert contributor.started().state == Import.State.READING
    do_waiting("here:1")
    assert contributor.started().state == Import.State.READ
