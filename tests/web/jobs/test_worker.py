"""A worker knows which of its neighbours are dead."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from levier.web.jobs.management.commands.hands import named, runs


def test_a_worker_that_runs_is_left_alone_and_one_that_ended_is_not() -> None:
    me = named("here")
    assert runs(me, me)
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    assert runs(f"here:{sleeper.pid}:abc", me)
    sleeper.kill()
    until = time.monotonic() + 10
    while "Z" not in Path(f"/proc/{sleeper.pid}/stat").read_text().rpartition(")")[2].split()[0]:
        assert time.monotonic() < until
    assert not runs(f"here:{sleeper.pid}:abc", me), "nobody has asked yet how it ended: it is dead all the same"
    sleeper.wait()
    assert not runs(f"here:{sleeper.pid}:abc", me)


def test_a_worker_with_our_own_number_is_one_of_before_the_machine_was_restarted() -> None:
    me = named("here")
    assert not runs(f"here:{os.getpid()}:before", me)
