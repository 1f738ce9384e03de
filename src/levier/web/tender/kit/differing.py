"""How a clause of a tender differs from the library: its own words from the text they came from, that from the newest.

Both are compared as printed: in the language of the tender, with its values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from levier.tender.library.model import Criterion
from levier.tender.library.own import Change, difference
from levier.tender.library.rendering import write
from levier.tender.model import Clause, Tender
from levier.web.tender.file.bridge import language_of
from levier.web.tender.findings import library
from levier.web.tender.kit.bridge import words_of
from levier.wording.errors import LevierError
from levier.wording.text import label

Pieces = list[tuple[str, str]]
"""Words with what became of them: same, added, removed."""


@dataclass(frozen=True)
class Differing:
    """What separates a clause from the library; `version` is that of the text from which its words came."""

    version: int
    own: Pieces | None
    """The words of the tender against that text; None where the tender has no words of its own."""
    newer: int | None
    since: Pieces | None
    """That text against the newest one; None where it is the newest, or is no longer held."""

    @property
    def reworded(self) -> bool:
        """Tell whether the own words say anything else than the library."""
        return any(change != Change.SAME for change, _ in self.own or ())


def differing(tender: Tender, clause: Clause) -> Differing | None:
    """Compare a clause with the library; None where it has no text of the library, or nothing to compare."""
    newest = library().criteria.get(clause.id or "")
    if newest is None or newest.clause is None:
        return None
    told = clause.version or newest.version
    held = library().at(newest.id, told)
    base = held or newest
    is_newer = newest.version > told
    if clause.text is None and not is_newer:
        return None
    try:
        began, now = (_printed(one, clause.variables, tender) for one in (base, newest))
    except LevierError:
        return None  # a value that the text cannot take is told beside the clause
    return Differing(
        base.version,
        own=None if clause.text is None else _pieces(began, clause.text, tender),
        newer=newest.version if is_newer else None,
        since=_pieces(began, now, tender) if is_newer and held else None,
    )


def library_words(tender: Tender, criterion: Criterion, variables: Mapping[str, Any]) -> str:
    """Return the text of the library with the values of a tender, to be reworded."""
    return _printed(criterion, variables, tender)


def taken_back(clause: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changes in a clause whose own words give way to those of the library."""
    newest = library().criteria[str(clause["id"])]
    version = clause.get("version") or newest.version
    return {"text": None, "version": version if library().at(newest.id, version) else newest.version}


def _printed(criterion: Criterion, variables: Mapping[str, Any], tender: Tender) -> str:
    known = {v.id for v in criterion.variables}
    written = write(criterion, {name: value for name, value in variables.items() if name in known})
    return words_of(tender)(written.clause, language_of(tender))


def _pieces(before: str, after: str, tender: Tender) -> Pieces:
    old, new = (label(plain_text, plain_text) for plain_text in (_plain(before), _plain(after)))
    return [(piece.change.value, piece.words) for piece in difference(old, new, language_of(tender))]


def _plain(text: str) -> str:
    """Return a text with the ends of lines that a browser does not change."""
    return text.replace("\r\n", "\n").strip()
