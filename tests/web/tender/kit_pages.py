"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Make, Page, reading, writing
from tests.web.tender.file_pages import a_tender

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation


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
    "tender:remove_award_criterion": writing(Right.BUY, make=a_tender(criterion="repair")),
}
PAGES: list[Page] = [
    Page("tender:criteria", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:criteria", ("organisation", "kit_tender"), by="reader", budget=WORK, query="page=2"),
    Page("tender:segments", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:award", ("organisation", "kit_tender"), by="buyer", budget=WORK),
    Page("tender:award", ("organisation", "kit_tender"), by="reader", budget=WORK),
    Page("tender:ranking", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:new_award_criterion", ("organisation", "kit_tender"), by="buyer"),
    Page("tender:award_criterion", ("organisation", "kit_tender", "kit_criterion"), by="buyer"),
]
NO_PAGE: dict[str, str] = {
    "tender:take_criteria": "takes a form of the page of criteria",
    "tender:weigh": "takes the form of the page of weights",
    "tender:add_price": "takes a form of the page of weights",
    "tender:remove_award_criterion": "takes a form of the page of a criterion",
}


def plant(things: dict[str, str]) -> None:
    """Plant what the pages of this room show."""
    from django_scopes import scope

    from levier.web.people.models import Organisation
    from tests.web.tender.planting import plant_tender

    town = Organisation.objects.get(public_id=things["organisation"])
    with scope(organisation=town):
        things["kit_tender"] = plant_tender(town).public_id
        things["kit_criterion"] = "repair"
