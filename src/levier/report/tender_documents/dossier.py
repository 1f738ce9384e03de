"""Everything that the documents of a tender are written from, and the words that depend on the kind of buyer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from levier.report.tender_documents.piece import Block, Paragraph, Piece
from levier.tender.chosen import Taken, taken
from levier.tender.library.model import Library
from levier.tender.model import DocumentKind, Mode, PriceBasis, Procedure, Tender
from levier.tender.scoring.announced import Announced, announced
from levier.wording.numbers import write_date
from levier.wording.text import Language, Text, say

TITLES: Mapping[str, tuple[Text, Text]] = {
    "need": (say("Need sheet"), say("Need sheet")),
    "rc": (say("Consultation rules (RC)"), say("Rules of the consultation")),
    "cctp": (say("Technical specifications (CCTP)"), say("Technical specifications")),
    "ccap": (say("Administrative clauses (CCAP)"), say("Conditions of the contract")),
    "ccp": (say("Clauses of the contract (CCP)"), say("Clauses of the contract")),
    "parameters": (say("Locked parameters and method"), say("Locked parameters and method")),
}
"""Titles of the documents: of a public buyer, and of a private one, without the words of public law."""
FILES: Mapping[str, tuple[Text, Text]] = {
    "need": (say("need-sheet"), say("need-sheet")),
    "rc": (say("rc"), say("consultation-rules")),
    "cctp": (say("cctp"), say("technical-specifications")),
    "ccap": (say("ccap"), say("contract-conditions")),
    "ccp": (say("ccp"), say("contract-clauses")),
    "parameters": (say("parameters-and-method"), say("parameters-and-method")),
    "answers": (say("answer-workbook"), say("answer-workbook")),
}
PROCEDURES = {
    Procedure.NO_COMPETITION: say("without publicity nor competition"),
    Procedure.MAPA: say("adapted procedure"),
    Procedure.OPEN: say("open procedure"),
    Procedure.RESTRICTED: say("restricted procedure"),
    Procedure.NEGOTIATED: say("procedure with negotiation"),
    Procedure.DIALOGUE: say("competitive dialogue"),
    Procedure.SUBSEQUENT: say("subsequent contract of a framework"),
    Procedure.CONSULTATION: say("consultation"),
}
MODES = {
    Mode.BUY: say("bought"),
    Mode.RENT: say("rented"),
    Mode.REFURBISHED: say("refurbished"),
    Mode.SECOND_HAND: say("second-hand"),
    Mode.MIXED: say("new and refurbished"),
    Mode.SERVICE: say("service"),
}
PRICE_BASES: Mapping[str, Text] = {
    PriceBasis.EX_VAT: say("before VAT"),
    PriceBasis.INC_VAT: say("with VAT"),
}
PUBLIC_WORDS = {"CCTP": "cahier des spécifications", "CCAP": "cahier des conditions"}
"""What clauses of the library call in the words of public law, and what a private buyer's documents call it."""


CONTRACT = re.compile(r"(?<!\bsur le )(?<!\bque le )\bmarché\b")
"""The contract as public law calls it; not the market on which goods are placed, nor what it offers."""


@dataclass(frozen=True)
class Dossier:
    """A tender with what it takes from the library, its announced rules, and the day it is written for."""

    tender: Tender
    library: Library
    taken: tuple[Taken, ...]
    announced: Announced
    on: date

    @classmethod
    def of(cls, tender: Tender, library: Library, file: str, on: date) -> Dossier:
        """Put together what the documents need; raises where a clause or a rule cannot be used."""
        return cls(tender, library, taken(tender, library), announced(tender, file), on)

    @property
    def public(self) -> bool:
        """Tell whether the words of public law belong in these documents."""
        return self.tender.buyer.public

    def name(self, code: str, lang: Language) -> str:
        """Return the file name of a document, without its ending."""
        return FILES[code][0 if self.public else 1].in_(lang)

    def title(self, code: str, lang: Language) -> str:
        """Return the title of a document."""
        return TITLES[code][0 if self.public else 1].in_(lang)

    def words(self, text: Text, lang: Language) -> str:
        """Write a text of the library; for a private buyer without the abbreviations of public law."""
        written = text.in_(lang)
        return written if self.public else without_public_words(written, lang)

    def of_piece(self, kind: DocumentKind) -> list[Taken]:
        """Return the clauses of a document."""
        return [one for one in self.taken if one.document is kind]

    def lots(self, ids: tuple[str, ...], lang: Language) -> str:
        """Say which lots something is for; nothing where it is for all."""
        if not ids or not self.tender.lots:
            return ""
        told = say("lot {id}", id=ids[0]) if len(ids) == 1 else say("lots {ids}", ids=", ".join(ids))
        return told.in_(lang)

    def piece(self, code: str, lang: Language, blocks: list[Block]) -> Piece:
        """Make a document of blocks, with what identifies it and, on each page, the hash of the rules."""
        tender = self.tender
        footer = say("Rules {hash}", hash=self.announced.hash).in_(lang)
        left = left_to_choose(blocks)
        if left:
            told = say("Values left to choose: {n}. They stand between square brackets.", n=left).in_(lang)
            blocks = [Paragraph(told, kind="callout"), *blocks]
        return Piece(
            file=self.name(code, lang),
            title=self.title(code, lang),
            subject=tender.title,
            buyer=tender.buyer.name or "",
            identity=tuple(self._identity(lang)),
            blocks=tuple(blocks),
            footer=" · ".join(part for part in (tender.reference, footer) if part),
            lang=lang,
            on=self.on,
        )

    def _identity(self, lang: Language) -> Iterator[tuple[str, str]]:
        tender = self.tender
        told: list[tuple[Text, str | None]] = [
            (say("The buyer"), tender.buyer.name),
            (say("Subject"), tender.title),
            (say("Reference"), tender.reference),
            (say("Procedure"), PROCEDURES[tender.procedure].in_(lang) if tender.procedure else None),
            (say("Last day for offers"), write_date(tender.deadline, lang) if tender.deadline else None),
            (say("Fingerprint of the published rules"), self.announced.hash),
        ]
        for text, value in told:
            if value:
                yield text.in_(lang), value


def without_public_words(written: str, lang: Language) -> str:
    """Return a text of the library as a private buyer writes it."""
    written = re.sub(r"\b(CCTP|CCAP)\b", lambda found: PUBLIC_WORDS[found[0]], written)
    return CONTRACT.sub("contrat", written) if lang == "fr" else written


OPEN_PLACE = re.compile(r"\[(?:à compléter|to be filled in)\b")


def left_to_choose(blocks: list[Block]) -> int:
    """Count the places that nobody filled."""
    return sum(len(OPEN_PLACE.findall(block.text)) for block in blocks if isinstance(block, Paragraph))
