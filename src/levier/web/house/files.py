"""Files beside the database, or on S3-like storage: kept under a name, opened as a local file where a library asks."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile


def keep(source: Path, name: str) -> str:
    """Keep a file under `name`, unless it is there already: names bear the hash of the content. Return the name."""
    with source.open("rb") as stream:
        return keep_stream(stream, name)


def keep_stream(stream: BinaryIO, name: str) -> str:
    """As `keep`, from an open stream.

    Where files lie on this machine a name appears only when its content is whole, even if the machine stops.
    """
    if default_storage.exists(name):
        return name
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:  # not on this machine: the storage writes whole objects or none
        default_storage.save(name, File(stream))
        return name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = _beside(target)
    with part.open("wb") as written:
        shutil.copyfileobj(stream, written)
        written.flush()
        os.fsync(written.fileno())
    part.chmod(0o600)
    part.replace(target)
    return name


def keep_upload(upload: UploadedFile[Any], named: Callable[[str], str]) -> tuple[str, int]:
    """Keep an upload under the name that `named` makes of the hash of its content; return the hash and its bytes."""
    digest, size = sha256(), 0
    with NamedTemporaryFile(prefix="levier-") as part:
        for chunk in upload.chunks():
            digest.update(chunk)
            size += len(chunk)
            part.write(chunk)
        part.flush()
        keep(Path(part.name), named(digest.hexdigest()))
    return digest.hexdigest(), size


def _beside(target: Path) -> Path:
    """Return where a file is written until it is whole: nobody else writes there, be it in the same process."""
    return target.with_name(f".{target.name}.{os.getpid()}.{threading.get_ident()}")


def local(name: str) -> Path:
    """Return a path at which a kept file can be read; a file kept elsewhere is copied to a cache first."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:
        cached: Path = settings.HOME / "cache" / name
        if not cached.exists():
            cached.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = _beside(cached)
            with default_storage.open(name) as stream, part.open("wb") as target:
                shutil.copyfileobj(stream, target)
            part.replace(cached)
        return cached


def discard(name: str) -> None:
    """Delete a kept file and its copy in the cache, if they are there."""
    default_storage.delete(name)
    (settings.HOME / "cache" / name).unlink(missing_ok=True)


def unfinished() -> Iterator[str]:
    """Yield the names of what was being written when something stopped, and of what is being written now."""
    try:
        root = Path(default_storage.path(""))
    except NotImplementedError:  # another machine writes whole objects or none
        return
    yield from (path.relative_to(root).as_posix() for path in root.rglob(".*") if path.is_file())


def every(folder: str = "") -> Iterator[str]:
    """Yield the names of all kept files, in order; what is still being written has no name yet."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever kept
        return
    prefix = f"{folder}/" if folder else ""
    yield from (prefix + name for name in sorted(files) if name and not name.startswith("."))
    for name in sorted(folders):
        yield from every(prefix + name)
