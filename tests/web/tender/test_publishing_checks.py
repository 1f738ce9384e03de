"""The stored tender before publication: what is missing, where it is mended, its clause put in with one button."""

from __future__ import annotations

import csv
import io
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.tender.law.case import CHECKS
from levier.tender.law.checking import CHECKED
from levier.web.tender.findings import law, library
from levier.web.tender.models import Tender, TenderVersion
from levier.web.tender.publishing.bridge.checks import MENDED, judge, puttable
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.planting import plant_tender

pytestmark = pytest.mark.django_db


def at(name: str, tender: Tender, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id, *more])


@pytest.fixture
def tender(belcombe: Town) -> Tender:
    with scope(organisation=belcombe.organisation):
        return plant_tender(belcombe.organisation)


@pytest.fixture
def buyer(belcombe: Town) -> Client:
    client = belcombe.client("buyer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_the_page_tells_what_is_missing_with_its_source_and_what_to_confirm(buyer: Client, tender: Tender) -> None:
    page = words(buyer.get(at("judged", tender)))
    assert "things are missing or wrong" in page
    assert "No condition of performance takes the environment into account." in page
    assert "No postponement found: confirm on Légifrance." in page
    assert "Judged as a notice of 5 October 2026." in page
    assert "Looked at, and fine" in page
    assert "it gives no legal opinion" in page


def test_one_button_puts_the_clause_into_the_tender_and_the_finding_goes(
    buyer: Client, belcombe: Town, tender: Tender
) -> None:
    assert 'name="clause" value="TRV-12"' in buyer.get(at("judged", tender)).content.decode()
    page = buyer.post(at("put_clause", tender), {"clause": "TRV-12"}, follow=True)
    assert "No condition of performance takes the environment into account." not in words(page)
    assert 'value="TRV-12"' not in page.content.decode()
    buyer.post(at("put_clause", tender), {"clause": "TRV-12"})
    with scope(organisation=belcombe.organisation):
        now = Tender.objects.get()
        assert now.document["clauses"] == [{"id": "TRV-12", "version": library().criteria["TRV-12"].version}]
        assert now.version == 2, "done twice, it changes nothing"
        newest = TenderVersion.objects.first()
        assert newest is not None
        assert (newest.part, newest.created_by) == ("clauses", belcombe.people["buyer"])


def test_only_clauses_that_can_be_written_are_put(buyer: Client, tender: Tender) -> None:
    marks = next(c.id for c in library().criteria.values() if c.kind.value == "award_criterion")
    for clause in ("", "NO-SUCH", marks):
        assert not puttable(clause)
        assert buyer.post(at("put_clause", tender), {"clause": clause}).status_code == 404


def test_who_may_not_buy_gets_no_button(belcombe: Town, tender: Tender) -> None:
    client = belcombe.client("contributor")
    assert 'name="clause"' not in client.get(at("judged", tender)).content.decode()
    assert client.post(at("put_clause", tender), {"clause": "TRV-12"}).status_code == 403


def test_variants_and_value_are_mended_on_the_page_that_asks_for_them(buyer: Client, tender: Tender) -> None:
    page = buyer.get(at("judged", tender)).content.decode()
    section = page.partition("Variants</h3>")[2].partition("<h3")[0]
    assert f'href="{at("lots", tender)}"' in section
    assert b'name="variants-allowed"' in buyer.get(at("lots", tender)).content


def test_every_rule_that_names_its_page_is_a_rule() -> None:
    rules = {rule.id for rule in law().rules.values() if rule.stage in CHECKED and rule.id in CHECKS}
    assert set(MENDED) <= rules


def test_a_tender_without_the_day_of_its_notice_is_judged_as_of_today(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, notice_on=None)
    assert "the tender does not tell its day" in words(buyer.get(at("judged", tender)))


def test_findings_are_taken_away_in_three_forms(buyer: Client, tender: Tender) -> None:
    document = buyer.get(at("judged_findings", tender, "json")).json()
    verdicts = {one["rule"]: one["verdict"] for one in document["findings"]}
    assert verdicts["CCP-L2112-2"] == "not_met"
    assert document["clauses"]["TRV-12"]["text"]
    table = list(csv.reader(io.StringIO(buyer.get(at("judged_findings", tender, "csv")).content.decode())))
    assert len(table) == 1 + len(document["findings"])
    note = buyer.get(at("judged_findings", tender, "pdf")).content
    assert len(pikepdf.open(io.BytesIO(note)).pages) >= 1
    assert buyer.get(at("judged_findings", tender, "docx")).status_code == 404


def test_what_the_page_says_is_what_the_library_found(belcombe: Town, tender: Tender) -> None:
    found = judge(tender, tender.created_at.date())
    answer = found.answer
    assert len(answer.missing) == sum(f.verdict.value == "not_met" for f in found.findings)
    assert all(one.mend for one in [*answer.missing, *answer.weak, *answer.unjudged])
