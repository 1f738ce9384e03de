"""The clauses of a tender: each written out, found by its key, changed one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from string import Formatter
from typing import Any

from levier.report.tender_documents.dossier import TITLES
from levier.tender.chosen import PIECES, Taken, taken
from levier.tender.law.case import every
from levier.tender.library.completeness import places
from levier.tender.library.model import Criterion
from levier.tender.library.rendering import write
from levier.tender.model import Clause, DocumentKind, Tender
from levier.web.house.words import language, told
from levier.web.tender.file.bridge import language_of, plain
from levier.web.tender.findings import library
from levier.web.tender.kit.bridge import words_of
from levier.web.tender.kit.differing import Differing, differing
from levier.wording.errors import LevierError
from levier.wording.text import Text, label, say

Document = Mapping[str, Any]
Raw = dict[str, Any]
OWN = "own-"
"""How the key of a clause in the buyer's own words begins: its place among the clauses follows, from 1."""


@dataclass(frozen=True)
class ShownClause:
    """A clause as the page shows it: its text in the language of the tender, what is left to choose, what is wrong."""

    key: str
    title: str
    piece: str
    lots: tuple[str, ...]
    paragraphs: tuple[str, ...]
    to_choose: tuple[Text, ...]
    reference: str
    own_words: bool
    award: bool
    newer: int | None
    differing: Differing | None
    wrong: tuple[str, ...]


def piece_names(tender: Tender) -> dict[DocumentKind, Text]:
    """Return how the pieces in which clauses stand are called for this buyer."""
    return {kind: TITLES[kind.value][0 if tender.buyer.public else 1] for kind in PIECES}


def shown_clauses(tender: Tender, first: int, last: int) -> list[ShownClause]:
    """Return some of the clauses, each written out."""
    return [_shown(tender, key, clause) for key, clause in keyed(tender)[first:last]]


def keyed(tender: Tender) -> list[tuple[str, Clause]]:
    """Return the clauses with their keys; award criteria made from the library bring theirs."""
    found = [(clause.id or f"{OWN}{n}", clause) for n, clause in enumerate(tender.clauses, 1)]
    named = {clause.id for clause in tender.clauses}
    awards = {a.library: a for a in every(tender.criteria) if a.library}
    return found + [(id_, Clause(id=id_, lots=a.lots)) for id_, a in awards.items() if id_ not in named]


def differing_of(tender: Tender, key: str) -> Differing | None:
    """Compare the clause of a key with the library."""
    return next((differing(tender, clause) for one, clause in keyed(tender) if one == key), None)


def _shown(tender: Tender, key: str, clause: Clause) -> ShownClause:
    awards = tuple(a for a in every(tender.criteria) if a.library and a.library == clause.id)
    words, lang = words_of(tender), language_of(tender)
    newest = library().criteria.get(clause.id or "")
    common: dict[str, Any] = {
        "key": key,
        "lots": clause.lots,
        "own_words": clause.text is not None,
        "award": bool(awards),
        "newer": newest.version if newest and clause.version and newest.version > clause.version else None,
        "differing": differing(tender, clause),
        "title": words(newest.title) if newest else told(say("Own words")) if clause.id is None else clause.id,
    }
    try:
        one = taken(replace(tender, clauses=(clause,), criteria=awards), library())[0]
    except LevierError as error:
        return ShownClause(
            piece="",
            paragraphs=((clause.text,) if clause.text else ()),
            to_choose=(),
            reference="",
            wrong=tuple(error.in_(language()).split("\n")),
            **common,
        )
    text = one.text.in_(lang) if clause.text else words(one.text, lang)
    return ShownClause(
        piece=told(piece_names(tender)[one.document]),
        paragraphs=tuple(part for part in text.split("\n") if part.strip()),
        to_choose=_left(one),
        reference=one.criterion.reference if one.criterion else "",
        wrong=(),
        **common,
    )


def _left(one: Taken) -> tuple[Text, ...]:
    """Return what nobody chose yet of a clause, in its text or beside it."""
    if one.criterion is None or one.written is None:
        return ()
    return tuple(v.label for v in one.criterion.variables if v.id in one.written.to_choose)


def library_text(criterion: Criterion, tender: Tender) -> list[str]:
    """Return the library's text with its proposed values, a paragraph a line, in the language of the tender."""
    text = words_of(tender)(write(criterion).clause, language_of(tender))
    return [part for part in text.split("\n") if part.strip()]


def is_award(id_: str, tender: Tender) -> bool:
    """Tell whether an award criterion was made from a criterion of the library."""
    return id_ in {award.library for award in every(tender.criteria)}


def as_told(document: Document, key: str) -> Raw | None:
    """Return a clause of a document by its key, None where it has none of that key."""
    clauses = list(document.get("clauses") or ())
    if key.startswith(OWN):
        place = key.removeprefix(OWN)
        n = int(place) if place.isascii() and place.isdigit() and len(place) < 5 else 0
        found = clauses[n - 1] if 0 < n <= len(clauses) else None
        return found if found is not None and "id" not in found else None
    return next((clause for clause in clauses if clause.get("id") == key), None)


def with_clause(document: Document, key: str, values: Raw) -> list[Raw]:
    """Return the clauses once one has other values, or with one more where none has that key."""
    there = as_told(document, key)
    clauses = list(document.get("clauses") or ())
    made = dict(plain({**(there or {}), **values}))
    if there is None:
        return [*clauses, made]
    return [made if clause is there else clause for clause in clauses]


def without_clause(document: Document, key: str) -> list[Raw]:
    """Return the clauses without one."""
    there = as_told(document, key)
    return [clause for clause in document.get("clauses") or () if clause is not there]


def own_text(criterion: Criterion, text: Mapping[str, str], chosen: Mapping[str, Any], tender: Tender) -> str:
    """Write an own clause with the values of a tender, in its language."""
    own = replace(criterion, clause=label(text["fr"], text["en"]))
    written = write(own, chosen).clause
    return written.in_(language_of(tender)) if written else ""


def wrong_places(text: str, criterion: Criterion | None) -> Text | None:
    """Return what is wrong with the places between braces of a text, None where nothing is."""
    known = {v.id for v in criterion.variables} if criterion else set()
    try:
        named = places(label(text, text))
        plain_ = all(not spec and not conversion for _, _, spec, conversion in Formatter().parse(text))
    except ValueError:
        return say("A brace stands alone: write each place as {example}.", example="{minimum_years}")
    unknown = sorted(named - known)
    if unknown or not plain_:
        names = ", ".join(f"{{{name}}}" for name in sorted(known)) or "–"
        return say(
            "The library’s criterion has no place {name}; it has: {names}.", name=(unknown or ["?"])[0], names=names
        )
    return None
