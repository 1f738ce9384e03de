"""A file of lines that a person corrected and hands back: what it says anew, and where somebody else spoke meanwhile.

Each line of the file tells what stood there when it was taken (`then`). Only what differs from that was said by the
person; and where something else stands by now, both are shown and nothing is kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from levier.catalogue.tables import read_table
from levier.tender.agec.correcting import NONE, Correction, corrections_in, lines_table
from levier.tender.agec.model import Classed
from levier.web.house.words import language
from levier.web.tender.agec.bridge.declared import Declared
from levier.web.tender.agec.bridge.keeping import agec
from levier.web.tender.agec.bridge.saying import FIELDS, NO, YES, Key, stands
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import say

THEN = "then"
BETWEEN = "|"


@dataclass(frozen=True)
class Contested:
    """A field of a line of which somebody said something else since the file was taken."""

    line: Classed
    field: str
    now: str
    sent: str


@dataclass(frozen=True)
class Handed:
    """What a file says anew: lines by what is said of them, and what is contested."""

    said: Mapping[tuple[tuple[str, str], ...], list[int]]
    contested: Sequence[Contested]

    @property
    def lines(self) -> int:
        """Return how many lines it says something of."""
        return sum(map(len, self.said.values()))


def rows(found: Declared) -> list[list[str]]:
    """Return every line with its class as `levier agec --lines` writes them, and what stands there as one more cell."""
    header, *records = lines_table(found.declaration.lines, language())
    then = (BETWEEN.join(stands(c)[field] for field in FIELDS) for c in found.declaration.lines)
    return [[*header, THEN], *([*record, stood] for record, stood in zip(records, then, strict=True))]


def read_handed(path: Path, found: Declared) -> Handed:
    """Read a file of lines; raises `UnusableFile` where a cell cannot be used or a line is not of this declaration."""
    table = read_table(path)
    corrections = corrections_in(table, agec())
    then = {(cells.get("sheet", ""), int(cells["line"])): cells.get(THEN, "") for _, cells in table.lines}
    said: dict[tuple[tuple[str, str], ...], list[int]] = {}
    contested: list[Contested] = []
    for key, correction in corrections.items():
        number, line = _line(key, found, correction.place)
        now, wanted = stands(line), _wanted(correction, _base(then[key], found, number))
        contested += [Contested(line, f, now[f], w) for f, (b, w) in wanted.items() if now[f] not in (b, w)]
        new = tuple((field, want) for field, (_, want) in wanted.items() if now[field] != want)
        if new:
            said.setdefault(new, []).append(number)
    return Handed(said, contested)


def _line(key: Key, found: Declared, place: Place) -> tuple[int, Classed]:
    number = found.lines.numbers.get(key, 0)
    if number not in found.now:
        raise UnusableFile(
            say("A correction is for a line that the file of purchases does not have."),
            place=place,
            found=str(key[1]),
            mend=say("Check that the corrections were made for this very file."),
        )
    return number, found.now[number]


def _base(then: str, found: Declared, number: int) -> dict[str, str]:
    """Return what stood there when the file was taken; what Levier found where the file does not tell."""
    parts = then.removeprefix("'").split(BETWEEN)
    told = dict(zip(FIELDS, parts, strict=True)) if len(parts) == len(FIELDS) else None
    return told or stands(found.lines.classed[number - 1])


def _wanted(correction: Correction, base: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return field -> (what stood there, what is said instead)."""
    category = NONE if correction.outside else correction.category.id if correction.category else ""
    recycled = "" if correction.recycled is None else YES if correction.recycled else NO
    told = {"category": category, "condition": correction.condition or "", "recycled": recycled}
    return {field: (base[field], str(value)) for field, value in told.items() if value and value != base[field]}
