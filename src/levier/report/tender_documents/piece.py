"""A document of a tender, before it is a DOCX or a PDF: titles, paragraphs, tables, in one language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from levier.wording.text import Language

SPACED: Mapping[Language, str] = {"fr": "\u00a0: ", "en": ": "}
"""What stands between a label and what it labels."""
NARROW, BROAD = 13, 90
"""Letters below which a column is not narrowed, and above which it claims no more room."""


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
    """Return the part of the whole width that each column takes: more for long texts, in proportion to their root."""
    longest = [max(len(head), *(len(row[column]) for row in table.rows)) for column, head in enumerate(table.heads)]
    roots = [sqrt(min(max(length, NARROW), BROAD)) for length in longest]
    return tuple(root / sum(roots) for root in roots)


def paragraphs(text: str, label: str = "", kind: str = "text") -> Sequence[Paragraph]:
    """Return one paragraph for each that a text has, the label before the first."""
    parts = [part.strip() for part in text.split("\n\n") if part.strip()]
    return [Paragraph(part, label if number == 0 else "", kind) for number, part in enumerate(parts)]
