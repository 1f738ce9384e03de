"""The pages of declarations for the tests that walk all addresses: who opens one, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Make, Page, open_to_all, reading, writing

if TYPE_CHECKING:  # what is planted comes before Django is set up
    from levier.web.people.models import Organisation


def a_declaration(**more: Any) -> Make:
    """Return what makes a declaration whose lines were read, with what else an address names."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.tender.declaring import plant_declaration

        return {"declaration": plant_declaration(organisation).public_id, **more}

    return made


def a_correction(organisation: Organisation) -> Mapping[str, Any]:
    from tests.web.tender.declaring import plant_correction

    said = plant_correction(organisation)
    return {"declaration": said.declaration.public_id, "number": said.pk}


LINES: dict[str, Line] = {
    "tender:declare": open_to_all(),
    "tender:declarations": reading(),
    "tender:new_declaration": Line(Right.BUY),
    "tender:declaration": reading(make=a_declaration()),
    "tender:declarant": Line(Right.BUY, make=a_declaration()),
    "tender:declared_amounts": Line(Right.BUY, make=a_declaration()),
    "tender:hand_back_lines": Line(Right.BUY, make=a_declaration()),
    "tender:purchase_line": reading(make=a_declaration(number=1)),
    "tender:class_line": writing(Right.BUY, make=a_declaration(number=1), data={"category": "it", "which": "one"}),
    "tender:said_of_lines": reading(make=a_declaration()),
    "tender:take_back_said": writing(Right.BUY, make=a_correction),
    "tender:delete_declaration": writing(Right.BUY, make=a_declaration()),
    "tender:bring_back_declaration": writing(Right.BUY, make=a_declaration()),
    "tender:declaration_file": reading(make=a_declaration(name="declaration.csv")),
}
PAGES: list[Page] = [
    Page("tender:declare"),
    Page("tender:declarations", ("organisation",), by="buyer", budget=WORK),
    Page("tender:declarations", ("organisation",), by="reader", budget=WORK),
    Page("tender:new_declaration", ("organisation",), by="buyer"),
    Page("tender:declaration", ("organisation", "declaration"), by="buyer", budget=WORK),
    Page("tender:declaration", ("organisation", "declaration"), by="reader", budget=WORK, query="of=all"),
    Page("tender:declaration", ("organisation", "unread_declaration"), by="buyer", budget=WORK),
    Page("tender:declarant", ("organisation", "declaration"), by="buyer"),
    Page("tender:declared_amounts", ("organisation", "declaration"), by="buyer", budget=WORK),
    Page("tender:hand_back_lines", ("organisation", "declaration"), by="buyer"),
    Page("tender:purchase_line", ("organisation", "declaration", "purchase_line"), by="buyer", budget=WORK),
    Page("tender:purchase_line", ("organisation", "declaration", "purchase_line"), by="reader", budget=WORK),
    Page("tender:said_of_lines", ("organisation", "declaration"), by="buyer", budget=WORK),
]
NO_PAGE: dict[str, str] = {
    "tender:class_line": "takes a form and goes back; its refusals are the page of tender:purchase_line",
    "tender:take_back_said": "takes a form and goes back",
    "tender:delete_declaration": "takes a form and goes back",
    "tender:bring_back_declaration": "takes a form and goes back",
    "tender:declaration_file": "a file",
}


def plant(things: dict[str, str]) -> None:
    """Plant what the pages of this room show: the example read and corrected, and a file that could not be read."""
    from django_scopes import scope

    from levier.web.people.models import Organisation
    from tests.web.tender.declaring import plant_correction, plant_unread

    town = Organisation.objects.get(public_id=things["organisation"])
    with scope(organisation=town):
        said = plant_correction(town)
        things["declaration"] = said.declaration.public_id
        things["purchase_line"] = "32"
        things["unread_declaration"] = plant_unread(town).public_id
