"""`levier restore FILE`."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from levier.web.operating.backup import restore


class Command(BaseCommand):
    """Bring the site back."""

    help = "Bring back what a backup holds, into an empty site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        """Restore, and print the hash of all that was restored."""
        self.stdout.write(restore(options["file"]))
