"""A document of a tender, before it is a DOCX or a PDF: titles, paragraphs, tables, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from levier.wording.text import Language

SPACED: Mapping[Language, str] = {"fr": "\u00a0: ", "en": ": "}
"""What stands between a label and what it labels."""
BREAKS = re.compile(r"[ \n\t-]")
"""Where a line may end: never at a space that keeps a number with its unit."""
NARROW, BROAD = 13, 90
"""Letters below which a column is not narrowed, and above which it claims no more room."""
LINE, MARGINS, LONG = 80, 2, 24
"""Bold letters of a whole line, those that the margins of a cell take, and a word that may be broken: an address."""


@dataclass(frozen=True)
class Heading:
    """A title; level 1 is an article, level 2 a clause within it. Numbers are the style's, never typed."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, with a label in bold before it where it has one; a `note` is small, a `callout` stands out."""

    text: str
    label: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table with a caption; `numeric` are the columns of numbers, `wide` those of texts that need room."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    wide: frozenset[int] = frozenset()


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True)
class Piece:
    """A document: the `file` it is saved as, its title, what identifies it, the blocks; `footer` is on each page."""

    file: str
    title: str
    subject: str
    buyer: str
    identity: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    footer: str
    lang: Language
    on: date


def shares(table: Table) -> tuple[float, ...]:
    """Return the part of the whole width that each column takes: more for long texts, in proportion to their root.

    No column is narrower than its longest word: a word that is broken anywhere reads badly.
    """
    columns = [(head, *(row[column] for row in table.rows)) for column, head in enumerate(table.heads)]
    roots = [sqrt(min(max(*map(len, cells), NARROW), BROAD)) for cells in columns]
    words = [max((len(word) for text in cells for word in BREAKS.split(text)), default=0) for cells in columns]
    least = [min(length + MARGINS, LONG) / LINE for length in words]
    return _at_least([root / sum(roots) for root in roots], least)


def _at_least(parts: Sequence[float], least: Sequence[float]) -> tuple[float, ...]:
    """Widen the parts that are too small, at the expense of the others in proportion; as they are where all are."""
    if sum(least) >= 1.0:
        return tuple(parts)
    held: set[int] = set()
    while True:
        left = 1.0 - sum(least[i] for i in held)
        room = sum(part for i, part in enumerate(parts) if i not in held)
        found = tuple(least[i] if i in held else part * left / room for i, part in enumerate(parts))
        if not (narrow := {i for i in range(len(parts)) if i not in held and found[i] < least[i]}):
            return found
        held |= narrow


def paragraphs(text: str, label: str = "", kind: str = "text") -> Sequence[Paragraph]:
    """Return one paragraph for each that a text has, the label before the first."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return [Paragraph(part, label if number == 0 else "", kind) for number, part in enumerate(parts)]
