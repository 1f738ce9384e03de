"""How much one may ask for at once: bodies of forms, and the refusal of too much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings

from levier.wording.errors import LevierError
from levier.wording.text import say

SMALL_BODY = 1_000_000
"""Bytes of a form without a file; the views that take more say so."""

MEGABYTE = 1 << 20

V = TypeVar("V", bound=Callable[..., Any])


class TooMuch(LevierError):
    """Something was asked for too often, or too much of it at once: the answer is a page that says so (429)."""


def refuse_hoard(size: int) -> None:
    """Refuse what would make a trial space hold more bytes of files than a trial may."""
    if size > settings.MOST_TRIAL_MB * MEGABYTE:
        raise TooMuch(
            say("This trial holds as many files as a trial may."),
            mend=say("Keep the trial as an organisation to go on, or delete it and begin anew."),
        )


def file_body() -> int:
    """Return the most bytes of a form with a file; whoever takes the file refuses what is over its own limit."""
    most: int = settings.MOST_UPLOAD_MB * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    return most


def takes(most: int) -> Callable[[V], V]:
    """Let a view take a body of up to `most` bytes."""

    def decorate(view: V) -> V:
        view.body_limit = most  # type: ignore[attr-defined]  # the middleware reads it
        return view

    return decorate
