"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The journal of writes."""

    name = "levier.web.journal"
    label = "journal"
