"""The library as pages show it: found by segment, kind, theme and words; one criterion whole; differences of words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from levier.report.criteria import KINDS
from levier.tender.library.check import write as write_check
from levier.tender.library.codes import FIELDS, NONE_OF, considerations
from levier.tender.library.model import Criterion
from levier.tender.library.own import Change, Piece, difference, newer
from levier.tender.library.own import OwnClause as Own
from levier.tender.library.rendering import write
from levier.tender.model import PRIVATE_KINDS as PRIVATE_BUYERS
from levier.tender.provenance import told as status_told
from levier.web.house.bridge import facts
from levier.web.house.words import language, told
from levier.web.people.models import Organisation
from levier.web.tender.findings import library
from levier.web.tender.kit.bridge import PRIVATE_KINDS, Words
from levier.web.tender.models import OwnClause
from levier.wording.text import LANGUAGES, Text, label, say


def words_of_organisation(organisation: Organisation) -> Words:
    """Return how the library is told to an organisation."""
    return Words(organisation.kind not in {kind.value for kind in PRIVATE_BUYERS})


def terms(kind: str) -> list[tuple[str, Text]]:
    """Return the words of a kind (segment, theme) that criteria have."""
    used = {c.segment for c in library().criteria.values()} | {c.theme for c in library().criteria.values()}
    return [(id_, term.label) for (k, id_), term in library().terms.items() if k == kind and id_ in used]


def kinds(words: Words) -> list[tuple[str, Text]]:
    """Return the kinds of criteria."""
    return [(kind.value, text) for kind, text in (KINDS if words.public else PRIVATE_KINDS).items()]


def search(asked: Mapping[str, str], words: Words) -> list[Criterion]:
    """Return the criteria that fit, in the order of the library."""
    wanted = [_folded(word) for word in asked.get("q", "").split()]
    found = []
    for criterion in library().criteria.values():
        if not words.public and criterion.buyers.value == "public":
            continue
        if asked.get("segment") and criterion.segment != asked["segment"]:
            continue
        if asked.get("type") and criterion.kind.value != asked["type"]:
            continue
        if asked.get("theme") and criterion.theme != asked["theme"]:
            continue
        if wanted and not all(word in _searched(criterion) for word in wanted):
            continue
        found.append(criterion)
    return found


def _searched(criterion: Criterion) -> str:
    texts = (criterion.title, criterion.summary, criterion.clause, library().label("theme", criterion.theme))
    return _folded(" ".join([criterion.id, *(plain_text(text, lang) for text in texts if text for lang in LANGUAGES)]))


def plain_text(text: Text, lang: str) -> str:
    """Return a text with its places as they are."""
    return text.message if lang == "en" else text.fr or text.message


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    id: str
    title: str
    kind: str
    segment: Text
    theme: Text
    complete: bool


def row(criterion: Criterion, words: Words) -> Row:
    """Return the line of a criterion."""
    known = library()
    return Row(
        criterion.id,
        words(criterion.title),
        words.kind(criterion),
        known.label("segment", criterion.segment),
        known.label("theme", criterion.theme),
        criterion.complete,
    )


@dataclass(frozen=True)
class Whole:
    """A criterion whole, as its page shows it."""

    row: Row
    reference: str
    document: str
    texts: list[tuple[str, list[str]]]
    """Language, paragraphs: that of the page first."""
    summary: str
    beside: list[tuple[Text, str]]
    fields: list[tuple[str, str]]
    check: str
    basis: tuple[str, ...]
    codes: list[tuple[str, str]]
    source: str
    status: Text
    checked_on: object
    review_by: object


def whole(criterion: Criterion, words: Words) -> Whole:
    """Return a criterion whole."""
    written = write(criterion)
    first = language()
    order = [first, *(lang for lang in LANGUAGES if lang != first)]
    clause = written.clause
    origin = criterion.provenance
    told_beside = (
        (say("Evidence accepted"), criterion.evidence),
        (say("How it is verified"), written.verification),
        (say("How it is scored"), written.scoring),
        (say("Penalty or bonus"), written.penalty),
        (say("Indicator"), criterion.indicator),
        (say("What was corrected"), criterion.correction),
    )
    return Whole(
        row=row(criterion, words),
        reference=criterion.reference,
        document=criterion.document.value.upper() if words.public else "",
        texts=[(lang, _paragraphs(words(clause, lang))) for lang in order] if clause else [],
        summary=words(criterion.summary),
        beside=[(title, words(text)) for title, text in told_beside if text is not None],
        fields=[(words(f.label), told(library().label("unit", f.unit)) if f.unit else "") for f in criterion.fields],
        check=write_check(criterion.check) if criterion.check else "",
        basis=words.basis(criterion),
        codes=_codes(criterion) if words.public else [],
        source=f"{facts().sources[origin.source].title}, {origin.page}",
        status=status_told(origin.status),
        checked_on=origin.checked_on,
        review_by=origin.review_by,
    )


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n") if part.strip()]


def _codes(criterion: Criterion) -> list[tuple[str, str]]:
    """Return what choosing a criterion means for the notice (eForms) and for the data of the contract (DECP)."""
    known = library()
    found = [
        (f"{FIELDS[list_]} {code}", told(known.codes[list_, code].label))
        for list_, codes in criterion.eforms.items()
        for code in codes
    ]
    lists = considerations([criterion], known)
    return found + [("DECP", value) for value in (*lists.social, *lists.environment) if value not in NONE_OF.values()]


def difference_of(before: Mapping[str, str], after: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return pieces of words as (what became of them, the words), in the language of the page."""
    pieces: list[Piece] = difference(_text(before), _text(after), language())
    return [(piece.change.value, piece.words) for piece in pieces]


def differs(pieces: list[tuple[str, str]]) -> bool:
    """Tell whether anything came or went."""
    return any(change != Change.SAME for change, _ in pieces)


def _text(both: Mapping[str, str]) -> Text:
    return label(both["fr"], both["en"])


def both_of(criterion: Criterion) -> dict[str, str]:
    """Return the text of a criterion in both languages, its places as they are."""
    assert criterion.clause is not None  # the caller looked
    return {lang: plain_text(criterion.clause, lang) for lang in LANGUAGES}


def own_of(row_: OwnClause) -> Own:
    """Return an own clause as the library compares it."""
    return Own(row_.public_id, row_.forked_from, row_.forked_version, _text(row_.base), _text(row_.text))


def newest_of(row_: OwnClause) -> tuple[bool, Criterion | None]:
    """Tell whether there is something newer than what an own clause was forked from, and which (None: it is gone)."""
    found = newer(own_of(row_), library())
    return found is not None, found.criterion if found else None


def criterion_of(id_: str) -> Criterion | None:
    """Return a criterion of the library by its id."""
    return library().criteria.get(id_)
