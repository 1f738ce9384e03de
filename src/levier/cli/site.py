"""The commands of the site: each is a command of `levier.web`, an extra; without it they say how to install it."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from levier.wording.errors import BadOption
from levier.wording.text import say


def django(command: str, *arguments: str, **options: Any) -> None:
    """Run a command of the site."""
    if find_spec("django") is None:
        raise BadOption(
            say("The site is not installed."), mend=say("Install it with the extra levier[web], then try again.")
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "levier.web.settings")
    import django as framework
    from django.core.management import call_command

    framework.setup()
    call_command(command, *arguments, **options)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--without-worker", is_flag=True, help="Do not start the worker: it runs elsewhere (levier worker).")
@click.option("--sample", is_flag=True, help="With an invented organisation whose people sign in without a code.")
def serve(port: int, host: str, without_worker: bool, sample: bool) -> None:
    """Serve the site: database and files in LEVIER_HOME, made at the first start."""
    django("serve", port=port, host=host, without_worker=without_worker, sample=sample)


@click.command()
def worker() -> None:
    """Do the long work of the site that waits, until told to stop."""
    django("worker")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Save the whole site as one archive; print the hash of all that was saved."""
    django("backup", str(file))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file: Path) -> None:
    """Bring back what a backup holds, into an empty site; print the hash of all that was restored."""
    django("restore", str(file))


@click.command()
@click.option("--quick", is_flag=True, help="Do not read every kept file again.")
def check(quick: bool) -> None:
    """Look for damage: missing, damaged or unused files, a changed journal, impossible dates."""
    django("inspect", quick=quick)


@click.group()
def journal() -> None:
    """The journal of sensitive changes."""


@journal.command("verify")
def verify_journal() -> None:
    """Tell whether any entry of the journal was changed or removed; end with status 1 if so."""
    django("verify_journal")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
def purge(dry_run: bool) -> None:
    """Delete for good what was kept for as long as the retention says."""
    django("purge", dry_run=dry_run)
