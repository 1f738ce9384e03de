"""How a doubt is put to a bidder: its words are kept as sent, the same for the same doubt unless the buyer says why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from levier.tender.bids.plausibility import Doubt
from levier.tender.bids.record import Asked, AwardRecord
from levier.wording.errors import BadOption
from levier.wording.numbers import write_argument
from levier.wording.text import Language, Text, say

PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Sending:
    """A question as it is sent: in the language of the tender, in the words proposed unless `text` has others."""

    on: date
    until: date | None
    by: str
    lang: Language
    text: str = ""
    why: str = ""
    """Why its words are not those that others were asked in."""


def words(doubt: Doubt, record: AwardRecord, lang: Language) -> str:
    """Return the words proposed: those in which others were asked about the same doubt, else the library's."""
    earlier = next((q.wording for q in reversed(record.questions) if q.kind == doubt.kind and q.wording), None)
    filled = _filled(earlier or "", _places(doubt, lang))
    return filled if filled and not PLACE.search(filled) else doubt.question.in_(lang)


def ask(doubt: Doubt, record: AwardRecord, sending: Sending) -> Asked:
    """Return the question as it is kept; raises `BadOption` where others were asked in other words without a reason."""
    proposed = words(doubt, record, sending.lang)
    text = sending.text.strip() or proposed
    wording = _emptied(text, _places(doubt, sending.lang))
    others = {q.bid: q for q in record.questions if q.kind == doubt.kind and q.wording and q.bid != doubt.bid}
    differs = next((q for q in others.values() if q.wording != wording), None)
    if differs is not None and not sending.why:
        raise BadOption(
            say("Another bidder was asked about the same doubt in other words."),
            expected=say("“{text}”", text=proposed),
            found=text,
            mend=say("Ask in the same words, or say why they differ: it stands in the record."),
        )
    return Asked(
        doubt.bid,
        doubt.id,
        asked_on=sending.on,
        until=sending.until,
        kind=doubt.kind,
        about=doubt.about,
        lot=doubt.lot,
        reason=doubt.reason.in_(sending.lang),
        question=text,
        wording=wording,
        proposed=proposed if text != proposed else None,
        why=sending.why or None,
        lang=sending.lang,
        by=sending.by,
    )


def told_doubt(asked: Asked) -> Doubt:
    """Return the doubt behind a question that nothing in the offer raises any more, in the words kept of it."""
    kind, _, about = asked.doubt.partition(":")
    about = asked.about or about or kind
    reason = asked.reason or say("What raised this question is no longer in the offer.")
    question = asked.question or say("Question on {about}", about=about)
    return Doubt(asked.doubt, asked.bid, asked.kind or kind, about, _text(reason), _text(question), lot=asked.lot)


def _text(told: str | Text) -> Text:
    return Text(told, fr=told) if isinstance(told, str) else told


def _places(doubt: Doubt, lang: Language) -> dict[str, str]:
    """Return what in the words is of this bid alone, as written in them: the longest first."""
    arguments = doubt.question.arguments
    told = {n: v.in_(lang) if isinstance(v, Text) else write_argument(v, lang) for n, v in arguments.items()}
    return dict(sorted(told.items(), key=lambda one: -len(one[1])))


def _emptied(text: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        if value:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{name}}}", text, count=1)
    return text


def _filled(wording: str, places: dict[str, str]) -> str:
    return PLACE.sub(lambda found: places.get(found[1], found[0]), wording)
