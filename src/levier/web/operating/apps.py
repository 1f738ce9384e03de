"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class OperatingConfig(AppConfig):
    """Running the site."""

    name = "levier.web.operating"
    label = "operating"
