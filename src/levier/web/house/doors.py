"""The doors of the bar and the ways in of the home page: each app adds its own when the site starts.

Only what opens is shown: an app that is not there adds nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from levier.wording.text import Text

DOORS: list[Door] = []
"""In the order of the bar: that of the apps in the settings."""

WAYS: list[Way] = []

PATHS: dict[str, Text] = {}
"""App -> what its ways in are for, as the home page groups them."""

LINKS: list[Door] = []
"""What an organisation's own page leads to, beside its own pages."""

Answer = Callable[[Any], "Now | None"]
"""Takes a request inside an organisation, which only the apps above know."""

ASKED: list[Answer] = []
"""What each app answers to "what now?", in the order of the apps: the later one stands further on the way."""


@dataclass(frozen=True)
class Now:
    """What an organisation stands before: a sentence, one more of context, and where to go on, if anywhere."""

    said: str
    note: str
    address: str = ""
    label: Text | None = None
    band: str = ""
    """What follows the sentence, paler."""


@dataclass(frozen=True)
class Way:
    """A way in from the home page, without an account: its view, what it does, what it asks."""

    view: str
    label: Text
    note: Text

    @property
    def address(self) -> str:
        """Return where it leads."""
        return reverse(self.view)

    @property
    def path(self) -> Text:
        """Return the path that it begins: its app tells what it is for."""
        return PATHS[self.view.partition(":")[0]]


@dataclass(frozen=True)
class Door:
    """A page of an organisation that the bar leads to: its view, its name, the right that opens it."""

    view: str
    label: Text
    right: str = "read"
    rooms: tuple[str, ...] = ()
    """Other apps whose pages stand behind the door."""

    @property
    def app(self) -> str:
        """Return the app behind the door."""
        return self.view.partition(":")[0]


@dataclass(frozen=True)
class OpenDoor:
    """A door as the bar shows it."""

    address: str
    label: Text
    current: bool


def add_door(door: Door) -> None:
    """Add a door to the bar; adding it twice changes nothing."""
    if door not in DOORS:
        DOORS.append(door)


def add_way(way: Way) -> None:
    """Add a way in to the home page; adding it twice changes nothing."""
    if way not in WAYS:
        WAYS.append(way)


def name_path(app: str, label: Text) -> None:
    """Tell what the ways in of an app are for."""
    PATHS[app] = label


def add_link(door: Door) -> None:
    """Add a link to the page of an organisation; adding it twice changes nothing."""
    if door not in LINKS:
        LINKS.append(door)


def add_now(answer: Answer) -> None:
    """Add what an app answers to "what now?"; adding it twice changes nothing."""
    if answer not in ASKED:
        ASKED.append(answer)


def nows(request: HttpRequest) -> list[Now]:
    """Return what an organisation stands before, the furthest on its way first."""
    return [found for answer in reversed(ASKED) if (found := answer(request)) is not None]


def open_doors(request: HttpRequest) -> list[OpenDoor]:
    """Return the doors that open to whoever makes the request: none outside an organisation."""
    return opened(request, DOORS)


def open_links(request: HttpRequest) -> list[OpenDoor]:
    """Return the links of an organisation's page that open to whoever makes the request."""
    return opened(request, LINKS)


def opened(request: HttpRequest, among: list[Door]) -> list[OpenDoor]:
    """Return those of the doors that open to whoever makes the request."""
    organisation = getattr(request, "organisation", None)
    if organisation is None:
        return []
    rights: frozenset[str] = getattr(request, "rights", frozenset())
    here = request.resolver_match.app_name if request.resolver_match else ""
    return [
        OpenDoor(reverse(door.view, args=[organisation.public_id]), door.label, here in (door.app, *door.rooms))
        for door in among
        if door.right in rights
    ]
