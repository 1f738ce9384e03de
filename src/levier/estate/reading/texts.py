"""Sentences, assumptions and errors as JSON, to pass from the reading process and to stand in a snapshot."""

from __future__ import annotations

from typing import Any

from levier.quantity.assumption import Assumption
from levier.wording.errors import BadOption, LevierError, Place, UnusableFile
from levier.wording.text import Text

Json = dict[str, Any]


def text_to_json(text: Text | None) -> Json | None:
    """Write a sentence with its arguments."""
    if text is None:
        return None
    arguments = {k: text_to_json(v) if isinstance(v, Text) else v for k, v in text.arguments.items()}
    return {"message": text.message, "arguments": arguments, "fr": text.fr}


def text_from_json(data: Json | None) -> Text | None:
    """Read back what `text_to_json` wrote."""
    return None if data is None else _text(data)


def _text(data: Json) -> Text:
    arguments = {k: _text(v) if isinstance(v, dict) else v for k, v in data["arguments"].items()}
    return Text(data["message"], arguments, data["fr"])


def assumption_to_json(assumption: Assumption) -> Json:
    """Write an assumption."""
    text = text_to_json(assumption.text)
    return {"code": assumption.code, "text": text, "lines": assumption.lines, "figure": assumption.figure}


def assumption_from_json(data: Json) -> Assumption:
    """Read back what `assumption_to_json` wrote."""
    return Assumption(data["code"], _text(data["text"]), data["lines"], data["figure"])


def error_to_json(error: LevierError) -> Json:
    """Write an error with all its parts."""
    place = error.place or Place()
    return {
        "option": isinstance(error, BadOption),
        "what": text_to_json(error.what),
        "place": {"file": place.file, "sheet": place.sheet, "line": place.line, "column": place.column},
        "expected": text_to_json(error.expected),
        "found": error.found,
        "mend": text_to_json(error.mend),
    }


def error_from_json(data: Json) -> LevierError:
    """Read back what `error_to_json` wrote."""
    kind = BadOption if data["option"] else UnusableFile
    return kind(
        _text(data["what"]),
        place=Place(**data["place"]),
        expected=text_from_json(data["expected"]),
        found=data["found"],
        mend=text_from_json(data["mend"]),
    )
