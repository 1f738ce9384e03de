"""The example tender: an invented town buys 400 laptops, new and refurbished."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from levier.catalogue.loading import load
from levier.report.tender_documents.dossier import Dossier
from levier.report.tender_documents.writing import pieces
from levier.tender.library.loading import load_library
from levier.tender.library.model import Library
from levier.tender.model import Tender
from levier.tender.reading import read_tender, tender_from

FILE = Path(__file__).parents[2] / "examples" / "belcombe-laptops.yaml"


@cache
def library() -> Library:
    return load_library(load())


@cache
def town() -> Tender:
    return read_tender(FILE)


def changed(*pairs: tuple[str, str]) -> Tender:
    """Read the example with words of its file replaced; each must be there."""
    text = FILE.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return tender_from(text.encode(), FILE.name)


def dossier(tender: Tender | None = None) -> Dossier:
    found = tender or town()
    assert found.notice_on is not None
    return Dossier.of(found, library(), FILE.name, found.notice_on)


COMPANY = (
    ("kind: local_authority", "kind: company"),
    ("  inhabitants: 42000\n", ""),
    ("procedure: open", "procedure: consultation"),
    ("ccag: [TIC]\n", "private: {rounds: 2, best_and_final: true, target_price_eur_ex_vat: 123456}\n"),
    ("Les spécifications du CCTP ; une", "Une"),
    ("clauses:\n", "clauses:\n  - {id: IMP-05, version: 1}\n"),
)
"""What makes the town a company, with a clause of the library that names the CCTP."""

__all__ = ["COMPANY", "FILE", "changed", "dossier", "library", "pieces", "town"]
