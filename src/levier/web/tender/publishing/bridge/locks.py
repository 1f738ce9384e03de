"""Where the rules of a stored tender are locked, and what was locked becomes a case whose bids are scored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from levier.report.tender_documents.method import what_is_locked
from levier.report.tender_documents.piece import Block, Heading, Paragraph, Table
from levier.tender.bids.awarding import Case
from levier.tender.bids.locked import lock_document, lock_from
from levier.tender.law.case import leaves
from levier.tender.scoring.announced import ALL_LOTS, Announced, announced
from levier.tender.scoring.basis import Basis
from levier.tender.scoring.locking import Lock, basis_of, lock, prolong, relock, verify
from levier.tender.scoring.rules import Rules
from levier.web.house.words import language, told
from levier.web.tender.file.bridge import tender_of
from levier.web.tender.models import Publication
from levier.wording.errors import BadOption, LevierError, Place
from levier.wording.text import say

FILE = "tender.yaml"
Json = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """A part of what is locked as a page lays it out: one of the three is there."""

    heading: str = ""
    text: Paragraph | None = None
    table: Table | None = None

    @property
    def rows(self) -> list[list[tuple[str, str, bool]]]:
        """Return the rows of the table: each cell with the head of its column, and whether it holds numbers."""
        table = self.table
        if table is None:
            return []
        numeric = [column in table.numeric for column in range(len(table.heads))]
        return [list(zip(row, table.heads, numeric, strict=True)) for row in table.rows]

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """Return the heads of the table, and whether their columns hold numbers."""
        table = self.table
        return [] if table is None else [(head, at in table.numeric) for at, head in enumerate(table.heads)]


def announced_by(document: Mapping[str, Any], locked: Mapping[str, Basis] | None = None) -> Announced:
    """Return the rules that a document announces; raises `LevierError` for rules that could not mark a bid."""
    return announced(tender_of(document), FILE, locked)


def bases(lock: Mapping[str, Json]) -> dict[str, Basis]:
    """Return what the locks of a publication stand on, by lot where lots have rules of their own."""
    return {lot: basis_of(lock_from(document)) for lot, document in lock.items()}


def unready(document: Mapping[str, Any], error: LevierError) -> list[str]:
    """Tell why rules cannot be used in the words of the pages; in those of the library where that says it all."""
    tender = tender_of(document)
    if not tender.criteria:
        return [told(say("The tender has no award criteria yet."))]
    judged = leaves(tender.criteria)
    lacking = [told(say("“{name}” has no weight.", name=c.name)) for c in judged if c.weight is None]
    lacking += [
        told(say("“{name}” has neither a formula nor levels: nothing tells how it is marked.", name=c.name))
        for c in judged
        if c.formula is None and not c.ladder
    ]
    if tender.lot_marks is not None:
        lacking += [
            told(say("Lot {id} has no value: the marks of several lots become one, and their size counts.", id=lot.id))
            for lot in tender.lots
            if lot.value_eur_ex_vat is None
        ]
    if lacking:
        return lacking
    place = Place(character=error.place.character) if error.place else None  # none in a file
    said = type(error)(error.what, place=place, expected=error.expected, found=error.found, mend=error.mend)
    return said.in_(language()).split("\n")


def parts(document: Mapping[str, Any], rules: Announced) -> list[Part]:
    """Return what a lock holds: criteria, weights, formulas, every parameter with its value, unit and source."""
    return [part for block in what_is_locked(tender_of(document), rules, language()) if (part := _part(block))]


def _part(block: Block) -> Part | None:
    if isinstance(block, Heading):
        return Part(heading=block.text)
    if isinstance(block, Table):
        return Part(table=block)
    return Part(text=block) if isinstance(block, Paragraph) else None


def locked(rules: Announced, on: date, deadline: date) -> Json:
    """Lock rules at their publication, by lot where lots have rules of their own."""
    return {lot: lock_document(lock(of_lot, on, deadline)) for lot, of_lot in rules.rules.items()}


def corrected(before: Publication, rules: Announced, on: date, deadline: date, reason: str) -> Json:
    """Lock rules anew; those of a lot that did not move keep their hash, until the later deadline."""
    return {
        lot: lock_document(_corrected(_before(before, lot), of_lot, on, deadline, reason))
        for lot, of_lot in rules.rules.items()
    }


def _corrected(before: Lock, rules: Rules, on: date, deadline: date, reason: str) -> Lock:
    if verify(before, rules):
        return relock(before, rules, on, deadline, reason)
    return prolong(before, on, deadline, reason)


def _before(publication: Publication, lot: str) -> Lock:
    """Return the lock that a new one names: that of the same lot, else what the documents printed for all."""
    kept = publication.lock.get(lot) or publication.lock.get(ALL_LOTS)
    if kept:
        return lock_from(kept)
    first: Json = next(iter(publication.lock.values()))
    return Lock(publication.hash, "{}", date.fromisoformat(first["locked_on"]), publication.deadline)


def locks_of(publication: Publication) -> list[tuple[str, Lock]]:
    """Return the locks of a publication, by lot where lots have rules of their own."""
    return [(lot, lock_from(document)) for lot, document in publication.lock.items()]


def published_case(publication: Publication, lot: str | None = None) -> Case:
    """Return what bids are judged by: the tender as it was published, its rules and their lock.

    `lot` is the one to award; raises `BadOption` where lots have rules of their own and it is none of them.
    """
    tender = tender_of(publication.document)
    found = announced(tender, FILE, bases(publication.lock))
    key = ALL_LOTS if ALL_LOTS in found.rules else lot
    if key is None or key not in found.rules:
        raise BadOption(
            say("The lots of this tender have criteria of their own."),
            expected=say("one of: {words}", words=", ".join(found.rules)),
            found=lot,
        )
    return Case(found.rules[key], tender, lock_from(publication.lock[key]), lot, publication.hash)


def prefilled(document: Mapping[str, Any]) -> date | None:
    """Return the last day for offers that a document tells."""
    return tender_of(document).deadline
