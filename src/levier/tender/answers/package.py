"""The container of a workbook: how large it is, where its formulas stand, which programs and links it carries.

Nothing in it is ever run; formulas and programs are found so that they can be told.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Literal

from levier.estate.model import Limits
from levier.estate.reading.words import bound
from levier.tender.answers.layout import address
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

Format = Literal["xlsx", "ods"]
Cells = Mapping[str, frozenset[str]]
"""Addresses by sheet."""

DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    NotImplementedError,
    EOFError,
    RuntimeError,
    struct.error,
)
"""What Python raises on an archive that was cut or changed."""
_PROGRAMS = re.compile(r"vbaproject\.bin$|^Basic/|^Scripts/|^xl/macrosheets/|/activeX/", re.IGNORECASE)
_LINKS = re.compile(r"^xl/(externalLinks|embeddings|connections|queryTables)")
_XLSX_FORMULA = re.compile(rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f[\s/>]")
_XLSX_ERROR = re.compile(rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>')
_XLSX_SHEET = re.compile(rb"<(?:\w+:)?sheet\b([^>]*)>")
_XLSX_LINK = re.compile(rb"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(?:\w+:)?(\w+)="([^"]*)"')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_ODS_TABLE, _ODS_FORMULA = b"<table:table ", b"table:formula="
_WORD = b"formula"
"""Sought first: bytes that end with a sign as common as = are found four times slower."""
_ODS_ROW = re.compile(rb"<table:table-row(?=[\s>])")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b([^>]*)>")
_ODS_REPEAT = re.compile(rb'table:number-(?:columns|rows)-repeated="(\d{1,7})"')
_ODS_NAME = re.compile(rb'table:name="([^"]*)"')


@dataclass(frozen=True)
class Package:
    """What a workbook is made of: its format, the addresses of formulas and errors by sheet, its programs and links."""

    format: Format
    formulas: Cells
    errors: Cells
    programs: tuple[str, ...]
    links: tuple[str, ...]


def inspect(name: str, data: bytes, limits: Limits) -> Package:
    """Look into a workbook without running anything; raise UnusableFile where it is none or would fill the memory."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _refused(name, say("This is an old XLS workbook, or one that a password protects."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(name, archive, limits)
            return _inspected(name, archive)
    except DAMAGE as error:
        raise _refused(name, say("This workbook is damaged, or no workbook.")) from error


def _check_size(name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
    parts = archive.infolist()
    unpacked, packed = sum(p.file_size for p in parts), max(1, sum(p.compress_size for p in parts))
    memory = limits.memory_mb << 20
    too_large = unpacked > memory * bound("unzipped_share")
    if too_large or (unpacked > memory >> 6 and unpacked / packed > bound("unzipped_ratio")):
        raise _refused(name, say("This workbook would fill the memory once unpacked."))


def _inspected(name: str, archive: zipfile.ZipFile) -> Package:
    listed = archive.namelist()
    if "xl/workbook.xml" in listed:
        form: Format = "xlsx"
        formulas, errors = _xlsx_cells(archive, set(listed))
    elif "content.xml" in listed:
        form = "ods"
        formulas, errors = _ods_formulas(_part(archive, "content.xml")), {}  # an error is a text there
    else:
        raise _refused(name, say("This file is an archive, not a workbook."))
    return Package(
        form,
        formulas,
        errors,
        tuple(part for part in listed if _PROGRAMS.search(part)),
        tuple(part for part in listed if _LINKS.search(part)),
    )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """Unpack a part; its true size may not exceed the one that the archive declares, which was checked."""
    with archive.open(name) as stream:
        return stream.read(archive.getinfo(name).file_size)


def _xlsx_cells(archive: zipfile.ZipFile, listed: set[str]) -> tuple[Cells, Cells]:
    """Return the addresses of formulas and of errors, by sheet."""
    formulas, errors = {}, {}
    for sheet, part in _xlsx_sheets(archive).items():
        if part in listed:
            content = _part(archive, part)
            formulas[sheet] = _cells(content, _XLSX_FORMULA) if b"f>" in content else frozenset()
            errors[sheet] = _cells(content, _XLSX_ERROR) if b't="e"' in content else frozenset()
    return formulas, errors


def _cells(content: bytes, wanted: re.Pattern[bytes]) -> frozenset[str]:
    addresses = (_REFERENCE.search(cell.group(1)) for cell in wanted.finditer(content))
    return frozenset(a.group(1).decode() for a in addresses if a)


def _xlsx_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """Map the names of the sheets to the parts that hold them; nothing is parsed, so that nothing can be declared."""
    targets = {}
    for link in _XLSX_LINK.findall(_part(archive, "xl/_rels/workbook.xml.rels")):
        told = dict(_ATTRIBUTE.findall(link))
        targets[told.get(b"Id")] = "xl/" + told.get(b"Target", b"").decode("utf-8", "replace").removeprefix("/xl/")
    sheets = {}
    for element in _XLSX_SHEET.findall(_part(archive, "xl/workbook.xml")):
        told = dict(_ATTRIBUTE.findall(element))
        name = unescape(told.get(b"name", b"").decode("utf-8", "replace"))
        sheets[name] = targets.get(told.get(b"id"), "")
    return sheets


def _ods_formulas(content: bytes) -> Cells:
    """Find the formulas of each table, counting repeated rows and columns; only rows that hold one are walked."""
    found: dict[str, set[str]] = {}
    for table in _tables_with_formulas(content):
        named = _ODS_NAME.search(table)
        cells = found.setdefault(unescape(named.group(1).decode("utf-8", "replace")) if named else "", set())
        row = 0
        for line in _ODS_ROW.split(table)[1:]:
            if _ODS_FORMULA in line:
                cells |= {address(row, column) for column in _formula_columns(line)}
            row += _times(line[: line.find(b">")])
    return {name: frozenset(cells) for name, cells in found.items()}


def _tables_with_formulas(content: bytes) -> Iterator[bytes]:
    """Yield the tables that hold a formula; the others, most of a workbook, are not looked at."""
    at = content.find(_WORD)
    while at >= 0:
        start, end = content.rfind(_ODS_TABLE, 0, at), content.find(_ODS_TABLE, at)
        end = len(content) if end < 0 else end
        table = content[start + len(_ODS_TABLE) : end]
        if start >= 0 and _ODS_FORMULA in table:
            yield table
        at = content.find(_WORD, end)


def _formula_columns(line: bytes) -> Iterator[int]:
    column = 0
    for attributes in _ODS_CELL.findall(line):
        if _ODS_FORMULA in attributes:
            yield column
        column += _times(attributes)


def _times(attributes: bytes) -> int:
    repeat = _ODS_REPEAT.search(attributes) if b"-repeated" in attributes else None
    return int(repeat.group(1)) if repeat else 1


def _refused(name: str, what: Text) -> UnusableFile:
    return UnusableFile(
        what,
        place=Place(name),
        expected=say("the answer workbook of the consultation, as XLSX or ODS"),
        mend=say("Open it in a spreadsheet program, save it as XLSX or ODS without a password, and give that file."),
    )
