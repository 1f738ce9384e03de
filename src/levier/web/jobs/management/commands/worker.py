"""`levier worker`: do the long work that waits, until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from levier.web.jobs.actions import do, take

PAUSE_SECONDS = 0.5


class Command(BaseCommand):
    """The worker."""

    help = "Do the long work that waits, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then end.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do jobs one after the other."""
        stop = threading.Event()
        if not options["once"]:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        name = f"{socket.gethostname()}:{os.getpid()}"
        while not stop.is_set():
            close_old_connections()
            job = take(name)
            if job is not None:
                do(job)
            elif options["once"]:
                return
            else:
                stop.wait(PAUSE_SECONDS)
