"""Reads all facts of procurement, so that `levier catalogue check` refuses whatever breaks their layout."""

from __future__ import annotations

from levier.catalogue.model import Catalogue
from levier.tender.agec.facts import load_agec
from levier.tender.decp.schema import load_schema
from levier.tender.library.loading import load_library


def procurement_rows(catalogue: Catalogue) -> dict[str, int]:
    """Return how many facts each file of procurement gave; raises `BadFact` at the first that breaks its schema."""
    load_schema()
    return {**load_library(catalogue).facts_by_file, **load_agec(catalogue).facts_by_file}
