"""A buyer drops a tender file and learns what is missing or weak in it, without an account."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.tender.dossier.process import read_dossier
from levier.web.house import files
from levier.web.jobs.actions import do_waiting
from levier.web.journal.models import Entry
from levier.web.operating.purging import purge
from levier.web.people.archive import tables
from levier.web.people.models import Organisation
from levier.web.people.retention import keep_for
from levier.web.tender.checks import bridge
from levier.web.tender.findings import law
from levier.web.tender.models import Dismissal, TenderCheck
from tests.tender.dces import TEXTS, Source, read_text, write_docx, write_scan
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.planting import finding, plant_check

pytestmark = pytest.mark.django_db
VILLE = TEXTS / "01-ville-postes.txt"


def document(folder: Path, source: Source) -> SimpleUploadedFile:
    write_docx(source, folder / "one.docx")
    return SimpleUploadedFile(f"{Path(source.name).stem}.docx", (folder / "one.docx").read_bytes())


def dropped(client: Client, *uploads: SimpleUploadedFile, where: str = "", **told: str) -> Any:
    """Drop documents, wait until they are judged, and return the page where that leads."""
    answer = client.post(where or reverse("tender:check"), {"documents": list(uploads), **told})
    return followed(client, answer)


def followed(client: Client, answer: Any) -> Any:
    while answer.status_code == 302:
        do_waiting("here:1")
        answer = client.get(answer["Location"])
    return answer


def last() -> TenderCheck:
    place = Organisation.objects.exclude(trial_until=None).latest("pk")
    with scope(organisation=place):
        return TenderCheck.objects.select_related("organisation").latest("pk")


def address(name: str, check: TenderCheck, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[check.organisation.public_id, check.public_id, *more])


def number_of(check: TenderCheck, rule: str) -> int:
    return next(n for n, one in enumerate(check.findings) if one["rule"] == rule)


@pytest.fixture
def town_files(tmp_path: Path) -> list[SimpleUploadedFile]:
    """The RC, CCTP and CCAP of an invented town, with known gaps."""
    return [document(tmp_path, source) for source in read_text(VILLE).sources]


def test_several_documents_dropped_at_once_tell_what_is_missing_with_its_place_and_clause(
    town_files: list[SimpleUploadedFile],
) -> None:
    client = Client()
    page = dropped(client, *town_files, buyer="local_authority", on="2026-10-05")
    assert page.status_code == 200
    said = words(page)
    check = last()
    judged = {f["rule"] for f in check.findings if f["verdict"] in ("not_met", "to_justify")}
    assert judged == read_text(VILLE).gaps
    assert "6 points manquent ou enfreignent les règles" in said
    assert "3 sont faibles ou à justifier" in said
    assert "Postes de marque" not in said
    assert "marque Dell, gamme Latitude" in said
    assert "CCTP.docx, paragraphe" in said
    assert "à confirmer sur Légifrance" in said
    assert "Clause à coller dans le CCAP" in said
    assert "Les commandes d’un même site sont livrées au plus 2 fois par mois" in said


def test_what_a_law_repeats_is_folded_into_what_tells_it(town_files: list[SimpleUploadedFile]) -> None:
    client = Client()
    said = words(dropped(client, *town_files, buyer="local_authority", on="2026-10-05"))
    assert "voir DRAFT-BRAND" not in said
    assert "En droit\u00a0: Ni marque ni type sans" in said.replace("droit :", "droit\u00a0:")


def test_before_the_rules_of_a_day_they_do_not_apply(town_files: list[SimpleUploadedFile]) -> None:
    client = Client()
    dropped(client, *town_files, buyer="local_authority", on="2026-08-20")
    early = {f["rule"] for f in last().findings if f["verdict"] == "not_met"}
    check = last()
    answer = client.post(address("check_again", check), {"buyer": "local_authority", "on": "2026-08-22"})
    followed(client, answer)
    later = {f["rule"] for f in last().findings if f["verdict"] == "not_met"}
    assert last().pk != check.pk
    assert later - early >= {"CCP-L2152-7", "CCP-L2112-2"}


def test_the_example_opens_without_a_file() -> None:
    client = Client()
    page = followed(client, client.post(reverse("tender:check"), {"example": "1"}))
    assert "points manquent ou enfreignent les règles" in words(page)


def test_the_example_is_the_tender_file_that_our_tests_know(tmp_path: Path) -> None:
    """The archive holds what tests/tender/dces tells: change that, and make it anew."""
    (tmp_path / "example.zip").write_bytes(bridge.example())
    held = read_dossier([tmp_path / "example.zip"], law().lexicon)
    made = []
    for source in read_text(VILLE).sources:
        write_docx(source, tmp_path / source.name)
        made.append(tmp_path / source.name)
    expected = read_dossier(made, law().lexicon)
    assert [(p.name, p.blocks) for p in held.pieces] == [(p.name, p.blocks) for p in expected.pieces]


def test_an_archive_with_a_scan_says_what_could_not_be_read(tmp_path: Path) -> None:
    source = read_text(VILLE).sources[1]
    write_docx(source, tmp_path / "CCTP.docx")
    write_scan(tmp_path / "RC.pdf")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.write(tmp_path / "CCTP.docx", "CCTP.docx")
        packed.write(tmp_path / "RC.pdf", "RC.pdf")
    said = words(dropped(Client(), SimpleUploadedFile("dce.zip", archive.getvalue())))
    unread = said.partition("Impossible à lire ou à juger")[2]
    assert "Pages sans mots" in unread
    assert "RC.pdf" in unread
    assert "L’acheteur a été pris pour" in unread


def test_a_document_under_a_password_says_so_and_nothing_breaks(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "RC.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
    page = dropped(Client(), SimpleUploadedFile("RC.pdf", (tmp_path / "RC.pdf").read_bytes()))
    assert page.status_code == 200
    assert "Rien n’a pu être lu dans ces documents" in words(page)
    assert "mot de passe" in words(page)


def test_nothing_to_read_is_told_in_the_form_and_what_was_chosen_stays() -> None:
    page = Client().post(reverse("tender:check"), {"buyer": "hospital", "on": "2026-10-05"})
    assert page.status_code == 422
    assert '<option value="hospital" selected>' in page.content.decode()
    assert 'value="2026-10-05"' in page.content.decode()


def test_an_empty_file_and_too_many_are_refused() -> None:
    assert Client().post(reverse("tender:check"), {"documents": SimpleUploadedFile("a.docx", b"")}).status_code == 422
    many = [SimpleUploadedFile(f"{n}.docx", b"PK") for n in range(21)]
    page = Client().post(reverse("tender:check"), {"documents": many})
    assert page.status_code == 422
    assert "20 fichiers au plus" in words(page)


def test_a_false_alarm_is_dismissed_with_a_reason_counted_apart_and_counted_again(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        check = plant_check(belcombe.organisation, finding("DRAFT-BRAND"), finding("TTC"), finding("A11Y", "met"))
    client = belcombe.client("contributor")
    assert "2 points manquent" in words(client.get(address("checked", check)))
    assert client.post(address("dismiss", check, 0), {"reason": " "}).status_code == 422
    client.post(address("dismiss", check, 0), {"reason": "C’est le parc existant."})
    said = words(client.get(address("checked", check)))
    assert "Un point manque" in said
    assert "un a été écarté" in said
    assert "C’est le parc existant." in said
    listed = client.get(reverse("tender:checks", args=[belcombe.organisation.public_id]))
    assert "Un point manque" in words(listed)
    client.post(address("count_again", check, 0))
    client.post(address("count_again", check, 0))
    assert "2 points manquent" in words(client.get(address("checked", check)))
    actions = list(Entry.objects.filter(organisation=belcombe.organisation.public_id).values_list("action", flat=True))
    assert [a for a in actions if a.startswith("tender.")] == ["tender.dismiss", "tender.count_again"]


def test_only_an_alarm_can_be_dismissed(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        check = plant_check(belcombe.organisation, finding("A11Y", "met"))
    client = belcombe.client("contributor")
    assert client.get(address("dismiss", check, 0)).status_code == 404
    assert client.get(address("dismiss", check, 7)).status_code == 404
    with scope(organisation=belcombe.organisation):
        assert not Dismissal.objects.exists()


def test_the_findings_leave_as_a_table_for_machines_and_as_a_note(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        place = {"document": "=RC.docx", "heading": None, "paragraph": 3, "page": None, "quote": "Marque Dell"}
        repeat = finding("CCP-R2111-7", told_by="DRAFT-BRAND")
        check = plant_check(belcombe.organisation, finding("DRAFT-BRAND", place=place), repeat, finding("TTC", "met"))
        Dismissal.objects.create(
            organisation=belcombe.organisation, tender=check, number=0, rule="DRAFT-BRAND", reason="Parc existant"
        )
    client = belcombe.client("reader")
    table = client.get(address("findings", check, "csv")).content.decode().removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table), delimiter=";"))
    assert [row["Écarté parce que"] for row in rows] == ["Parc existant", "Parc existant", ""]
    assert rows[0]["Document"] == "'=RC.docx"
    told = json.loads(client.get(address("findings", check, "json")).content)
    assert [f["verdict"] for f in told["findings"]] == ["not_met", "not_met", "met"]
    assert told["findings"][0]["dismissed"] == "Parc existant"
    note = client.get(address("findings", check, "pdf"))
    assert note["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(note.content)) as pdf:
        assert len(pdf.pages) == 1
    assert client.get(address("findings", check, "docx")).status_code == 404


def test_a_check_is_deleted_in_one_click_and_can_be_brought_back_without_its_documents(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        check = plant_check(belcombe.organisation)
    client = belcombe.client("contributor")
    client.post(address("delete_check", check))
    assert client.get(address("checked", check)).status_code == 404
    said = words(client.get(reverse("tender:checks", args=[belcombe.organisation.public_id])))
    assert "Supprimés" in said
    client.post(address("bring_back_check", check))
    assert client.get(address("checked", check)).status_code == 200
    with scope(organisation=belcombe.organisation):
        assert not TenderCheck.objects.get(pk=check.pk).files_kept


def test_the_documents_go_as_the_retention_says_and_the_findings_stay() -> None:
    client = Client()
    followed(client, client.post(reverse("tender:check"), {"example": "1"}))
    check = last()
    [file] = check.files
    name = bridge.file_name(file["content"])
    assert files.local(name).exists()
    purge(timezone.now() + keep_for("tender_file") - timedelta(hours=1))
    assert files.local(name).exists()
    with scope(organisation=check.organisation):
        TenderCheck.objects.filter(pk=check.pk).update(
            created_at=timezone.now() - keep_for("tender_file") - timedelta(hours=1)
        )
    Organisation.objects.filter(pk=check.organisation.pk).update(trial_until=timezone.now() + timedelta(days=9))
    purge(timezone.now() + timedelta(days=1, hours=1))
    assert not files.local(name).exists()
    said = words(client.get(address("checked", check)))
    assert "points manquent" in said
    assert "Les documents ne sont plus conservés" in said


def test_the_archive_of_an_organisation_holds_its_checks_and_dismissals(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        plant_check(belcombe.organisation)
    held = {name: rows.count() for name, rows in tables(belcombe.organisation)}
    assert (held["tender.tendercheck"], held["tender.dismissal"]) == (1, 0)


def test_a_page_of_findings_asks_the_database_few_times(belcombe: Town, django_assert_max_num_queries: Any) -> None:
    with scope(organisation=belcombe.organisation):
        check = plant_check(belcombe.organisation, *(finding(f"RULE-{n}") for n in range(30)))
        for n in range(20):
            told = {"organisation": belcombe.organisation, "number": n, "rule": f"RULE-{n}", "reason": "Non"}
            Dismissal.objects.create(tender=check, created_by=belcombe.people["buyer"], **told)
    client = belcombe.client("contributor")
    with django_assert_max_num_queries(12):
        client.get(address("checked", check))
    with django_assert_max_num_queries(12):
        client.get(reverse("tender:checks", args=[belcombe.organisation.public_id]))
