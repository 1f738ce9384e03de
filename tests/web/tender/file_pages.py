"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Form, Line, Make, Page, reading, writing

if TYPE_CHECKING:
    from levier.web.people.models import Organisation


def a_tender(**more: Any) -> Make:
    """Return what makes a tender, with what else an address names; lists go into its document."""

    def make(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.tender.planting import plant_tender

        named = {name: value for name, value in more.items() if isinstance(value, (str, int))}
        told = {name: value for name, value in more.items() if name not in named}
        return {"tender": plant_tender(organisation, **told).public_id, **named}

    return make


def buying(**more: Any) -> Line:
    """Make the line of a page that a buyer may open."""
    return Line(Right.BUY, make=a_tender(**more))


LINES: dict[str, Line] = {
    "tender:tenders": reading(),
    "tender:new_tender": Line(Right.BUY),
    "tender:tender": reading(make=a_tender()),
    "tender:tender_file": reading(make=a_tender()),
    "tender:delete_tender": writing(Right.BUY, make=a_tender()),
    "tender:bring_back_tender": writing(Right.BUY, make=a_tender()),
    "tender:need": buying(),
    "tender:need_estate": buying(),
    "tender:frame": buying(),
    "tender:lots": buying(),
    "tender:lot": buying(number=1),
    "tender:remove_lot": writing(Right.BUY, make=a_tender(number=1)),
    "tender:conditions": buying(),
    "tender:history": reading(make=a_tender()),
    "tender:version": reading(make=a_tender(number=1)),
    "tender:bring_back_version": writing(Right.BUY, make=a_tender(number=1)),
}
PLACE = ("organisation", "tender")
PAGES: list[Page] = [
    Page("tender:tenders", ("organisation",), by="buyer", budget=WORK),
    Page("tender:tenders", ("organisation",), by="reader", budget=WORK),
    Page("tender:new_tender", ("organisation",), by="buyer"),
    Page("tender:tender", PLACE, by="buyer", budget=WORK),
    Page("tender:tender", PLACE, by="reader", budget=WORK),
    *(Page(f"tender:{name}", PLACE, by="buyer") for name in ("need", "need_estate", "frame", "lots", "conditions")),
    Page("tender:lot", (*PLACE, "lot"), by="buyer"),
    Page("tender:history", PLACE, by="reader", budget=WORK),
    Page("tender:version", (*PLACE, "version"), by="buyer", budget=WORK),
    Page(
        "tender:need",
        PLACE,
        by="buyer",
        status=409,
        form=Form("tender:need", "", (("seen", "{}"), ("need-objectives", "Autre")), "button:not([name])"),
    ),
    Page("tender:frame", PLACE, by="buyer", status=422, form=Form("tender:frame", "", (("buyer-people", "many"),))),
]
NO_PAGE: dict[str, str] = {
    "tender:tender_file": "a file",
    "tender:delete_tender": "takes a form and goes back",
    "tender:bring_back_tender": "takes a form and goes back",
    "tender:remove_lot": "takes a form and goes back",
    "tender:bring_back_version": "takes a form and goes back",
}


def plant(things: dict[str, str]) -> None:
    """Plant a tender of laptops with one change, and one that was deleted."""
    from django_scopes import scope

    from levier.web.people.models import Organisation
    from levier.web.tender.file import actions
    from tests.web.tender.planting import plant_tender

    town = Organisation.objects.get(public_id=things["organisation"])
    with scope(organisation=town):
        tender = plant_tender(town)
        lots = [{"id": "1", "title": "Postes", "quantities": [{"label": "Station d’accueil", "units": 100}]}]
        actions.change(tender, None, "lots", {"lots": lots}, {})
        actions.delete(plant_tender(town, title="Ancien marché"), None)
    things |= {"tender": tender.public_id, "lot": "1", "version": "2"}
