"""The pages of the award for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Make, Page, reading, writing

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation


def award(**more: Any) -> Make:
    """Return what plants bids that were opened and read, with what else its address needs."""

    def make(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.bids.award_planting import plant_bids

        return {"tender": plant_bids(organisation).public_id, **more}

    return make


def declared(organisation: Organisation) -> Mapping[str, Any]:
    from levier.web.bids.award.actions import declare
    from tests.web.bids.award_planting import plant_bids

    tender = plant_bids(organisation)
    return {"tender": tender.public_id, "assessor": declare(tender, None, "Acheteur", free=True).pk}


def followed(organisation: Organisation) -> Mapping[str, Any]:
    from levier.web.bids.models import Obligation
    from tests.web.bids.award_planting import plant_bids

    tender = plant_bids(organisation)
    row = Obligation.objects.create(organisation=organisation, tender=tender, clause="TRV-08", text="280 heures")
    return {"tender": tender.public_id, "obligation": row.public_id}


LINES: dict[str, Line] = {
    "bids:compared": reading(make=award()),
    "bids:scored_bid": reading(make=award(alias="A")),
    "bids:assessing": reading(make=award()),
    "bids:close_marking": writing(Right.BUY, make=award()),
    "bids:take_back": writing(Right.BUY, make=declared),
    "bids:mark": Line(Right.CONTRIBUTE, good=302, make=award(criterion="service")),
    "bids:agree": Line(Right.CONTRIBUTE, good=302, make=award(criterion="service")),
    "bids:report": Line(Right.BUY, make=award()),
    "bids:secrets": writing(Right.BUY, make=award()),
    "bids:report_file": Line(Right.BUY, make=award(name="result.json")),
    "bids:decision": reading(make=award()),
    "bids:undecide": writing(Right.BUY, make=award()),
    "bids:notice": Line(Right.BUY, good=302, make=award()),
    "bids:obligations": reading(make=award()),
    "bids:obligation": Line(Right.CONTRIBUTE, make=followed),
    "bids:bought": reading(make=award()),
    "bids:bought_csv": reading(make=award()),
    "bids:import_bought": writing(make=award()),
}
MARKING, AWARDED = ("organisation", "marked_tender"), ("organisation", "awarded_tender")
PAGES: list[Page] = [
    Page("bids:compared", AWARDED, by="reader", budget=WORK),
    Page("bids:compared", MARKING, by="buyer", budget=WORK),
    Page("bids:compared", MARKING, by="lead", status=403),
    Page("bids:compared", ("organisation", "closed_bids"), by="buyer", budget=WORK),
    Page("bids:scored_bid", (*AWARDED, "bid_alias"), by="reader", budget=WORK),
    Page("bids:scored_bid", (*AWARDED, "incomplete_alias"), by="reader", budget=WORK),
    Page("bids:assessing", MARKING, by="contributor"),
    Page("bids:assessing", MARKING, by="buyer"),
    Page("bids:assessing", AWARDED, by="buyer"),
    Page("bids:mark", (*MARKING, "marked_criterion"), by="contributor"),
    Page("bids:agree", (*AWARDED, "marked_criterion"), by="buyer"),
    Page("bids:report", AWARDED, by="buyer"),
    Page("bids:decision", AWARDED, by="buyer"),
    Page("bids:decision", AWARDED, by="reader"),
    Page("bids:decision", MARKING, by="buyer"),
    Page("bids:notice", AWARDED, by="buyer"),
    Page("bids:obligations", AWARDED, by="contributor", budget=WORK),
    Page("bids:obligations", MARKING, by="reader", budget=WORK),
    Page("bids:obligation", (*AWARDED, "obligation"), by="contributor"),
    Page("bids:bought", AWARDED, by="contributor", budget=WORK),
    Page("bids:bought", MARKING, by="reader", budget=WORK),
]
NO_PAGE: dict[str, str] = {
    "bids:close_marking": "takes a form and goes back",
    "bids:take_back": "takes a form and goes back",
    "bids:secrets": "takes a form and goes back",
    "bids:report_file": "a file",
    "bids:undecide": "takes a form and goes back",
    "bids:bought_csv": "a file",
    "bids:import_bought": "takes a form and leads to the work",
}


def plant(things: dict[str, str]) -> None:
    """Plant a tender whose bids are being marked, by somebody and not by another, and one that was awarded."""
    from django_scopes import scope

    from levier.web.bids.award import actions
    from levier.web.bids.models import Obligation
    from levier.web.people.models import Organisation, User
    from tests.web.bids.award_planting import plant_award, plant_bids

    town = Organisation.objects.get(public_id=things["organisation"])
    assessor, other = (User.objects.get(email=f"{role}@belcombe.example") for role in ("contributor", "lead"))
    with scope(organisation=town):
        marked = plant_bids(town)
        actions.declare(marked, assessor, "Cheffe du parc", free=True)
        actions.declare(marked, other, "Élue au numérique", free=False)
        awarded = plant_award(town)
        things["obligation"] = Obligation.objects.filter(tender=awarded)[0].public_id
    things |= {"marked_tender": marked.public_id, "awarded_tender": awarded.public_id, "marked_criterion": "service"}
    things |= {"bid_alias": "A", "incomplete_alias": "D"}
