"""Put work in the queue, take it, do it, cancel it, try it again."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from levier.estate.reading.texts import error_to_json, text_to_json
from levier.web.house.limits import TooMuch
from levier.web.jobs.handlers import Cancelled, handler
from levier.web.jobs.models import Job, Worker
from levier.web.people.models import Organisation, User
from levier.wording.errors import LevierError
from levier.wording.text import Text, say

HOLD = timedelta(seconds=60)
"""How long a worker holds a job without a sign of life; then another may take it."""
MOST_ATTEMPTS = 3
OPEN = (Job.State.WAITING, Job.State.RUNNING)
MOST_OPEN, MOST_OPEN_OF_A_TRIAL = 50, 10
"""Jobs of one organisation that wait or run: beyond, nobody else's would be done."""

FORGET = timedelta(days=1)
"""After this long without a sign of life a worker is forgotten."""

log = logging.getLogger(__name__)


def enqueue(
    organisation: Organisation,
    kind: str,
    payload: Mapping[str, Any],
    back: str,
    by: User | None = None,
    *,
    out: str = "",
) -> Job:
    """Put a job in the queue. Called inside the transaction that writes what the job is about.

    `back` is where its page leads once it is done, `out` where it leads if it was not.
    """
    handler(kind)  # an unknown kind is a fault of ours, to be seen at once
    refuse_crowd(organisation)
    told = {"kind": kind, "payload": dict(payload), "back": back, "out": out}
    return Job.objects.create(organisation=organisation, created_by=by, **told)


def refuse_crowd(organisation: Organisation) -> None:
    """Raise TooMuch where so much work of an organisation waits that no more is taken."""
    most = MOST_OPEN if organisation.trial_until is None else MOST_OPEN_OF_A_TRIAL
    if Job.objects.filter(organisation=organisation, state__in=OPEN).count() >= most:
        raise TooMuch(
            say("{n} works wait here already: no more is taken now.", n=most),
            mend=say("Wait until some are done, or cancel some, then try again."),
        )


@transaction.atomic
def take(worker: str) -> Job | None:
    """Take the oldest job that waits, or whose worker gave no sign of life; None where there is none."""
    now = timezone.now()
    lost = Q(state=Job.State.RUNNING, held_until__lt=now)
    with scopes_disabled():  # the worker serves every organisation; it enters the scope of each job to do it
        jobs = Job.objects.filter(Q(state=Job.State.WAITING) | lost).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            jobs = jobs.select_for_update(skip_locked=True, of=("self",))
        job = jobs.select_related("organisation").first()
        if job is None:
            return None
        job.state, job.worker, job.held_until = Job.State.RUNNING, worker, now + HOLD
        job.started_at, job.attempts = now, job.attempts + 1
        job.save(update_fields=["state", "worker", "held_until", "started_at", "attempts"])
    return job


def alive(worker: str, machine: str, runs: Callable[[str], bool]) -> None:
    """Keep a worker's sign of life, and let go of what workers of this `machine` held whose process no longer runs."""
    now = timezone.now()
    Worker.objects.update_or_create(name=worker, defaults={"seen_at": now})
    Worker.objects.filter(seen_at__lt=now - FORGET).delete()
    with scopes_disabled():  # a worker dies with whatever organisation's job it held
        held = Job.objects.filter(state=Job.State.RUNNING, worker__startswith=f"{machine}:", held_until__gt=now)
        for name in set(held.values_list("worker", flat=True)):
            if not runs(name):
                held.filter(worker=name).update(held_until=now)


def renew(job: Job) -> bool:
    """Renew the worker's hold of a job; tell whether it still holds it."""
    with scopes_disabled():  # called from a thread of its own, which knows no scope
        mine = Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state=Job.State.RUNNING)
        return bool(mine.update(held_until=timezone.now() + HOLD))


def held_by(process: str) -> Job | None:
    """Return the job that a process holds; `process` is the beginning of the name of its worker."""
    with scopes_disabled():  # a worker holds whatever organisation's job comes next
        running = Job.objects.filter(state=Job.State.RUNNING, worker__startswith=process)
        return running.select_related("organisation").first()


def stopped(job: Job, error: LevierError | None) -> None:
    """Keep that the worker of a job was stopped, because the job took too long or, without an error, was cancelled."""
    with scope(organisation=job.organisation):
        _end(job, Job.State.FAILED if error else Job.State.CANCELLED, error)


def do(job: Job) -> None:
    """Do a job that was taken, in the scope of its organisation, and keep how it ended."""
    with scope(organisation=job.organisation):
        if job.attempts > MOST_ATTEMPTS:
            _end(
                job, Job.State.FAILED, say("This work stopped the worker {n} times and was given up.", n=MOST_ATTEMPTS)
            )
            return
        try:
            handler(job.kind)(job.payload, _Teller(job))
        except Cancelled:
            _end(job, Job.State.CANCELLED)
        except LevierError as error:
            _end(job, Job.State.FAILED, error)
        except Exception:
            log.exception("job %s (%s) failed", job.public_id, job.kind)
            _end(job, Job.State.FAILED, say("Something broke on our side. The fault was noted."))
        else:
            _end(job, Job.State.DONE)


def do_waiting(worker: str, most: int = 1_000) -> int:
    """Do what waits, until nothing does; return how many jobs were done."""
    for n in range(most):
        job = take(worker)
        if job is None:
            return n
        do(job)
    return most


def cancel(job: Job) -> None:
    """Cancel a job: at once where it waits, at its next step where it runs."""
    now = timezone.now()
    waiting = Job.objects.filter(pk=job.pk, state=Job.State.WAITING)
    if not waiting.update(state=Job.State.CANCELLED, ended_at=now):
        Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_asked=True)


def retry(job: Job) -> None:
    """Put a job that failed or was cancelled back in the queue."""
    refuse_crowd(job.organisation)
    ended = Job.objects.filter(pk=job.pk, state__in=[Job.State.FAILED, Job.State.CANCELLED])
    ended.update(
        state=Job.State.WAITING, attempts=0, error=None, step=None, done_share=None, cancel_asked=False, ended_at=None
    )


class _Teller:
    """Keeps the step of a job where its page can read it, and renews the worker's hold."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def __call__(self, step: Text, share: float | None = None) -> None:
        mine = Job.objects.filter(pk=self.job.pk, worker=self.job.worker, attempts=self.job.attempts)
        held = timezone.now() + HOLD
        if not mine.update(step=text_to_json(step), done_share=share, held_until=held):
            raise Cancelled  # another worker has it now
        if mine.filter(cancel_asked=True).exists():
            raise Cancelled


def _end(job: Job, state: Job.State, error: LevierError | Text | None = None) -> None:
    kept = None if error is None else error_to_json(error if isinstance(error, LevierError) else LevierError(error))
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, attempts=job.attempts, state=Job.State.RUNNING)
    mine.update(state=state, error=kept, ended_at=timezone.now(), held_until=None)
