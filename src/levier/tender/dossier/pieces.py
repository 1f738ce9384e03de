"""What a file from outside is, told from its bytes: a document, an archive of them, or something that is not read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from levier.tender.dossier.building import Blocks
from levier.tender.dossier.model import Block, DossierLimits
from levier.tender.dossier.office import read_docx, read_odt
from levier.tender.dossier.pdf import read_pdf
from levier.wording.errors import UnusableFile
from levier.wording.text import Text, say

RATIO = 200
"""An archive that unpacks to more than so many times its size is a bomb."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HIDDEN = ("__MACOSX/", "._", "Thumbs.db", ".DS_Store")


@dataclass(frozen=True)
class Read:
    """A document that was read."""

    name: str
    blocks: tuple[Block, ...]
    unread: tuple[Text, ...]


@dataclass(frozen=True)
class Unread:
    """A file that was not, and why."""

    name: str
    reason: Text


def read_file(name: str, data: bytes, limits: DossierLimits, *, inside: bool = False) -> Iterator[Read | Unread]:
    """Read a document, or each one of an archive; an archive in an archive is not opened."""
    kind = _kind(data)
    if kind == "archive":
        if inside:
            yield Unread(name, say("An archive inside an archive is not opened."))
        else:
            yield from _archive(data, limits)
        return
    try:
        yield _document(name, kind, data, limits)
    except UnusableFile as error:
        yield Unread(name, error.what)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
        yield Unread(name, say("This document is damaged."))


def _document(name: str, kind: str, data: bytes, limits: DossierLimits) -> Read:
    blocks = Blocks(limits.blocks)
    if kind == "pdf":
        unread = read_pdf(data, blocks, limits.pages)
    elif kind in ("docx", "odt"):
        _check_packed(data, limits)
        read = read_docx if kind == "docx" else read_odt
        unread = read(data, blocks, limits.unpacked_mb << 20)
    else:
        raise UnusableFile(_REFUSED.get(kind, say("This file is neither DOCX, ODT nor PDF.")))
    if not blocks.found and not unread:
        unread = [say("No words were found in it.")]
    return Read(name, tuple(blocks.found), tuple(unread))


_REFUSED = {
    "table": say("This is a table: the checks read texts, and the answer workbook has its own reader."),
    "old": say("This is an old Word document (DOC) or one under a password: save it as DOCX."),
    "rtf": say("This is an RTF document: save it as DOCX, ODT or PDF."),
    "picture": say("This is a picture: its words are not read."),
}


def _kind(data: bytes) -> str:
    if data[:1024].lstrip().startswith(b"%PDF"):
        return "pdf"
    if data.startswith(OLE):
        return "old"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")):
        return "picture"
    if not data.startswith(b"PK"):
        return "other"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype")[:80].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError, KeyError):
        return "other"
    if "word/document.xml" in names:
        return "docx"
    if "opendocument.text" in mime:
        return "odt"
    return "table" if "xl/workbook.xml" in names or "opendocument.spreadsheet" in mime else "archive"


def _check_packed(data: bytes, limits: DossierLimits) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if unpacked > limits.unpacked_mb << 20 or (unpacked > limits.unpacked_mb << 14 and unpacked / packed > RATIO):
        raise UnusableFile(say("This document would fill the memory once unpacked."))


def _archive(data: bytes, limits: DossierLimits) -> Iterator[Read | Unread]:
    left = limits.unpacked_mb << 20
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [p for p in archive.infolist() if not p.is_dir() and not _hidden(p.filename)]
        for part in parts[: limits.files]:
            try:
                with archive.open(part) as stream:  # never more than is left, whatever the archive announces
                    content = stream.read(min(left, limits.file_mb << 20) + 1)
            except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
                yield Unread(part.filename, say("This file of the archive is damaged or under a password."))
                continue
            if len(content) > min(left, limits.file_mb << 20):
                yield Unread(part.filename, say("This file would fill the memory once unpacked."))
                continue
            left -= len(content)
            yield from read_file(part.filename, content, limits, inside=True)
        for part in parts[limits.files :]:
            yield Unread(part.filename, say("The archive holds more files than the limit."))


def _hidden(name: str) -> bool:
    return name.startswith(HIDDEN) or name.rpartition("/")[2].startswith(HIDDEN)
