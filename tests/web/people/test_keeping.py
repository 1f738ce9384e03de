"""An organisation looks back on its journal, and takes everything away in one archive."""

from __future__ import annotations

import ast
import io
import json
import zipfile
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.test import Client
from django_scopes import scope

from levier.web.estate.models import Inventory
from levier.web.house import files
from levier.web.journal.actions import record
from levier.web.people.archive import paths
from levier.web.people.models import Organisation, Site
from levier.web.people.telling import ACTIONS
from tests.project.repository import SOURCE, trees
from tests.web.conftest import Town
from tests.web.people.test_members import invite, place_of
from tests.web.sending import fill
from tests.web.test_matrix import closed

pytestmark = pytest.mark.django_db


def archive_of(client: Client, town: Town) -> zipfile.ZipFile:
    answer = client.post(f"/o/{town.organisation.public_id}/archive/take/")
    assert answer["Content-Disposition"].endswith('.zip"')
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # it streams
    closed(answer)
    return zipfile.ZipFile(io.BytesIO(content))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads(archive.read(f"tables/{name}.json"))
    return rows


@pytest.fixture
def inventory(belcombe: Town, tmp_path: Path) -> str:
    """Keep an inventory of Belcombe with its snapshot, and return the name of the file."""
    content = tmp_path / "content"
    content.write_bytes(b"a snapshot")
    digest = sha256(b"a snapshot").hexdigest()
    with scope(organisation=belcombe.organisation):
        Inventory.objects.create(
            organisation=belcombe.organisation,
            label="2026",
            on=date(2026, 9, 30),
            snapshot=digest,
            file_name="parc.csv",
            read=1,
            lines=1,
            devices=1,
        )
    return files.keep(content, f"snapshots/{digest}.parquet")


def test_the_archive_holds_every_table_and_every_file_and_nothing_of_others(
    belcombe: Town, outsider: Town, inventory: str
) -> None:
    for town in (belcombe, outsider):
        with scope(organisation=town.organisation):
            Site.objects.create(organisation=town.organisation, name=f"Mairie de {town.organisation.name}")
    record("user:1", "site.add", "people.site:1", outsider.organisation.public_id)
    archive = archive_of(belcombe.client("administrator"), belcombe)
    manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["format"], manifest["organisation"]) == (1, belcombe.organisation.public_id)
    assert (manifest["files"], manifest["missing_files"]) == ([inventory], [])
    assert archive.read(f"files/{inventory}") == b"a snapshot"
    assert [row["name"] for row in table(archive, "people.site")] == ["Mairie de Belcombe"]
    assert len(table(archive, "people.user")) == 5
    assert [row["action"] for row in table(archive, "journal.entry")] == ["organisation.archive"]
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert "Ailleurs" not in everything
    assert "ailleurs.example" not in everything
    assert {name: len(table(archive, name)) for name in manifest["tables"]} == manifest["tables"]


def test_every_model_that_leads_to_an_organisation_is_in_the_archive() -> None:
    reached = paths()
    direct = {
        model
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is Organisation
    }
    assert direct <= set(reached)
    assert len(reached) > len(direct) or Organisation in reached


def test_the_archive_tells_no_secret(belcombe: Town) -> None:
    token = invite(belcombe).strip("/").split("/")[-1]
    archive = archive_of(belcombe.client("administrator"), belcombe)
    assert "token_hash" not in table(archive, "people.invitation")[0]
    everything = b"".join(archive.read(name) for name in archive.namelist())
    assert sha256(token.encode()).hexdigest().encode() not in everything


def test_a_file_that_is_gone_is_said_to_be_missing(belcombe: Town, inventory: str) -> None:
    files.discard(inventory)
    manifest = json.loads(archive_of(belcombe.client("administrator"), belcombe).read("manifest.json"))
    assert (manifest["files"], manifest["missing_files"]) == ([], [inventory])


def journal_of(town: Town, query: str = "") -> str:
    page = f"/o/{town.organisation.public_id}/journal/{query}"
    return town.client("administrator").get(page).content.decode()


def test_administrators_read_what_was_done_and_by_whom(belcombe: Town) -> None:
    page = f"/o/{belcombe.organisation.public_id}/members/{place_of(belcombe, 'reader')}/role/"
    fill(belcombe.client("administrator"), page, {"role": "buyer"})
    record("user:999999", "site.add", "people.site:1", belcombe.organisation.public_id, name="Mairie")
    seen = journal_of(belcombe)
    assert "Rôle changé\u00a0: Lecture → Achats" in seen
    assert "administrator@belcombe.example" in seen
    assert "ancien membre" in seen
    assert "Site ajouté\u00a0: Mairie" in seen


def test_the_journal_of_another_organisation_is_not_shown(belcombe: Town, outsider: Town) -> None:
    record("user:1", "site.add", "people.site:1", outsider.organisation.public_id, name="Secret")
    assert "Secret" not in journal_of(belcombe)


def rows(page: str) -> int:
    return page.count('<th scope="row"')


def test_the_journal_is_filtered_and_paged_by_twenty_five(belcombe: Town) -> None:
    person = belcombe.people["lead"].pk
    for n in range(30):
        record(f"user:{person}", "site.add", f"people.site:{n}", belcombe.organisation.public_id, name=f"Site {n}")
    record("system", "organisation.describe", "people.organisation:1", belcombe.organisation.public_id)
    assert rows(journal_of(belcombe)) == 25
    assert rows(journal_of(belcombe, "?page=2")) == 6
    assert rows(journal_of(belcombe, "?action=organisation.describe")) == 1
    assert rows(journal_of(belcombe, f"?actor=user:{person}&page=2")) == 5
    assert rows(journal_of(belcombe, "?until=2020-01-01")) == 0
    assert "action=site.add&amp;page=2" in journal_of(belcombe, "?action=site.add")


def test_every_action_that_the_journal_keeps_has_its_sentence() -> None:
    kept = {
        str(call.args[1].value)
        for path, tree in trees().items()
        if path.is_relative_to(SOURCE / "web")
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "record" and len(call.args) > 1
        if isinstance(call.args[1], ast.Constant)
    }
    assert {"account.sign_in", "result.compute", "import", "token.make"} <= kept
    assert sorted(kept - set(ACTIONS)) == []
