"""A referential as it is dropped: a zip of its folder, or a table of G4IT; unpacked with nothing taken on trust.

Whatever a zip says of itself is only believed up to the limits: so many files, so many bytes once unpacked, counted as
they come out. No name of a zip becomes a path: each file is written under its last part alone, beside the card.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from stat import S_ISLNK

from levier.catalogue.bringing import CARD
from levier.catalogue.declared import ImportReport
from levier.catalogue.g4it import from_g4it, is_g4it
from levier.catalogue.model import Catalogue
from levier.catalogue.schema import USER_TABLES
from levier.wording.errors import LevierError, Place, UnusableFile
from levier.wording.text import Text, say

MEGABYTE = 1 << 20
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 20 * MEGABYTE
MOST_FILES = 60
LONGEST_NAME = 100
SIMPLE = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
ENCRYPTED = 0x1
ABSOLUTE = re.compile(r"^([a-zA-Z]:|[/\\])")
EXPECTED = say("a zip of the folder of a referential, or a ref_item_impact table in CSV")


def unpack(content: bytes, name: str, target: Path, catalogue: Catalogue, on: date) -> tuple[Path, ImportReport | None]:
    """Write a dropped file as a folder below `target`; return it, and what a table of G4IT gave and left out."""
    if len(content) > MOST_BYTES:
        raise _refused(say("This file is too large."), name, found=f"{len(content) / MEGABYTE:.1f} MB")
    if zipfile.is_zipfile(io.BytesIO(content)):
        return _unzipped(content, name, target), None
    if Path(name).suffix.lower() != ".csv":
        raise _refused(say("This file is not a referential."), name, found=Path(name).suffix)
    file = target / _plain(name)
    file.write_bytes(content)
    if not is_g4it(file):
        raise _refused(say("This table alone is not a referential."), name)
    folder = target / "folder" / _plain(Path(name).stem)
    return folder, from_g4it(file, catalogue, folder, on)


def _refused(what: Text, name: str, *, found: str | None = None) -> LevierError:
    return UnusableFile(
        what,
        place=Place(file=name),
        expected=EXPECTED,
        found=found or None,
        mend=say(
            "Put referential.yaml and your tables into one folder, and make a zip of it: {mb} MB at most, {unpacked} "
            "MB once unpacked, {n} files.",
            mb=MOST_BYTES // MEGABYTE,
            unpacked=MOST_UNPACKED // MEGABYTE,
            n=MOST_FILES,
        ),
    )


def _unzipped(content: bytes, name: str, target: Path) -> Path:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found = _entries(archive, name)
            folder = target / _plain(_folder_name(found, name))
            folder.mkdir()
            left = MOST_UNPACKED
            for file, info in found.items():
                with archive.open(info) as stream:
                    data = stream.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise _refused(say("This zip is too large once unpacked."), name)
                (folder / file).write_bytes(data)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise _refused(say("This zip is damaged, or made in a way that is not read."), name) from error
    return folder


def _entries(archive: zipfile.ZipFile, name: str) -> Mapping[str, zipfile.ZipInfo]:
    """Return the files that stand beside the card, by their last name; refuse what no honest zip holds."""
    infos = [i for i in archive.infolist() if not i.is_dir()]
    if len(infos) > MOST_FILES:
        raise _refused(say("This zip holds too many files."), name, found=str(len(infos)))
    for info in infos:
        path = PurePosixPath(info.filename.replace("\\", "/"))
        if ABSOLUTE.match(info.filename) or ".." in path.parts:
            raise _refused(say("A file of this zip would be written elsewhere."), name, found=info.filename)
        if S_ISLNK(info.external_attr >> 16) or info.flag_bits & ENCRYPTED or info.compress_type not in SIMPLE:
            raise _refused(say("A file of this zip is a link, encrypted, or packed unusually."), name, found=path.name)
    shown = {PurePosixPath(i.filename.replace("\\", "/")): i for i in infos}
    shown = {p: i for p, i in shown.items() if not any(part.startswith((".", "__MACOSX")) for part in p.parts)}
    cards = [p for p in shown if p.name == CARD]
    if len(cards) != 1:
        raise _refused(say("There must be one file referential.yaml in this zip."), name, found=str(len(cards)))
    return {p.name: i for p, i in shown.items() if p.parent == cards[0].parent and len(p.name) <= LONGEST_NAME}


def _folder_name(found: Mapping[str, zipfile.ZipInfo], name: str) -> str:
    """Return the name by which errors and traces tell the folder: its own in the zip, else that of the zip."""
    inside = PurePosixPath(next(i for f, i in found.items() if f == CARD).filename.replace("\\", "/")).parent.name
    return inside or Path(name).stem


def _plain(name: str) -> str:
    """Return a name that any folder takes."""
    return re.sub(r"[^\w.-]+", "-", name).strip(".-")[:LONGEST_NAME] or "referential"


def packed(folder: Path) -> bytes:
    """Return a folder as the zip that is kept: what the layout names and texts beside; same files, same bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.iterdir() if p.is_file() and _belongs(p)):
            info = zipfile.ZipInfo(f"{folder.name}/{path.name}", (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, path.read_bytes())
    return stream.getvalue()


def _belongs(path: Path) -> bool:
    table = path.suffix == ".csv" and path.stem in USER_TABLES
    return table or path.name == CARD or path.suffix.lower() in (".md", ".txt", "")
