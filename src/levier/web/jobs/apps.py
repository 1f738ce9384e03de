"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Long work."""

    name = "levier.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Make known what may be wrong here."""
        import_module("levier.web.jobs.inspections")
        import_module("levier.web.jobs.purging")
