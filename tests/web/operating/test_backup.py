"""What was saved comes back whole, on whichever database, or not at all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django_scopes import scope

from levier.web.house import files
from levier.web.journal.actions import broken_at, record
from levier.web.operating import rows
from levier.web.operating.backup import back_up, content_hash, restore
from levier.web.operating.schema import applied
from levier.web.people.models import Site, User
from levier.wording.errors import LevierError, UnusableFile
from tests.web.conftest import Founder
from tests.web.serving import free_port, own_site

pytestmark = pytest.mark.django_db(transaction=True)
Edit = Callable[[dict[str, bytes]], None]


@pytest.fixture(autouse=True)
def _no_files_before_or_after() -> None:
    wipe_files()


def wipe_files() -> None:
    for name in list(files.every()):
        files.discard(name)


def wipe() -> None:
    rows.empty(rows.models_of(applied()))
    wipe_files()


@pytest.fixture
def saved(found_organisation: Founder, tmp_path: Path) -> tuple[Path, str]:
    """A site with people, a site named with every kind of sign, a journal and a file; and its backup."""
    town = found_organisation("Belcombe")
    with scope(organisation=town.organisation):
        Site.objects.create(organisation=town.organisation, name="Hôtel de ville « annexe » 😀 \u2028")
    record("user:1", "site.create", "people.site:1", town.organisation.public_id, name="Hôtel de ville")
    record("system", "purge", "people.organisation", details_of="nothing")
    default_storage.save("snapshots/a.parquet", ContentFile(bytes(range(256)) * 100))
    target = tmp_path / "levier.zip"
    return target, back_up(target)


def changed(archive: Path, edit: Edit) -> Path:
    """Return a copy of an archive with its members edited."""
    with zipfile.ZipFile(archive) as original:
        members = {name: original.read(name) for name in original.namelist()}
    edit(members)
    copy = archive.with_name("changed.zip")
    with zipfile.ZipFile(copy, "w") as written:
        for name, data in members.items():
            written.writestr(name, data)
    return copy


def differences(first: Path, second: Path) -> dict[str, tuple[bytes, bytes]]:
    with zipfile.ZipFile(first) as a, zipfile.ZipFile(second) as b:
        names = set(a.namelist()) & set(b.namelist()) - {"manifest.json"}
        return {name: (a.read(name), b.read(name)) for name in names if a.read(name) != b.read(name)}


def test_a_site_wiped_and_restored_is_the_same_to_the_last_byte(saved: tuple[Path, str]) -> None:
    archive, whole = saved
    assert content_hash() == whole
    wipe()
    assert content_hash() != whole
    assert restore(archive) == whole
    again = archive.with_name("again.zip")
    assert back_up(again) == whole, differences(archive, again)
    assert content_hash() == whole
    assert broken_at() is None


def test_life_goes_on_after_a_restore(saved: tuple[Path, str]) -> None:
    archive, _ = saved
    wipe()
    restore(archive)
    newcomer = User.objects.create_user("newcomer@belcombe.example")
    assert newcomer.pk > max(User.objects.exclude(pk=newcomer.pk).values_list("pk", flat=True))
    assert record("system", "note", "site").previous != "0" * 64


def test_a_site_that_holds_something_is_not_overwritten(saved: tuple[Path, str]) -> None:
    archive, whole = saved
    with pytest.raises(LevierError, match="not empty"):
        restore(archive)
    assert content_hash() == whole


def test_a_backup_is_not_written_over_another_file(saved: tuple[Path, str]) -> None:
    archive, _ = saved
    before = archive.read_bytes()
    with pytest.raises(LevierError, match="already"):
        back_up(archive)
    assert archive.read_bytes() == before
    assert [p.name for p in archive.parent.iterdir()] == [archive.name]


def test_only_the_owner_can_read_a_backup(saved: tuple[Path, str]) -> None:
    assert saved[0].stat().st_mode & 0o077 == 0


def _of_a_newer_version(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    manifest["migrations"].append(["people", "0999_what_is_to_come"])
    members["manifest.json"] = json.dumps(manifest).encode()


def _row_changed(members: dict[str, bytes]) -> None:
    members["rows/people.user.jsonl"] = members["rows/people.user.jsonl"].replace(b"reader@", b"raider@")


def _file_lost(members: dict[str, bytes]) -> None:
    del members["files/snapshots/a.parquet"]


def _file_added(members: dict[str, bytes]) -> None:
    members["files/../../outside"] = b"never asked for"


def _another_schema(members: dict[str, bytes]) -> None:
    members["manifest.json"] = members["manifest.json"].replace(b"levier.backup/1", b"levier.backup/9")


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (_of_a_newer_version, r"A newer version of Levier made this backup.*people\.0999_what_is_to_come"),
        (_row_changed, "This backup is damaged"),
        (_file_lost, "This backup is damaged"),
        (_file_added, "This backup is damaged"),
        (_another_schema, "This file is not a backup"),
    ],
)
def test_a_backup_that_cannot_be_trusted_changes_nothing(saved: tuple[Path, str], edit: Edit, why: str) -> None:
    archive = changed(saved[0], edit)
    wipe()
    empty = content_hash()
    with pytest.raises(LevierError, match=f"(?s){why}"):
        restore(archive)
    assert content_hash() == empty
    assert not (settings.HOME.parent / "outside").exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 but no more", b"a,b\n1,2\n"])
def test_what_is_no_backup_is_said_to_be_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "holiday.zip"
    file.write_bytes(content)
    with pytest.raises(UnusableFile, match="not a backup"):
        restore(file)


def test_a_site_is_saved_and_brought_back_elsewhere_by_the_commands(tmp_path: Path) -> None:
    """Another folder and another database, from nothing: what an operator does after a machine was lost."""
    archive = tmp_path / "levier.zip"
    for folder in ("lost", "new"):
        (tmp_path / folder).mkdir()
    with own_site(tmp_path / "lost") as lost, own_site(tmp_path / "new") as new:
        told = lost.environment | {"DJANGO_SETTINGS_MODULE": "tests.web.jobs.hanging"}
        subprocess.run([sys.executable, "-m", "tests.web.jobs.hanging"], env=told, check=True)
        saved = lost.command("backup", str(archive))
        assert saved.returncode == 0, saved.stderr
        restored = new.command("restore", str(archive))
        assert restored.returncode == 0, restored.stderr
        again = new.command("backup", str(tmp_path / "again.zip"))
        hashes = [re.findall(r"[0-9a-f]{64}", done.stdout + done.stderr) for done in (saved, restored, again)]
        assert hashes[0]
        assert hashes == [hashes[0]] * 3
        assert new.asked("SELECT kind FROM jobs_job") == lost.asked("SELECT kind FROM jobs_job") != []
        lost.told("INSERT INTO django_migrations (app, name, applied) VALUES ('people', '0999_newer', '2026-11-24')")
        served = lost.command("serve", "--port", str(free_port()))
        assert served.returncode != 0
        assert "people.0999_newer" in served.stderr
