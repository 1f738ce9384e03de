"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class BidsConfig(AppConfig):
    """Bids, from their receipt to the award."""

    name = "levier.web.bids"
    label = "bids"

    def ready(self) -> None:
        """Make known the long work, the files that offers need, and how the journal tells of them."""
        for name in ("inspections", "telling", "work"):
            import_module(f"levier.web.bids.{name}")
