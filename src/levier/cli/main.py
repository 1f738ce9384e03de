"""The command `levier`: parse, call, print. Results go where they are asked; messages go to standard error."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any

import click

from levier.cli.lazy_group import LazyGroup
from levier.wording.errors import LevierError

UNUSABLE = 2


def _end(number: int, _frame: FrameType | None) -> None:
    """End in good order when asked to: temporary files and the reading process go too."""
    raise SystemExit(128 + number)


class Levier(LazyGroup):
    """The group of all commands: an error of the user's material is one clear message and status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; tell a `LevierError` in the language of the command."""
        signal.signal(signal.SIGTERM, _end)
        try:
            return super().invoke(ctx)
        except LevierError as error:
            from levier.cli.output import language  # what writes results: only where it is needed

            click.echo(error.in_(language(sys.argv, os.environ.get("LANG", ""))), err=True)
            ctx.exit(UNUSABLE)


PLACES = {
    "agec": "levier.cli.agec:agec",
    "baseline": "levier.cli.baseline:baseline",
    "catalogue": "levier.cli.catalogue:catalogue",
    "cost": "levier.cli.cost:cost_command",
    "estate": "levier.cli.estate:estate",
    "tender": "levier.cli.tender:tender",
    **{
        name: f"levier.cli.site:{name}"
        for name in ("serve", "worker", "backup", "restore", "check", "journal", "purge")
    },
}
"""Name of a command -> where it stands."""


@click.group(cls=Levier, places=PLACES)
@click.version_option(package_name="levier")
def levier() -> None:
    """Responsible digital procurement: what your equipment costs the planet, how sure that is, what drives it."""
