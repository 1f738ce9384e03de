"""A town buys in two lots: it says for which lots an offer is, sees them, compares and decides lot by lot."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from levier.web.bids.bridge import doubting
from levier.web.bids.bridge.readings import asked_by
from levier.web.bids.models import Offer
from levier.web.tender.models import Publication
from tests.tender.answers.bidders import filled
from tests.tender.bids.lots import TWO_LOTS, priced
from tests.web.bids.planting import moment, open_now, plant_publication
from tests.web.bids.test_award import NOTICE
from tests.web.conftest import Town
from tests.web.reading import markup, words

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
BOTH, LAPTOPS, SCREENS = {"L1-1": 800, "L2-1": 150}, {"L1-1": 790}, {"L2-1": 140}


class Buyer:
    """The buyer of a town at a browser, before a tender in two lots whose last day was yesterday."""

    def __init__(self, town: Town, text: str = TWO_LOTS) -> None:
        self.town, self.client = town, town.client("buyer")
        with scope(organisation=town.organisation):
            self.publication: Publication = plant_publication(town.organisation, text=text)

    @property
    def args(self) -> list[str]:
        return [self.town.organisation.public_id, self.publication.tender.public_id]

    def address(self, name: str, *more: Any) -> str:
        return reverse(f"bids:{name}", args=[*self.args, *more])

    def sees(self, name: str, *more: Any, lot: str = "") -> str:
        asked = {"lot": lot} if lot else {}
        return words(self.client.get(self.address(name, *more), asked, headers=ENGLISH))

    def decides(self, lot: str, **told: str) -> str:
        """Decide on a lot by the form of its page, as it stands there."""
        address = f"{self.address('decision')}?lot={lot}"
        seen = unescape(re.findall(r'name="seen" value="([^"]*)"', markup(self.client.get(address)))[0])
        told |= {"day": timezone.localdate().isoformat(), "electronic": "on", "seen": seen}
        return words(self.client.post(address, told, headers=ENGLISH, follow=True))

    def gives(self, bidder: str, prices: Mapping[str, float] | bytes, *lots: str, **told: Any) -> Any:
        data = prices if isinstance(prices, bytes) else filled(priced(prices, bidder), asked_by(self.publication).form)
        at = moment(timezone.localdate() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
        file = SimpleUploadedFile(f"{bidder}.xlsx", data)
        told = {"documents": [file], "bid": bidder, "lots": lots, "received_at": at, "round": "initial", **told}
        return self.client.post(self.address("receive"), told, headers=ENGLISH)

    def opens(self) -> dict[str, Offer]:
        with scope(organisation=self.town.organisation):
            open_now(self.publication)
            return {offer.bid: offer for offer in Offer.objects.all()}


@pytest.fixture
def buyer(belcombe: Town) -> Buyer:
    return Buyer(belcombe)


def test_the_receipt_tells_the_lots_where_no_file_can(buyer: Buyer) -> None:
    assert "Lot 2: Écrans" in buyer.sees("receive")
    buyer.gives("Aulne", BOTH)
    buyer.gives("Cèdre", b"a letter, not a workbook", "2")
    page = buyer.sees("bids")
    assert "Lot 2: Écrans one offer" in page
    assert "Offers whose lots are not told yet: 1." in page
    found = buyer.opens()
    assert (found["Aulne"].offered, found["Cèdre"].offered) == (("1", "2"), ("2",))
    page = buyer.sees("bids", lot="1")
    assert "Lot 1: Portables one offer" in page
    assert "Lot 2: Écrans 2 offers" in page
    assert "Cèdre" not in page
    assert "Cèdre" in buyer.sees("bids", lot="2")


def test_who_offers_for_one_lot_lacks_nothing_of_the_other(buyer: Buyer) -> None:
    buyer.gives("Aulne", LAPTOPS)
    offer = buyer.opens()["Aulne"]
    page = buyer.sees("offer", offer.public_id)
    assert "complete" in page
    assert "Its lots are those of which the file gives prices" in page
    receipt = {"bid": "Aulne", "lots": ["1", "2"], "round": "initial", "received_at": "2026-01-01T12:00"}
    assert buyer.client.post(buyer.address("receipt", offer.public_id), receipt).status_code == 302
    page = buyer.sees("offer", offer.public_id)
    assert "answers are missing or cannot be used" in page, "the price of the second lot is asked for now"
    assert buyer.client.post(buyer.address("receipt", offer.public_id), {**receipt, "lots": ["2"]}).status_code == 302
    assert "prices for lots that its receipt does not name (1)" in buyer.sees("offer", offer.public_id)


def test_two_files_of_one_bidder_stand_each_in_its_lot(buyer: Buyer) -> None:
    assert buyer.gives("Aulne", LAPTOPS, "1").status_code == 302
    again = buyer.gives("Aulne", BOTH)
    assert again.status_code == 422
    assert "Say for which lots each of them is" in words(again)
    assert buyer.gives("Aulne", SCREENS, "2").status_code == 302
    buyer.gives("Bouleau", BOTH)
    buyer.opens()
    assert "79 000" in buyer.sees("compared", lot="1").replace(",", " ")
    assert "42 000" in buyer.sees("compared", lot="2").replace(",", " ")


def test_assessors_see_what_each_file_of_a_bidder_answers(belcombe: Town) -> None:
    ladder = "ladder: [{points: 0, text: no answer}, {points: 1, text: within two days}]"
    service = f"  - {{id: service, name: Service, kind: service, weight: 0.4, formula: ladder, {ladder}}}\n"
    buyer = Buyer(
        belcombe, TWO_LOTS.replace("weight: 1,", "weight: 0.6,").replace("clauses:\n", f"{service}clauses:\n")
    )
    for lot, prices, answer in (
        ("1", LAPTOPS, "Deux jours pour les portables"),
        ("2", SCREENS, "Trois pour les écrans"),
    ):
        told = priced(prices, "Aulne") | {("answer", "service"): answer}
        buyer.gives("Aulne", filled(told, asked_by(buyer.publication).form), lot)
    buyer.opens()
    declaration = {"function": "Head of equipment", "free": "yes"}
    assert buyer.client.post(buyer.address("assessing"), declaration).status_code == 302
    page = buyer.sees("mark", "service")
    assert "Deux jours pour les portables" in page
    assert "Trois pour les écrans" in page
    assert page.count("Level of bid A") == 1, "one mark stands for all its lots"


def test_each_lot_is_compared_and_ends_with_what_came_for_it(buyer: Buyer) -> None:
    buyer.gives("Aulne", BOTH)
    buyer.gives("Bouleau", LAPTOPS)
    buyer.opens()
    assert "Bouleau" in buyer.sees("compared", lot="1")
    assert "Bouleau" not in buyer.sees("compared", lot="2")
    for lot, bid in (("1", "Bouleau"), ("2", "Aulne")):
        assert f"Awarded to {bid}" in buyer.decides(lot, end="award", bid=bid, reason="the lowest price")
    assert "1 – Portables · awarded to Bouleau 2 – Écrans · awarded to Aulne" in buyer.sees("decision")


def test_one_contract_is_published_for_two_lots_of_one_winner(buyer: Buyer) -> None:
    buyer.gives("Aulne", BOTH)
    buyer.gives("Bouleau", {"L1-1": 900, "L2-1": 190})
    buyer.opens()
    buyer.decides("1", end="award", bid="Aulne", reason="the lowest price")
    assert "Lots of this contract" not in buyer.sees("notice", lot="1"), "the second lot is not decided yet"
    buyer.decides("2", end="award", bid="Aulne", reason="the lowest price")
    assert "Lots of this contract" in buyer.sees("notice", lot="1")
    today = timezone.localdate().isoformat()
    data = {**NOTICE, "bids_received": "2", "lots": ["1", "2"], "notified_on": today, "published_on": today}
    refused = buyer.client.post(f"{buyer.address('notice')}?lot=1", {**data, "lots": ["2"]}, headers=ENGLISH)
    assert "Lot 1 is the one of this page" in words(refused)
    data["seen"] = '{"notices":null}'
    kept = buyer.client.post(f"{buyer.address('notice')}?lot=1", data, headers=ENGLISH, follow=True)
    assert "Kept: the data to publish are among the files of the report." in words(kept)
    published = []
    for lot in ("1", "2"):
        assert "decp.json" in buyer.sees("report", lot=lot)
        file = buyer.client.get(buyer.address("report_file", "decp.json"), {"lot": lot})
        published.append(json.loads(file.content)["marches"]["marche"][0])
    assert published[0] == published[1]
    assert published[0]["objet"] == "Portables et écrans – lot 1\u00a0: Portables; lot 2\u00a0: Écrans"


def test_a_lot_that_nobody_offers_for_ends_unsuccessful(buyer: Buyer) -> None:
    buyer.gives("Bouleau", LAPTOPS)
    buyer.opens()
    assert "No offer came for this lot." in buyer.sees("bids", lot="2")
    assert "No bid" in buyer.sees("compared", lot="2")
    assert "no offer came" in buyer.decides("2", end="unsuccessful", reason="no offer came")


def test_an_offer_may_be_irregular_for_one_lot_alone(buyer: Buyer) -> None:
    buyer.gives("Aulne", BOTH)
    buyer.gives("Bouleau", BOTH)
    offer = buyer.opens()["Aulne"]
    told = {"lot": "2", "status": "irregular", "reason": "the screens have no stand", "seen": "{}"}
    page = buyer.client.post(buyer.address("qualify", offer.public_id), told, headers=ENGLISH, follow=True)
    assert "Lot 2: Irregular bid the screens have no stand" in words(page)
    assert "the screens have no stand" not in buyer.sees("compared", lot="1")
    assert "the screens have no stand" in buyer.sees("compared", lot="2")


def test_a_price_looks_low_in_its_lot_and_is_decided_there(buyer: Buyer) -> None:
    buyer.gives("Aulne", BOTH)
    buyer.gives("Bouleau", {"L1-1": 790, "L2-1": 40})
    offer = buyer.opens()["Bouleau"]
    page = buyer.sees("doubts")
    assert page.count("below the mean of the other bids") == 1
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=5)
    ask = {"doubts": _codes(buyer), "asked_on": today.isoformat(), "until": later.isoformat()}
    assert buyer.client.post(buyer.address("doubts"), ask).status_code == 302
    told = {"admitted": "False", "reason": "below its own cost", "decided_on": today.isoformat(), "seen": "{}"}
    assert "Lot 2 : Votre prix paraît bas" in buyer.sees("letter", offer.public_id)
    low = buyer.address("low_price", offer.public_id)
    assert "Ask Bouleau in writing first" in words(buyer.client.get(low, headers=ENGLISH))
    assert buyer.client.post(low + "?lot=2", told, headers=ENGLISH).status_code == 302
    assert "below its own cost" in buyer.sees("compared", lot="2")
    assert "below its own cost" not in buyer.sees("compared", lot="1")


def _codes(buyer: Buyer) -> list[str]:
    with scope(organisation=buyer.town.organisation):
        found = doubting.doubts_of(buyer.publication, list(Offer.objects.all()), timezone.localdate())
    return [doubting.code_of(doubt) for doubt in found if doubt.lot == "2"]
