"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class EstateConfig(AppConfig):
    """Estates and imports."""

    name = "levier.web.estate"
    label = "estate"

    def ready(self) -> None:
        """Make known what may be wrong here, and the long work."""
        import_module("levier.web.estate.inspections")
        import_module("levier.web.estate.work")
