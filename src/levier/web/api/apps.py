"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from levier.web.house.doors import Door, add_link
from levier.wording.text import say


class ApiConfig(AppConfig):
    """The programming interface."""

    name = "levier.web.api"
    label = "api"

    def ready(self) -> None:
        """Make known the page of tokens, and how the journal tells of them."""
        add_link(Door("api:tokens", say("Access tokens of programs"), "administer"))
        import_module("levier.web.api.telling")
