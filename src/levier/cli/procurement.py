"""Facts of procurement that the commands of the catalogue look at beside the facts of devices."""

from __future__ import annotations

from levier.catalogue.model import Catalogue, Parameter
from levier.cost.facts import COST, FOLDER, parameters
from levier.tender.agec.facts import load_agec
from levier.tender.decp.schema import load_schema
from levier.tender.law.facts import load_law
from levier.tender.library.loading import load_library
from levier.tender.scoring.cases import FILE as CASES
from levier.tender.scoring.cases import cases
from levier.tender.scoring.formulas import FACTS


def procurement_rows(catalogue: Catalogue) -> dict[str, int]:
    """Return how many facts each file of procurement gave; raises `BadFact` at the first that breaks its schema."""
    load_schema()
    read = {COST: len(parameters(COST)), FACTS: len(parameters(FACTS)), CASES: len(cases())}
    return {
        **{f"{FOLDER}/{name}": n for name, n in read.items()},
        **load_law(sources=catalogue.sources).rows,
        **load_library(catalogue).facts_by_file,
        **load_agec(catalogue).facts_by_file,
    }


def figures() -> list[Parameter]:
    """Return the figures of procurement, each with the date of its next review."""
    return [*parameters(COST).values(), *parameters(FACTS).values()]
