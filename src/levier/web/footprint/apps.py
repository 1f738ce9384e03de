"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class FootprintConfig(AppConfig):
    """Results and corrections."""

    name = "levier.web.footprint"
    label = "footprint"

    def ready(self) -> None:
        """Register the work and the files of the app."""
        from levier.web.footprint import inspections, work  # noqa: F401  # they register themselves
