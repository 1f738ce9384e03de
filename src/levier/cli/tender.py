"""`levier tender`: from need to award. Each command stands in a file of its own."""

from __future__ import annotations

import click

from levier.cli.scoring import points_command, simulate_command


@click.group()
def tender() -> None:
    """Prepare a tender: test its scoring before it is published."""


tender.add_command(points_command)
tender.add_command(simulate_command)
