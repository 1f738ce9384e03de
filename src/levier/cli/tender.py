"""`levier tender`: from need to award. Each command stands in a file of its own, imported when it is asked for."""

from __future__ import annotations

import click

from levier.cli.lazy_group import LazyGroup

PLACES = {
    name: f"levier.cli.{file}:{name}_command"
    for file, names in {
        "criteria": ("criteria", "clause", "propose"),
        "scoring": ("points", "simulate"),
        "tender_bids": ("lock", "read", "score", "report"),
        "tender_check": ("new", "check"),
        "tender_decp": ("decp",),
        "tender_documents": ("documents",),
    }.items()
    for name in names
}
"""Name of a command -> where it stands."""


@click.group(cls=LazyGroup, places=PLACES)
def tender() -> None:
    """Prepare a tender: its criteria and clauses, what is missing or weak, whether its scoring is fair."""
