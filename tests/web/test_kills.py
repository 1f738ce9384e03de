"""kill -9 at random points of an import and of a computation: the next start finds a clean state, and goes on.

On the database of this run of the tests: a file of SQLite, or a database of its own on the PostgreSQL of DATABASE_URL.
"""

from __future__ import annotations

import html
import http.client
import http.cookiejar
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from levier.web.house.inspection import Severity
from tests.web.checker import Checker
from tests.web.estate.conftest import PASTED
from tests.web.serving import Serving, Unfollowing, own_site

pytestmark = pytest.mark.own_database

SHORT, LONG = 10, 50
LONGEST_SECONDS = 4.0
"""A reading and its import, or a computation, take about this long: kills fall before, within and after."""
WORK_SECONDS = 1.0
"""The work itself takes about this long."""
PATIENCE_SECONDS = 120


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    with own_site(tmp_path) as made:
        made.environment["LEVIER_PROCESSES"] = "1"
        made.environment.pop("COVERAGE_PROCESS_CONFIG", None)  # what is killed could not say what it ran
        made.start()
        yield made
        made.stop()


@pytest.fixture
def checker(serving: Serving) -> Iterator[Checker]:
    yield from Checker.running(serving)


class Person:
    """Someone without an account who drops an inventory, and imports it as soon as it is read."""

    def __init__(self, serving: Serving) -> None:
        self.url = serving.url
        self.cookies = http.cookiejar.CookieJar()
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.sender = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies), Unfollowing)
        self.space = ""

    def get(self, address: str) -> tuple[str, str]:
        with self.browser.open(address, timeout=PATIENCE_SECONDS) as answer:
            return answer.url, answer.read().decode()

    def post(self, address: str, **fields: str) -> str:
        """Fill the form of a page and send it; return where its answer leads, without going there."""
        _, form = self.get(address)
        hidden = re.findall(
            r'<input type="hidden" name="(csrfmiddlewaretoken|version|category|seen)" value="([^"]*)"', form
        )
        told = {name: html.unescape(value) for name, value in hidden} | fields
        request = urllib.request.Request(address, urllib.parse.urlencode(told).encode(), {"Referer": address})
        where, said = "", "the form was not taken"
        try:
            self.sender.open(request, timeout=PATIENCE_SECONDS).close()
        except urllib.error.HTTPError as answer:
            with answer:
                where, said = str(answer.headers["Location"] or ""), answer.read().decode()
        assert where, said
        return urllib.parse.urljoin(address, where)

    def drop(self, n: int) -> str:
        """Paste an inventory like no other; return the address of its work."""
        at = self.post(f"{self.url}/start/", pasted=f"{PASTED}Écran\tHP\tE24{n}\t{n + 1}\n", on="2026-09-30")
        found = re.match(r"(/o/\w+)/", at.removeprefix(self.url))
        assert found is not None, at
        self.space = found[1]
        return at

    def finish(self, at: str) -> str:
        """Wait until the file is read, and import it; what was imported already stays so. Return the inventory's id."""
        at = self.wait(at)
        if "/reading/" in at:
            at = self.post(at.replace("/reading/", "/review/"), **{"import": "1"})
        return self.inventory(at)

    def inventory(self, at: str) -> str:
        """Return the id of the inventory to which an address leads, once it is there."""
        found = re.search(r"/(?:result|inventories)/(\w{12})/", at)
        if found is None:  # at the work of its result, which leads there
            found = re.search(r'href="[^"]*/inventories/(\w{12})/"', self.get(at)[1])
        assert found is not None, at
        return found[1]

    def wait(self, at: str) -> str:
        """Open a page; return where it leads once the work that it asks for is done."""
        until = time.monotonic() + PATIENCE_SECONDS
        at, page = self.get(at)
        while "/work/" in at:
            assert "/retry/" not in page, page
            assert time.monotonic() < until, "it is never done"
            time.sleep(0.1)
            at, page = self.get(at)
        return at

    def correct(self, inventory: str, years: str) -> None:
        """Tell a life that nobody told before: the result has to be computed anew."""
        self.post(f"{self.place}/result/{inventory}/life/?category=laptop", years=years)

    @property
    def place(self) -> str:
        """The address of the trial space."""
        return self.url + self.space


def strike(serving: Serving, person: Person, n: int, chance: random.Random, checker: Checker) -> str:
    """Begin an import, kill everything at a random moment, start again, and bring the import to its end."""
    at = person.drop(n)
    kill_while(serving, lambda: person.finish(at), chance, within="estate.read" if n % 2 else "")
    assert_sound(serving, checker)
    serving.start()
    return person.finish(at)


def strike_computation(
    serving: Serving, person: Person, inventory: str, n: int, chance: random.Random, checker: Checker
) -> None:
    """Have a result computed anew, kill everything at a random moment, start again, and wait for the result."""
    person.wait(f"{person.place}/result/{inventory}/")  # the one that the import asked for
    before = results(serving)
    person.correct(inventory, str(5 + n / 10))
    again = f"{person.place}/result/{inventory}/"
    kill_while(serving, lambda: person.wait(again), chance, within="footprint.compute" if n % 2 else "")
    assert_sound(serving, checker)
    serving.start()
    person.wait(f"{person.place}/result/{inventory}/")
    assert results(serving) == before + 1, "computed anew exactly once"


def kill_while(serving: Serving, act: Callable[[], Any], chance: random.Random, within: str) -> None:
    """Kill everything at a random moment while somebody does something; `within` work of a kind once it has begun."""

    def acting() -> None:
        with suppress(OSError, http.client.HTTPException):  # what is killed answers no more
            act()

    person = threading.Thread(target=acting)
    person.start()
    running = f"SELECT count(*) FROM jobs_job WHERE state = 'running' AND kind = '{within}'"
    while within and person.is_alive() and serving.asked(running) == [(0,)]:
        time.sleep(0.02)
    time.sleep(chance.uniform(0, WORK_SECONDS if within else LONGEST_SECONDS))
    serving.kill()
    person.join()


def results(serving: Serving) -> int:
    [(count,)] = serving.asked("SELECT count(*) FROM footprint_result")
    return int(count)


def assert_sound(serving: Serving, checker: Checker) -> None:
    """Nothing is half done: what is imported has its inventory, what is read its snapshot, a result all its files.

    `levier check` finds nothing wrong; files that nothing needs yet are no damage.
    """
    half = "(state = 'imported') != (inventory_id IS NOT NULL) OR (state = 'read' AND snapshot = '')"
    assert serving.asked(f"SELECT count(*) FROM estate_import WHERE {half}") == [(0,)]
    assert [finding for finding in checker.found() if finding["severity"] > Severity.INFO] == []


def survive(serving: Serving, kills: int, checker: Checker) -> None:
    person, chance = Person(serving), random.Random(20260930)
    for n in range(kills):
        inventory = strike(serving, person, n, chance, checker)
        strike_computation(serving, person, inventory, n, chance, checker)
    checked = serving.command("check")  # files, journal, dates: what a kill damages stays damaged
    assert checked.returncode == 0, checked.stdout + checked.stderr
    devices = [d for (d,) in serving.asked("SELECT devices FROM estate_inventory ORDER BY id")]
    assert devices == [8 + n for n in range(kills)], "each import once, none lost"
    assert serving.asked("SELECT DISTINCT state FROM estate_import") == [("imported",)]
    assert serving.asked("SELECT DISTINCT state FROM jobs_job") == [("done",)], "no work is lost or given up"
    begun_anew = serving.asked("SELECT DISTINCT kind FROM jobs_job WHERE attempts > 1 ORDER BY kind")
    assert begun_anew == [("estate.read",), ("footprint.compute",)], "kills fell within both kinds of work"
    [(keys,)] = serving.asked("SELECT count(DISTINCT key) FROM footprint_result")
    [(told,)] = serving.asked("SELECT count(*) FROM journal_entry WHERE action = 'result.compute'")
    assert results(serving) == keys == told == 2 * kills, "each result once, and told once"


def test_killed_at_ten_moments_of_imports_and_of_computations_the_site_loses_and_doubles_nothing(
    serving: Serving, checker: Checker
) -> None:
    survive(serving, SHORT, checker)


@pytest.mark.long
def test_killed_at_fifty_moments_of_imports_and_of_computations_the_site_loses_and_doubles_nothing(
    serving: Serving, checker: Checker
) -> None:
    survive(serving, LONG, checker)
