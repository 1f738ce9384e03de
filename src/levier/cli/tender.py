"""`levier tender`: from need to award. Each command stands in a file of its own."""

from __future__ import annotations

import click

from levier.cli.criteria import clause_command, criteria_command, propose_command


@click.group()
def tender() -> None:
    """Prepare a tender: its criteria and clauses."""


tender.add_command(criteria_command)
tender.add_command(clause_command)
tender.add_command(propose_command)
