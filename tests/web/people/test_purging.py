"""What was kept for as long as the retention says goes, not a day before and not a day after."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from levier.web.estate.models import Import, Inventory
from levier.web.house import files
from levier.web.house.purging import PURGES
from levier.web.jobs.models import Job
from levier.web.journal.actions import record, verdict
from levier.web.journal.models import Entry
from levier.web.operating.purging import RULES, purge
from levier.web.people.models import Invitation, Organisation, Session, User
from levier.web.people.purging import undoable
from levier.web.people.retention import keep_for, rules
from tests.web.conftest import Town
from tests.web.people.conftest import SignIn

pytestmark = pytest.mark.django_db

NOT_PURGED = {
    "invitation": "says until when a link works; what is left goes by invitation_trace",
    "server_log": "kept by whoever runs the site, not by Levier",
    "preference": "kept by the browser, not by Levier",
}


def gone(rule: str, age: timedelta) -> int:
    """Return how many things a purge deletes by a rule, at the moment when what was made now is that old."""
    return purge(timezone.now() + age)[rule]


def test_every_rule_of_retention_is_obeyed_by_a_purge_or_says_why_not() -> None:
    assert set(RULES) == set(PURGES)
    assert set(rules()) == set(PURGES) | set(NOT_PURGED)


def test_a_trial_space_goes_after_its_seven_days(db: None) -> None:
    Organisation.objects.create(name="Essai", trial_until=timezone.now() + keep_for("trial_space"))
    assert gone("trial_space", timedelta(days=6, hours=23)) == 0
    assert gone("trial_space", timedelta(days=7, hours=1)) == 1
    assert not Organisation.objects.exists()


def test_a_deleted_organisation_goes_after_thirty_days_with_all_that_was_its_own(
    belcombe: Town, outsider: Town
) -> None:
    Organisation.objects.filter(pk=belcombe.organisation.pk).update(deleted_at=timezone.now())
    assert gone("deleted_organisation", timedelta(days=29)) == 0
    assert gone("deleted_organisation", timedelta(days=31)) == 1
    assert list(Organisation.objects.all()) == [outsider.organisation]
    assert User.objects.filter(email="buyer@belcombe.example").exists(), "people outlive their organisation"
    assert Entry.objects.last().action == "organisation.erase"  # type: ignore[union-attr]  # there is one


def inventory(town: Town, *, snapshot: str = "0" * 64, **more: Any) -> Inventory:
    return Inventory.objects.create(
        organisation=town.organisation,
        label="2026",
        on=date(2026, 9, 30),
        snapshot=snapshot,
        file_name="parc.csv",
        read=1,
        lines=1,
        devices=1,
        **more,
    )


def test_what_a_member_deleted_goes_after_thirty_days_and_the_rest_stays(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        inventory(belcombe, deleted_at=timezone.now())
        kept = inventory(belcombe, snapshot="1" * 64)
    assert gone("deleted_object", timedelta(days=29)) == 0
    assert gone("deleted_object", timedelta(days=31)) == 1
    with scope(organisation=belcombe.organisation):
        assert list(Inventory.objects.all()) == [kept]


def test_whatever_can_be_brought_back_is_purged_one_day() -> None:
    assert Inventory in undoable()
    assert Organisation not in undoable()


def test_the_file_of_an_import_goes_after_thirty_days_and_the_inventory_stays(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        made = inventory(belcombe)
        Import.objects.create(
            organisation=belcombe.organisation,
            file_name="parc.csv",
            content="1" * 64,
            size=1,
            label="2026",
            on=date(2026, 9, 30),
            inventory=made,
        )
    assert gone("import_file", timedelta(days=29)) == 0
    assert gone("import_file", timedelta(days=31)) == 1
    with scope(organisation=belcombe.organisation):
        assert Inventory.objects.exists()


def test_an_invitation_is_forgotten_thirty_days_after_its_term(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Invitation.objects.create(
            organisation=belcombe.organisation, email="a@b.example", token_hash="0" * 64, expires_at=timezone.now()
        )
    assert gone("invitation_trace", timedelta(days=29)) == 0
    assert gone("invitation_trace", timedelta(days=31)) == 1


def test_the_trace_of_finished_work_goes_and_what_waits_stays(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        Job.objects.create(organisation=belcombe.organisation, kind="a", back="/", ended_at=timezone.now())
        waiting = Job.objects.create(organisation=belcombe.organisation, kind="a", back="/")
    assert gone("finished_work", timedelta(days=31)) == 1
    with scope(organisation=belcombe.organisation):
        assert list(Job.objects.all()) == [waiting]


def test_sessions_that_ended_go(sign_in: SignIn) -> None:
    sign_in(Client(), "a@example.org")
    assert gone("session", timedelta(days=13)) == 0
    assert gone("session", timedelta(days=15)) >= 1
    assert not Session.objects.exists()


def test_an_unused_account_is_warned_then_deleted_a_month_later_and_not_before(belcombe: Town) -> None:
    User.objects.exclude(email="buyer@belcombe.example").update(last_login=timezone.now() + timedelta(days=5_000))
    assert purge(timezone.now() + timedelta(days=699))["inactive_account_warning"] == 0
    assert purge(timezone.now() + timedelta(days=701))["inactive_account_warning"] == 1
    assert [letter.to for letter in mail.outbox] == [["buyer@belcombe.example"]]
    assert "30 jours" in str(mail.outbox[0].body)
    assert purge(timezone.now() + timedelta(days=702))["inactive_account_warning"] == 0, "once"
    User.objects.update(warned_at=timezone.now() + timedelta(days=701))
    assert purge(timezone.now() + timedelta(days=730))["inactive_account"] == 0
    assert purge(timezone.now() + timedelta(days=732))["inactive_account"] == 1
    assert not User.objects.filter(email="buyer@belcombe.example").exists()


def test_nobody_is_deleted_without_a_warning(belcombe: Town) -> None:
    assert purge(timezone.now() + timedelta(days=5_000))["inactive_account"] == 0


def test_whoever_signs_in_after_the_warning_keeps_the_account(belcombe: Town, sign_in: SignIn) -> None:
    User.objects.update(warned_at=timezone.now() - timedelta(days=40))
    sign_in(Client(), "buyer@belcombe.example")
    assert User.objects.get(email="buyer@belcombe.example").warned_at is None


def test_the_last_administrator_of_others_is_kept_however_long_away(belcombe: Town) -> None:
    User.objects.filter(email__startswith="administrator").update(warned_at=timezone.now())
    User.objects.exclude(email__startswith="administrator").update(last_login=timezone.now() + timedelta(days=5_000))
    assert purge(timezone.now() + timedelta(days=800))["inactive_account"] == 0
    assert User.objects.count() == 5


def test_the_journal_is_kept_three_years_and_still_holds_after(db: None) -> None:
    record("system", "site.add", "people.site:1")
    assert gone("journal", timedelta(days=1_094)) == 0
    assert gone("journal", timedelta(days=1_096)) == 1
    assert verdict().holds


def test_a_file_that_nothing_needs_goes_after_a_day_and_one_that_is_needed_stays(
    belcombe: Town, tmp_path: Path
) -> None:
    for name in list(files.every()):
        files.discard(name)
    content = tmp_path / "content"
    content.write_bytes(b"a snapshot")
    files.keep(content, "snapshots/unneeded.parquet")
    needed = files.keep(content, f"snapshots/{'0' * 64}.parquet")
    files.local(needed).with_name(".stopped.1").write_bytes(b"not all of it")
    with scope(organisation=belcombe.organisation):
        inventory(belcombe)
    assert purge(timezone.now())["file"] == 0
    assert purge(timezone.now() + timedelta(days=1, hours=1))["file"] == 2
    assert list(files.every()) == [needed]
    assert list(files.unfinished()) == []
    files.discard(needed)


def test_a_trial_run_counts_and_deletes_nothing(belcombe: Town, capsys: pytest.CaptureFixture[str]) -> None:
    Organisation.objects.create(name="Essai", trial_until=timezone.now() - timedelta(days=1))
    call_command("purge", dry_run=True)
    assert "Espace d’essai sans compte\u00a0: 1" in capsys.readouterr().out
    assert Organisation.objects.filter(name="Essai").exists()
    call_command("purge")
    assert not Organisation.objects.filter(name="Essai").exists()


def test_the_privacy_page_says_how_long_each_thing_is_kept(db: None) -> None:
    page = Client().get("/privacy/").content.decode()
    assert "Espace d’essai sans compte" in page
    assert "Journal des modifications sensibles" in page
