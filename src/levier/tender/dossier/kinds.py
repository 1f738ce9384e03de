"""Which piece of the tender file a document is: by its name, else by its first words, else by what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from levier.tender.dossier.model import Block
from levier.tender.model import DocumentKind
from levier.tender.words import Lexicon, fold

USES = {
    "kind_rc": DocumentKind.RC,
    "kind_cctp": DocumentKind.CCTP,
    "kind_ccap": DocumentKind.CCAP,
    "kind_ccp": DocumentKind.ONE,
    "kind_ae": DocumentKind.AE,
    "kind_prices": DocumentKind.PRICES,
    "kind_answer": DocumentKind.ANSWER,
}
NAMES = {
    "rc": DocumentKind.RC,
    "reglement": DocumentKind.RC,
    "rfp": DocumentKind.RC,
    "cctp": DocumentKind.CCTP,
    "ccap": DocumentKind.CCAP,
    "ccp": DocumentKind.ONE,
    "ae": DocumentKind.AE,
    "attri1": DocumentKind.AE,
    "bpu": DocumentKind.PRICES,
    "dqe": DocumentKind.PRICES,
    "dpgf": DocumentKind.PRICES,
    "terms": DocumentKind.CCAP,
}
CONTRACTS = frozenset({DocumentKind.ONE, DocumentKind.CCTP, DocumentKind.CCAP})
HEAD = 6
"""Blocks at the top of a document that tell what it is."""


def kind_of(name: str, blocks: Sequence[Block], lexicon: Lexicon) -> DocumentKind:
    """Return the kind of a document."""
    for block in blocks[:HEAD]:
        told = {kind for use, kind in USES.items() if lexicon.has(use, block.text)}
        if DocumentKind.RC in told and told & CONTRACTS:
            return DocumentKind.ONE
        if told:
            return min(told, key=lambda kind: _first(lexicon, kind, block.text))
    for word in re.findall(r"[a-z0-9]+", fold(name.rpartition("/")[2])):
        if word in NAMES:
            return NAMES[word]
    return DocumentKind.OTHER


def _first(lexicon: Lexicon, kind: DocumentKind, text: str) -> int:
    found = (lexicon.first(use, text) for use, named in USES.items() if named is kind)
    return min(hit.start for hit in found if hit)
