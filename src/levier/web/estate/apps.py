"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from levier.web.house.doors import Door, Way, add_door, add_way
from levier.wording.text import say


class EstateConfig(AppConfig):
    """Estates and imports."""

    name = "levier.web.estate"
    label = "estate"

    def ready(self) -> None:
        """Make known what may be wrong here, and the long work."""
        add_door(Door("estate:inventories", say("Inventories")))
        add_way(
            Way("estate:start", say("Drop my inventory"), say("A file as you have it, or lines from a spreadsheet."))
        )
        add_way(Way("estate:example", say("Take the example"), say("The inventory of an invented town hall.")))
        import_module("levier.web.estate.inspections")
        import_module("levier.web.estate.now")
        import_module("levier.web.estate.purging")
        import_module("levier.web.estate.telling")
        import_module("levier.web.estate.work")
