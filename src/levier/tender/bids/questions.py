"""The register of questions: each doubt with what was asked, by when, and what the bidder answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from levier.tender.bids.asking import told_doubt
from levier.tender.bids.plausibility import Doubt
from levier.tender.bids.record import Asked, AwardRecord
from levier.wording.errors import BadOption
from levier.wording.text import Language, say


@dataclass(frozen=True)
class Entry:
    """A question to one bidder; None: not asked, or not answered yet."""

    doubt: Doubt
    asked: Asked | None

    def words(self, lang: Language) -> str:
        """Return the words as sent; those that would be asked in where none were sent."""
        return (self.asked.question if self.asked else None) or self.doubt.question.in_(lang)

    def reason(self, lang: Language) -> str:
        """Return why it is doubted, as it was told when it was asked."""
        return (self.asked.reason if self.asked else None) or self.doubt.reason.in_(lang)


def register(doubts: Sequence[Doubt], record: AwardRecord) -> tuple[Entry, ...]:
    """Join doubts and questions, those too whose doubt is gone from the offer.

    Refuses answers that come before their question, and unequal times for one doubt.
    """
    found = tuple(Entry(doubt, _asked(doubt, record)) for doubt in doubts)
    there = {id(entry.asked) for entry in found}
    found += tuple(Entry(told_doubt(asked), asked) for asked in record.questions if id(asked) not in there)
    for entry in found:
        asked = entry.asked
        if asked and asked.asked_on and asked.answered_on and asked.answered_on < asked.asked_on:
            raise BadOption(
                say("An answer comes before its question."),
                expected=say("{day} or later", day=asked.asked_on.isoformat()),
                found=asked.answered_on.isoformat(),
            )
    _check_same_time(found)
    return found


def _asked(doubt: Doubt, record: AwardRecord) -> Asked | None:
    return next((q for q in record.questions if q.bid == doubt.bid and q.doubt in (doubt.id, doubt.kind)), None)


def _check_same_time(entries: Sequence[Entry]) -> None:
    """Bidders who are asked the same have the same time to answer."""
    by_kind: dict[str, set[date]] = {}
    for entry in entries:
        if entry.asked and entry.asked.until:
            by_kind.setdefault(entry.doubt.kind, set()).add(entry.asked.until)
    for kind, days in by_kind.items():
        if len(days) > 1:
            raise BadOption(
                say("Bidders who are asked the same do not have the same time to answer."),
                expected=say("one last day for {kind}", kind=kind),
                found=", ".join(sorted(day.isoformat() for day in days)),
            )


def register_document(entries: Sequence[Entry], lang: Language) -> list[dict[str, Any]]:
    """Return the register as plain values."""
    return [
        {
            "bid": entry.doubt.bid,
            "doubt": entry.doubt.id,
            "kind": entry.doubt.kind,
            "about": entry.doubt.about,
            "lot": entry.doubt.lot,
            "reason": entry.reason(lang),
            "question": entry.words(lang),
            "proposed": entry.asked.proposed if entry.asked else None,
            "why": entry.asked.why if entry.asked else None,
            "lang": (entry.asked.lang if entry.asked else None) or lang,
            "by": entry.asked.by if entry.asked else None,
            "source": entry.doubt.source,
            "asked_on": _day(entry.asked.asked_on if entry.asked else None),
            "until": _day(entry.asked.until if entry.asked else None),
            "answer": entry.asked.answer if entry.asked else None,
            "answered_on": _day(entry.asked.answered_on if entry.asked else None),
        }
        for entry in entries
    ]


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
