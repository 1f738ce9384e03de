"""A document of a tender as DOCX, in Levier's template or the buyer's own: its styles, its numbering, its places.

The places of a template ({{ title }}, {{ body }}…) are filled by docxtpl, in a sandbox: a template is a file that
somebody gave. The body is laid out afterwards, so that no text of a tender is ever read as a template.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from levier.report.tender_documents.base import (
    CALLOUT,
    CAPTION,
    HEADINGS,
    NOTE,
    PLACES,
    TABLE,
    add_numbering,
    base,
    own_styles,
    set_number,
)
from levier.report.tender_documents.piece import SPACED, Bullets, Heading, Paragraph, Piece, Table, shares
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

BODY, IDENTITY = "levier-body-goes-here", "levier-identity-goes-here"
MOST_BYTES = 50_000_000
"""Bytes of a template once unpacked: letterheads with pictures stay far below."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the parts inside a file, so that the same tender gives the same bytes."""
LOCALES = {"fr": "fr-FR", "en": "en-GB"}
DAMAGE = (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError, NotImplementedError, SyntaxError)
"""What reading a damaged document raises; lxml's errors are syntax errors."""


def write_docx(piece: Piece, template: bytes | None = None, name: str = "template.docx") -> bytes:
    """Write a document as DOCX; raise `UnusableFile` for a template that cannot be used."""
    found = _opened(template or base(), name)
    _fill(found, piece, name)
    document = found.docx
    own_styles(document)
    writer = _Writer(document, piece)
    writer.identity()
    writer.body()
    _properties(document, piece)
    stream = io.BytesIO()
    document.save(stream)
    return _dated(stream.getvalue())


def _opened(data: bytes, name: str) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            if size > MOST_BYTES:
                raise _refused(name, say("This template is too large once unpacked."))
            if any(part.filename.endswith("vbaProject.bin") for part in archive.infolist()):
                raise _refused(name, say("This template carries a program."))
        found = DocxTemplate(io.BytesIO(data))
        found.init_docx()
    except DAMAGE as error:
        raise _refused(name, say("This template cannot be opened.")) from error
    return found


def _refused(name: str, what: Text) -> UnusableFile:
    return UnusableFile(
        what,
        place=Place(file=name),
        expected=say("a DOCX document, with {places} where you want them", places=_shown(PLACES)),
        mend=say("Save it again as DOCX, without macros."),
    )


def _shown(places: tuple[str, ...]) -> str:
    return ", ".join(f"{{{{ {place} }}}}" for place in places)


def _fill(found: Any, piece: Piece, name: str) -> None:
    values = {"title": piece.title, "subject": piece.subject, "buyer": piece.buyer, "footer": piece.footer}
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    try:
        found.render({**values, "identity": IDENTITY, "body": BODY}, environment, autoescape=True)
    except TemplateError as error:
        raise UnusableFile(
            say("A place of the template cannot be filled."),
            place=Place(file=name),
            expected=say("only these places: {places}", places=_shown(PLACES)),
            found=str(error)[:200],
            mend=say("Correct the name between the braces."),
        ) from error


class _Writer:
    """Lays blocks out at a place of a document, with the styles that it has."""

    def __init__(self, document: Any, piece: Piece) -> None:
        self.document, self.piece = document, piece
        self.names = {style.name for style in document.styles}
        self.number = None if self._numbered() else add_numbering(document, link=False)

    def _numbered(self) -> bool:
        """Tell whether the titles of this template number themselves; else each title is put on a list."""
        style = self.document.styles[HEADINGS[0]]
        while style is not None:
            properties = style.element.pPr
            if properties is not None and properties.numPr is not None:
                return True
            style = style.base_style
        return False

    def identity(self) -> None:
        """Write what identifies the document, where the template has a place for it."""
        place = self._place(IDENTITY)
        if place is None:
            return
        table = self._table(place, len(self.piece.identity), 2)
        self._widths(table, (0.28, 0.72))
        for row, (label, value) in zip(table.rows, self.piece.identity, strict=True):
            row.cells[0].paragraphs[0].add_run(label).bold = True
            row.cells[1].paragraphs[0].add_run(value)
        self._gone(place)

    def body(self) -> None:
        """Write the blocks at the place of the body, else at the end of the document."""
        place = self._place(BODY)
        mark = place if place is not None else self.document.add_paragraph()
        for block in self.piece.blocks:
            if isinstance(block, Heading):
                self._heading(mark, block)
            elif isinstance(block, Paragraph):
                self._paragraph(mark, block)
            elif isinstance(block, Bullets):
                for item in block.items:
                    self._new(mark, "List Bullet").add_run(item)
            else:
                self._figures(mark, block)
        self._gone(mark)

    def _place(self, text: str) -> Any:
        return next((p for p in self._paragraphs() if text in p.text), None)

    def _paragraphs(self) -> Iterator[Any]:
        yield from self.document.paragraphs
        for table in self.document.tables:
            for row in table.rows:
                for cell in row.cells:
                    yield from cell.paragraphs

    def _gone(self, paragraph: Any) -> None:
        """Take a place away; a cell of a table keeps its last paragraph, which Word wants."""
        parent = paragraph._p.getparent()
        if parent.tag == qn("w:tc") and parent[-1] is paragraph._p:
            paragraph.text = ""
        else:
            parent.remove(paragraph._p)

    def _new(self, mark: Any, style: str) -> Any:
        return mark.insert_paragraph_before(style=style if style in self.names else None)

    def _heading(self, mark: Any, block: Heading) -> None:
        paragraph = self._new(mark, HEADINGS[block.level - 1])
        paragraph.add_run(block.text)
        if self.number is not None:
            set_number(paragraph._p.get_or_add_pPr(), self.number, block.level - 1)

    def _paragraph(self, mark: Any, block: Paragraph) -> None:
        paragraph = self._new(mark, {"note": NOTE, "callout": CALLOUT}.get(block.kind, "Body Text"))
        if block.label:
            paragraph.add_run(block.label + SPACED[self.piece.lang]).bold = True
        paragraph.add_run(block.text)

    def _figures(self, mark: Any, block: Table) -> None:
        self._new(mark, CAPTION).add_run(block.caption)
        table = self._table(mark, len(block.rows) + 1, len(block.heads), look=TABLE)
        self._row(table.rows[0], block.heads, block, lambda run: setattr(run, "bold", True))
        repeat = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeat)
        for row, cells in zip(table.rows[1:], block.rows, strict=True):
            self._row(row, cells, block, None)
        self._widths(table, shares(block))
        self._new(mark, "Normal")

    def _widths(self, table: Any, parts: tuple[float, ...]) -> None:
        """Give columns their widths in each cell: Word looks at the cells, LibreOffice at the columns."""
        section = self.document.sections[-1]
        room = section.page_width - section.left_margin - section.right_margin
        table.autofit = False
        for column, part in zip(table.columns, parts, strict=True):
            column.width = int(room * part)
            for cell in column.cells:
                cell.width = int(room * part)

    def _row(self, row: Any, cells: tuple[str, ...], block: Table, look: Callable[[Any], None] | None) -> None:
        keep = OxmlElement("w:cantSplit")
        row._tr.get_or_add_trPr().append(keep)
        for column, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            run = paragraph.add_run(text)
            if look:
                look(run)
            if column in block.numeric:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _table(self, mark: Any, rows: int, columns: int, look: str = "") -> Any:
        known = {s.name for s in self.document.styles if s.type is WD_STYLE_TYPE.TABLE}
        table = self.document.add_table(rows, columns)
        if look in known:
            table.style = self.document.styles[look]
        mark._p.addprevious(table._tbl)
        return table


def _properties(document: Any, piece: Piece) -> None:
    told, on = document.core_properties, datetime(piece.on.year, piece.on.month, piece.on.day)  # noqa: DTZ001  # a day
    told.title, told.author, told.language = f"{piece.title} – {piece.subject}", piece.buyer, LOCALES[piece.lang]
    told.last_modified_by, told.comments, told.created, told.modified, told.revision = piece.buyer, "", on, on, 1
    styles = document.styles.element
    for found in styles.iter(qn("w:rPrDefault")):
        properties = found.find(qn("w:rPr"))
        if properties is not None:
            for lang in properties.findall(qn("w:lang")):
                lang.set(qn("w:val"), LOCALES[piece.lang])


def _dated(data: bytes) -> bytes:
    """Give every part of the file one date."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            plain = zipfile.ZipInfo(part.filename, EPOCH)
            plain.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(plain, old.read(part))
    return stream.getvalue()
