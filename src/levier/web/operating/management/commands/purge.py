"""`levier purge`."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from levier.web.house.words import told
from levier.web.operating.purging import purge
from levier.web.people.retention import rules
from levier.wording.text import say


class Command(BaseCommand):
    """Delete what was kept long enough."""

    help = "Delete for good what was kept for as long as the retention says."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --dry-run."""
        parser.add_argument("--dry-run", action="store_true", help="Only count what would go.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print how many things of each kind went."""
        labels = {id_: rule.label for id_, rule in rules().items()} | {"file": say("Kept file that nothing needs")}
        for rule, count in purge(timezone.now(), dry=options["dry_run"]).items():
            self.stdout.write(told(say("{what}: {n}", what=labels[rule], n=count)))
