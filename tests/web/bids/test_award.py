"""From opened bids to what was bought: a buyer, a head of equipment, somebody with a conflict; nobody sees too much."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from html import unescape
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.web.bids.award.actions import declare
from levier.web.bids.award.queries import assessor_of
from levier.web.bids.models import Assessor, Marking, Obligation, Procedure
from levier.web.estate.models import Import
from levier.web.jobs.actions import do_waiting
from levier.web.journal.models import Entry
from levier.web.tender.models import Tender
from tests.web.bids.award_planting import plant_bids
from tests.web.conftest import Founder, Town
from tests.web.reading import words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
HEAD, BUYER = "Head of equipment", "Buyer of the town"
NOTICE = {
    "id": "2027BEL01",
    "buyer_siret": "21590001100015",
    "cpv": "30213100",
    "place_code": "59000",
    "amount_eur": "136000",
    "price_form": "Unitaire",
    "price_types": ["Définitif ferme"],
    "holders": "22222222200022",
    "bids_received": "4",
    "grouping": "Pas de groupement",
}


@pytest.fixture
def town(found_organisation: Founder) -> Town:
    return found_organisation("Belcombe")


@pytest.fixture
def tender(town: Town) -> Tender:
    with scope(organisation=town.organisation):
        return plant_bids(town.organisation)


class Person:
    """Somebody of the town at a browser, in the pages of one tender."""

    def __init__(self, town: Town, role: str, tender: Tender) -> None:
        self.client, self.town, self.tender = town.client(role), town, tender

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"bids:{name}", args=[self.town.organisation.public_id, self.tender.public_id, *more])

    def sees(self, name: str, *more: Any) -> Any:
        return self.client.get(self.address(name, *more), headers=ENGLISH)

    def follows(self, name: str, *more: Any) -> Any:
        """Open a page and go where it leads."""
        return self.client.get(self.address(name, *more), headers=ENGLISH, follow=True)

    def sends(self, name: str, *more: Any, **data: Any) -> Any:
        """Send a form and go where it leads."""
        return self.client.post(self.address(name, *more), data, headers=ENGLISH, follow=True)

    def declares(self, function: str, free: str = "yes") -> Any:
        return self.sends("assessing", function=function, free=free)

    def marks(self, levels: dict[str, int], name: str = "mark", **more: str) -> Any:
        data = {f"level-{alias}": str(level) for alias, level in levels.items()}
        reasons = {f"reason-{alias}": f"read in the answer of {alias}" for alias in levels}
        return self.sends(name, "service", **data, **reasons, **more)

    def decides(self, **more: str) -> Any:
        today = timezone.localdate().isoformat()
        told = {"end": "award", "bid": "Rebond SCIC", "reason": "the best mark", "day": today, "notified_on": today}
        return self.sends("decision", **told | {"electronic": "on", "seen": self.seen("decision")} | more)

    def seen(self, name: str, *more: Any) -> str:
        """Return what a form carries of what stood there when its page was made."""
        found = re.search(r'name="seen" value="([^"]*)"', self.sees(name, *more).content.decode())
        return unescape(found[1]) if found else ""


@pytest.fixture
def buyer(town: Town, tender: Tender) -> Person:
    return Person(town, "buyer", tender)


@pytest.fixture
def head(town: Town, tender: Tender) -> Person:
    return Person(town, "contributor", tender)


def agreed(buyer: Person, head: Person) -> None:
    """Have both mark all bids and agree."""
    buyer.declares(BUYER)
    head.declares(HEAD)
    head.marks({"A": 1, "B": 2, "C": 2, "D": 0})
    buyer.marks({"A": 1, "B": 2, "C": 1, "D": 0})
    answer = buyer.marks({"A": 1, "B": 2, "C": 2, "D": 0}, "agree", seen=buyer.seen("agree", "service"))
    assert "Kept: this is what is scored." in words(answer)


def test_two_assessors_mark_apart_and_blind_then_agree(buyer: Person, head: Person) -> None:
    assert "Nobody assesses yet" in words(head.sees("assessing"))
    assert "Declare first whether an interest is at stake." in words(head.follows("mark", "service"))
    buyer.declares(BUYER)
    head.declares(HEAD)
    page = head.sees("mark", "service")
    text = words(page)
    assert "Mark “Service après-vente”, alone and blind" in text
    assert "sous deux jours ouvrés et prêt" in text
    assert "Intervention sous deux jours ouvrés" in text
    for name in ("Neuf SA", "Rebond", "Loc SAS", "Vite", "780", "374", "€"):
        assert name not in text
    kept = words(head.marks({"A": 1, "B": 2, "C": 2, "D": 0}))
    assert "Kept." in kept
    assert f"{BUYER} " in kept
    assert "4 levels to give" in kept
    assert "names and prices are shown once marking is closed" in words(head.follows("compared"))
    mine = buyer.sees("mark", "service").content.decode()
    assert "read in the answer of" not in mine
    assert "selected" not in re.sub(r'<option value="" selected>', "", mine)
    assert words(buyer.sees("scored_bid", "A")).count("read in the answer") == 0
    over = words(buyer.marks({"A": 1, "B": 2, "C": 1, "D": 0}))
    assert "All assessors have marked: their levels are seen now." in over
    together = words(head.sees("agree", "service"))
    assert "Bid C one level apart" in together
    assert "Bid A same level" in together
    assert "1.5" not in together
    assert "3 figures are missing" not in words(buyer.sees("compared"))
    assert "have not agreed yet" in words(buyer.sees("compared"))
    buyer.marks({"A": 1, "B": 2, "C": 2, "D": 0}, "agree", seen=buyer.seen("agree", "service"))
    assert "Rebond SCIC stands first, 22.9 points ahead of Neuf SA." in words(head.sees("compared"))
    detail = words(buyer.sees("scored_bid", "C"))
    assert f"{HEAD}: level 2" in detail
    assert f"{BUYER}: level 1" in detail
    assert "agreed: level 2" in detail


def test_a_level_needs_its_reason_and_nothing_typed_is_lost(head: Person, buyer: Person) -> None:
    buyer.declares(BUYER)
    head.declares(HEAD)
    answer = head.sends("mark", "service", **{"level-A": "1", "level-B": "2", "reason-B": "two days"})
    assert answer.status_code == 422
    assert "Say why, in the words of the levels." in words(answer)
    assert "two days" in answer.content.decode()
    assert not Marking._base_manager.exists()


def test_whoever_has_a_conflict_neither_sees_nor_marks(town: Town, tender: Tender, head: Person, buyer: Person) -> None:
    answer = head.declares(HEAD, "no")
    for name, more in (
        ("compared", ()),
        ("mark", ("service",)),
        ("scored_bid", ("A",)),
        ("assessing", ()),
        ("bought", ()),
    ):
        refused = head.sees(name, *more)
        assert refused.status_code == 403
        assert "You declared a conflict of interest" in words(refused)
        assert "Rebond" not in words(refused)
    assert answer.status_code == 403
    assert head.marks({"A": 1}).status_code == 403
    with scope(organisation=town.organisation):
        assessor = Assessor.objects.get()
        procedure = Procedure.objects.get()
        assert procedure.record["no_conflict"][0]["none"] is False
    assert "conflict of interest: neither sees nor marks" in words(buyer.sees("assessing"))
    buyer.sends("take_back", assessor.pk)
    assert head.sees("compared").status_code == 200


def test_a_buyer_with_a_conflict_reads_no_offer(tender: Tender, buyer: Person) -> None:
    assert buyer.sees("doubts").status_code == 200
    buyer.declares("Acheteuse", "no")
    assert buyer.sees("doubts").status_code == 403


def test_marking_that_the_buyer_closes_takes_no_more_levels(buyer: Person, head: Person) -> None:
    buyer.declares(BUYER)
    head.declares(HEAD)
    head.marks({"A": 1})
    assert head.sends("close_marking").status_code == 403
    buyer.sends("close_marking")
    assert "Marking is closed." in words(buyer.marks({"A": 2}))
    assert Marking._base_manager.count() == 1
    assert "Open again" in words(buyer.sends("close_marking"))
    buyer.marks({"A": 2})
    assert Marking._base_manager.count() == 2


def test_an_award_to_a_bid_that_does_not_stand_first_is_refused(buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    refused = buyer.decides(bid="Neuf SA")
    assert refused.status_code == 422
    text = words(refused)
    assert "The bid that is awarded does not stand first." in text
    assert "one of: Rebond SCIC" in text
    assert "the best mark" in refused.content.decode()
    assert "decision" not in Procedure._base_manager.get().record


def test_an_award_is_decided_told_followed_and_taken_back(town: Town, buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    told = words(buyer.decides())
    assert "Awarded to Rebond SCIC: the best mark" in told
    assert "The contract is not signed before the end of" in told
    assert "checked on" in told
    followed = words(head.sees("obligations"))
    assert "obligations of" in followed or "One obligation" in followed
    with scope(organisation=town.organisation):
        row = Obligation.objects.filter(clause__startswith="TRV-08").get()
    today = timezone.localdate().isoformat()
    seen = head.seen("obligation", row.public_id)
    answer = head.sends("obligation", row.public_id, state="done", done_on=today, evidence="attestation", seen=seen)
    assert "attestation" in words(answer)
    late = buyer.sends("obligation", row.public_id, state="waived", evidence="none", seen=seen)
    assert late.status_code == 409
    buyer.sends("undecide")
    assert "No obligation to follow yet" in words(head.sees("obligations"))
    buyer.decides()
    row.refresh_from_db()
    assert (row.state, row.evidence, row.deleted_at) == ("done", "attestation", None)
    assert head.sends("decision").status_code == 403
    acts = set(Entry.objects.values_list("action", flat=True))
    assert {"bids.mark", "bids.close_marking", "bids.act", "bids.obligation"} <= acts


def test_a_procedure_without_award_is_told_as_such(buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    told = words(buyer.decides(end="abandoned", bid="", reason="the need is gone"))
    assert "Abandoned for a reason of general interest: the need is gone" in told
    assert "Nothing was bought yet" in words(buyer.sees("bought"))


def test_the_occulted_report_holds_no_secret_and_the_archive_all_files(buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    kept = buyer.sends("secrets", **{"words-C": "read in the answer of C", "seen": buyer.seen("report")})
    assert "Kept: the redacted report leaves these words out." in words(kept)
    buyer.decides()
    text = words(buyer.sees("report"))
    assert "Analysis of the bids, business secrets left out" in text
    assert "still missing: identifiers, CPV, place" in text
    answer = buyer.sees("report_file", "all.zip")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    names = archive.namelist()
    assert {"one-page.pdf", "analysis-report.docx", "analysis-report-occulted.docx", "result.json"} <= set(names)
    assert "reasons-neuf-sa.pdf" in names
    full, occulted = (_docx(archive.read(f"{name}.docx")) for name in ("analysis-report", "analysis-report-occulted"))
    assert "read in the answer of C" in full
    assert "read in the answer of C" not in occulted
    assert json.loads(archive.read("result.json"))["rules_verified"] is True
    assert buyer.sees("report_file", "one-page.pdf").content.startswith(b"%PDF")
    assert buyer.sees("report_file", "another.pdf").status_code == 404
    assert head.sees("report").status_code == 403


def _docx(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def test_the_data_to_publish_are_checked_by_the_official_schema(buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    assert "asked for once it is decided to award" in words(buyer.follows("notice"))
    buyer.decides()
    form = buyer.sees("notice").content.decode()
    assert "22222222200022" in form
    today = timezone.localdate().isoformat()
    days = {"notified_on": today, "published_on": today, "seen": buyer.seen("notice")}
    wrong = buyer.sends("notice", **NOTICE | days | {"bids_received": "3"})
    assert wrong.status_code == 422
    assert "The number of offers is not that of the bids read." in words(wrong)
    assert "still needed" not in words(buyer.sends("notice", **NOTICE | days))
    assert json.loads(buyer.sees("report_file", "decp.json").content)


def test_what_was_bought_becomes_an_import_of_the_estate(town: Town, buyer: Person, head: Person) -> None:
    agreed(buyer, head)
    buyer.decides()
    text = words(head.sees("bought"))
    assert "Refurbished units bought 400" in text
    assert "Footprint of making what was bought 13,600 kg CO₂e" in text
    assert "Mass bought" in text
    rows = list(csv.DictReader(io.StringIO(head.sees("bought_csv").content.decode())))
    assert [(r["quantity"], r["condition"], r["ownership"], r["supplier"]) for r in rows] == [
        ("400", "refurbished", "owned", "Rebond SCIC")
    ]
    job = head.client.post(head.address("import_bought"))
    assert job.status_code == 302
    do_waiting("here:1")
    with scope(organisation=town.organisation):
        started = Import.objects.get()
        assert started.state == Import.State.READ, started.error
    review = head.client.get(
        reverse("estate:import", args=[town.organisation.public_id, started.public_id]), headers=ENGLISH, follow=True
    )
    assert "400" in words(review)


def test_each_lot_ends_with_a_decision_of_its_own(town: Town) -> None:
    lots = [{"id": "1", "title": "Agents"}, {"id": "2", "title": "Écoles"}]
    with scope(organisation=town.organisation):
        tender = plant_bids(town.organisation, lots=lots)
    buyer, head = Person(town, "buyer", tender), Person(town, "contributor", tender)
    agreed(buyer, head)
    page = buyer.sees("compared")
    assert "Agents" in words(page)
    today = timezone.localdate().isoformat()
    told = {"end": "award", "bid": "Rebond SCIC", "reason": "the best mark", "day": today, "electronic": "on"}
    address = buyer.address("decision") + "?lot=2"
    kept = buyer.client.post(address, told | {"seen": '{"decisions":null}'}, headers=ENGLISH, follow=True)
    assert "Awarded to Rebond SCIC: the best mark" in words(kept)
    assert [one["lot"] for one in Procedure._base_manager.get().record["decisions"]] == ["2"]
    assert "Nothing is decided yet." in words(buyer.sees("decision"))
    assert "Rebond SCIC" in words(head.sees("bought"))


def test_a_removed_account_declares_for_nobody_else(town: Town, tender: Tender) -> None:
    with scope(organisation=town.organisation):
        declare(tender, town.people["contributor"], HEAD, free=False)
        town.people["contributor"].delete()
        kept = Assessor.objects.get(tender=tender)
        assert (kept.user, kept.function) == (None, HEAD), "what was declared stays in the record"
        assert assessor_of(tender, None) is None
        assert assessor_of(tender, town.people["buyer"]) is None
