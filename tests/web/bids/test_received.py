"""Offers are received, stay closed until the opening is due and recorded, and are read right after."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.web.bids.actions import procedure_of
from levier.web.bids.models import Offer
from levier.web.journal.models import Entry
from levier.web.people.archive import write_archive
from levier.web.tender.models import Publication
from levier.wording.numbers import write_date
from tests.tender.answers.bidders import filled
from tests.tender.bids.story import NEW, REFURBISHED, what
from tests.web.bids.planting import moment, plant_offers, plant_publication
from tests.web.conftest import Town
from tests.web.reading import words
from tests.web.tender.test_check import followed

pytestmark = pytest.mark.django_db
OFFERS_OF_ONE = ("bids:offer", "bids:original", "bids:qualify", "bids:candidature", "bids:letter", "bids:low_price")


def today() -> date:
    return timezone.localdate()


def address(name: str, publication: Publication, *more: Any) -> str:
    return reverse(name, args=[publication.organisation.public_id, publication.tender.public_id, *more])


def published(town: Town, deadline: date | None = None) -> Publication:
    with scope(organisation=town.organisation):
        return plant_publication(town.organisation, deadline)


def give(client: Client, publication: Publication, *uploads: SimpleUploadedFile, **told: str) -> Any:
    """Give files of offers that came yesterday at noon, unless told."""
    received = {"received_at": moment(today() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"), "round": "initial"}
    return client.post(address("bids:receive", publication), {"documents": list(uploads), **received, **told})


def workbook(name: str, told: Any) -> SimpleUploadedFile:
    kind = name.rpartition(".")[2]
    return SimpleUploadedFile(name, filled(told, what().form, kind))


def offers_of(town: Town) -> dict[str, Offer]:
    with scope(organisation=town.organisation):
        return {offer.bid: offer for offer in Offer.objects.select_related("tender", "organisation")}


def test_offers_that_came_are_named_with_their_fingerprint_and_nobody_reads_them(belcombe: Town) -> None:
    publication = published(belcombe, today() + timedelta(days=3))
    buyer = belcombe.client("buyer")
    assert give(buyer, publication, workbook("neuf.xlsx", NEW), workbook("rebond.ods", REFURBISHED)).status_code == 302
    offer = offers_of(belcombe)["neuf"]
    assert (offer.state, offer.bid_document, offer.reading) == ("closed", None, None)
    for role in ("reader", "buyer", "administrator"):
        page = belcombe.client(role).get(address("bids:bids", publication))
        assert "2 offers received, closed until" in words(page) or "2 offres reçues" in words(page)
        assert offer.content[:12] in words(page)
        assert "Neuf SA" not in words(page), "the name in the workbook is content too"
    for name in OFFERS_OF_ONE:
        assert buyer.get(address(name, publication, offer.public_id)).status_code == 404
    assert buyer.get(address("bids:enter", publication, offer.public_id, "prices-1")).status_code == 404
    assert buyer.get(address("bids:doubts", publication)).status_code == 404
    assert buyer.post(address("bids:read", publication)).status_code == 302
    assert offers_of(belcombe)["neuf"].state == "closed"


def test_the_archive_names_closed_offers_and_leaves_their_files_out(belcombe: Town) -> None:
    publication = published(belcombe, today() + timedelta(days=3))
    give(belcombe.client("buyer"), publication, workbook("neuf.xlsx", NEW))
    offer, target = offers_of(belcombe)["neuf"], io.BytesIO()
    write_archive(belcombe.organisation, target, timezone.now())
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert manifest["sealed_files"] == [f"bids/{offer.content}"]
        assert (manifest["files"], manifest["missing_files"]) == ([], [])
        assert "Neuf SA" not in archive.read("tables/bids.offer.json").decode()


def test_another_organisation_does_not_know_that_offers_came(belcombe: Town, outsider: Town) -> None:
    publication = published(belcombe)
    stranger = outsider.client("administrator")
    for name in ("bids:bids", "bids:receive", "bids:open", "bids:doubts"):
        assert stranger.get(address(name, publication)).status_code == 404
    foreign = reverse("bids:bids", args=[outsider.organisation.public_id, publication.tender.public_id])
    assert stranger.get(foreign).status_code == 404


def test_only_buyers_act_on_offers(belcombe: Town) -> None:
    publication = published(belcombe)
    for role in ("reader", "contributor", "lead"):
        assert give(belcombe.client(role), publication, workbook("neuf.xlsx", NEW)).status_code == 403
        assert belcombe.client(role).get(address("bids:open", publication)).status_code == 403


def test_opening_too_early_is_refused_and_leaves_nothing(belcombe: Town) -> None:
    publication = published(belcombe, today())
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW))
    answer = buyer.post(address("bids:open", publication), {"who": "Commission d’appel d’offres"})
    assert answer.status_code == 422
    assert (today() + timedelta(days=1)).isoformat() in words(answer)
    with scope(organisation=belcombe.organisation):
        assert procedure_of(publication.tender).record == {}
    assert offers_of(belcombe)["neuf"].state == "closed"


def test_the_opening_is_recorded_and_workbooks_are_read(belcombe: Town) -> None:
    publication = published(belcombe)
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW), workbook("rebond.ods", REFURBISHED))
    page = followed(buyer, buyer.post(address("bids:open", publication), {"who": "Commission d’appel d’offres"}))
    assert "Commission d’appel d’offres" in words(page)
    found = offers_of(belcombe)
    assert {offer.state for offer in found.values()} == {"read"}
    document = found["neuf"].bid_document
    assert document is not None
    [product] = document["products"]
    assert (product["designation"], product["price_eur"], product["units"]) == ("A14", 780 * 1.2, 400)
    with scope(organisation=belcombe.organisation):
        opening = procedure_of(publication.tender).record["opening"]
        assert (opening["by"], opening["recorded_on"]) == ("Commission d’appel d’offres", today().isoformat())
    told = Entry.objects.filter(organisation=belcombe.organisation.public_id)
    assert {"bids.receive", "bids.open", "bids.act", "bids.read"} <= set(told.values_list("action", flat=True))
    original = buyer.get(address("bids:original", publication, found["neuf"].public_id))
    assert sha256(original.content).hexdigest() == found["neuf"].content
    page = buyer.get(address("bids:offer", publication, found["neuf"].public_id))
    assert "A14" in words(page)
    assert belcombe.client("reader").get(address("bids:offer", publication, found["neuf"].public_id)).status_code == 403


def test_a_late_offer_stays_closed_and_is_set_aside_with_its_reason(belcombe: Town) -> None:
    publication = published(belcombe)
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW))
    give(
        buyer,
        publication,
        workbook("tard.xlsx", REFURBISHED),
        received_at=timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    )
    followed(buyer, buyer.post(address("bids:open", publication), {"who": "Commission"}))
    late = offers_of(belcombe)["tard"]
    assert late.state == "closed", "a late offer is never opened"
    aside = address("bids:set_aside", publication, late.public_id)
    page = buyer.get(aside)
    reason = page.context["form"]["reason"].value()
    assert write_date(today() - timedelta(days=1), "fr") in reason
    assert buyer.post(aside, {"reason": reason}).status_code == 302
    assert reason in words(buyer.get(address("bids:bids", publication)))
    assert buyer.get(address("bids:original", publication, late.public_id)).status_code == 404
    assert buyer.post(aside, {"reason": ""}).status_code == 302
    assert offers_of(belcombe)["tard"].set_aside == ""


def test_an_opened_offer_is_never_set_aside_unread(belcombe: Town) -> None:
    publication = published(belcombe)
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW))
    followed(buyer, buyer.post(address("bids:open", publication), {"who": "Commission"}))
    offer = offers_of(belcombe)["neuf"]
    assert buyer.post(address("bids:set_aside", publication, offer.public_id), {"reason": "no"}).status_code == 422


def test_a_correction_with_a_later_deadline_closes_offers_again(belcombe: Town) -> None:
    publication = published(belcombe)
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW))
    followed(buyer, buyer.post(address("bids:open", publication), {"who": "Commission"}))
    offer = offers_of(belcombe)["neuf"]
    with scope(organisation=belcombe.organisation):
        Publication.objects.filter(pk=publication.pk).update(deadline=today() + timedelta(days=9))
    assert buyer.get(address("bids:offer", publication, offer.public_id)).status_code == 404


def test_the_same_bidder_twice_is_told_and_a_receipt_can_be_corrected(belcombe: Town) -> None:
    publication = published(belcombe)
    buyer = belcombe.client("buyer")
    give(buyer, publication, workbook("neuf.xlsx", NEW))
    again = give(buyer, publication, workbook("neuf.xlsx", REFURBISHED))
    assert again.status_code == 422
    assert len(offers_of(belcombe)) == 1
    receipt = address("bids:receipt", publication, offers_of(belcombe)["neuf"].public_id)
    told = {"bid": "Neuf SA", "round": "initial", "received_at": moment(today() - timedelta(days=2)).isoformat()[:16]}
    assert buyer.post(receipt, told).status_code == 302
    assert list(offers_of(belcombe)) == ["Neuf SA"]
    future = moment(today() + timedelta(days=2)).isoformat()[:16]
    assert buyer.post(receipt, {**told, "received_at": future}).status_code == 422


def test_a_deleted_offer_comes_back(belcombe: Town) -> None:
    publication = published(belcombe)
    with scope(organisation=belcombe.organisation):
        offer = plant_offers(publication, neuf=NEW)["neuf"]
    buyer = belcombe.client("buyer")
    buyer.post(address("bids:delete_offer", publication, offer.public_id))
    assert offers_of(belcombe)["neuf"].deleted_at is not None
    buyer.post(address("bids:bring_back_offer", publication, offer.public_id))
    assert offers_of(belcombe)["neuf"].deleted_at is None


def test_offers_wait_for_a_publication(belcombe: Town) -> None:
    publication = published(belcombe)
    with scope(organisation=belcombe.organisation):
        Publication.objects.all().delete()
    buyer = belcombe.client("buyer")
    assert buyer.get(address("bids:bids", publication)).status_code == 200
    assert buyer.get(address("bids:receive", publication)).status_code == 404
