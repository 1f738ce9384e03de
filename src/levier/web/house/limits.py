"""How much one may ask for at once: bodies of forms, and the refusal of too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from levier.wording.errors import LevierError

SMALL_BODY = 1_000_000
"""Bytes of a form without a file; the views that take more say so."""

FILE_BODY = 60_000_000
"""Bytes of a file that a program drops; the operation itself refuses what is over its own limit."""

V = TypeVar("V", bound=Callable[..., Any])


class TooMuch(LevierError):
    """Something was asked for too often, or too much of it at once: the answer is a page that says so (429)."""


def takes(most: int) -> Callable[[V], V]:
    """Let a view take a body of up to `most` bytes."""

    def decorate(view: V) -> V:
        view.body_limit = most  # type: ignore[attr-defined]  # the middleware reads it
        return view

    return decorate
