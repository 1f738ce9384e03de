"""`levier journal verify`."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from levier.web.house.words import told
from levier.web.journal.actions import verdict
from levier.wording.text import say


class Command(BaseCommand):
    """Read the whole journal."""

    help = "Tell whether any entry of the journal was changed or removed."

    def handle(self, *_: Any, **__: Any) -> None:
        """Print how many entries hold; end with status 1 at the first that does not."""
        found = verdict()
        self.stdout.write(
            told(say("Entries that hold: {n}; hash of the last: {hash}.", n=found.entries, hash=found.last[:16]))
        )
        if found.broken is not None:
            text = say("The journal was changed: entry {n} does not hold.", n=str(found.broken.pk))
            self.stdout.write(told(text))
        if found.gone:
            self.stdout.write(told(say("Entries are missing at the end of the journal, or its seal was touched.")))
        if not found.holds:
            sys.exit(1)
