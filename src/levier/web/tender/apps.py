"""The app."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig

from levier.web.house.doors import Door, Way, add_door, add_link, add_way, name_path
from levier.wording.text import say


class TenderConfig(AppConfig):
    """Tenders, from the need to the award."""

    name = "levier.web.tender"
    label = "tender"

    def ready(self) -> None:
        """Open the doors that need no account, and make known the long work."""
        name_path("tender", say("What you buy"))
        add_way(
            Way(
                "tender:check",
                say("Check my tender file"),
                say("RC, CCTP, CCAP: what is missing or weak by the law of its day, and the clause to paste."),
            )
        )
        add_way(
            Way(
                "tender:scoring",
                say("Test my scoring"),
                say("Weights and a formula, tried on thousands of invented offers before you publish."),
            )
        )
        add_way(
            Way(
                "tender:compare",
                say("Compare offers"),
                say("Paste some quotes: what a year of service costs, what it emits, what to ask."),
            )
        )
        add_door(Door("tender:tenders", say("Tenders"), rooms=("bids",)))
        add_way(
            Way(
                "tender:declare",
                say("Declare what I bought"),
                say("Purchase lines become the yearly declaration of reuse and recycling (AGEC, article 58)."),
            )
        )
        add_link(Door("tender:own_clauses", say("Clauses of your organisation")))
        add_link(Door("tender:declarations", say("Declarations of purchases (AGEC)")))
        add_link(Door("tender:checks", say("Tender files checked")))
        for name in ("inspections", "purging", "telling", "work"):
            import_module(f"levier.web.tender.{name}")
