"""Answer workbooks as they were read back, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from levier.tender.answers.reading import Answer, Note, ReadBack
from levier.tender.bids.workbook import told_note
from levier.wording.errors import LevierError
from levier.wording.text import Language, Text, say


@dataclass(frozen=True)
class Unread:
    """A file that could not be read at all: the bid stands, and is entered by hand."""

    file: str
    file_hash: str
    error: LevierError


def reading_document(read: Sequence[ReadBack | Unread], opening: dict[str, Any], lang: Language) -> dict[str, Any]:
    """Return what `levier tender read` prints."""
    return {"opening": opening, "files": [_file(one, lang) for one in read]}


def _file(one: ReadBack | Unread, lang: Language) -> dict[str, Any]:
    if isinstance(one, Unread):
        return {"file": one.file, "file_hash": one.file_hash, "read": False, "error": one.error.in_(lang)}
    return {
        "file": one.file,
        "file_hash": one.file_hash,
        "read": not one.changes,
        "format": one.format,
        "complete": one.complete and not one.changes,
        "changes": [_note(note, lang) for note in one.changes],
        "missing": [_note(note, lang) for note in one.missing],
        "wrong": [_note(note, lang) for note in one.wrong],
        "remarks": [_note(note, lang) for note in one.remarks],
        "answers": [_answer(key, answer) for key, answer in one.answers.items()],
    }


def _note(note: Note, lang: Language) -> dict[str, Any]:
    return {
        "sheet": note.sheet,
        "cell": note.cell,
        "what": note.what.in_(lang),
        "key": list(note.key),
        "found": note.found,
    }


def _answer(key: tuple[str, ...], answer: Answer) -> dict[str, Any]:
    value = answer.value
    return {
        "key": list(key),
        "value": value if isinstance(value, (str, int, float)) else value.isoformat(),
        "raw": answer.raw,
        "sheet": answer.sheet,
        "cell": answer.cell,
        "entered": {"by": answer.entered.by, "on": answer.entered.on.isoformat(), "why": answer.entered.why}
        if answer.entered
        else None,
    }


def write_reading(read: Sequence[ReadBack | Unread], lang: Language) -> str:
    """Write, file by file, what is complete, missing, wrong or changed."""
    return "\n".join(line for one in read for line in (*_told(one, lang), "")).rstrip() + "\n"


def _told(one: ReadBack | Unread, lang: Language) -> Iterator[str]:
    yield f"{one.file}  SHA-256 {one.file_hash}"
    if isinstance(one, Unread):
        yield from (f"  {line}" for line in one.error.in_(lang).split("\n"))
        yield "  " + say("The bid stands: enter its answers by hand, then qualify it.").in_(lang)
        return
    yield "  " + _verdict(one).in_(lang)
    parts: tuple[tuple[Text, Sequence[Note]], ...] = (
        (say("Changed"), one.changes),
        (say("Missing"), one.missing),
        (say("Cannot be used"), one.wrong),
        (say("To be seen"), one.remarks),
    )
    for title, notes in parts:
        for note in notes:
            found = say(" (found: {text})", text=note.found).in_(lang) if note.found else ""
            yield f"  {title.in_(lang)}: {told_note(note).in_(lang)}{found}"


def _verdict(one: ReadBack) -> Text:
    if one.changes:
        return say("The structure was changed: nothing was imported. The bid stands; its answers are entered by hand.")
    if one.complete:
        return say("Complete: {n} answers.", n=len(one.answers))
    return say(
        "{n} answers; {missing} are missing, {wrong} cannot be used.",
        n=len(one.answers),
        missing=len(one.missing),
        wrong=len(one.wrong),
    )
