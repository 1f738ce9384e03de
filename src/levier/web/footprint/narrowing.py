"""The facts that would narrow a result most, each with a link to where it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from levier.web.footprint import bridge
from levier.web.footprint.models import Result
from levier.web.house.words import language
from levier.wording.text import Text, say


@dataclass(frozen=True)
class Fact:
    """A fact to give: its label, its part of the uncertainty, what to do, and where."""

    label: str
    share: float
    action: str
    address: str
    link: Text


LINKS = {
    "size": say("Give their sizes"),
    "figures": say("Bring the figures of their makers"),
    "life": say("Say how long you keep them"),
    "energy": say("Give their electricity"),
    "mix": say("Give the country"),
}


def facts(result: Result) -> list[Fact]:
    """Return the facts that would narrow a result most."""
    lang = language()
    return [
        Fact(kept["label"][lang], kept["share"], kept["do"][lang], *_where(result, kept["fact"]))
        for kept in result.about["narrowing"]
    ]


def _where(result: Result, fact: str) -> tuple[str, Text]:
    """Return the page where a fact can be given, whose result is computed again, and what its link says."""
    kind, _, category = fact.partition("/")
    organisation, inventory = result.inventory.organisation.public_id, result.inventory.public_id
    of_category = urlencode({"category": category})

    def page(name: str) -> str:
        return reverse(f"footprint:{name}", args=[organisation, inventory])

    if kind == "mix":
        return f"{page('choices')}#id_country", LINKS["mix"]
    if kind in ("life", "energy"):
        return f"{page('life' if kind == 'life' else 'kwh')}?{of_category}", LINKS[kind]
    if kind == "factor" and bridge.sizes_of(category):
        return f"{page('names')}?{of_category}", LINKS["size"]
    return reverse("footprint:referentials", args=[organisation]), LINKS["figures"]
