"""A computation that hangs is stopped from outside, told, and can be tried again; the worker goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from levier.estate.reading.texts import error_from_json
from tests.web.serving import Serving, own_site

pytestmark = pytest.mark.own_database

SECONDS = 3
PATIENCE_SECONDS = 60


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Serving]:
    """A site that is not served: its folder, its database, two works in its queue; the first hangs."""
    with own_site(tmp_path) as made:
        made.environment |= {
            "DJANGO_SETTINGS_MODULE": "tests.web.jobs.hanging",
            "LEVIER_WORK_SECONDS": str(SECONDS),
        }
        (tmp_path / "hang").touch()
        subprocess.run([sys.executable, "-m", "tests.web.jobs.hanging"], env=made.environment, check=True)
        yield made


@pytest.fixture
def worker(site: Serving) -> Iterator[subprocess.Popen[bytes]]:
    run = subprocess.Popen([sys.executable, "-m", "django", "worker"], env=site.environment, start_new_session=True)
    yield run
    if run.poll() is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def until(told: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not told():
        assert time.monotonic() < end, "it never came so far"
        time.sleep(0.1)


def states(site: Serving) -> list[Any]:
    return [state for (state,) in site.asked("SELECT state FROM jobs_job ORDER BY id")]


def test_work_that_hangs_is_stopped_and_told_and_the_worker_goes_on(
    site: Serving, worker: subprocess.Popen[bytes]
) -> None:
    until(lambda: states(site) == ["failed", "done"])
    [(error, attempts)] = site.asked("SELECT error, attempts FROM jobs_job ORDER BY id LIMIT 1")
    told = error_from_json(error if isinstance(error, dict) else json.loads(error)).in_("en")
    assert told.startswith(f"This work took more than {SECONDS} seconds, the limit")
    assert "Try again" in told
    assert attempts == 1, "it is not begun again and again"
    (site.home / "hang").unlink()
    site.told("UPDATE jobs_job SET state = 'waiting', attempts = 0 WHERE state = 'failed'")
    until(lambda: states(site) == ["done", "done"])
    worker.terminate()
    assert worker.wait(PATIENCE_SECONDS) == 0


def test_work_that_hangs_and_is_cancelled_is_stopped_before_its_limit(site: Serving) -> None:
    site.environment["LEVIER_WORK_SECONDS"] = "3600"
    run = subprocess.Popen([sys.executable, "-m", "django", "worker"], env=site.environment, start_new_session=True)
    try:
        until(lambda: states(site)[0] == "running")
        site.told("UPDATE jobs_job SET cancel_asked = %s WHERE state = 'running'" % ("true" if site.server else "1"))
        until(lambda: states(site) == ["cancelled", "done"])
    finally:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()


def test_who_does_the_work_is_started_again_where_it_died(site: Serving, worker: subprocess.Popen[bytes]) -> None:
    until(lambda: states(site)[0] == "running")
    [(name,)] = site.asked("SELECT worker FROM jobs_job WHERE state = 'running'")
    (site.home / "hang").unlink()
    os.kill(int(name.split(":")[1]), signal.SIGKILL)
    until(lambda: states(site) == ["done", "done"])
    [(again, attempts)] = site.asked("SELECT worker, attempts FROM jobs_job ORDER BY id LIMIT 1")
    assert again != name
    assert attempts == 2
