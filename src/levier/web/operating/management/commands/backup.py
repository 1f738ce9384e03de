"""`levier backup FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from levier.web.operating.backup import back_up


class Command(BaseCommand):
    """Save the site."""

    help = "Save the whole site as one archive."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        """Save, and print the hash of all that was saved."""
        self.stdout.write(back_up(options["file"]))
