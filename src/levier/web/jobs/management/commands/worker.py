"""`levier worker`: do the long work that waits, until told to stop."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from levier.web.jobs.hands import LOOK_SECONDS, Hands


class Command(BaseCommand):
    """The worker."""

    help = "Do the long work that waits, until told to stop."

    def handle(self, *_: Any, **__: Any) -> None:
        """Look after the process that does the work; a signal lets it finish what it has in hand."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        hands = Hands()
        while not stop.wait(LOOK_SECONDS):
            hands.look()
        hands.end(patience=None)
