"""A site that runs in processes of its own, as `levier serve` starts it: started, stopped, killed, started again."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

PATIENCE_SECONDS = 120


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def surroundings(home: Path, told: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a site that keeps all in `home`, whatever database the tests themselves use."""
    kept = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
    return kept | {"LEVIER_HOME": str(home), "DJANGO_SETTINGS_MODULE": "levier.web.settings"} | dict(told or {})


class Unfollowing(urllib.request.HTTPRedirectHandler):
    """Goes nowhere else: a site that wants HTTPS sends its visitors to an address that is not served here."""

    def redirect_request(self, *_: Any) -> None:
        return None


OPENER = urllib.request.build_opener(Unfollowing)


class Serving:
    """`levier serve` on a port of its own, with its worker, in a session of processes that can be ended as one."""

    def __init__(self, home: Path, told: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.environment = surroundings(home, told)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [levier(), "serve", "--port", str(self.port)],
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                OPENER.open(f"{self.url}/", timeout=PATIENCE_SECONDS).close()
                return
            except urllib.error.HTTPError as refused:  # it answers, if only that it wants HTTPS
                refused.close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                assert self.process is not None
                assert self.process.poll() is None, "the site did not start"
                assert time.monotonic() < until, "the site does not answer"
                time.sleep(0.1)

    def stop(self) -> None:
        """Tell it to stop, as Ctrl+C or the machine's own manager would."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """Kill server, worker and whoever reads a file for it, at once: nobody can tidy up."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    @property
    def server(self) -> str:
        """The address of its PostgreSQL database; empty on SQLite."""
        return self.environment.get("DATABASE_URL", "")

    def asked(self, sentence: str) -> list[tuple[Any, ...]]:
        """Ask its database, past the site."""
        if self.server:
            with psycopg.connect(self.server) as connection:
                return connection.execute(sentence).fetchall()
        with closing(sqlite3.connect(self.home / "levier.sqlite3")) as database:
            return database.execute(sentence).fetchall()

    def told(self, sentence: str) -> None:
        """Change its database, past the site."""
        if self.server:
            with psycopg.connect(self.server) as connection:
                connection.execute(sentence)
            return
        with closing(sqlite3.connect(self.home / "levier.sqlite3")) as database:
            database.execute(sentence)
            database.commit()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run a command of `levier` on the same folder."""
        return subprocess.run([levier(), *arguments], env=self.environment, capture_output=True, text=True, check=False)


@contextmanager
def own_site(home: Path) -> Iterator[Serving]:
    """A site of its own on the kind of database of this run of the tests: a file, or a new database of DATABASE_URL."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield Serving(home)
        return
    name = f"site_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield Serving(home, {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"})
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def levier() -> str:
    """Return the command of this environment."""
    return str(Path(sys.executable).with_name("levier"))
