"""Offers compared before any tender. Nothing that is typed is kept."""
