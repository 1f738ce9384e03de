"""The documents of a stored tender: what is left to choose, written by a job, in a language or two, taken away."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from docx import Document
from docxtpl import DocxTemplate

from levier.report.tender_documents.base import base
from levier.web.house import files
from levier.web.jobs.actions import do_waiting
from levier.web.operating.inspecting import inspect
from levier.web.operating.purging import purge
from levier.web.people.retention import keep_for
from levier.web.tender.file.actions import change
from levier.web.tender.findings import library
from levier.web.tender.models import Tender
from levier.web.tender.publishing.actions import publish
from levier.web.tender.publishing.bridge.documents import file_name
from levier.web.tender.queries import last_written, published
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.planting import plant_published, plant_tender, plant_written, reweighed

pytestmark = pytest.mark.django_db


def at(name: str, tender: Tender, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id, *more])


def written(client: Client, tender: Tender, **told: Any) -> Any:
    """Ask for the documents, wait until they are there, and return the page where that leads."""
    answer = client.post(at("write_documents", tender), {"languages": "fr", **told})
    assert answer.status_code == 302, words(answer)
    do_waiting("here:1")
    while answer.status_code == 302:
        answer = client.get(answer["Location"])
    return answer


@pytest.fixture
def buyer(belcombe: Town) -> Client:
    client = belcombe.client("buyer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_buyer_has_all_documents_written_and_takes_them_one_by_one_or_together(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, clauses=[{"id": "TRV-12"}])
    assert "No documents are kept." in words(buyer.get(at("tender", tender)))
    before = words(buyer.get(at("documents", tender)))
    assert "Answer workbook" in before
    assert "BT-06" in before
    page = written(buyer, tender)
    names = [file.name for file in page.context["files"]]
    assert {"rc.docx", "rc.pdf", "cadre-de-reponse.xlsx", "cadre-de-reponse.ods", "fiche-besoin.pdf"} <= set(names)
    archive = zipfile.ZipFile(io.BytesIO(buyer.get(at("all_documents", tender)).content))
    assert archive.namelist() == names
    rules = buyer.get(at("document", tender, "rc.docx"))
    assert rules.content == archive.read("rc.docx")
    text = "\n".join(p.text for p in Document(io.BytesIO(rules.content)).paragraphs)
    assert "Ordinateurs portables neufs et reconditionnés" in text
    assert buyer.get(at("document", tender, "no-such.docx")).status_code == 404
    assert "Written from the draft." in words(buyer.get(at("tender", tender)))
    with scope(organisation=belcombe.organisation):
        reweighed(tender, 0.6)
    assert "write them anew" in words(buyer.get(at("documents", tender)))
    assert "write them anew" in words(buyer.get(at("tender", tender)))


def test_documents_of_what_was_published_print_its_fingerprint_in_both_languages(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        reweighed(tender, 0.9)
        publication = published(tender)
        assert publication is not None
    page = written(buyer, tender, which="published", languages="both")
    names = {file.name for file in page.context["files"]}
    assert {"rc.fr.docx", "rc.en.docx", "cadre-de-reponse.xlsx"} <= names
    printed = Document(io.BytesIO(buyer.get(at("document", tender, "rc.en.docx")).content))
    tables = "\n".join(cell.text for table in printed.tables for row in table.rows for cell in row.cells)
    body = "\n".join(p.text for p in printed.paragraphs)
    footers = "\n".join(p.text for section in printed.sections for p in section.footer.paragraphs)
    assert publication.hash in tables + body + footers
    assert "90" not in tables
    assert "Written from what was published." in words(buyer.get(at("tender", tender)))
    with scope(organisation=belcombe.organisation):
        publish(tender, None, publication.deadline + timedelta(days=7), "The weights were wrong.")
    for page in ("tender", "documents"):
        assert "write them anew" in words(buyer.get(at(page, tender))), "they print the fingerprint of before"


def test_the_buyers_own_template_is_used_and_others_are_refused(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation)
    own = DocxTemplate(io.BytesIO(base()))
    own.init_docx()
    own.docx.paragraphs[0].insert_paragraph_before("Ville de Belcombe, direction des achats")
    stream = io.BytesIO()
    own.docx.save(stream)
    written(buyer, tender, template=SimpleUploadedFile("lettre.docx", stream.getvalue()))
    made = Document(io.BytesIO(buyer.get(at("document", tender, "rc.docx")).content))
    assert made.paragraphs[0].text == "Ville de Belcombe, direction des achats"

    wrong = buyer.post(
        at("write_documents", tender), {"languages": "fr", "template": SimpleUploadedFile("lettre.pdf", b"%PDF")}
    )
    assert wrong.status_code == 422
    assert "lettre.pdf is none" in words(wrong)
    damaged = written(buyer, tender, template=SimpleUploadedFile("lettre.docx", b"no document"))
    assert "This template cannot be opened." in words(damaged)


def test_values_left_to_choose_are_named_before_anything_is_written(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation)
        open_one = next(
            c
            for c in library().criteria.values()
            if c.clause and c.kind.value == "performance_condition" and any(v.default is None for v in c.variables)
        )
        change(tender, None, "clauses", {"clauses": [{"id": open_one.id}]}, tender.document)
    page = words(buyer.get(at("documents", tender)))
    assert "values left to choose" in page
    assert open_one.reference in page


def test_rules_that_could_not_mark_leave_nothing_to_write(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, criteria=None)
    page = buyer.get(at("documents", tender))
    assert "cannot be written yet" in words(page)
    assert at("write_documents", tender) not in page.content.decode()


def test_a_private_buyer_gets_no_codes_of_public_notices(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, buyer={"kind": "company", "name": "Sève"})
    assert "BT-06" not in words(buyer.get(at("documents", tender)))


def test_kept_documents_are_nobody_elses_and_go_with_the_trace_of_their_work(
    buyer: Client, belcombe: Town, outsider: Town
) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_written(belcombe.organisation)
        order = last_written(tender)
    assert order is not None
    stranger = outsider.client("buyer")
    for address in (at("documents", tender), at("all_documents", tender), at("document", tender, "rc.pdf")):
        assert buyer.get(address).status_code == 200
        assert stranger.get(address).status_code == 404
    assert not [one for one in inspect() if file_name(order["key"]) in one.text.in_("en")]
    purge(timezone.now() + timedelta(days=1))
    assert file_name(order["key"]) in set(files.every())
    purge(timezone.now() + keep_for("finished_work") + timedelta(days=2))
    assert file_name(order["key"]) not in set(files.every())
    assert belcombe.client("buyer").get(at("documents", tender)).status_code == 200, "they can be written again"
