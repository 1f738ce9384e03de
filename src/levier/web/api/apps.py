"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The programming interface."""

    name = "levier.web.api"
    label = "api"
