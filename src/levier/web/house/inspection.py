"""Looking for damage: each app says which files its rows need, and what of its own may be wrong.

`levier check` runs every inspection and prints what it finds, worst first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from levier.wording.text import Text


class Severity(IntEnum):
    """How bad a finding is."""

    INFO = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: what, and which object."""

    severity: Severity
    code: str
    text: Text
    object: str


Inspection = Callable[[], Iterator[Finding]]
References = Callable[[], Iterator[tuple[str, str]]]
"""Yields (name of a kept file, object that needs it)."""

Derived = Callable[[], Iterator[str]]
"""Yields names of kept files that can be made again of the others: nobody misses one that is gone."""

Sealed = Callable[[], Iterator[str]]
"""Yields names of kept files that nobody may read yet, in the scope of the organisation whose they are."""

INSPECTIONS: list[Inspection] = []
REFERENCES: list[References] = []
DERIVED: list[Derived] = []
SEALED: list[Sealed] = []


def inspection(function: Inspection) -> Inspection:
    """Register what an app looks for; called when Django is ready, from `apps.ready`."""
    INSPECTIONS.append(function)
    return function


def references(function: References) -> References:
    """Register which kept files the rows of an app need."""
    REFERENCES.append(function)
    return function


def derived(function: Derived) -> Derived:
    """Register which kept files can be made again: not missed where they are gone, deleted once no row leads there."""
    DERIVED.append(function)
    return function


def sealed(function: Sealed) -> Sealed:
    """Register which kept files nobody may read yet: the archive of the organisation names them and leaves them out."""
    SEALED.append(function)
    return function
