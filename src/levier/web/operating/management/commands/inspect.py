"""`levier check`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from levier.web.house.inspection import Severity
from levier.web.house.words import told
from levier.web.operating.inspecting import inspect
from levier.wording.text import say

LABELS = {Severity.ERROR: say("error"), Severity.WARNING: say("warning"), Severity.INFO: say("for information")}


class Command(BaseCommand):
    """Look for damage."""

    help = "Look for damage: missing, damaged or unused files, a changed journal, impossible dates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --quick."""
        parser.add_argument("--quick", action="store_true", help="Do not read every kept file again.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Print what was found, worst first; end with status 1 where there is an error."""
        found = inspect(deep=not options["quick"])
        for finding in found:
            severity = told(LABELS[finding.severity])
            self.stdout.write(f"{severity}: {told(finding.text)} [{finding.code}, {finding.object}]")
        if not found:
            self.stdout.write(told(say("Nothing wrong was found.")))
        if any(f.severity is Severity.ERROR for f in found):
            sys.exit(1)
