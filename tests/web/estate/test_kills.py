"""kill -9 at random points of an import: the next start finds a clean state, and the import is finished or goes on.

On the database of this run of the tests: a file of SQLite, or a database of its own on the PostgreSQL of DATABASE_URL.
"""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import sqlite3
import time
import urllib.parse
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.web.estate.conftest import PASTED
from tests.web.serving import Serving

SHORT, LONG = 10, 50
LONGEST_SECONDS = 5.0
"""A reading and its import take about this long on a busy machine: kills fall before, within and after."""
PATIENCE_SECONDS = 120


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield from started(Serving(tmp_path))
        return
    name = f"kills_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield from started(Serving(tmp_path, {"DATABASE_URL": f"{server.rpartition('/')[0]}/{name}"}))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def started(served: Serving) -> Iterator[Serving]:
    served.start()
    yield served
    served.stop()


def asked(serving: Serving, sentence: str) -> list[tuple[Any, ...]]:
    """Ask the site's database, past the site."""
    server = serving.environment.get("DATABASE_URL")
    if server:
        with psycopg.connect(server) as connection:
            return connection.execute(sentence).fetchall()
    with closing(sqlite3.connect(serving.home / "levier.sqlite3")) as database:
        return database.execute(sentence).fetchall()


class Person:
    """Someone without an account who drops an inventory, and imports it as soon as it is read."""

    def __init__(self, serving: Serving) -> None:
        self.url = serving.url
        self.cookies = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.import_ = ""

    def get(self, address: str) -> tuple[str, str]:
        with self.browser.open(address, timeout=PATIENCE_SECONDS) as answer:
            return answer.url, answer.read().decode()

    def post(self, address: str, **fields: str) -> tuple[str, str]:
        _, form = self.get(address)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        version = re.search(r'name="version" value="(\d+)"', form)
        assert token is not None
        told = {"csrfmiddlewaretoken": token[1], **({"version": version[1]} if version else {}), **fields}
        request = urllib.request.Request(address, urllib.parse.urlencode(told).encode(), {"Referer": address})
        with self.browser.open(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.url, answer.read().decode()

    def drop(self, n: int) -> str:
        """Paste an inventory like no other; return the address of its work."""
        at, _ = self.post(f"{self.url}/start/", pasted=f"{PASTED}Écran\tHP\tE24{n}\t{n + 1}\n", on="2026-09-30")
        return at

    def finish(self, at: str) -> None:
        """Wait until the file is read, and import it; what was imported already stays so."""
        until = time.monotonic() + PATIENCE_SECONDS
        while "/work/" in at:
            assert time.monotonic() < until, "the file is never read"
            time.sleep(0.1)
            at, _ = self.get(at)
        if "/reading/" in at:
            self.post(at.replace("/reading/", "/review/"), **{"import": "1"})


def strike(serving: Serving, person: Person, n: int, chance: random.Random) -> None:
    """Begin an import, kill everything at a random moment, start again, and bring the import to its end."""
    at = person.drop(n)
    moment = time.monotonic() + chance.uniform(0, LONGEST_SECONDS)
    try:
        while time.monotonic() < moment:
            at_now, _ = person.get(at)
            if "/reading/" in at_now:
                person.post(at_now.replace("/reading/", "/review/"), **{"import": "1"})
                break
            time.sleep(0.05)
    finally:
        serving.kill()
    assert_sound(serving)
    serving.start()
    person.finish(at)


def assert_sound(serving: Serving) -> None:
    """No import is half done: what is imported has its inventory, what is read its snapshot."""
    half = "(state = 'imported') != (inventory_id IS NOT NULL) OR (state = 'read' AND snapshot = '')"
    assert asked(serving, f"SELECT count(*) FROM estate_import WHERE {half}") == [(0,)]


def survive(serving: Serving, kills: int) -> None:
    person, chance = Person(serving), random.Random(20260930)
    for n in range(kills):
        strike(serving, person, n, chance)
    checked = serving.command("check")  # files, journal, dates: what a kill damages stays damaged
    assert checked.returncode == 0, checked.stdout + checked.stderr
    devices = [d for (d,) in asked(serving, "SELECT devices FROM estate_inventory ORDER BY id")]
    states = asked(serving, "SELECT DISTINCT state FROM estate_import")
    assert devices == [8 + n for n in range(kills)], "each import once, none lost"
    assert states == [("imported",)]


def test_killed_at_ten_moments_of_an_import_the_site_loses_and_doubles_nothing(serving: Serving) -> None:
    survive(serving, SHORT)


@pytest.mark.long
def test_killed_at_fifty_moments_of_an_import_the_site_loses_and_doubles_nothing(serving: Serving) -> None:
    survive(serving, LONG)
