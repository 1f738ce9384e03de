"""The command `levier`: parse, call, print. Results go where they are asked; messages go to standard error."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any

import click

from levier.cli.agec import agec
from levier.cli.baseline import baseline
from levier.cli.catalogue import catalogue
from levier.cli.cost import cost_command
from levier.cli.estate import estate
from levier.cli.output import language
from levier.cli.site import COMMANDS
from levier.cli.tender import tender
from levier.wording.errors import LevierError

UNUSABLE = 2


def _end(number: int, _frame: FrameType | None) -> None:
    """End in good order when asked to: temporary files and the reading process go too."""
    raise SystemExit(128 + number)


class Levier(click.Group):
    """The group of all commands: an error of the user's material is one clear message and status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; tell a `LevierError` in the language of the command."""
        signal.signal(signal.SIGTERM, _end)
        try:
            return super().invoke(ctx)
        except LevierError as error:
            click.echo(error.in_(language(sys.argv, os.environ.get("LANG", ""))), err=True)
            ctx.exit(UNUSABLE)


@click.group(cls=Levier)
@click.version_option(package_name="levier")
def levier() -> None:
    """Responsible digital procurement: what your equipment costs the planet, how sure that is, what drives it."""


levier.add_command(baseline)
levier.add_command(estate)
levier.add_command(catalogue)
levier.add_command(cost_command)
levier.add_command(tender)
levier.add_command(agec)
for command in COMMANDS:
    levier.add_command(command)
