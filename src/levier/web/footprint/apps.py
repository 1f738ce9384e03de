"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from levier.web.house.doors import Door, add_door, add_link
from levier.wording.text import say


class FootprintConfig(AppConfig):
    """Results and corrections."""

    name = "levier.web.footprint"
    label = "footprint"

    def ready(self) -> None:
        """Make known the door, the long work and the files of the app."""
        add_door(Door("footprint:results", say("Results")))
        add_link(Door("footprint:referentials", say("Referentials of your organisation")))
        import_module("levier.web.footprint.inspections")
        import_module("levier.web.footprint.now")
        import_module("levier.web.footprint.telling")
        import_module("levier.web.footprint.work")
