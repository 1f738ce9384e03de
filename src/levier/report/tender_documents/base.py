"""The template that Levier lays its documents out with: Word's own styles, titles numbered by one multilevel list.

It is made by this file rather than kept as a binary, so that what is in it can be read and reviewed.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from levier.report.look import PRINT

FONT = "Arial"
"""Word has it, and LibreOffice sets the same widths with the font that it carries."""
NOTE, CALLOUT, CAPTION, TABLE = "Levier Note", "Levier Callout", "Caption", "Table Grid"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
SIZES = (15, 12, 11)
PLACES = ("title", "subject", "buyer", "identity", "footer", "body")
"""The places of a template, written {{ title }}; what identifies the document and its body are whole blocks."""


@cache
def base() -> bytes:
    """Make the template."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(23)
    _styles(document)
    add_numbering(document, link=True)
    document.add_paragraph("{{ buyer }}", style="Subtitle")
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subject }}", style="Subtitle")
    document.add_paragraph("{{ identity }}")
    document.add_paragraph("{{ body }}")
    foot = section.footer.paragraphs[0]
    foot.text = "{{ footer }}  ·  "
    _page_number(foot)
    foot.style = document.styles["Footer"]
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _font(normal, 10.5, PRINT["ink"])
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.12
    for name, size in zip(HEADINGS, SIZES, strict=True):
        style = document.styles[name]
        _font(style, size, PRINT["ink"], bold=True)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(size + 3), Pt(5)
        style.paragraph_format.keep_with_next = True
    _font(document.styles["Title"], 22, PRINT["ink"], bold=True)
    _no_border(document.styles["Title"])
    _font(document.styles["Subtitle"], 12, PRINT["muted"])
    document.styles["Subtitle"].font.italic = False
    _font(document.styles["Footer"], 7.5, PRINT["muted"])
    _font(document.styles["Caption"], 9.5, PRINT["ink"], bold=True)
    document.styles["Caption"].paragraph_format.keep_with_next = True
    own_styles(document)


def own_styles(document: Any) -> None:
    """Add the two styles of Levier that no other template has, and those of Word that this one lacks."""
    known = {style.name for style in document.styles}
    if NOTE not in known:
        note = document.styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
        note.base_style = document.styles["Normal"] if "Normal" in known else None
        note.font.size, note.font.color.rgb = Pt(9), _colour(PRINT["muted"])
    if CALLOUT not in known:
        callout = document.styles.add_style(CALLOUT, WD_STYLE_TYPE.PARAGRAPH)
        callout.base_style = document.styles["Normal"] if "Normal" in known else None
        callout.paragraph_format.left_indent = Mm(3)
        _shade(callout)
    for name in (*HEADINGS, CAPTION):
        if name not in known:
            style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.font.bold = True
            style.paragraph_format.keep_with_next = True


def _font(style: Any, size: float, colour: str, *, bold: bool | None = None) -> None:
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.color.rgb = _colour(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), FONT)


def _colour(text: str) -> RGBColor:
    return RGBColor.from_string(text.lstrip("#")[:6].upper())


def _no_border(style: Any) -> None:
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _shade(style: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", PRINT["soft"].lstrip("#").upper())):
        shade.set(qn(name), value)
    style.element.get_or_add_pPr().append(shade)


def _page_number(paragraph: Any) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def add_numbering(document: Any, *, link: bool) -> int:
    """Add one multilevel list (1, 1.1, 1.1.1) and return its number; `link` ties its levels to the titles' styles."""
    numbering = document.part.numbering_part.element
    known = [int(n.get(qn("w:abstractNumId"))) for n in numbering.findall(qn("w:abstractNum"))]
    list_id = max(known, default=-1) + 1
    abstract = _element("w:abstractNum", {"w:abstractNumId": str(list_id)})
    abstract.append(_element("w:multiLevelType", {"w:val": "multilevel"}))
    for level, name in enumerate(HEADINGS):
        abstract.append(_level(level, document.styles[name].style_id if link else None))
    # A list definition stands before the lists that use it: Word refuses the file otherwise.
    numbering.insert(len(known), abstract)
    number = numbering.add_num(list_id).numId
    if link:
        for level, name in enumerate(HEADINGS):
            set_number(document.styles[name].element.get_or_add_pPr(), int(number), level)
    return int(number)


def set_number(properties: Any, number: int, level: int) -> None:
    """Put a paragraph, or the style of one, on a level of a list."""
    num = properties.get_or_add_numPr()
    num.get_or_add_ilvl().val = level
    num.get_or_add_numId().val = number


def _level(level: int, style: str | None) -> Any:
    found = _element("w:lvl", {"w:ilvl": str(level)})
    found.append(_element("w:start", {"w:val": "1"}))
    found.append(_element("w:numFmt", {"w:val": "decimal"}))
    if style:
        found.append(_element("w:pStyle", {"w:val": style}))
    found.append(_element("w:suff", {"w:val": "tab"}))
    found.append(_element("w:lvlText", {"w:val": ".".join(f"%{n + 1}" for n in range(level + 1))}))
    found.append(_element("w:lvlJc", {"w:val": "left"}))
    properties = OxmlElement("w:pPr")
    properties.append(_element("w:ind", {"w:left": "680", "w:hanging": "680"}))
    found.append(properties)
    return found


def _element(tag: str, attributes: dict[str, str]) -> Any:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(name), value)
    return element
