"""Which function does which kind of job. Each app names its own when Django is ready (`apps.ready`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from levier.wording.text import Text


class Progress(Protocol):
    """Given to a handler: tells how far it is, and raises `Cancelled` where the job was cancelled."""

    def __call__(self, step: Text, share: float | None = None) -> None:
        """Tell a step."""


THERE = 1.0
"""Told as its share when what a job was asked for is there: its page leads on while the job ends what is left."""


class Cancelled(Exception):
    """The job was cancelled: the handler undoes what it began and lets this pass."""


Handler = Callable[[Mapping[str, Any], Progress], None]
"""Does a job in the scope of its organisation; may be started anew after a crash, so it does the same again safely."""

_HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a function as the handler of a kind of job."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[kind] = handler
        return handler

    return register


def handler(kind: str) -> Handler:
    """Return the handler of a kind of job; raise KeyError where none is registered."""
    return _HANDLERS[kind]
