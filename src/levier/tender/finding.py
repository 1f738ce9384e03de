"""What a check of a tender answers. Levier tells what it found and why; it never gives a legal opinion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from levier.wording.text import Language, Text


class Verdict(StrEnum):
    """What became of a rule."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    TO_JUSTIFY = "to_justify"
    NOT_JUDGED = "not_judged"
    """Something that the rule needs to know was not told, or could not be read."""


@dataclass(frozen=True)
class Passage:
    """Where in the documents: article or heading, paragraph from 1, page of a PDF, and the words."""

    document: str
    heading: str | None = None
    paragraph: int | None = None
    page: int | None = None
    quote: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "document": self.document,
            "heading": self.heading,
            "paragraph": self.paragraph,
            "page": self.page,
            "quote": self.quote,
        }


@dataclass(frozen=True)
class Finding:
    """One answer of one rule. `rule` is the id of its fact; `clause` the id of the library's clause to paste."""

    rule: str
    verdict: Verdict
    reason: Text
    source: str
    checked_on: date
    title: Text | None = None
    reference: str | None = None
    status: str | None = None
    """How far the fact was checked: anything but `read` is shown."""
    note: Text | None = None
    """What has to be confirmed by a person."""
    advice: Text | None = None
    place: Passage | None = None
    clause: str | None = None
    lot: str | None = None
    told_by: str | None = None
    """The rule that tells the same with its places: whoever shows findings may fold this one into it."""

    def as_json(self, lang: Language) -> dict[str, Any]:
        """Return it as plain values in one language."""
        return {
            "rule": self.rule,
            "verdict": self.verdict.value,
            "reason": self.reason.in_(lang),
            "source": self.source,
            "checked_on": self.checked_on.isoformat(),
            "title": self.title.in_(lang) if self.title else None,
            "reference": self.reference,
            "status": self.status,
            "note": self.note.in_(lang) if self.note else None,
            "advice": self.advice.in_(lang) if self.advice else None,
            "place": self.place.as_json() if self.place else None,
            "clause": self.clause,
            "lot": self.lot,
        }
