"""The facts that would narrow a result most, each with a link to where it can be given."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

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
    "factor": say("See which names these are"),
    "model": say("Give these models"),
    "life": say("Say how long you keep them"),
    "energy": say("Ask the suppliers"),
    "mix": say("Give the country"),
}


def facts(result: Result) -> list[Fact]:
    """Return the facts that would narrow a result most."""
    lang = language()
    return [
        Fact(kept["label"][lang], kept["share"], kept["do"][lang], _address(result, kept["fact"]), _link(kept["fact"]))
        for kept in result.about["narrowing"]
    ]


def _link(fact: str) -> Text:
    return LINKS[fact.partition("/")[0]]


def _address(result: Result, fact: str) -> str:
    kind, _, category = fact.partition("/")
    organisation, inventory = result.inventory.organisation.public_id, result.inventory.public_id
    if kind == "mix":
        return reverse("footprint:choices", args=[organisation, inventory]) + "#id_country"
    if kind == "energy":
        return reverse("footprint:part", args=[organisation, result.public_id, "questions"])
    page = "footprint:life" if kind == "life" else "footprint:names"
    return f"{reverse(page, args=[organisation, inventory])}?{urlencode({'category': category})}"
