"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Make, Page, reading, writing

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation


def closed(**more: Any) -> Make:
    """Return what plants an offer that may be opened and is not, with what else its address needs."""

    def make(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.bids.planting import plant_offers, plant_publication

        publication = plant_publication(organisation)
        told = {name: value for name, value in more.items() if name != "offer"}
        if "offer" in more:
            told["offer"] = plant_offers(publication, neuf=b"no workbook")["neuf"].public_id
        return {"tender": publication.tender.public_id, **told}

    return make


def opened(**more: Any) -> Make:
    """Return what plants an offer that was opened and asked about, with what else its address needs."""

    def make(organisation: Organisation) -> Mapping[str, Any]:
        from levier.web.bids.actions import act
        from tests.web.bids.planting import open_now, plant_offers, plant_publication

        publication = plant_publication(organisation)
        told = {name: value for name, value in more.items() if name != "offer"}
        offer = plant_offers(publication, neuf=b"no workbook")["neuf"]
        open_now(publication)
        act(publication.tender, None, "questions", {"questions": [{"bid": "neuf", "doubt": "claim:x"}]}, {})
        if "offer" in more:
            told["offer"] = offer.public_id
        return {"tender": publication.tender.public_id, **told}

    return make


def doubted(organisation: Organisation) -> Mapping[str, Any]:
    """Return the address of a doubt that was asked about already."""
    from levier.tender.bids.asking import told_doubt
    from levier.tender.bids.record import Asked
    from levier.web.bids.bridge.doubting import code_of

    found = opened()(organisation)
    return {**found, "code": code_of(told_doubt(Asked("neuf", "claim:x")))}


LINES: dict[str, Line] = {
    "bids:bids": reading(make=closed()),
    "bids:receive": Line(Right.BUY, make=closed()),
    "bids:open": Line(Right.BUY, make=closed()),
    "bids:read": writing(Right.BUY, make=closed()),
    "bids:receipt": Line(Right.BUY, make=closed(offer=True)),
    "bids:set_aside": Line(Right.BUY, make=closed(offer=True)),
    "bids:delete_offer": writing(Right.BUY, make=closed(offer=True)),
    "bids:bring_back_offer": writing(Right.BUY, make=closed(offer=True)),
    "bids:doubts": Line(Right.BUY, make=opened()),
    "bids:ask": Line(Right.BUY, good=302, make=doubted),
    "bids:question": Line(Right.BUY, make=opened(number=1)),
    "bids:offer": Line(Right.BUY, make=opened(offer=True)),
    "bids:original": Line(Right.BUY, make=opened(offer=True)),
    "bids:enter": Line(Right.BUY, make=opened(offer=True, part="prices-1")),
    "bids:candidature": Line(Right.BUY, make=opened(offer=True)),
    "bids:qualify": Line(Right.BUY, make=opened(offer=True)),
    "bids:low_price": Line(Right.BUY, make=opened(offer=True)),
    "bids:letter": Line(Right.BUY, make=opened(offer=True)),
}
OPEN = ("organisation", "open_bids")
PAGES: list[Page] = [
    Page("bids:bids", ("organisation", "unpublished_bids"), by="buyer", budget=WORK),
    Page("bids:bids", ("organisation", "closed_bids"), by="reader", budget=WORK),
    Page("bids:bids", ("organisation", "due_bids"), by="buyer", budget=WORK),
    Page("bids:bids", OPEN, by="buyer", budget=WORK),
    Page("bids:receive", ("organisation", "closed_bids"), by="buyer"),
    Page("bids:receive", OPEN, by="buyer"),
    Page("bids:open", ("organisation", "due_bids"), by="buyer"),
    Page(
        "bids:open",
        ("organisation", "closed_bids"),
        by="buyer",
    ),
    Page("bids:receipt", ("organisation", "due_bids", "due_offer"), by="buyer"),
    Page("bids:set_aside", ("organisation", "due_bids", "late_offer"), by="buyer"),
    Page("bids:doubts", OPEN, by="buyer", budget=WORK),
    Page("bids:ask", (*OPEN, "bids_doubt"), by="buyer"),
    Page("bids:question", (*OPEN, "bids_question"), by="buyer"),
    Page("bids:offer", (*OPEN, "read_offer"), by="buyer", budget=WORK),
    Page("bids:offer", (*OPEN, "changed_offer"), by="buyer", budget=WORK),
    Page("bids:offer", (*OPEN, "unreadable_offer"), by="buyer", budget=WORK),
    Page("bids:enter", (*OPEN, "changed_offer", "bids_answers"), by="buyer"),
    Page("bids:enter", (*OPEN, "changed_offer", "bids_product"), by="buyer"),
    Page("bids:enter", (*OPEN, "read_offer", "bids_prices"), by="buyer"),
    Page("bids:candidature", (*OPEN, "read_offer"), by="buyer"),
    Page("bids:qualify", (*OPEN, "changed_offer"), by="buyer"),
    Page("bids:low_price", (*OPEN, "low_offer"), by="buyer"),
    Page("bids:low_price", (*OPEN, "read_offer"), by="buyer"),
    Page("bids:letter", (*OPEN, "low_offer"), by="buyer"),
    Page("bids:letter", (*OPEN, "read_offer"), by="buyer"),
]
NO_PAGE: dict[str, str] = {
    "bids:read": "takes a form and leads to the work",
    "bids:delete_offer": "takes a form and goes back",
    "bids:bring_back_offer": "takes a form and goes back",
    "bids:original": "a file",
}


def plant(things: dict[str, str]) -> None:
    """Plant tenders whose offers are closed, may be opened, and were: read, changed, unreadable and very low."""
    from datetime import timedelta

    from django.utils import timezone
    from django_scopes import scope

    from levier.web.bids.actions import procedure_of
    from levier.web.bids.bridge.doubting import code_of, doubts_of
    from levier.web.bids.models import Offer
    from levier.web.people.models import Organisation
    from tests.tender.bids.story import INCOMPLETE, NEW, REFURBISHED
    from tests.web.bids.planting import decided, open_now, plant_offers, plant_publication, tampered
    from tests.web.tender.planting import plant_tender

    town = Organisation.objects.get(public_id=things["organisation"])
    today = timezone.localdate()
    with scope(organisation=town):
        things["unpublished_bids"] = plant_tender(town).public_id
        waits = plant_publication(town, today + timedelta(days=5))
        plant_offers(waits, **{"Neuf SA": NEW, "Rebond SCIC": REFURBISHED})
        due = plant_publication(town)
        found = plant_offers(due, **{"Neuf SA": NEW, "Tard SARL": REFURBISHED})
        Offer.objects.filter(pk=found["Tard SARL"].pk).update(received_at=timezone.now())
        things["due_offer"], things["late_offer"] = (found[name].public_id for name in ("Neuf SA", "Tard SARL"))
        going = plant_publication(town)
        no_method = {key: value for key, value in NEW.items() if key[-1] != "gwp_method"}
        bidders = {
            "Neuf SA": no_method,
            "Vite SARL": INCOMPLETE,
            "Change SAS": tampered(REFURBISHED),
            "Papier EURL": b"%PDF",
        }
        offers = plant_offers(going, **bidders)
        open_now(going)
        decided(going)
        on_prices = doubts_of(going, list(Offer.objects.filter(tender=going.tender)), today)
        asked = {(one["bid"], one["doubt"]) for one in procedure_of(going.tender).record["questions"]}
        things["bids_doubt"] = next(code_of(d) for d in on_prices if (d.bid, d.id) not in asked)
    things |= {"closed_bids": waits.tender.public_id, "due_bids": due.tender.public_id}
    things |= {"open_bids": going.tender.public_id, "bids_question": "1"}
    things |= {"bids_answers": "answers-1", "bids_product": "product-P1", "bids_prices": "prices-1"}
    named = {"read": "Neuf SA", "low": "Vite SARL", "changed": "Change SAS", "unreadable": "Papier EURL"}
    things |= {f"{state}_offer": offers[name].public_id for state, name in named.items()}
