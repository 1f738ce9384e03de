"""`levier serve`: prepare database and files, then serve the site, with the worker beside unless told otherwise."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from levier.web.house.words import told
from levier.web.jobs.hands import LOOK_SECONDS, Hands
from levier.web.operating.sample import found_sample
from levier.web.operating.schema import refuse_newer_schema
from levier.wording.errors import LevierError
from levier.wording.text import say

SERVER_THREADS = 4
SAMPLE = "LEVIER_SAMPLE"
PATIENCE_SECONDS = 20
"""How long what was told to stop may take."""


class Command(BaseCommand):
    """The site."""

    help = "Serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address, and --without-worker."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--without-worker", action="store_true")
        parser.add_argument("--sample", action="store_true")

    def handle(self, *_: Any, **options: Any) -> None:
        """Serve until told to stop; what was started here ends with it."""
        refuse_newer_schema()
        refuse_taken(options["host"], options["port"])
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        address = f"{options['host']}:{options['port']}"
        if options["sample"]:
            self._sample(address)
        told_where = say(
            "Levier is on http://{address}/ and keeps its data in {folder}. Stop it with Ctrl+C.",
            address=address,
            folder=str(settings.HOME),
        )
        self.stderr.write(told(told_where))
        if not options["sample"]:
            os.environ.pop(SAMPLE, None)
        sys.exit(House(gunicorn(address), with_worker=not options["without_worker"]).attend())

    def _sample(self, address: str) -> None:
        """Make the sample organisation and open its door."""
        self.stderr.write(told(say("Making the sample organisation, some seconds…")))
        found_sample()
        os.environ[SAMPLE] = "true"
        door = say(
            "The sample organisation, invented: http://{address}/sample/ (enter as whom you like).", address=address
        )
        self.stderr.write(told(door))


def gunicorn(address: str) -> Sequence[str]:
    """Return the command of the web server; its processes share what was imported before they were born."""
    options = [
        "--preload",
        "--bind",
        address,
        "--workers",
        str(settings.SERVER_PROCESSES),
        "--threads",
        str(SERVER_THREADS),
        "--log-level",
        "warning",
    ]
    return [sys.executable, "-m", "gunicorn", *options, "levier.web.wsgi:application"]


def refuse_taken(host: str, port: int) -> None:
    """Raise LevierError where another program listens on that address."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise LevierError(
                say("The site cannot listen on {address}.", address=f"{host}:{port}"),
                found=error.strerror,
                mend=say("Choose another port with --port."),
            ) from error


class House:
    """The web server and the worker: the site ends with the server; a worker that dies is started again."""

    def __init__(self, server: Sequence[str], *, with_worker: bool) -> None:
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        self.server = subprocess.Popen(server)
        self.hands = Hands() if with_worker else None

    def attend(self) -> int:
        """Look after both until told to stop or the server ends; return a status."""
        while not self.stopping and self.server.poll() is None:
            if self.hands:
                self.hands.look()
            time.sleep(LOOK_SECONDS)
        status = _end(self.server)
        if self.hands:
            self.hands.end(PATIENCE_SECONDS)
        return status

    def _stop(self, *_: Any) -> None:
        self.stopping = True


def _end(child: subprocess.Popen[bytes]) -> int:
    """Stop a child that still runs; return its status, 0 where it ended because it was told to."""
    status = child.poll()
    if status is not None:
        return abs(status)
    child.terminate()
    try:
        child.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    return 0
