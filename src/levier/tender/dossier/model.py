"""A tender file (DCE) as text with places: pieces, and their blocks in the order of reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from levier.tender.finding import Passage
from levier.tender.model import DocumentKind
from levier.wording.text import Text

QUOTED = 220
"""Characters of a quote: enough to find it again."""


@dataclass(frozen=True)
class DossierLimits:
    """Limits of the reading process, and of what it takes."""

    memory_mb: int = 4096
    seconds: int = 180
    file_mb: int = 100
    files: int = 60
    unpacked_mb: int = 400
    blocks: int = 60_000
    pages: int = 1500


class BlockKind(StrEnum):
    """What a block of text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "row"
    """A line of a table; its cells are kept."""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph or a line of a table, with where it stands."""

    kind: BlockKind
    text: str
    number: int
    """Paragraph from 1, headings and lines of tables counted."""
    headings: tuple[str, ...] = ()
    """The headings above it, outermost first."""
    page: int | None = None
    cells: tuple[str, ...] = ()

    @property
    def heading(self) -> str | None:
        """Return the nearest heading above."""
        return self.headings[-1] if self.headings else None


@dataclass(frozen=True)
class Piece:
    """A document of the file. `unread` tells what in it could not be read."""

    name: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    unread: tuple[Text, ...] = ()

    def passage(self, block: Block, start: int = 0, end: int | None = None) -> Passage:
        """Return the place of a block, with the words around what was found."""
        return Passage(
            document=self.name,
            heading=block.heading,
            paragraph=block.number,
            page=block.page,
            quote=excerpt(block.text, start, end),
        )


def excerpt(text: str, start: int = 0, end: int | None = None) -> str:
    """Return the words around a place, cut where they are too long to quote."""
    if len(text) <= QUOTED:
        return text
    middle = (start + (end if end is not None else start)) // 2
    left = max(0, min(middle - QUOTED // 2, len(text) - QUOTED))
    cut = text[left : left + QUOTED].strip()
    return ("…" if left else "") + cut + ("…" if left + QUOTED < len(text) else "")


@dataclass(frozen=True)
class Dossier:
    """All the pieces of a tender file that could be read, and those that could not."""

    pieces: tuple[Piece, ...]
    unread: tuple[tuple[str, Text], ...] = field(default=())
    """(name of the file, why it was not read)."""

    def of(self, *kinds: DocumentKind) -> Iterator[Piece]:
        """Yield the pieces of some kinds."""
        return (piece for piece in self.pieces if piece.kind in kinds)

    def blocks(self, *kinds: DocumentKind) -> Iterator[tuple[Piece, Block]]:
        """Yield every block of the pieces of some kinds, all where none is named."""
        for piece in self.pieces:
            if not kinds or piece.kind in kinds:
                for block in piece.blocks:
                    yield piece, block
