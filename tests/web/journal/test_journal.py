"""The journal only grows, and whoever touches it is found out."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from levier.web.journal.actions import broken_at, record
from levier.web.journal.models import Entry, Written


@pytest.mark.django_db
def test_an_entry_can_be_neither_changed_nor_deleted() -> None:
    entry = record("user:1", "member.add", "people.membership:1", "abc", role="buyer")
    entry.actor = "user:2"
    for touch in (
        entry.save,
        entry.delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.update(actor="user:2"),
    ):
        with pytest.raises(Written):
            touch()
    assert Entry.objects.get().actor == "user:1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "touch",
    [
        'UPDATE journal_entry SET details = \'{"role": "reader"}\' WHERE id = %s',
        "UPDATE journal_entry SET action = 'nothing' WHERE id = %s",
        "DELETE FROM journal_entry WHERE id = %s",
    ],
)
def test_what_was_touched_behind_its_back_is_found(touch: str) -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc", role="buyer") for n in range(5)]
    assert broken_at() is None
    with connection.cursor() as cursor:
        cursor.execute(touch, [entries[2].pk])
    broken = broken_at()
    assert broken is not None
    assert broken.pk in (entries[2].pk, entries[3].pk)


@pytest.mark.django_db(transaction=True)
def test_a_write_that_fails_leaves_no_entry() -> None:
    @transaction.atomic
    def add_member() -> None:
        record("user:1", "member.add", "people.membership:1")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        add_member()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_writers_that_race_make_one_chain() -> None:
    def write(n: int) -> None:
        for i in range(10):
            record(f"user:{n}", "site.create", f"people.site:{i}")
        connection.close()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Entry.objects.count() == 40
    assert broken_at() is None
