"""Which method computed: a mark of the code that decides figures, so that a change of method shows as one.

The mark changes with any line of the rooms that compute, and with the generator behind the draws: sometimes for nothing
(a sentence was reworded), never too late. The facts have a version of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

import numpy as np

ROOMS = ("quantity", "catalogue", "estate", "footprint")
"""Whose code decides figures; `facts` is data, `report` only writes what was computed."""
LENGTH = 10


def code_version(release: str) -> str:
    """Return the version that results carry: the release of Levier, and the mark of its method."""
    return f"{release}+{method()}"


@cache
def method() -> str:
    """Return the mark of the code that computes in this installation."""
    digest = sha256(f"numpy {np.__version__}\n".encode())
    for room in ROOMS:
        for name, source in _sources(resources.files("levier") / room, room):
            digest.update(f"{name}\n".encode())
            digest.update(essence(source.read_bytes()))
    return digest.hexdigest()[:LENGTH]


def essence(source: bytes) -> bytes:
    """Return a source without the lines that compute nothing: blank ones, and those of comments alone."""
    lines = (line.rstrip() for line in source.splitlines())
    return b"\n".join(line for line in lines if line and not line.lstrip().startswith(b"#"))


def _sources(folder: Traversable, name: str) -> Iterator[tuple[str, Traversable]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            yield from _sources(entry, f"{name}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{name}/{entry.name}", entry
