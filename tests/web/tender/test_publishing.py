"""A town publishes its tender: rules are locked, a correction is a new lock, and what was published stays."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.tender.bids.locked import lock_document
from levier.tender.scoring.announced import announced
from levier.tender.scoring.locking import lock
from levier.web.house.meanwhile import ChangedMeanwhile
from levier.web.journal.models import Entry
from levier.web.tender.file.actions import change
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.models import Publication, Tender
from levier.web.tender.publishing import actions
from levier.web.tender.publishing.bridge.locks import announced_by, published_case
from levier.web.tender.queries import published
from levier.wording.errors import BadOption, LevierError
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.planting import laptops, plant_published, plant_tender, reweighed

pytestmark = pytest.mark.django_db


def at(name: str, tender: Tender, *more: Any) -> str:
    return reverse(f"tender:{name}", args=[tender.organisation.public_id, tender.public_id, *more])


def in_days(n: int) -> date:
    return timezone.localdate() + timedelta(days=n)


def seen_on(page: Any) -> str:
    return str(page.context["form"]["seen"].value())


def sent(client: Client, tender: Tender, deadline: date, reason: str = "") -> Any:
    """Open the page, fill in the form and press the button."""
    page = client.get(at("publish", tender))
    told = {"seen": seen_on(page), "deadline": deadline.isoformat(), "reason": reason}
    return client.post(at("lock_rules", tender), told, follow=True)


@pytest.fixture
def tender(belcombe: Town) -> Tender:
    with scope(organisation=belcombe.organisation):
        return plant_tender(belcombe.organisation)


@pytest.fixture
def buyer(belcombe: Town) -> Client:
    client = belcombe.client("buyer")
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_a_town_publishes_corrects_and_every_fingerprint_names_the_one_before(
    buyer: Client, belcombe: Town, tender: Tender
) -> None:
    before = words(buyer.get(at("publish", tender)))
    assert "This cannot be undone" in before
    fingerprint = announced(tender_of(tender.document), "tender.yaml").hash
    assert fingerprint in before

    page = words(sent(buyer, tender, in_days(30)))
    assert "nothing has changed since" in page
    with scope(organisation=belcombe.organisation):
        first = published(tender)
        assert first is not None
        assert (first.hash, first.lock[""]["hash"], first.deadline) == (fingerprint, fingerprint, in_days(30))
        assert first.document["deadline"] == in_days(30).isoformat(), "what was published tells its own deadline"
        assert first.created_by == belcombe.people["buyer"]
        draft = reweighed(Tender.objects.get(pk=tender.pk), 0.6)

    page = words(buyer.get(at("publish", tender)))
    assert "The draft differs from what was published" in page
    assert "“Prix”: weight 50 % 60 %" in page.replace("50%", "50 %").replace("60%", "60 %")
    assert first.document != draft.document

    corrected = words(sent(buyer, tender, in_days(45), "The weight of the price was wrong."))
    with scope(organisation=belcombe.organisation):
        second = published(tender)
        assert second is not None
        lock = second.lock[""]
        assert (lock["previous"], lock["reason"]) == (first.hash, "The weight of the price was wrong.")
        assert lock["hash"] not in (first.hash, second.hash)
        assert second.hash == announced(tender_of(second.document), "tender.yaml").hash
    assert lock["hash"] in corrected
    assert f"names the one before: {first.hash}" in corrected
    kept = Entry.objects.filter(action="tender.publish").order_by("pk")
    assert [entry.details["hash"] for entry in kept] == [first.hash, second.hash]


@pytest.mark.parametrize(
    ("days", "reason", "told"),
    [(30, "Enough.", "later deadline"), (45, "", "required"), (-1, "Enough.", "does not come after")],
)
def test_a_correction_needs_a_later_deadline_and_a_reason(
    buyer: Client, belcombe: Town, days: int, reason: str, told: str
) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        reweighed(tender, 0.6)
    answer = sent(buyer, tender, in_days(days), reason)
    assert answer.status_code == 422
    assert told in words(answer)
    assert answer.context["form"]["reason"].value() == reason
    with scope(organisation=belcombe.organisation):
        assert Publication.objects.count() == 1


def test_rules_that_could_not_mark_a_bid_are_not_published(buyer: Client, belcombe: Town) -> None:
    criteria = [{**one, "weight": None} for one in laptops()["criteria"]]
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, criteria=criteria)
    page = buyer.get(at("publish", tender))
    assert "These rules cannot be locked yet" in words(page)
    assert not page.context["parts"]
    assert "“Prix” has no weight." in words(page)
    assert "tender.yaml" not in words(page), "a file is named to nobody who sees pages"
    answer = buyer.post(at("lock_rules", tender), {"seen": seen_on(page), "deadline": in_days(30).isoformat()})
    assert answer.status_code == 422
    with scope(organisation=belcombe.organisation):
        assert not Publication.objects.exists()
        with pytest.raises(LevierError):
            actions.publish(tender, None, in_days(30))


def test_a_deadline_that_is_over_is_refused_and_what_was_typed_stays(buyer: Client, tender: Tender) -> None:
    answer = sent(buyer, tender, in_days(-3))
    assert answer.status_code == 422
    assert in_days(-3).isoformat() in answer.content.decode()


def test_nobody_locks_a_draft_that_changed_since_the_page_was_made(
    buyer: Client, belcombe: Town, tender: Tender
) -> None:
    seen = seen_on(buyer.get(at("publish", tender)))
    with scope(organisation=belcombe.organisation):
        reweighed(tender, 0.9)
    told = {"seen": seen, "deadline": in_days(30).isoformat()}
    answer = buyer.post(at("lock_rules", tender), told)
    assert answer.status_code == 409
    assert "Somebody changed this" in words(answer)
    assert "90" in words(answer), "the page shows what would be locked now"
    again = buyer.post(at("lock_rules", tender), {**told, "seen": seen_on(answer)})
    assert again.status_code == 302
    twice = buyer.post(at("lock_rules", tender), {**told, "reason": "x", "seen": seen_on(answer)})
    assert twice.status_code == 409, "the button pressed twice publishes once"
    with scope(organisation=belcombe.organisation):
        assert Publication.objects.count() == 1
        with pytest.raises(ChangedMeanwhile):
            actions.publish(tender, None, in_days(60), "Enough.", {"version": 1, "published": None})


def test_a_correction_of_a_clause_keeps_the_fingerprint_of_the_rules(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        first = published(tender)
        change(tender, None, "clauses", {"clauses": [{"id": "TRV-12"}]}, tender.document)
        second = actions.publish(tender, None, in_days(50), "A clause was missing.")
        assert first is not None
        assert second.hash == first.hash
        assert second.lock[""]["hash"] == first.lock[""]["hash"]
        assert (second.lock[""]["deadline"], second.deadline) == (in_days(50).isoformat(), in_days(50))


def test_a_release_between_publication_and_correction_moves_no_fingerprint(buyer: Client, belcombe: Town) -> None:
    """What was locked on the facts of March is corrected in April: the rules did not move, nor does their lock."""
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        first = published(tender)
        assert first is not None
        rules = announced_by(first.document)
        march = replace(rules.bases[""], version="march")
        made = lock(rules.rules[""], in_days(-30), in_days(30), march)
        first.lock, first.hash = {"": lock_document(made)}, announced_by(first.document, {"": march}).hash
        first.save()
        assert first.hash == made.hash != rules.hash
        assert published_case(first).published == first.hash
        change(tender, None, "clauses", {"clauses": [{"id": "TRV-12"}]}, tender.document)
        page = buyer.get(at("publish", tender))
        assert not page.context["differences"].rules
        second = actions.publish(tender, None, in_days(50), "A clause was missing.")
        assert (second.hash, second.lock[""]["hash"]) == (first.hash, first.lock[""]["hash"])


def by_lot() -> dict[str, Any]:
    """Return what makes lots with criteria of their own."""
    price, repair = laptops()["criteria"]
    return {
        "lots": [{"id": "1", "title": "Neufs"}, {"id": "2", "title": "Reconditionnés"}],
        "criteria": [
            price,
            {**repair, "lots": ["1"]},
            {**repair, "id": "second", "name": "Garantie", "lots": ["2"]},
        ],
    }


def test_lots_with_rules_of_their_own_are_locked_one_by_one(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation, **by_lot())
        first = published(tender)
        assert first is not None
        assert set(first.lock) == {"1", "2"}
        renamed = [
            {**one, "name": "Garantie longue"} if one["id"] == "second" else one for one in tender.document["criteria"]
        ]
        change(tender, None, "criteria", {"criteria": renamed}, tender.document)
        second = actions.publish(tender, None, in_days(40), "The name of a criterion.")
        assert second.lock["1"]["hash"] == first.lock["1"]["hash"], "nothing moved in this lot"
        assert second.lock["2"]["previous"] == first.lock["2"]["hash"]
        case = published_case(second, "2")
        assert case.published == second.hash
        assert [c.name for c in case.rules.criteria] == ["Prix", "Garantie longue"]
        with pytest.raises(BadOption):
            published_case(second)
    page = buyer.get(at("publish", tender))
    assert "lock.json?lot=2" in page.content.decode()
    assert buyer.get(at("lock", tender, 2) + "?lot=2").json() == second.lock["2"]
    assert buyer.get(at("lock", tender, 2)).status_code == 404
    assert buyer.get(at("lock", tender, 3) + "?lot=2").status_code == 404


def test_rules_that_become_common_name_what_the_documents_printed(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation, **by_lot())
        first = published(tender)
        change(tender, None, "criteria", {"criteria": laptops()["criteria"]}, tender.document)
        second = actions.publish(tender, None, in_days(40), "The same rules for both lots.")
        assert first is not None
        assert second.lock[""]["previous"] == first.hash


def test_bids_are_judged_by_what_was_published_whatever_becomes_of_the_draft(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        reweighed(tender, 0.9)
        publication = published(tender)
        assert publication is not None
        case = published_case(publication)
    assert [c.weight for c in case.rules.criteria] == [0.5, 0.5]
    assert case.lock is not None
    assert (case.lock.hash, case.published) == (publication.hash, publication.hash)


def test_the_lock_and_the_tender_as_published_prove_on_any_computer_that_nothing_moved(
    buyer: Client, belcombe: Town, tmp_path: Path
) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
        changed = reweighed(tender, 0.9)
    bids = {
        "schema": "levier.bids/1",
        "vat": "excluded",
        "bids": [
            {"bid": "Aulne", "price_eur": 100000, "answers": {"repair": 2}},
            {"bid": "Bouleau", "price_eur": 120000, "answers": {"repair": 1}},
        ],
    }
    (tmp_path / "lock.json").write_bytes(buyer.get(at("lock", tender, 1)).content)
    (tmp_path / "tender.yaml").write_bytes(buyer.get(at("as_published", tender, 1)).content)
    (tmp_path / "draft.yaml").write_text(json.dumps({"schema": "levier.tender/1", **changed.document}))
    (tmp_path / "bids.json").write_text(json.dumps(bids))

    def scored(name: str) -> subprocess.CompletedProcess[str]:
        asked = ["tender", "score", name, "bids.json", "--lock", "lock.json", "--on", in_days(31).isoformat()]
        command = [sys.executable, "-c", "from levier.cli.main import levier; levier()", *asked, "--lang", "en"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    proven = scored("tender.yaml")
    assert proven.returncode == 0, proven.stderr
    assert "Aulne" in proven.stdout
    refused = scored("draft.yaml")
    assert refused.returncode != 0
    assert "not those that were published" in refused.stderr


def test_who_only_reads_sees_the_lock_and_no_button(belcombe: Town, tender: Tender) -> None:
    page = belcombe.client("reader").get(at("publish", tender))
    assert page.status_code == 200
    assert at("lock_rules", tender) not in page.content.decode()


def test_another_organisation_finds_nothing(outsider: Town, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_published(belcombe.organisation)
    client = outsider.client("buyer")
    there = [at("publish", tender), at("judged", tender), at("lock", tender, 1), at("as_published", tender, 1)]
    assert [client.get(address).status_code for address in there] == [404] * 4
    posted = client.post(at("lock_rules", tender), {"deadline": in_days(60).isoformat(), "reason": "x"})
    assert posted.status_code == 404
    under_its_own = at("publish", tender).replace(belcombe.organisation.public_id, outsider.organisation.public_id)
    assert client.get(under_its_own).status_code == 404


def test_clauses_whose_values_are_open_are_told_before_the_rules_are_locked(buyer: Client, belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, clauses=[{"id": "BUR-01", "version": 1}])
    page = words(buyer.get(at("publish", tender)))
    assert "One clause has values to choose: they would be printed as open." in page
    chosen = [{"id": "BUR-01", "version": 1, "variables": {"penalty": 50}}]
    with scope(organisation=belcombe.organisation):
        tender = plant_tender(belcombe.organisation, clauses=chosen)
    assert "values to choose" not in words(buyer.get(at("publish", tender)))
