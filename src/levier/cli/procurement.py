"""Facts of procurement that the commands of the catalogue look at beside the facts of devices."""

from __future__ import annotations

from collections.abc import Mapping

from levier.catalogue.model import Parameter
from levier.cost.facts import COST, FOLDER, parameters
from levier.tender.scoring.cases import FILE as CASES
from levier.tender.scoring.cases import cases
from levier.tender.scoring.formulas import FACTS


def facts_by_file() -> Mapping[str, int]:
    """Return how many facts each file gave; raises `BadFact` at the first that breaks its schema."""
    read = {COST: len(parameters(COST)), FACTS: len(parameters(FACTS)), CASES: len(cases())}
    return {f"{FOLDER}/{name}": n for name, n in read.items()}


def figures() -> list[Parameter]:
    """Return the figures of procurement, each with the date of its next review."""
    return [*parameters(COST).values(), *parameters(FACTS).values()]
