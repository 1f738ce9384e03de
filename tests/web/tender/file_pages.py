"""The pages of this room for the tests that walk all addresses: who opens one, how a browser does, what is planted."""

from __future__ import annotations

from tests.web.registry import Line, Page

LINES: dict[str, Line] = {}
PAGES: list[Page] = []
NO_PAGE: dict[str, str] = {}


def plant(things: dict[str, str]) -> None:
    """Plant what the pages of this room show."""
