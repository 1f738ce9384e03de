"""A section over several pages: no page bears more rows than asked, nothing is left out, nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from levier.report import document as d


@dataclass(frozen=True)
class Piece:
    """A block, or a part of a long one, with the child of the section in which it stands, and its rows."""

    child: d.Section | None
    block: d.Block
    rows: int


def paged(section: d.Section, most: int) -> tuple[d.Section, ...]:
    """Return a section as pages of at most `most` rows; a block of one row is a row."""
    pages: list[list[Piece]] = [[]]
    for piece in _pieces(section, most):
        if _bears(pages[-1]) and sum(p.rows for p in pages[-1]) + piece.rows > most:
            pages.append([])
        pages[-1].append(piece)
    return tuple(_joined(section, page) for page in pages)


def _bears(pieces: list[Piece]) -> bool:
    """Tell whether a page bears more than the paragraph that opens it: that one never stands alone."""
    return any(not isinstance(p.block, d.Paragraph) for p in pieces) or len(pieces) > 1


def page_of(pages: tuple[d.Section, ...], child: str) -> int | None:
    """Return the number of the first page that tells a child, from 1; None where none does."""
    return next((n for n, page in enumerate(pages, start=1) if any(c.id == child for c in page.children)), None)


def shortened(section: d.Section, most: int) -> tuple[d.Section, int]:
    """Return a section whose tables and lists have at most `most` rows, and how many rows were left out."""
    left = 0
    blocks: list[d.Block] = []
    for block in section.blocks:
        parts = list(_split(block, most))
        blocks.append(parts[0])
        left += sum(_rows(part) for part in parts[1:])
    return replace(section, blocks=tuple(blocks)), left


def _pieces(section: d.Section, most: int) -> Iterator[Piece]:
    for child, blocks in ((None, section.blocks), *((c, c.blocks) for c in section.children)):
        for block in blocks:
            yield from (Piece(child, part, _rows(part)) for part in _split(block, most))


def _split(block: d.Block, most: int) -> Iterator[d.Block]:
    """Cut a table or a list into parts of at most `most` rows; a chart stays with the first rows of its table."""
    if isinstance(block, d.Bullets):
        for start in range(0, max(len(block.items), 1), most):
            yield d.Bullets(block.items[start : start + most])
    elif isinstance(block, d.Table):
        for start in range(0, max(len(block.rows), 1), most):
            yield replace(block, rows=block.rows[start : start + most])
    elif isinstance(block, d.Figure):
        first, *others = _split(block.table, most)
        assert isinstance(first, d.Table)
        yield replace(block, table=first)
        yield from others
    else:
        yield block


def _rows(block: d.Block) -> int:
    if isinstance(block, d.Bullets):
        return max(len(block.items), 1)
    if isinstance(block, d.Table):
        return max(len(block.rows), 1)
    return max(len(block.table.rows), 1) if isinstance(block, d.Figure) else 1


def _joined(section: d.Section, pieces: list[Piece]) -> d.Section:
    children: list[d.Section] = []
    for piece in pieces:
        if piece.child is None:
            continue
        if not children or children[-1].id != piece.child.id:
            children.append(replace(piece.child, blocks=()))
        children[-1] = replace(children[-1], blocks=(*children[-1].blocks, piece.block))
    own = tuple(p.block for p in pieces if p.child is None)
    return replace(section, blocks=own, children=tuple(children))
