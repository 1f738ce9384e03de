"""What the site declares of itself, read from tables and measures: eco-design, accessibility, weights of pages."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from django.urls import reverse

from levier.wording.text import Text, label, say

KILO = 1000


class Standing(StrEnum):
    """How a criterion stands."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    OPERATOR = "operator"
    AUTOMATIC = "automatic"
    TO_CHECK = "to_check"
    NOT_APPLICABLE = "not_applicable"

    @property
    def told(self) -> Text:
        """Return it in words."""
        return STANDINGS[self][0]

    @property
    def kind(self) -> str:
        """Return the class of its tag."""
        return STANDINGS[self][1]


STANDINGS: Mapping[Standing, tuple[Text, str]] = {
    Standing.MET: (say("Met"), "good"),
    Standing.PARTLY: (say("Partly met"), "warn"),
    Standing.NOT_MET: (say("Not met"), "bad"),
    Standing.OPERATOR: (say("Depends on the host"), "warn"),
    Standing.AUTOMATIC: (say("No fault found by a machine"), "good"),
    Standing.TO_CHECK: (say("Not yet checked by a person"), "warn"),
    Standing.NOT_APPLICABLE: (say("Not applicable"), ""),
}


@dataclass(frozen=True)
class Criterion:
    """One criterion, where it stands, and the proof: a test of ours or a file of the sources."""

    id: str
    title: Text
    standing: Standing
    proof: str
    weight: float | None = None
    fact: Text | None = None


@dataclass(frozen=True)
class Weight:
    """What a page weighed when it was measured."""

    page: str
    bytes: int
    requests: int
    elements: int
    measured_on: date

    @property
    def kb(self) -> float:
        """Return its kilobytes."""
        return round(self.bytes / KILO, 1)

    @property
    def address(self) -> str:
        """Return its address."""
        return reverse(self.page)


def rows(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a file of declarations."""
    file = resources.files("levier.web.house") / "declared" / name
    yield from csv.DictReader(file.read_text(encoding="utf-8").splitlines())


@cache
def eco_design() -> Sequence[Criterion]:
    """Return the criteria of the RGESN (référentiel général d'écoconception de services numériques) of 2024."""
    return [
        Criterion(
            row["id"],
            label(row["title_fr"], row["title_en"]),
            Standing(row["status"]),
            row["proof"],
            float(row["weight"]),
            label(row["fact_fr"], row["fact_en"]),
        )
        for row in rows("rgesn.csv")
    ]


@cache
def accessibility() -> Sequence[Criterion]:
    """Return the criteria of the RGAA (référentiel général d'amélioration de l'accessibilité) 4.1.2."""
    return [
        Criterion(row["id"], label(row["title_fr"], row["title_en"]), Standing(row["status"]), row["proof"])
        for row in rows("rgaa.csv")
    ]


@cache
def weights() -> Sequence[Weight]:
    """Return what the public pages weighed, as `make measure` found it."""
    return [
        Weight(
            row["page"],
            int(row["bytes"]),
            int(row["requests"]),
            int(row["elements"]),
            date.fromisoformat(row["measured_on"]),
        )
        for row in rows("pages.csv")
    ]


def weight_of(page: str) -> Weight | None:
    """Return what a page weighed; None where it was not measured."""
    return next((weight for weight in weights() if weight.page == page), None)


def score(criteria: Sequence[Criterion]) -> float:
    """Return the share of the weights that is met, of those that apply. What is met in part counts as not met."""
    applicable = [c for c in criteria if c.standing is not Standing.NOT_APPLICABLE]
    met = sum(c.weight or 0 for c in applicable if c.standing is Standing.MET)
    return met / sum(c.weight or 0 for c in applicable)


def counted(criteria: Sequence[Criterion]) -> list[tuple[Standing, int]]:
    """Return how many criteria stand in each way, in the order of the ways."""
    found = Counter(c.standing for c in criteria)
    return [(standing, found[standing]) for standing in Standing if found[standing]]
