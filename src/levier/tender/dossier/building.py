"""Puts what a reader of one format found into blocks: headings kept above their paragraphs, numbers counted."""

from __future__ import annotations

import re

from levier.tender.dossier.model import Block, BlockKind
from levier.wording.errors import UnusableFile
from levier.wording.text import say

ARTICLE = re.compile(
    r"^\s*(?:(?i:article|art\.|section|clause|chapitre|titre|partie|annexe)\s+(?i:premier|1er|[0-9]+|[ivx]+)\b"
    r"|[0-9]{1,2}(?:[.\-][0-9]{1,2}){0,3}(?:[.)]|\s*[-–:])?\s+[A-ZÀ-Ý]|[IVX]{1,5}\s*[.)\-–]\s+[A-ZÀ-Ý])"
)
LONGEST_HEADING = 110


class Blocks:
    """The blocks of one piece as they are read; refuses more than `most`."""

    def __init__(self, most: int) -> None:
        self.most, self.found = most, list[Block]()
        self._above: list[tuple[int, str]] = []

    def heading(self, text: str, level: int, page: int | None = None) -> None:
        """Add a heading of a level, 1 outermost."""
        text = clean(text)
        if text:
            self._above = [h for h in self._above if h[0] < level]
            self._add(BlockKind.HEADING, text, page)
            self._above.append((level, text))

    def paragraph(self, text: str, page: int | None = None) -> None:
        """Add a paragraph; one that looks like the title of an article is one."""
        text = clean(text)
        if not text:
            return
        if level := looks_like_heading(text):
            self.heading(text, level, page)
        else:
            self._add(BlockKind.PARAGRAPH, text, page)

    def row(self, cells: list[str], page: int | None = None) -> None:
        """Add a line of a table."""
        kept = tuple(clean(cell) for cell in cells)
        if any(kept):
            self._add(BlockKind.ROW, " | ".join(c for c in kept if c), page, kept)

    def _add(self, kind: BlockKind, text: str, page: int | None, cells: tuple[str, ...] = ()) -> None:
        if len(self.found) >= self.most:
            raise UnusableFile(
                say("This document has more paragraphs than a tender file has."),
                expected=say("at most {n} paragraphs", n=self.most),
                mend=say("Give the documents one by one."),
            )
        above = tuple(text for _, text in self._above)
        self.found.append(Block(kind, text, len(self.found) + 1, above, page, cells))


def clean(text: str) -> str:
    """Return a text on one line, without what cannot be printed nor spaces in a row."""
    printable = "".join(c if c.isprintable() else " " for c in text.replace("\u00ad", ""))
    return " ".join(printable.split(" ")).strip() if "  " not in printable else re.sub(r" {2,}", " ", printable).strip()


def looks_like_heading(text: str) -> int:
    """Return the level of a paragraph that is the title of an article, 0 where it is none."""
    if len(text) > LONGEST_HEADING or text.endswith((".", ";", ",", ":")) or "%" in text:
        return 0
    if match := ARTICLE.match(text):
        numbers = re.findall(r"\d+", match[0])
        return 1 + max(1, len(numbers))
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 4 and all(c.isupper() for c in letters) and len(text.split()) <= 12:
        return 1
    return 0
