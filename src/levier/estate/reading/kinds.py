"""What a file is, told from its bytes and not from its name; what cannot be an inventory is refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Literal

from levier.estate.model import Limits
from levier.estate.reading.words import bound
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

Kind = Literal["text", "workbook", "json", "xml", "snapshot"]

_REFUSED: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", say("This file is a PDF document, whatever its name says.")),
    (b"\x1f\x8b", say("This file is a compressed archive.")),
    (b"7z\xbc\xaf", say("This file is a compressed archive.")),
    (b"Rar!", say("This file is a compressed archive.")),
    (b"\x89PNG", say("This file is a picture.")),
    (b"\xff\xd8\xff", say("This file is a picture.")),
    (b"GIF8", say("This file is a picture.")),
    (b"{\\rtf", say("This file is a text document, not a table.")),
    (b"MZ", say("This file is a program.")),
    (b"\x7fELF", say("This file is a program.")),
    (b"SQLite format 3", say("This file is a database.")),
)
_HEAD = 4096
_PROGRAMS = ("Basic/", "Scripts/", "xl/macrosheets/", "xl/dialogsheets/")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Read the file whole; refuse what is not a file, is empty, or is too large."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise _refusal(path, say("This is not a file."))
        if size > limits.file_mb << 20:
            raise _refusal(path, say("This file is larger than {mb} MB, the limit.", mb=limits.file_mb))
        with path.open("rb") as stream:  # no more than was announced, whatever the file becomes meanwhile
            data = stream.read(size + 1)
        if len(data) > size:
            raise _grew(path)
    except FileNotFoundError as error:
        raise UnusableFile(say("This file does not exist."), place=Place(str(path))) from error
    except OSError as error:
        raise UnusableFile(say("This file cannot be opened."), place=Place(str(path)), found=error.strerror) from error
    blanks = b"\0\r\n\t \xef\xbb\xbf\xff\xfe;,"
    if not data[:_HEAD].strip(blanks) and not data.strip(blanks):
        raise _refusal(path, say("This file is empty."))
    return data


def find_kind(path: Path, data: bytes, limits: Limits) -> Kind:
    """Tell how to read `data`, or refuse it."""
    for magic, sentence in _REFUSED:
        if data.startswith(magic):
            raise _refusal(path, sentence)
    if data.startswith(b"PAR1"):
        return "snapshot"
    if data.startswith(b"PK"):
        return _zip_kind(path, data, limits)
    if data.startswith(_OLE):
        return _ole_kind(path, data)
    return _text_kind(path, data)


def _grew(path: Path) -> UnusableFile:
    return UnusableFile(
        say("This file grew while it was read."),
        place=Place(path.name),
        mend=say("Wait until the program that writes it has ended, then give it again."),
    )


def _refusal(path: Path, sentence: Text) -> UnusableFile:
    return UnusableFile(
        sentence,
        place=Place(path.name),
        expected=say("an inventory in CSV, TSV, XLSX, XLS, ODS, GLPI agent JSON or FusionInventory/OCS XML"),
        mend=say("Export the inventory as CSV or XLSX and give that file."),
    )


def _text_kind(path: Path, data: bytes) -> Kind:
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n").replace(b"\0", b"").lower()
    if (
        head.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<body"))
        or b"<html" in head[:1024]
    ):
        raise _refusal(path, say("This file is a web page, whatever its name says."))
    if b"urn:schemas-microsoft-com:office:spreadsheet" in head:
        raise _refusal(path, say("This file is an XML spreadsheet of 2003, which is not read."))
    if head.startswith((b"<?xml", b"<request", b"<!doctype")):
        return "xml"
    return "json" if head.startswith((b"{", b"[{", b"[\n", b"[\r\n", b"[ ")) else "text"


def _zip_kind(path: Path, data: bytes, limits: Limits) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise _refusal(path, say("This workbook is damaged.")) from error
    listed = {part.filename for part in parts}
    if not any(name in listed for name in ("xl/workbook.xml", "content.xml", "xl/workbook.bin")):
        raise _refusal(path, say("This file is an archive, not a workbook."))
    unpacked, packed = sum(part.file_size for part in parts), max(1, sum(part.compress_size for part in parts))
    memory = limits.memory_mb << 20
    if unpacked > memory * bound("unzipped_share") or (
        unpacked > memory >> 6 and unpacked / packed > bound("unzipped_ratio")
    ):
        raise _refusal(path, say("This workbook would fill the memory once unpacked."))
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(_PROGRAMS) for name in listed):
        raise _macros(path)
    return "workbook"


def _ole_kind(path: Path, data: bytes) -> Kind:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _refusal(path, say("This workbook is protected by a password."))
    if any(name.encode("utf-16-le") in data for name in ("_VBA_PROJECT", "VBA_PROJECT_CUR")):
        raise _macros(path)
    if not any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        raise _refusal(path, say("This file is an office document, not a workbook."))
    return "workbook"


def _macros(path: Path) -> UnusableFile:
    return UnusableFile(
        say("This workbook holds macros, and files with programs inside are not opened."),
        place=Place(path.name),
        mend=say("Save it as XLSX (without macros) or CSV and give that file."),
    )
