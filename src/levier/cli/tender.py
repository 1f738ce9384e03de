"""`levier tender`: from need to award. Each command stands in a file of its own."""

from __future__ import annotations

import click

from levier.cli.tender_check import check_command, new_command


@click.group()
def tender() -> None:
    """Prepare a tender: what is missing or weak before it is published."""


tender.add_command(new_command)
tender.add_command(check_command)
