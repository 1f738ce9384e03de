"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People and organisations."""

    name = "levier.web.people"
    label = "people"

    def ready(self) -> None:
        """Make known what is purged here, and listen to allauth."""
        import_module("levier.web.people.purging")
        import_module("levier.web.people.receivers")
