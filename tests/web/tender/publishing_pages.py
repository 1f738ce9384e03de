"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from levier.web.people.roles import Right
from tests.web.registry import WORK, Line, Make, Page, reading, writing

if TYPE_CHECKING:
    from levier.web.people.models import Organisation


def a_published(**more: Any) -> Make:
    """Return what makes a tender that was published once, with what else an address names."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.tender.planting import plant_published

        return {"tender": plant_published(organisation).public_id, **more}

    return made


def written_documents(**more: Any) -> Make:
    """Return what makes a tender with documents that were written, without writing them."""

    def made(organisation: Organisation) -> Mapping[str, Any]:
        from tests.web.tender.planting import plant_written

        return {"tender": plant_written(organisation).public_id, **more}

    return made


LINES: dict[str, Line] = {
    "tender:judged": reading(make=a_published()),
    "tender:put_clause": writing(Right.BUY, make=a_published(), data={"clause": "TRV-12"}),
    "tender:judged_findings": reading(make=a_published(form="json")),
    "tender:laboratory": reading(make=a_published()),
    "tender:documents": reading(make=a_published()),
    "tender:write_documents": writing(make=a_published(), data={"which": "draft", "languages": "fr"}),
    "tender:document": reading(make=written_documents(name="rc.pdf")),
    "tender:all_documents": reading(make=written_documents()),
    "tender:publish": reading(make=a_published()),
    "tender:lock_rules": Line(Right.BUY, "post", 422, make=a_published()),  # nothing is sent: the form comes back
    "tender:lock": reading(make=a_published(number=1)),
    "tender:as_published": reading(make=a_published(number=1)),
}
PAGES: list[Page] = [
    Page("tender:judged", ("organisation", "tender_to_publish"), by="buyer", budget=WORK),
    Page("tender:judged", ("organisation", "tender_to_publish"), by="reader", budget=WORK),
    Page("tender:laboratory", ("organisation", "tender_to_publish"), by="reader", budget=WORK),
    Page("tender:laboratory", ("organisation", "unready_tender"), by="buyer", budget=WORK),
    Page("tender:documents", ("organisation", "written_tender"), by="buyer", budget=WORK),
    Page("tender:documents", ("organisation", "unready_tender"), by="buyer", budget=WORK),
    Page("tender:publish", ("organisation", "tender_to_publish"), by="buyer", budget=WORK),
    Page("tender:publish", ("organisation", "unready_tender"), by="buyer", budget=WORK),
    Page("tender:publish", ("organisation", "corrected_tender"), by="buyer", budget=WORK),
    Page("tender:publish", ("organisation", "corrected_tender"), by="reader", budget=WORK),
]
NO_PAGE: dict[str, str] = {
    "tender:write_documents": "takes a form and leads to the work; its refusals are the page of tender:documents",
    "tender:document": "a file",
    "tender:all_documents": "a file",
    "tender:put_clause": "takes a form and goes back",
    "tender:judged_findings": "a file",
    "tender:lock_rules": "takes a form and goes back; its refusals are the page of tender:publish",
    "tender:lock": "a file",
    "tender:as_published": "a file",
}


def plant(things: dict[str, str]) -> None:
    """Plant what the pages of this room show: a tender to publish, one that cannot be, one that was corrected."""
    from datetime import timedelta

    from django.utils import timezone
    from django_scopes import scope

    from levier.web.people.models import Organisation
    from levier.web.tender.publishing.actions import publish
    from tests.web.tender.planting import plant_published, plant_tender, plant_written, reweighed

    town = Organisation.objects.get(public_id=things["organisation"])
    with scope(organisation=town):
        things["tender_to_publish"] = plant_tender(town).public_id
        things["unready_tender"] = plant_tender(town, criteria=None).public_id
        things["written_tender"] = plant_written(town, clauses=[{"id": "TRV-12"}, {"id": "BUR-04"}]).public_id
        corrected = reweighed(plant_published(town), 0.6)
        publish(corrected, None, timezone.localdate() + timedelta(days=60), "Le poids du prix était faux.")
        things["corrected_tender"] = reweighed(corrected, 0.7).public_id
