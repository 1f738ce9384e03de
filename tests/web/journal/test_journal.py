"""The journal only grows, and whoever touches it is found out."""

from __future__ import annotations

import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from levier.web.journal.actions import broken_at, forget_before, record, verdict
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


@pytest.mark.django_db
@pytest.mark.parametrize("gone", [1, 3, 5])
def test_entries_removed_at_the_end_are_missed(gone: int) -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(5)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id >= %s", [entries[-gone].pk])
    assert broken_at() is None, "what is left of the chain still holds"
    found = verdict()
    assert (found.gone, found.entries, found.holds) == (True, 5 - gone, False)


@pytest.mark.django_db
def test_an_entry_that_follows_a_removal_does_not_hide_it() -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [entries[-1].pk])
    record("user:1", "member.add", "people.membership:9", "abc")
    assert not verdict().holds


@pytest.mark.django_db
@pytest.mark.parametrize("forge", [True, False])
def test_whoever_makes_the_seal_agree_lacks_the_key(forge: bool) -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE id = %s", [entries[-1].pk])
        if forge:
            cursor.execute("UPDATE journal_checkpoint SET entries = 2, last = %s", [entries[1].hash])
        else:
            cursor.execute("DELETE FROM journal_checkpoint")
    assert not verdict().holds


@pytest.mark.django_db
def test_what_is_purged_leaves_a_journal_that_holds_and_grows() -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(4)]
    assert forget_before(entries[2].at) == 2
    assert verdict().holds
    assert [e.object for e in Entry.objects.all()] == ["people.membership:2", "people.membership:3"]
    record("user:1", "member.add", "people.membership:4", "abc")
    assert (verdict().holds, verdict().entries) == (True, 3)
    assert forget_before(timezone.now()) == 3
    record("user:1", "member.add", "people.membership:5", "abc")
    assert verdict().holds


@pytest.mark.django_db
def test_a_journal_that_does_not_hold_is_not_purged() -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor = 'user:2' WHERE id = %s", [entries[0].pk])
    assert forget_before(timezone.now()) == 0
    assert Entry.objects.count() == 3


@pytest.mark.django_db
def test_the_command_says_how_many_hold_or_which_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    entries = [record("user:1", "member.add", f"people.membership:{n}", "abc") for n in range(3)]
    call_command("verify_journal")
    assert capsys.readouterr().out.startswith("Entrées qui tiennent\u00a0: 3")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET actor = 'user:2' WHERE id = %s", [entries[1].pk])
    with pytest.raises(SystemExit, match="1"):
        call_command("verify_journal")
    assert f"l’entrée {entries[1].pk}" in capsys.readouterr().out
