"""The app."""

from __future__ import annotations

from django.apps import AppConfig

from levier.web.house.doors import Way, add_way
from levier.wording.text import say


class TenderConfig(AppConfig):
    """Tenders, from the need to the award."""

    name = "levier.web.tender"
    label = "tender"

    def ready(self) -> None:
        """Open the doors that need no account."""
        add_way(
            Way(
                "tender:scoring",
                say("Test my scoring"),
                say("Weights and a formula, tried on thousands of invented offers before you publish."),
            )
        )
