"""`levier tender`: from need to award. Each command stands in a file of its own."""

from __future__ import annotations

import click

from levier.cli.criteria import clause_command, criteria_command, propose_command
from levier.cli.scoring import points_command, simulate_command
from levier.cli.tender_check import check_command, new_command


@click.group()
def tender() -> None:
    """Prepare a tender: its criteria and clauses, what is missing or weak, whether its scoring is fair."""


tender.add_command(new_command)
tender.add_command(check_command)
tender.add_command(criteria_command)
tender.add_command(clause_command)
tender.add_command(propose_command)
tender.add_command(points_command)
tender.add_command(simulate_command)
