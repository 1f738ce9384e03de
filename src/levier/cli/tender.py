"""`levier tender`: from need to award. Each command stands in a file of its own."""

from __future__ import annotations

import click

from levier.cli.criteria import clause_command, criteria_command, propose_command
from levier.cli.scoring import points_command, simulate_command
from levier.cli.tender_bids import lock_command, read_command, report_command, score_command
from levier.cli.tender_check import check_command, new_command
from levier.cli.tender_decp import decp_command
from levier.cli.tender_documents import documents_command


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
tender.add_command(documents_command)
tender.add_command(decp_command)
tender.add_command(lock_command)
tender.add_command(read_command)
tender.add_command(score_command)
tender.add_command(report_command)
