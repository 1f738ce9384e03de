"""Reads the documents of a tender in a child process of limited memory and time: a hostile one ends the child only."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from levier.estate.reading.texts import error_from_json, text_from_json
from levier.tender.dossier.kinds import kind_of
from levier.tender.dossier.model import Block, BlockKind, Dossier, DossierLimits, Piece
from levier.tender.words import Lexicon
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say


def read_dossier(paths: Sequence[Path], lexicon: Lexicon, limits: DossierLimits | None = None) -> Dossier:
    """Read documents, or archives of them; raise `UnusableFile` where nothing of them can be read."""
    limits = limits or DossierLimits()
    for path in paths:
        _check_size(path, limits)
    with tempfile.TemporaryDirectory(prefix="levier-") as folder:
        found = _run(Path(folder), paths, limits)
    pieces = [item for item in found if "blocks" in item]
    unread = [(item["name"], _text(item["reason"])) for item in found if "reason" in item]
    if not pieces:
        raise _nothing(paths, unread)
    return Dossier(tuple(_piece(item, lexicon) for item in pieces), tuple(unread))


def _nothing(paths: Sequence[Path], unread: Sequence[tuple[str, Text]]) -> UnusableFile:
    return UnusableFile(
        unread[0][1] if unread else say("No document was found in it."),
        place=Place(file=unread[0][0] if unread else ", ".join(path.name for path in paths)),
        expected=say("a DOCX, ODT or PDF with text, a ZIP of them, or a tender.yaml"),
        mend=say("Save the document in one of these formats and give that file."),
    )


def _check_size(path: Path, limits: DossierLimits) -> None:
    try:
        if not path.is_file():
            raise UnusableFile(say("This file does not exist."), place=Place(file=str(path)))
        size = path.stat().st_size
    except OSError as error:
        raise UnusableFile(say("This file cannot be opened."), place=Place(str(path)), found=error.strerror) from error
    if size > limits.file_mb << 20:
        raise UnusableFile(
            say("This file is larger than {mb} MB, the limit.", mb=limits.file_mb), place=Place(file=path.name)
        )
    if size == 0:
        raise UnusableFile(say("This file is empty."), place=Place(file=path.name))


def _run(folder: Path, paths: Sequence[Path], limits: DossierLimits) -> list[dict[str, Any]]:
    job = {"files": [(path.name, str(path.resolve())) for path in paths], "limits": asdict(limits)}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    command = [sys.executable, "-P", "-m", "levier.tender.dossier.child", str(folder)]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=limits.seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise _ended(
            paths, say("Reading this file took more than {n} seconds, the limit.", n=limits.seconds)
        ) from error
    if (folder / "error.json").exists():
        raise error_from_json(json.loads((folder / "error.json").read_text(encoding="utf-8")))
    if ended.returncode == 0 and (folder / "result.json").exists():
        found: list[dict[str, Any]] = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        return found
    said = ended.stderr.decode("utf-8", errors="replace").strip()
    if ended.returncode < 0 or "MemoryError" in said:
        raise _ended(paths, say("Reading this file took more than {mb} MB of memory, the limit.", mb=limits.memory_mb))
    raise UnusableFile(
        say("This file could not be read."),
        place=Place(paths[0].name),
        found=said.splitlines()[-1][:300] if said else None,
    )


def _ended(paths: Sequence[Path], sentence: Text) -> UnusableFile:
    return UnusableFile(
        sentence, place=Place(file=paths[0].name), mend=say("Give the documents one by one, or raise the limits.")
    )


def _text(data: Any) -> Text:
    found = text_from_json(data)
    assert found is not None
    return found


def _piece(item: dict[str, Any], lexicon: Lexicon) -> Piece:
    blocks = tuple(
        Block(
            kind=BlockKind(b["kind"]),
            text=b["text"],
            number=b["number"],
            headings=tuple(b["headings"]),
            page=b["page"],
            cells=tuple(b["cells"]),
        )
        for b in item["blocks"]
    )
    unread = tuple(_text(text) for text in item["unread"])
    return Piece(item["name"], kind_of(item["name"], blocks, lexicon), blocks, unread)
