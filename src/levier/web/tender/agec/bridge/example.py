"""The purchases of an invented town, for whoever has no file at hand."""

from __future__ import annotations

from importlib import resources

NAME = "achats-de-belcombe.csv"
YEAR = 2025
BUYER = "Mairie de Belcombe"


def content() -> bytes:
    """Return the file."""
    return (resources.files("levier.web.tender") / NAME).read_bytes()
