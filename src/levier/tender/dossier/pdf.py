"""Reads the text of a PDF, page by page: words of one height become a line, lines become paragraphs.

A page without words (a scan) is told and not guessed at: Levier does not read pictures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median

import pypdfium2

from levier.tender.dossier.building import ARTICLE, LONGEST_HEADING, Blocks, clean, looks_like_heading
from levier.wording.errors import UnusableFile
from levier.wording.text import Text, say

WIDE = 2.2
"""A gap between words of so many heights of a letter separates two cells of a table."""
OVERLAP = 0.5
"""Words that share so much of their height stand on one line."""
APART = 1.9
"""Lines that are so many heights apart belong to two paragraphs."""
LARGER = 1.12
"""A line whose letters are so many times as large as those of the page is a title."""
NEAR = 4.0
"""A letter is looked for within so many points of the middle of its words."""
PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Signs of a font's own: in office documents, bullets."""
SAME_LEFT = 2.0
"""Words that begin within so many points of each other begin at one edge."""
POOR = 8
"""A page with fewer characters is a picture, or empty."""
LIST = re.compile(r"^\s*(?:[-–•▪◦*]|[a-z0-9]{1,2}[.)°])\s")


@dataclass
class Line:
    """Words on one line of a page: `cells` are those far apart. Heights count from the top."""

    cells: list[str]
    top: float
    height: float
    lefts: list[float]
    size: float

    @property
    def text(self) -> str:
        """Return the line."""
        return " ".join(self.cells)


def read_pdf(data: bytes, blocks: Blocks, most_pages: int) -> list[Text]:
    """Read a PDF into `blocks`; return what in it could not be read."""
    try:
        document = pypdfium2.PdfDocument(data)
        pages = len(document)
    except pypdfium2.PdfiumError as error:
        locked = "assword" in str(error)
        raise UnusableFile(
            say("This PDF is protected by a password.") if locked else say("This PDF is damaged."),
            found=str(error)[:200],
        ) from error
    empty: list[int] = []
    try:
        for number in range(min(pages, most_pages)):
            lines = list(_lines(document[number]))
            if sum(len(line.text) for line in lines) < POOR:
                empty.append(number + 1)
            _blocks(lines, blocks, number + 1)
    finally:
        document.close()
    found = [say("Pages without words, such as scans: {list}.", list=_ranges(empty))] if empty else []
    return found + ([say("Pages beyond the limit: {n}.", n=pages - most_pages)] if pages > most_pages else [])


def _ranges(pages: list[int]) -> str:
    parts: list[list[int]] = []
    for page in pages:
        if parts and page == parts[-1][-1] + 1:
            parts[-1].append(page)
        else:
            parts.append([page])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}-{p[-1]}" for p in parts)


def _size(words: pypdfium2.PdfTextPage, x: float, y: float) -> float | None:
    """Return the size of the letters at a place, None where the file does not tell."""
    index = words.get_index(x, y, x_tol=NEAR, y_tol=NEAR)
    if index is None or index < 0:
        return None
    found = float(pypdfium2.raw.FPDFText_GetFontSize(words, index))
    return found if found > 1 else None  # a size of 1 is scaled elsewhere


def _lines(page: pypdfium2.PdfPage) -> Iterator[Line]:
    words = page.get_textpage()
    height = page.get_height()
    boxes = []
    for n in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(n)
        text = clean(PRIVATE.sub("•", words.get_text_bounded(left, bottom, right, top)))
        if text:
            size = _size(words, (left + right) / 2, (top + bottom) / 2) or top - bottom
            boxes.append((height - top, left, right, max(top - bottom, 1.0), text, size))
    for row in _rows(sorted(boxes)):
        yield _line(sorted(row, key=lambda box: box[1]))


Box = tuple[float, float, float, float, str, float]


def _rows(boxes: list[Box]) -> Iterator[list[Box]]:
    row: list[Box] = []
    for box in boxes:
        if row and box[0] > row[0][0] + OVERLAP * row[0][3]:
            yield row
            row = []
        row.append(box)
    if row:
        yield row


def _line(row: list[Box]) -> Line:
    cells: list[str] = []
    lefts: list[float] = []
    end: float | None = None
    for _, left, right, size, text, _ in row:
        if cells == ["•"] or (end is not None and left - end <= WIDE * size):
            glue = "" if end is not None and cells != ["•"] and left - end < size / 10 else " "
            cells[-1] = f"{cells[-1]}{glue}{text}"
        else:
            cells.append(text)
            lefts.append(left)
        end = right if end is None else max(end, right)
    return Line(cells, row[0][0], max(box[3] for box in row), lefts, max(box[5] for box in row))


def _blocks(lines: list[Line], blocks: Blocks, page: int) -> None:
    margin = min((line.lefts[0] for line in lines), default=0.0)
    body = median(line.size for line in lines) if lines else 1.0
    held: list[Line] = []
    table: list[Line] = []
    for line in lines:
        cell = _cell(line, table[-1], margin) if table else None
        if len(line.cells) > 1:
            _close(held, blocks, page, body)
            _close_row(table, blocks, page)
            table.append(line)
        elif table and cell is not None:
            table[0].cells[cell] += f" {line.text}"
            table.append(replace(line, cells=table[0].cells, lefts=table[0].lefts))
        else:
            _close_row(table, blocks, page)
            large = _is_title(line, body)
            if held and (large != _is_title(held[-1], body) or _begins(line, held[-1])):
                _close(held, blocks, page, body)
            held.append(line)
    _close_row(table, blocks, page)
    _close(held, blocks, page, body)


def _is_title(line: Line, body: float) -> bool:
    """Tell whether a line is set larger than the text around it."""
    return line.size > LARGER * body and len(line.cells) == 1


def _cell(line: Line, row: Line, margin: float) -> int | None:
    """Return the cell of a table that a line goes on with, None where it stands by itself."""
    if len(line.cells) > 1 or line.top - row.top > APART * max(line.height, row.height):
        return None
    near = [n for n, left in enumerate(row.lefts) if abs(left - line.lefts[0]) < SAME_LEFT]
    return near[0] if near and abs(line.lefts[0] - margin) >= SAME_LEFT else None


def _close_row(table: list[Line], blocks: Blocks, page: int) -> None:
    if table:
        blocks.row([clean(cell) for cell in table[0].cells], page)
        table.clear()


def _begins(line: Line, before: Line) -> bool:
    """Tell whether a line begins a paragraph of its own."""
    if line.top - before.top > APART * max(line.height, before.height):
        return True
    if line.text.isupper() and before.text.isupper() and not ARTICLE.match(line.text):
        return False  # a title over several lines
    return (
        bool(LIST.match(line.text))
        or looks_like_heading(line.text) > 0
        or looks_like_heading(before.text) > 0
        or (before.text.endswith((".", ";", ":")) and line.text[:1].isupper())
    )


def _close(held: list[Line], blocks: Blocks, page: int, body: float) -> None:
    if held:
        text = " ".join(line.text for line in held)
        if _is_title(held[0], body) and len(text) <= LONGEST_HEADING and not text.endswith((".", ";", ",")):
            blocks.heading(text, looks_like_heading(text) or 1, page)
        else:
            blocks.paragraph(text, page)
        held.clear()
