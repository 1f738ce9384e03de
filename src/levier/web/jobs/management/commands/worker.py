"""`levier worker`: do the long work that waits, until told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from levier.web.jobs.actions import alive, do, renew, take
from levier.web.jobs.models import Job

PAUSE_SECONDS = 0.3
SIGN_SECONDS = 15


class Command(BaseCommand):
    """The worker."""

    help = "Do the long work that waits, until told to stop."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --once."""
        parser.add_argument("--once", action="store_true", help="Do what waits, then end.")

    def handle(self, *_: Any, **options: Any) -> None:
        """Do jobs one after the other; a signal lets the one in hand be finished."""
        stop, once, signed = threading.Event(), options["once"], 0.0
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        parent, machine = os.getppid(), socket.gethostname()
        name = f"{machine}:{os.getpid()}"
        while not stop.is_set() and (once or os.getppid() == parent):  # a worker does not outlive its house
            close_old_connections()
            if time.monotonic() - signed >= SIGN_SECONDS or not signed:
                alive(name, machine, runs)
                signed = time.monotonic()
            job = take(name)
            if job is not None:
                with holding(job):
                    do(job)
            elif once:
                return
            else:
                stop.wait(PAUSE_SECONDS)


def runs(worker: str) -> bool:
    """Tell whether the process of a worker of this machine still runs."""
    try:
        os.kill(int(worker.rpartition(":")[2]), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def holding(job: Job) -> Iterator[None]:
    """Renew the hold of a job from a thread of its own, however long one of its steps takes."""
    ended = threading.Event()

    def hold() -> None:
        while not ended.wait(SIGN_SECONDS):
            renew(job)
        connection.close()

    thread = threading.Thread(target=hold, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
