"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class HouseConfig(AppConfig):
    """The frame of every page."""

    name = "levier.web.house"
    label = "house"
