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

SECONDS = 10
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


def test_work_that_hangs_is_stopped_and_told_and_the_worker_goes_on_whatever_happens(
    site: Serving, worker: subprocess.Popen[bytes]
) -> None:
    """One worker for all of it: its hands take seconds to start."""
    until(lambda: states(site) == ["failed", "done"])
    [(error, attempts)] = site.asked("SELECT error, attempts FROM jobs_job ORDER BY id LIMIT 1")
    told = error_from_json(error if isinstance(error, dict) else json.loads(error)).in_("en")
    assert told.startswith(f"This work took more than {SECONDS} seconds, the limit")
    assert "Try again" in told
    assert attempts == 1, "it is not begun again and again"
    assert not list(site.home.rglob("half-done")), "what was killed in its midst leaves nothing behind"

    tried_again(site)
    until(lambda: len(list(site.home.rglob("half-done"))) == 1)
    site.told("UPDATE jobs_job SET cancel_asked = NOT cancel_asked WHERE state = 'running'")
    until(lambda: states(site) == ["cancelled", "done"])  # long before its limit

    tried_again(site)
    [(name,)] = site.asked("SELECT worker FROM jobs_job WHERE state = 'running'")
    (site.home / "hang").unlink()
    os.kill(int(name.split(":")[1]), signal.SIGKILL)
    until(lambda: states(site) == ["done", "done"])
    [(other, attempts)] = site.asked("SELECT worker, attempts FROM jobs_job ORDER BY id LIMIT 1")
    assert other != name
    assert attempts == 2
    worker.terminate()
    assert worker.wait(PATIENCE_SECONDS) == 0
    assert not list((site.home / "work").glob("*"))


def tried_again(site: Serving) -> None:
    """Put the work that hangs back in the queue, as `retry` does, and wait until it hangs again."""
    again = "UPDATE jobs_job SET state = 'waiting', attempts = 0, cancel_asked = false WHERE state != 'done'"
    site.told(again)
    until(lambda: states(site)[0] == "running")
