"""Files beside the database, or on S3-like storage: kept under a name, opened as a local file where a library asks."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage


def keep(source: Path, name: str) -> str:
    """Keep a file under `name`, unless it is there already: names bear the hash of the content. Return the name."""
    if not default_storage.exists(name):
        with source.open("rb") as stream:
            return default_storage.save(name, File(stream))
    return name


def local(name: str) -> Path:
    """Return a path at which a kept file can be read; a file kept elsewhere is copied to a cache first."""
    try:
        return Path(default_storage.path(name))
    except NotImplementedError:  # not on this machine
        cached: Path = settings.HOME / "cache" / name
        if not cached.exists():
            cached.parent.mkdir(parents=True, exist_ok=True)
            part = cached.with_suffix(f".{os.getpid()}.part")
            with default_storage.open(name) as stream, part.open("wb") as target:
                shutil.copyfileobj(stream, target)
            part.replace(cached)
        return cached
