"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class EstateConfig(AppConfig):
    """Estates and imports."""

    name = "levier.web.estate"
    label = "estate"
