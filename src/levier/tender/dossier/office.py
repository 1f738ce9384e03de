"""Reads DOCX and ODT: XML of the two formats, without entities, deleted text left out, tables line by line."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from levier.tender.dossier.building import Blocks
from levier.wording.errors import UnusableFile
from levier.wording.text import Text, say

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
LEFT_OUT = frozenset({f"{W}del", f"{W}moveFrom", f"{MC}Fallback", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr"})
PICTURES = (".png", ".jpg", ".jpeg", ".emf", ".wmf", ".tif", ".tiff", ".gif", ".svg")
MOST_REPEATED = 20
"""Columns that an ODT says are repeated are not all written: a table would be made of millions."""
HEADING = re.compile(r"^(?:heading|titre|überschrift)\s*([1-9])$", re.IGNORECASE)
TITLE = frozenset({"title", "titre", "subtitle", "sous-titre"})


def part(archive: zipfile.ZipFile, name: str, most_bytes: int) -> Element | None:
    """Read one XML part of an archive, None where it is not there; never more than `most_bytes` of it."""
    try:
        with archive.open(name) as stream:
            data = stream.read(most_bytes + 1)
    except KeyError:
        return None
    if len(data) > most_bytes:
        raise UnusableFile(say("This document would fill the memory once unpacked."))
    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise UnusableFile(say("This document is damaged."), found=str(error)[:200]) from error
    assert isinstance(root, Element)
    return root


def read_docx(data: bytes, blocks: Blocks, most_bytes: int) -> list[Text]:
    """Read a DOCX into `blocks`; return what in it could not be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        body = part(archive, "word/document.xml", most_bytes)
        levels = _levels(part(archive, "word/styles.xml", most_bytes))
        notes = part(archive, "word/footnotes.xml", most_bytes)
        pictures = _pictures(archive, "word/media/")
    if body is None:
        raise UnusableFile(say("This document is damaged."))
    content = body.find(f"{W}body")
    _docx_blocks(content if content is not None else body, blocks, levels)
    for note in notes.iter(f"{W}footnote") if notes is not None else ():
        blocks.paragraph(_docx_text(note))
    return pictures


def _levels(styles: Element | None) -> dict[str, int]:
    """Return style -> level of heading, of styles named so and of those that inherit or tell a level."""
    found: dict[str, int] = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        key = style.get(f"{W}styleId") or ""
        name = next((n.get(f"{W}val") or "" for n in style.iter(f"{W}name")), "").strip().lower()
        outline = next((n.get(f"{W}val") or "" for n in style.iter(f"{W}outlineLvl")), "")
        based = next((n.get(f"{W}val") or "" for n in style.iter(f"{W}basedOn")), "")
        if match := HEADING.match(name):
            found[key] = int(match[1])
        elif name in TITLE:
            found[key] = 1
        elif outline.isdigit() and int(outline) < 9:
            found[key] = int(outline) + 1
        elif based in found:
            found[key] = found[based]
    return found


def _docx_blocks(parent: Element, blocks: Blocks, levels: dict[str, int]) -> None:
    for child in parent:
        if child.tag == f"{W}p":
            _docx_paragraph(child, blocks, levels)
        elif child.tag == f"{W}tbl":
            for row in child.iter(f"{W}tr"):
                blocks.row([_docx_text(cell) for cell in row if cell.tag in (f"{W}tc", f"{W}sdt")])
        elif child.tag not in LEFT_OUT:
            _docx_blocks(child, blocks, levels)  # content controls, inserted parts


def _docx_paragraph(paragraph: Element, blocks: Blocks, levels: dict[str, int]) -> None:
    style = next((s.get(f"{W}val") or "" for s in paragraph.iter(f"{W}pStyle")), "")
    outline = next((s.get(f"{W}val") or "" for s in paragraph.iter(f"{W}outlineLvl")), "")
    level = int(outline) + 1 if outline.isdigit() and int(outline) < 9 else levels.get(style)
    text = _docx_text(paragraph)
    if level is not None:
        blocks.heading(text, level)
    else:
        blocks.paragraph(text)


def _docx_text(element: Element) -> str:
    return "".join(_docx_words(element))


def _docx_words(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag in LEFT_OUT:
            continue
        if child.tag == f"{W}t":
            yield child.text or ""
        elif child.tag in (f"{W}tab", f"{W}br", f"{W}cr"):
            yield " "
        elif child.tag == f"{W}noBreakHyphen":
            yield "-"
        else:
            yield from _docx_words(child)
            if child.tag == f"{W}p":
                yield " "


def _pictures(archive: zipfile.ZipFile, folder: str) -> list[Text]:
    n = sum(1 for i in archive.infolist() if i.filename.startswith(folder) and i.filename.lower().endswith(PICTURES))
    return [say("Pictures whose words were not read: {n}.", n=n)] if n else []


def read_odt(data: bytes, blocks: Blocks, most_bytes: int) -> list[Text]:
    """Read an ODT into `blocks`; return what in it could not be read."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = part(archive, "content.xml", most_bytes)
        pictures = _pictures(archive, "Pictures/")
    content = root.find(f"{OFFICE}body/{OFFICE}text") if root is not None else None
    if content is None:
        raise UnusableFile(say("This document is damaged."))
    _odt_blocks(content, blocks)
    return pictures


def _odt_blocks(parent: Element, blocks: Blocks) -> None:
    for child in parent:
        if child.tag == f"{TEXT}h":
            level = child.get(f"{TEXT}outline-level") or "1"
            blocks.heading(_odt_text(child), int(level) if level.isdigit() else 1)
        elif child.tag == f"{TEXT}p":
            style = (child.get(f"{TEXT}style-name") or "").lower()
            text = _odt_text(child)
            if style in TITLE:
                blocks.heading(text, 1)
            else:
                blocks.paragraph(text)
        elif child.tag == f"{TABLE}table":
            for row in child.iter(f"{TABLE}table-row"):
                blocks.row([_odt_text(cell) for cell in row if cell.tag == f"{TABLE}table-cell"][:MOST_REPEATED])
        elif child.tag not in (f"{TEXT}tracked-changes", f"{TEXT}table-of-content", f"{OFFICE}forms"):
            _odt_blocks(child, blocks)


def _odt_text(element: Element) -> str:
    return "".join(_odt_words(element))


def _odt_words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{TEXT}s" or child.tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            yield " "
        elif child.tag != f"{TEXT}note-citation":
            yield from _odt_words(child)
            if child.tag in (f"{TEXT}p", f"{TEXT}h"):
                yield " "
        yield child.tail or ""
