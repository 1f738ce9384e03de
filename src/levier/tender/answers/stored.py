"""A workbook that was read back, as JSON: to pass from the reading process, and to be kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from levier.estate.reading.texts import text_from_json, text_to_json
from levier.tender.answers.reading import Answer, Entered, Note, ReadBack
from levier.tender.answers.values import Value

Json = dict[str, Any]
NOTES = ("changes", "missing", "wrong", "remarks")


def reading_to_json(back: ReadBack) -> Json:
    """Write what was read; sentences keep both languages."""
    return {
        "file": back.file,
        "file_hash": back.file_hash,
        "format": back.format,
        **{name: [_note(note) for note in getattr(back, name)] for name in NOTES},
        "answers": [_answer(key, answer) for key, answer in back.answers.items()],
    }


def reading_from(data: Json) -> ReadBack:
    """Read back what `reading_to_json` wrote."""
    notes = {name: tuple(_note_from(note) for note in data[name]) for name in NOTES}
    answers = {tuple(told["key"]): _answer_from(told) for told in data["answers"]}
    return ReadBack(data["file"], data["file_hash"], data["format"], answers=answers, **notes)


def _note(note: Note) -> Json:
    what = text_to_json(note.what)
    return {"sheet": note.sheet, "cell": note.cell, "what": what, "key": list(note.key), "found": note.found}


def _note_from(data: Json) -> Note:
    what = text_from_json(data["what"])
    assert what is not None  # a note always says something
    return Note(data["sheet"], data["cell"], what, tuple(data["key"]), data["found"])


def _answer(key: tuple[str, ...], answer: Answer) -> Json:
    value, entered = answer.value, answer.entered
    return {
        "key": list(key),
        "value": {"day": value.isoformat()} if isinstance(value, date) else value,
        "raw": answer.raw,
        "sheet": answer.sheet,
        "cell": answer.cell,
        "entered": entered and {"by": entered.by, "on": entered.on.isoformat(), "why": entered.why},
    }


def _answer_from(data: Json) -> Answer:
    value, entered = data["value"], data["entered"]
    told: Value = date.fromisoformat(value["day"]) if isinstance(value, dict) else value
    by = Entered(entered["by"], date.fromisoformat(entered["on"]), entered["why"]) if entered else None
    return Answer(told, data["raw"], data["sheet"], data["cell"], by)
