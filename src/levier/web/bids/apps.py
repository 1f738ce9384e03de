"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class BidsConfig(AppConfig):
    """Bids, from their receipt to the award."""

    name = "levier.web.bids"
    label = "bids"
