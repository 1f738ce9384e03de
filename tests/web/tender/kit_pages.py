"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Page, reading, writing
from tests.web.tender.file_pages import a_tender

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation


def plant_own_clause(organisation: Organisation) -> str:
    """Plant a clause of the organisation, forked from one of the library, and return its public id."""
    from levier.web.tender.kit.actions import fork
    from levier.web.tender.kit.browsing import criterion_of

    criterion = criterion_of("BUR-10")
    assert criterion is not None
    return fork(organisation, None, criterion, "Correctifs").public_id


def an_own_clause(organisation: Organisation) -> Mapping[str, Any]:
    return {"clause": plant_own_clause(organisation)}


LINES: dict[str, Line] = {
    "tender:criteria": reading(make=a_tender()),
    "tender:take_criteria": writing(Right.BUY, make=a_tender(), data={"take": "BUR-10"}),
    "tender:segments": Line(Right.BUY, make=a_tender()),
    "tender:award": reading(make=a_tender()),
    "tender:weigh": Line(Right.BUY, "post", 409, make=a_tender(), data={"weight-price": "60"}),
    "tender:add_price": writing(Right.BUY, make=a_tender()),
    "tender:ranking": Line(Right.BUY, make=a_tender()),
    "tender:new_award_criterion": Line(Right.BUY, make=a_tender()),
    "tender:award_criterion": Line(Right.BUY, make=a_tender(criterion="repair")),
    "tender:parameters": reading(make=a_tender()),
    "tender:clauses": reading(make=a_tender()),
    "tender:new_clause": Line(Right.BUY, make=a_tender()),
    "tender:clause": Line(Right.BUY, make=a_tender(clause="BUR-10")),
    "tender:remove_clause": writing(Right.BUY, make=a_tender(clause="BUR-10")),
    "tender:renew_clause": writing(Right.BUY, make=a_tender(clause="BUR-10", clauses=[{"id": "BUR-10", "version": 1}])),
    "tender:take_back_clause": writing(
        Right.BUY, make=a_tender(clause="BUR-10", clauses=[{"id": "BUR-10", "version": 1, "text": "Autrement dit."}])
    ),
    "tender:library": reading(),
    "tender:clause_of_library": reading(make=lambda _: {"criterion": "BUR-10"}),
    "tender:fork_clause": writing(Right.BUY, make=lambda _: {"criterion": "BUR-10"}),
    "tender:own_clauses": reading(),
    "tender:own_clause": Line(Right.BUY, make=an_own_clause),
    "tender:compare_clause": writing(Right.BUY, make=an_own_clause),
    "tender:drop_clause": writing(Right.BUY, make=an_own_clause),
    "tender:bring_back_clause": writing(Right.BUY, make=an_own_clause),
    "tender:remove_award_criterion": writing(Right.BUY, make=a_tender(criterion="repair")),
}
PAGES: list[Page] = [
    Page("tender:criteria", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:criteria", ("organisation", "kit_tender"), by="reader", budget=WORK, query="page=2"),
    Page("tender:segments", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:award", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:award", ("organisation", "kit_tender"), by="reader", budget=WORK),
    Page("tender:parameters", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:parameters", ("organisation", "kit_tender"), by="buyer", budget=WORK, query="proposed=1"),
    Page("tender:parameters", ("organisation", "kit_tender"), by="reader", budget=WORK),
    Page("tender:ranking", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:new_award_criterion", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:award_criterion", ("organisation", "kit_tender", "kit_criterion"), by="buyer"),
    Page("tender:clauses", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:clauses", ("organisation", "tender_without"), by="buyer", budget=WORK),
    Page("tender:new_clause", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:clause", ("organisation", "kit_tender", "kit_clause"), by="buyer"),
    Page("tender:library", ("organisation",), by="reader", budget=WORK),
    Page("tender:clause_of_library", ("organisation", "kit_clause"), by="buyer", budget=WORK),
    Page("tender:own_clauses", ("organisation",), by="buyer", budget=WORK),
    Page("tender:own_clause", ("organisation", "own_clause"), by="buyer"),
]
NO_PAGE: dict[str, str] = {
    "tender:take_criteria": "takes a form of the page of criteria",
    "tender:weigh": "takes the form of the page of weights",
    "tender:add_price": "takes a form of the page of weights",
    "tender:remove_clause": "takes a form of the page of clauses",
    "tender:renew_clause": "takes a form of the page of clauses",
    "tender:take_back_clause": "takes a form of the page of clauses",
    "tender:fork_clause": "takes a form of the page of a clause of the library",
    "tender:compare_clause": "takes a form of the page of an own clause",
    "tender:drop_clause": "takes a form of the page of an own clause",
    "tender:bring_back_clause": "takes a form of the page of own clauses",
    "tender:remove_award_criterion": "takes a form of the page of a criterion",
}


def plant(things: dict[str, str]) -> None:
    """Plant what the pages of this room show."""
    from django_scopes import scope

    from levier.web.people.models import Organisation
    from tests.web.tender.planting import plant_tender

    town = Organisation.objects.get(public_id=things["organisation"])
    with scope(organisation=town):
        taken = [{"id": id_, "version": 1} for id_ in ("BUR-10", "BUR-01", "TRV-08")]
        taken[0]["text"] = "Le fabricant publie des correctifs pendant sept ans, et le dit sur son site."
        own = {"text": "Le titulaire remet un fichier des numéros de série.", "type": "condition", "about": ["other"]}
        things["kit_tender"] = plant_tender(town, clauses=[*taken, own]).public_id
        things["tender_without"] = plant_tender(town, criteria=None, segments=None).public_id
        things |= {"kit_clause": "BUR-10", "own_clause": plant_own_clause(town)}
        things["kit_criterion"] = "repair"
