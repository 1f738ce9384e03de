"""What a person says of lines: a file of the lines with their classes, corrected and handed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from levier.catalogue.tables import Table, read_table
from levier.estate.reading.words import plain
from levier.tender.agec.facts import AgecFacts, Category
from levier.tender.agec.model import Classed, Condition, Confidence
from levier.wording.cells import safe_cell
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Language, Text, say

COLUMNS = ("sheet", "line", "description", "amount_eur", "category", "condition", "recycled", "confidence", "reason")
NEEDED = ("line", "category", "condition", "recycled")
LONGEST_NUMBER = 9
NONE = "-"
"""Written for a line that belongs to no category."""
YES = {"yes": True, "oui": True, "no": False, "non": False}


@dataclass(frozen=True)
class Correction:
    """What was said of a line: an empty cell says nothing."""

    outside: bool
    category: Category | None
    condition: Condition | None
    recycled: bool | None
    place: Place


def lines_table(classed: Sequence[Classed], lang: Language) -> list[list[str]]:
    """Return the table of lines and their classes, header first: the file that a person corrects."""
    return [list(COLUMNS), *(_record(c, lang) for c in classed)]


def _record(c: Classed, lang: Language) -> list[str]:
    p = c.purchase
    return [
        safe_cell(p.sheet),
        str(p.line),
        safe_cell(p.description),
        "" if p.amount_eur is None else f"{p.amount_eur:.2f}",
        safe_cell(c.category.official if c.category else NONE if c.outside else ""),
        c.condition.value,
        "" if c.recycled is None else "yes" if c.recycled else "no",
        c.confidence.value,
        safe_cell(c.reason.in_(lang)),
    ]


def read_corrections(path: Path, facts: AgecFacts) -> dict[tuple[str, int], Correction]:
    """Read a corrected file; raises `UnusableFile` for a category, condition or answer that is not known."""
    return corrections_in(read_table(path), facts)


def corrections_in(table: Table, facts: AgecFacts) -> dict[tuple[str, int], Correction]:
    """Return what a corrected table says, by sheet and line; raises `UnusableFile` as `read_corrections` does."""
    if missing := [c for c in NEEDED if c not in table.columns]:
        raise UnusableFile(
            say("This file of corrections lacks a column."),
            place=Place(file=table.name, line=1, column=missing[0]),
            expected=say("the columns {columns}", columns=", ".join(NEEDED)),
            found=", ".join(table.columns),
            mend=say("Start from the file of lines that Levier writes (--lines)."),
        )
    if table.ragged:
        line, cells = table.ragged[0]
        raise UnusableFile(
            say("A line of this file of corrections has another number of cells than its header."),
            place=Place(file=table.name, line=line),
            expected=say("{n} cells", n=len(table.columns)),
            found=str(cells),
        )
    file = table.name
    return {_key(cells, Place(file, line=n)): _correction(cells, n, file, facts) for n, cells in table.lines}


def _key(cells: Mapping[str, str], place: Place) -> tuple[str, int]:
    if not (cells["line"].isdecimal() and len(cells["line"]) <= LONGEST_NUMBER):
        raise UnusableFile(
            say("A correction does not tell its line."),
            place=Place(place.file, line=place.line, column="line"),
            expected=say("the number of a line of the file of purchases"),
            found=cells["line"],
        )
    return (cells.get("sheet", ""), int(cells["line"]))


def _correction(cells: Mapping[str, str], line: int, file: str, facts: AgecFacts) -> Correction:
    def refuse(column: str, expected: Text) -> UnusableFile:
        return UnusableFile(
            say("A correction cannot be read."),
            place=Place(file, line=line, column=column),
            expected=expected,
            found=cells[column],
            mend=say("Correct the cell, or empty it to keep what Levier found."),
        )

    named, outside = cells["category"], cells["category"].lstrip("'") == NONE
    category = None if outside or not named else facts.by_official(named)
    if named and not outside and category is None:
        raise refuse("category", say("one of the official labels, or - for none of them"))
    condition = cells["condition"]
    if condition and condition not in {c.value for c in Condition}:
        raise refuse("condition", say("one of: {words}", words=", ".join(Condition)))
    recycled = plain(cells["recycled"])
    if recycled and recycled not in YES:
        raise refuse("recycled", say("yes or no"))
    place = Place(file, line=line)
    return Correction(outside, category, Condition(condition) if condition else None, YES.get(recycled), place)


def correct(classed: Sequence[Classed], corrections: Mapping[tuple[str, int], Correction]) -> list[Classed]:
    """Apply corrections; only what differs from what was found is told as corrected.

    Raises `UnusableFile` for a correction of a line that the file of purchases does not have.
    """
    lines = {c.purchase.key for c in classed}
    for key, correction in corrections.items():
        if key not in lines:
            raise UnusableFile(
                say("A correction is for a line that the file of purchases does not have."),
                place=correction.place,
                found=str(key[1]),
                mend=say("Check that the corrections were made for this very file."),
            )
    return [_corrected(c, corrections.get(c.purchase.key)) for c in classed]


def _corrected(c: Classed, said: Correction | None) -> Classed:
    if said is None:
        return c
    category = None if said.outside else said.category or c.category
    outside = said.outside or (c.outside and said.category is None)
    new = replace(
        c,
        category=category,
        outside=outside,
        condition=said.condition or c.condition,
        recycled=c.recycled if said.recycled is None else said.recycled,
    )
    if new == c:
        return c
    return replace(new, confidence=Confidence.TOLD, corrected=True, reason=say("corrected by a person"))
