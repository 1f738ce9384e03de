"""The hands of the worker: the process that does the long work that waits. `jobs.hands` looks after it."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections, connection

from levier.web.jobs.actions import alive, do, renew, take
from levier.web.jobs.models import Job

PAUSE_SECONDS = 0.3
SIGN_SECONDS = 15


class Command(BaseCommand):
    """The hands."""

    help = "Do the long work that waits, looked after by the process that started this one."

    def handle(self, *_: Any, **__: Any) -> None:
        """Do jobs one after the other; a signal lets the one in hand be finished."""
        stop, signed = threading.Event(), 0.0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        parent, machine = os.getppid(), socket.gethostname()
        name = named(machine)
        while not stop.is_set() and os.getppid() == parent:  # a worker does not outlive who looks after it
            close_old_connections()
            if time.monotonic() - signed >= SIGN_SECONDS or not signed:
                alive(name, machine, lambda other: runs(other, name))
                signed = time.monotonic()
            job = take(name)
            if job is not None:
                with holding(job):
                    do(job)
            else:
                stop.wait(PAUSE_SECONDS)


def named(machine: str) -> str:
    """Return a name that no worker had before: a restarted machine gives the same numbers to its processes again."""
    return f"{machine}:{os.getpid()}:{secrets.token_hex(3)}"


def runs(worker: str, me: str) -> bool:
    """Tell whether the process of another worker of this machine still runs."""
    number = int(worker.split(":")[1])
    if worker == me:
        return True
    if number == os.getpid():
        return False
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _ended(number)


def _ended(number: int) -> bool:
    """Tell whether a process ended and only its parent has not asked how, where the system tells."""
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[:1] == ["Z"]


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
