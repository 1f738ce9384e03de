"""The process that does the work, and how another looks after it.

Work runs in a process of its own, because only from outside can a computation that hangs be stopped. Whoever started
that process looks at it often: where it died it is started again, where one piece of work takes longer than
`WORK_SECONDS` it is killed, the work is told as failed, and a new process goes on with the next. What it laid down for
the time of the work lies in a folder of its own, which is emptied before the next one starts: who is killed cleans
nothing up.
"""

from __future__ import annotations

import logging
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from levier.web.jobs.actions import held_by, stopped
from levier.web.jobs.models import Job
from levier.wording.errors import LevierError
from levier.wording.text import say

LOOK_SECONDS = 0.5
"""How often to look."""
CANCEL_SECONDS = 3.0
"""How long work that was cancelled may take to its next step; then it is stopped."""
SOUND_SECONDS = 60.0
"""A process that ran so long was able to work: the next one is started without delay."""
MOST_SECONDS = 30.0
"""How long at most a process that ends again and again is left alone."""
COMMAND = (sys.executable, "-m", "django", "hands")

log = logging.getLogger(__name__)


def start(command: Sequence[str], folder: Path) -> subprocess.Popen[bytes]:
    """Start a process of the site; it has the settings of this one from the environment, and `folder` for its work."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    return subprocess.Popen(command, env=os.environ | {"TMPDIR": str(folder)})


def own_folder() -> Path:
    """Return where the work of whoever asks is laid down; the folders of those who are gone are removed."""
    place: Path = settings.HOME / "work"
    for folder in place.glob("[0-9]*"):
        if not _lives(int(folder.name)):
            shutil.rmtree(folder, ignore_errors=True)
    return place / str(os.getpid())


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another person's
        return True
    return True


class Hands:
    """The process that does the work, seen from the one that looks after it."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self.command, self.folder = command, own_folder()
        self.rest = LOOK_SECONDS
        self._start()

    def _start(self) -> None:
        self.process = start(self.command, self.folder)
        self.started = self.since = self.asked = time.monotonic()
        self.again_at: float | None = None
        self.held: tuple[int, int, bool] | None = None

    def look(self) -> None:
        """Look once: start it again where it ended, stop it where its work takes too long."""
        if self.process.poll() is not None:
            self._revive()
            return
        try:
            close_old_connections()
            self._watch(held_by(f"{socket.gethostname()}:{self.process.pid}:"))
        except DatabaseError:  # whoever does the work meets the same, and says more
            log.warning("the database did not answer who looks after the worker")
            connection.close()

    def _revive(self) -> None:
        now = time.monotonic()
        if self.again_at is None:
            log.error("worker ended", extra={"status": self.process.returncode})
            self.rest = LOOK_SECONDS if now - self.started > SOUND_SECONDS else min(2 * self.rest, MOST_SECONDS)
            self.again_at = now + self.rest  # one that cannot start is not started in a frenzy
        if now >= self.again_at:
            self._start()

    def _watch(self, job: Job | None) -> None:
        held = (job.pk, job.attempts, job.cancel_asked) if job else None
        if job is None or held is None or self.held is None or held[:2] != self.held[:2]:
            self.since = self.asked = time.monotonic()
        elif not self.held[2]:
            self.asked = time.monotonic()
        self.held = held
        if job is None:
            return
        if time.monotonic() - self.since >= settings.WORK_SECONDS:
            self._stop(job, too_long(settings.WORK_SECONDS))
        elif job.cancel_asked and time.monotonic() - self.asked >= CANCEL_SECONDS:
            self._stop(job, None)

    def _stop(self, job: Job, error: LevierError | None) -> None:
        log.warning("work stopped", extra={"job": job.public_id, "kind": job.kind})
        self.process.kill()
        self.process.wait()
        stopped(job, error)
        self._start()

    def end(self, patience: float | None) -> None:
        """Let it finish what it has in hand, for so many seconds at most: None stands for as long as work may take."""
        until = time.monotonic() + (settings.WORK_SECONDS if patience is None else patience)
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def too_long(seconds: int) -> LevierError:
    """Return what is told of work that was stopped."""
    return LevierError(
        say("This work took more than {n} seconds, the limit: it was stopped, and nothing was changed.", n=seconds),
        mend=say("Try again. If it is stopped once more, ask whoever runs the site to raise the limit."),
    )
