"""Offers once they are open: tampered ones are entered by hand, doubts become questions, the buyer decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_scopes import scope

from levier.tender.answers.stored import reading_from
from levier.web.bids.actions import procedure_of
from levier.web.bids.bridge import bids_of, case_of, record_of
from levier.web.bids.bridge.doubting import code_of, doubts_of
from levier.web.bids.bridge.entry import cells, part_of
from levier.web.bids.bridge.readings import asked_by
from levier.web.bids.models import Offer
from levier.web.bids.queries import opened
from levier.web.tender.models import Publication
from tests.tender.bids.story import INCOMPLETE, NEW, REFURBISHED, RENTED
from tests.web.bids.planting import open_now, plant_offers, plant_publication, tampered
from tests.web.bids.test_received import address
from tests.web.conftest import Town
from tests.web.reading import words

pytestmark = pytest.mark.django_db
NO_METHOD = {**REFURBISHED, ("product", "P1", "gwp_method"): ""}
NO_METHOD_EITHER = {**NEW, ("product", "P1", "gwp_method"): ""}


def opened_with(town: Town, **bidders: Any) -> tuple[Publication, dict[str, Offer]]:
    """Plant a tender whose offers were opened and read."""
    with scope(organisation=town.organisation):
        publication = plant_publication(town.organisation)
        plant_offers(publication, **bidders)
        open_now(publication)
        offers = {offer.bid: offer for offer in opened(publication.tender)}
    return publication, offers


def record(town: Town, publication: Publication) -> dict[str, Any]:
    with scope(organisation=town.organisation):
        return dict(procedure_of(publication.tender).record)


def days(n: int) -> str:
    return (timezone.localdate() + timedelta(days=n)).isoformat()


def test_a_tampered_workbook_stops_the_import_and_is_entered_by_hand(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=tampered(NEW), honest=NEW)
    offer, buyer = offers["neuf"], belcombe.client("buyer")
    assert offer.state == "changed"
    page = buyer.get(address("bids:offer", publication, offer.public_id))
    assert "F5" in words(page)
    assert "399" in words(page), "what stands there now is shown beside what was changed"
    assert page.context["examined"].bid.products == ()
    with scope(organisation=belcombe.organisation):
        form = asked_by(publication).form
        parts = [part.code for part in page.context["parts"]]
        assert parts == ["bidder", "answers-1", "product-P1", "prices-1"]
        typed = {**NEW, ("product", "P1", "line"): "P-1"}
        for code in parts:
            keys = part_of(form, code)
            assert keys is not None
            sent = {f"cell{n}": str(typed.get(c.key, "")) for n, c in enumerate(cells(form, offer, keys))}
            sent = {name: {"Neuf / New": "new", "Oui / Yes": "yes"}.get(text, text) for name, text in sent.items()}
            enter = address("bids:enter", publication, offer.public_id, code)
            seen = buyer.get(enter).context["form"]["seen"].value()
            answer = buyer.post(enter, {**sent, "why": "Annexe 2, page 4", "seen": seen})
            assert answer.status_code == 302, words(answer)
        offer.refresh_from_db()
        assert offer.state == "by_hand"
        assert offer.reading is not None
        price = reading_from(offer.reading).answers["price", "P-1"]
        assert price.entered is not None
        assert (price.entered.by, price.entered.why) == ("buyer@belcombe.example", "Annexe 2, page 4")
        [bid] = bids_of([offer], asked_by(publication).form, case_of(publication).vat).bids
        assert (bid.products[0].designation, bid.products[0].price_eur) == ("A14", 780 * 1.2)
        [honest] = bids_of([offers["honest"]], asked_by(publication).form, case_of(publication).vat).bids
        assert {lack.in_("fr") for lack in bid.lacks} == {lack.in_("fr") for lack in honest.lacks}
        assert replace(bid, bid="", file=None, file_hash=None, lacks=()) == replace(
            honest, bid="", file=None, file_hash=None, lacks=()
        ), "what was typed is what a sound workbook would have told"


def test_an_answer_that_cannot_be_used_is_refused_with_its_field_and_nothing_is_lost(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW)
    buyer, offer = belcombe.client("buyer"), offers["neuf"]
    enter = address("bids:enter", publication, offer.public_id, "prices-1")
    page = buyer.get(enter)
    sent = {name: str(page.context["form"][name].value() or "") for name in page.context["form"].cells}
    sent |= {"cell0": "sept cents", "why": "page 2", "seen": page.context["form"]["seen"].value()}
    answer = buyer.post(enter, sent)
    assert answer.status_code == 422
    assert "cell0" in answer.context["form"].errors
    assert "sept cents" in answer.content.decode()
    offer.refresh_from_db()
    assert offer.state == "read"


def test_two_buyers_who_enter_the_same_cells_see_both_texts(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW)
    buyer, offer = belcombe.client("buyer"), offers["neuf"]
    enter = address("bids:enter", publication, offer.public_id, "prices-1")
    page = buyer.get(enter)
    first = {name: str(page.context["form"][name].value() or "") for name in page.context["form"].cells}
    first |= {"why": "page 2", "seen": page.context["form"]["seen"].value()}
    assert buyer.post(enter, {**first, "cell0": "770"}).status_code == 302
    clash = belcombe.client("administrator").post(enter, {**first, "cell0": "760"})
    assert clash.status_code == 409
    assert {"770", "760"} <= {clash.context["form"].both[0].now, clash.context["form"].both[0].sent}


def test_a_file_that_is_no_workbook_leaves_a_bid_that_stands(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, lettre=b"%PDF-1.7 an offer on paper", neuf=NEW)
    assert (offers["lettre"].state, offers["neuf"].state) == ("unreadable", "read")
    page = belcombe.client("buyer").get(address("bids:offer", publication, offers["lettre"].public_id))
    assert page.status_code == 200
    assert page.context["examined"].error
    assert page.context["examined"].lacking > 0


def test_a_doubt_becomes_a_question_with_the_same_last_day_for_all(belcombe: Town) -> None:
    publication, _ = opened_with(belcombe, neuf=NO_METHOD_EITHER, rebond=NO_METHOD)
    buyer, page = belcombe.client("buyer"), address("bids:doubts", publication)
    with scope(organisation=belcombe.organisation):
        found = doubts_of(publication, list(opened(publication.tender)), timezone.localdate())
    same = {doubt.bid: doubt for doubt in found if doubt.kind == "footprint.method"}
    assert set(same) == {"neuf", "rebond"}
    assert same["neuf"].question.message == same["rebond"].question.message
    ask = {"doubts": [code_of(same["neuf"])], "asked_on": days(0), "until": days(7)}
    assert buyer.post(page, ask).status_code == 302
    refused = buyer.post(page, {"doubts": [code_of(same["rebond"])], "asked_on": days(0), "until": days(9)})
    assert refused.status_code == 422, "who is asked the same has the same time"
    assert len(record(belcombe, publication)["questions"]) == 1
    assert buyer.post(page, {**ask, "doubts": [code_of(same["rebond"])]}).status_code == 302
    questions = record(belcombe, publication)["questions"]
    assert {(told["bid"], told["until"]) for told in questions} == {("neuf", days(7)), ("rebond", days(7))}
    number = next(n for n, told in enumerate(questions, start=1) if told["bid"] == "neuf")
    answer = {"answer": "PAIA 2023, vérifiée", "answered_on": days(0), "seen": "{}"}
    assert buyer.post(address("bids:question", publication, number), answer).status_code == 302
    assert "PAIA 2023, vérifiée" in words(buyer.get(address("bids:question", publication, number)))


def test_a_question_is_kept_and_shown_as_it_was_sent(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NO_METHOD_EITHER, rebond=NO_METHOD)
    buyer = belcombe.client("buyer")
    with scope(organisation=belcombe.organisation):
        found = doubts_of(publication, list(opened(publication.tender)), timezone.localdate())
    codes = {doubt.bid: code_of(doubt) for doubt in found if doubt.kind == "footprint.method"}
    page = address("bids:ask", publication, codes["neuf"])
    proposed = buyer.get(page).context["form"]["text"].value()
    own = f"Bonjour. {proposed}"
    asked = {"text": own, "asked_on": days(0), "until": days(7)}
    assert buyer.post(page, asked).status_code == 302
    [kept] = record(belcombe, publication)["questions"]
    assert (kept["question"], kept["proposed"], kept["lang"], kept["kind"]) == (own, proposed, "fr", "footprint.method")
    assert (kept["by"], kept["asked_on"], kept["until"]) == (str(belcombe.people["buyer"]), days(0), days(7))
    for name, more in (("question", 1), ("letter", offers["neuf"].public_id)):
        shown = buyer.get(address(f"bids:{name}", publication, more), headers={"accept-language": "en"})
        assert "Bonjour. Vous déclarez" in words(shown), "as sent, whatever the language of the page"
    second = belcombe.client("administrator").post(page, {**asked, "text": "Et la méthode ?"}, follow=True)
    assert [text for text in ("Bonjour. Vous déclarez", "Et la méthode ?") if text not in words(second)] == []
    assert [told["question"] for told in record(belcombe, publication)["questions"]] == [own]
    other = address("bids:ask", publication, codes["rebond"])
    assert buyer.get(other).context["form"]["text"].value().startswith("Bonjour. ")
    refused = buyer.post(other, {**asked, "text": "Quelle méthode ?"})
    assert refused.status_code == 422
    assert "Quelle méthode ?" in words(refused), "nothing typed is lost"
    assert (
        buyer.post(other, {**asked, "text": "Quelle méthode ?", "why": "a déjà répondu en partie"}).status_code == 302
    )
    assert "a déjà répondu en partie" in words(buyer.get(address("bids:doubts", publication)))


def test_an_answer_never_comes_before_its_question(belcombe: Town) -> None:
    publication, _ = opened_with(belcombe, neuf=NO_METHOD_EITHER)
    buyer = belcombe.client("buyer")
    page = buyer.get(address("bids:doubts", publication))
    ask = {"doubts": page.context["to_ask"], "asked_on": days(0), "until": days(7)}
    assert buyer.post(address("bids:doubts", publication), ask).status_code == 302
    answer = {"answer": "oui", "answered_on": days(-1), "seen": "{}"}
    assert buyer.post(address("bids:question", publication, 1), answer).status_code == 422


def test_the_letter_asks_one_bidder_and_names_no_other(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NO_METHOD_EITHER, rebond=NO_METHOD)
    buyer = belcombe.client("buyer")
    letter = address("bids:letter", publication, offers["neuf"].public_id)
    assert buyer.get(letter).context["text"] == ""
    page = buyer.get(address("bids:doubts", publication))
    ask = {"doubts": page.context["to_ask"], "asked_on": days(0), "until": days(7)}
    buyer.post(address("bids:doubts", publication), ask)
    text = buyer.get(letter).context["text"]
    assert "Sous quelle méthode" in text or "méthode" in text
    assert "rebond" not in text


def test_a_low_price_is_decided_after_a_written_request_only(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW, vite=INCOMPLETE)
    buyer = belcombe.client("buyer")
    decide = address("bids:low_price", publication, offers["vite"].public_id)
    told = {"admitted": "False", "reason": "aucune explication", "decided_on": days(0), "seen": "{}"}
    assert buyer.post(decide, told).status_code == 422
    with scope(organisation=belcombe.organisation):
        found = doubts_of(publication, list(opened(publication.tender)), timezone.localdate())
    [low] = [doubt for doubt in found if doubt.kind == "price.low"]
    assert low.bid == "vite"
    ask = {"doubts": [code_of(low)], "asked_on": days(0), "until": days(7)}
    assert buyer.post(address("bids:doubts", publication), ask).status_code == 302
    assert buyer.post(decide, told).status_code == 302
    with scope(organisation=belcombe.organisation):
        decision = record_of(procedure_of(publication.tender)).low_price("vite")
    assert decision is not None
    assert (decision.admitted, decision.asked_on) == (False, date.fromisoformat(days(0)))


def test_who_may_mend_an_offer_has_the_same_last_day_as_the_others(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW, loc=RENTED)
    buyer = belcombe.client("buyer")
    told = {
        "status": "irregular",
        "reason": "taux de TVA absent",
        "may_mend": "le taux",
        "asked_on": days(0),
        "seen": "{}",
    }
    first, second = (address("bids:qualify", publication, offers[name].public_id) for name in ("neuf", "loc"))
    assert buyer.post(first, {**told, "until": days(5)}).status_code == 302
    assert buyer.post(second, {**told, "until": days(6)}).status_code == 422
    assert buyer.post(second, {**told, "until": days(6), "for_all": "on"}).status_code == 302
    with scope(organisation=belcombe.organisation):
        found = record_of(procedure_of(publication.tender))
    lasts = {bid: found.qualification(bid) for bid in ("neuf", "loc")}
    assert {q.until.isoformat() for q in lasts.values() if q and q.until} == {days(6)}
    assert len(found.qualifications) == 3, "the earlier decision stays in the record"


def test_a_candidature_is_judged_apart_from_the_offer(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW)
    buyer = belcombe.client("buyer")
    admit = address("bids:candidature", publication, offers["neuf"].public_id)
    assert buyer.post(admit, {"admitted": "False", "reason": "", "seen": "{}"}).status_code == 422
    assert buyer.post(admit, {"admitted": "True", "reason": "", "seen": "{}"}).status_code == 302
    assert record(belcombe, publication)["candidatures"] == [{"bid": "neuf", "admitted": True}]
    stale = buyer.post(admit, {"admitted": "False", "reason": "attestation fausse", "seen": "{}"})
    assert stale.status_code == 409, "it was judged meanwhile"


def test_a_name_that_acts_use_stays(belcombe: Town) -> None:
    publication, offers = opened_with(belcombe, neuf=NEW)
    buyer = belcombe.client("buyer")
    buyer.post(address("bids:candidature", publication, offers["neuf"].public_id), {"admitted": "True", "seen": "{}"})
    receipt = address("bids:receipt", publication, offers["neuf"].public_id)
    told = {"bid": "Autre", "round": "initial", "received_at": f"{days(-1)}T10:00"}
    assert buyer.post(receipt, told).status_code == 422
    assert buyer.post(address("bids:delete_offer", publication, offers["neuf"].public_id)).status_code == 302
    offers["neuf"].refresh_from_db()
    assert (offers["neuf"].bid, offers["neuf"].deleted_at) == ("neuf", None)
