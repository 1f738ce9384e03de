"""`levier serve`: prepare database and files, then serve the site, with the worker beside unless told otherwise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from levier.web.house.words import told
from levier.wording.text import say

SERVER_PROCESSES = 2


class Command(BaseCommand):
    """The site."""

    help = "Serve the site."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the address, and --without-worker."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--without-worker", action="store_true")

    def handle(self, *_: Any, **options: Any) -> None:
        """Serve until told to stop; what was started here ends with it."""
        call_command("migrate", verbosity=0, interactive=False)
        call_command("collectstatic", verbosity=0, interactive=False)
        address = f"{options['host']}:{options['port']}"
        commands = [gunicorn(address)]
        if not options["without_worker"]:
            commands.append([sys.executable, "-m", "django", "worker"])
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "levier.web.settings"}
        children = [subprocess.Popen(command, env=environment) for command in commands]
        told_where = say(
            "Levier is on http://{address}/ and keeps its data in {folder}. Stop it with Ctrl+C.",
            address=address,
            folder=str(settings.HOME),
        )
        self.stderr.write(told(told_where))
        sys.exit(attend(children))


def gunicorn(address: str) -> Sequence[str]:
    """Return the command of the web server."""
    options = ["--bind", address, "--workers", str(SERVER_PROCESSES), "--access-logfile", "/dev/null"]
    return [sys.executable, "-m", "gunicorn", *options, "--log-level", "warning", "levier.web.wsgi:application"]


def attend(children: Sequence[subprocess.Popen[bytes]]) -> int:
    """Wait for the first child to end or for a signal, end the others, and return a status."""

    def stop(*_: Any) -> None:
        for child in children:
            if child.poll() is None:
                child.terminate()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    stop()
    return max(abs(child.wait()) if child.returncode not in (-signal.SIGTERM, None) else 0 for child in children)
