"""Computations that anybody may ask for: each costs a part of a second, so a network gets so many."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest

from levier.web.house.words import language
from levier.wording.errors import LevierError
from levier.wording.text import say

TOO_MANY = 429


class TooOften(LevierError):
    """Too many computations were asked from one place: said in the form, where nothing typed is lost."""


def check_pace(request: HttpRequest) -> None:
    """Count one computation; raise `TooOften` where a network asked for too many."""
    if not ratelimit.consume(request, action="compute_openly"):
        raise TooOften(
            say("Too many computations were asked from your network in the last minutes."),
            mend=say("Wait a quarter of an hour, then send this form again: what you typed is still here."),
        )


def status_of(error: LevierError) -> int:
    """Return the status of a refused form."""
    return TOO_MANY if isinstance(error, TooOften) else 422


def lines_of(error: LevierError) -> list[str]:
    """Return what an error says, a line each."""
    return [line for line in error.in_(language()).split("\n") if line]
