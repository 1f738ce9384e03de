"""Damage that was planted is found, and a sound site is left in peace."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from levier.web.estate.models import Inventory
from levier.web.house import files
from levier.web.house.inspection import Severity
from levier.web.jobs.models import Job
from levier.web.journal.actions import record
from levier.web.operating.inspecting import inspect
from levier.web.people.models import Invitation, User
from tests.web.conftest import Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(belcombe: Town, tmp_path: Path) -> str:
    """The name of the snapshot that Belcombe's inventory needs."""
    for name in [*files.every(), *files.unfinished()]:
        files.discard(name)
    content = tmp_path / "content"
    content.write_bytes(b"not a real snapshot, but its name is its hash")
    digest = sha256(content.read_bytes()).hexdigest()
    with scope(organisation=belcombe.organisation):
        Inventory.objects.create(
            organisation=belcombe.organisation,
            label="2026",
            on=date(2026, 9, 30),
            snapshot=digest,
            file_name="parc.csv",
            read=2,
            lines=2,
            devices=2,
        )
    record("system", "import", "estate.inventory:1")
    record("system", "import", "estate.inventory:2")
    return files.keep(content, f"snapshots/{digest}.parquet")


def test_nothing_is_found_on_a_sound_site(kept: str) -> None:
    assert inspect() == []


def _lose(name: str) -> None:
    files.discard(name)


def _damage(name: str) -> None:
    files.local(name).write_bytes(b"one bit was not what it had been")


def _leave_a_file(name: str) -> None:
    files.local(name).with_name("forgotten.parquet").write_bytes(b"nobody needs this")


def _stop_while_writing(name: str) -> None:
    whole = files.local(name)
    whole.with_name(f".{whole.name}.1").write_bytes(b"not all of it")


def _count_next_year(_: str) -> None:
    Inventory._base_manager.update(on=timezone.localdate() + timedelta(days=365))


def _expire_before_the_invitation(_: str) -> None:
    organisation = Inventory._base_manager.get().organisation
    with scope(organisation=organisation):
        Invitation.objects.create(
            organisation=organisation,
            email="late@belcombe.example",
            token_hash="0" * 64,
            expires_at=timezone.now() - timedelta(days=1),
        )


def _rewrite_the_journal(_: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor = 'somebody else' WHERE action = 'import'")


def _remove_from_the_journal(_: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = (SELECT MIN(id) FROM journal_entry)")


def _join_tomorrow(_: str) -> None:
    User.objects.update(date_joined=timezone.now() + timedelta(days=1))


def _end_before_the_beginning(_: str) -> None:
    _job(created_at=timezone.now(), ended_at=timezone.now() - timedelta(hours=2), state=Job.State.DONE)


def _wait_forever(_: str) -> None:
    _job(created_at=timezone.now() - timedelta(days=1))


def _job(**fields: object) -> None:
    organisation = Inventory._base_manager.get().organisation
    with scope(organisation=organisation):
        job = Job.objects.create(organisation=organisation, kind="estate.read", back="/")
        Job.objects.filter(pk=job.pk).update(**fields)


@pytest.mark.parametrize(
    ("plant", "code", "severity"),
    [
        (_lose, "file_missing", Severity.ERROR),
        (_damage, "file_damaged", Severity.ERROR),
        (_leave_a_file, "file_unused", Severity.INFO),
        (_stop_while_writing, "file_unfinished", Severity.INFO),
        (_count_next_year, "impossible_date", Severity.WARNING),
        (_expire_before_the_invitation, "impossible_date", Severity.WARNING),
        (_rewrite_the_journal, "journal_broken", Severity.ERROR),
        (_remove_from_the_journal, "journal_broken", Severity.ERROR),
        (_join_tomorrow, "impossible_date", Severity.WARNING),
        (_end_before_the_beginning, "impossible_date", Severity.WARNING),
        (_wait_forever, "job_waiting", Severity.WARNING),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_what_was_planted_is_found(kept: str, plant: Callable[[str], None], code: str, severity: Severity) -> None:
    plant(kept)
    found = inspect()
    assert {(f.code, f.severity) for f in found} == {(code, severity)}
