"""Errors that a person reads: what happened, where, what was expected, what was found, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass

from levier.wording.text import Language, Text, say


@dataclass(frozen=True)
class Place:
    """Where in the user's material, any part may be unknown. Lines and characters count from 1, as editors do."""

    file: str | None = None
    sheet: str | None = None
    line: int | None = None
    column: str | None = None
    character: int | None = None

    def in_(self, lang: Language) -> str:
        """Write the place in one phrase, for example `parc.xlsx, sheet PC, line 12, column Date`."""
        parts = [self.file] if self.file else []
        if self.sheet:
            parts.append(say("sheet {name}", name=self.sheet).in_(lang))
        if self.line is not None:
            parts.append(say("line {n}", n=str(self.line)).in_(lang))
        if self.column:
            parts.append(say("column {name}", name=self.column).in_(lang))
        if self.character is not None:
            parts.append(say("character {n}", n=str(self.character)).in_(lang))
        return ", ".join(parts)


def printable(text: str) -> str:
    """Return `text` with a space for each control character: what a file holds must not drive a terminal."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else " " for c in text)


class LevierError(Exception):
    """An error whose cause is in what Levier was given, told in full; never a bug of ours."""

    def __init__(
        self,
        what: Text,
        *,
        place: Place | None = None,
        expected: Text | None = None,
        found: str | Text | None = None,
        mend: Text | None = None,
    ) -> None:
        self.what, self.place, self.expected, self.found, self.mend = what, place, expected, found, mend
        super().__init__(self.in_("en"))

    def in_(self, lang: Language) -> str:
        """Write the whole message, one line a part; nothing in it can drive the terminal that shows it."""
        lines = [self.what.in_(lang)]
        if self.place and (where := self.place.in_(lang)):
            lines.append(say("Where: {place}", place=where).in_(lang))
        if self.expected:
            lines.append(say("Expected: {text}", text=self.expected).in_(lang))
        if self.found is not None:
            lines.append(say("Found: {text}", text=self.found).in_(lang))
        if self.mend:
            lines.append(say("What to do: {text}", text=self.mend).in_(lang))
        return "\n".join(printable(line) for line in lines)


class UnusableFile(LevierError):
    """A file of the user that cannot be read as what it should be (the command ends with status 2)."""


class BadFact(LevierError):
    """A file of facts that breaks the schema: unknown key, unit or source, missing provenance."""


class BadOption(LevierError):
    """An option or argument that cannot be used."""
