"""Pages of imports and inventories read a small summary, whatever the number of lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django_scopes import scope

from levier.catalogue.model import DeclaredModel
from levier.web.estate.bridge import changes, estates, known, reading, summaries
from levier.web.estate.bridge.keys import FOLDER
from levier.web.estate.models import ColumnMemory
from levier.web.house import files
from levier.web.jobs.models import Job
from levier.web.operating.inspecting import inspect
from tests.web.conftest import Town
from tests.web.estate.conftest import Visitor, messy
from tests.web.reading import words
from tests.web.sending import carried

pytestmark = pytest.mark.django_db
Gone = Callable[[], int]


@pytest.fixture
def gone() -> Gone:
    """Return what deletes every summary, and tells how many files that were."""

    def delete() -> int:
        names = list(files.every(FOLDER))
        for name in names:
            files.discard(name)
        return len(names)

    return delete


@pytest.fixture
def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody open a snapshot."""

    def refuse(snapshot: str) -> Any:
        raise AssertionError(f"the snapshot {snapshot} was opened")

    monkeypatch.setattr(summaries, "reading_of", refuse)
    monkeypatch.setattr(estates, "reading_of", refuse)


def pages(contributor: Visitor) -> list[str]:
    """Return what the pages of the last import and of its inventory say."""
    steps = [words(contributor.get(contributor.step(name))) for name in ("reading", "columns", "review")]
    contributor.import_it()
    [inventory, *_] = contributor.inventories()
    ids = [inventory.organisation.public_id, inventory.public_id]
    return [*steps, words(contributor.client.get(reverse("estate:inventory", args=ids)))]


def test_no_page_opens_the_snapshot_once_the_file_is_read(contributor: Visitor, request: Any) -> None:
    contributor.drop(messy())
    request.getfixturevalue("unread")
    assert "1 206 équipements" in pages(contributor)[3]


def test_a_summary_that_is_gone_is_made_again_and_says_the_same(contributor: Visitor, gone: Gone) -> None:
    contributor.drop(messy())
    review = contributor.step("review")
    before = words(contributor.get(review))
    assert gone() >= 5
    assert words(contributor.get(review)) == before


def test_of_a_large_inventory_a_worker_makes_it_and_leads_back(
    contributor: Visitor, gone: Gone, monkeypatch: pytest.MonkeyPatch
) -> None:
    contributor.drop(messy())
    review = contributor.step("review")
    gone()
    monkeypatch.setattr(summaries, "FEW_LINES", 5)
    assert "/work/" in contributor.client.get(review).headers["Location"]
    contributor.client.get(review)
    with scope(organisation=contributor.organisation):
        assert Job.objects.filter(kind="estate.summarise").count() == 1, "asked for twice, made once"
    page = contributor.get(review)
    assert contributor.at == review
    assert "1 206 équipements" in words(page)


def test_what_an_organisation_says_of_names_makes_another_summary(contributor: Visitor) -> None:
    contributor.drop(messy())
    found = contributor.started()
    with scope(organisation=contributor.organisation):
        before = summaries.summary(found.snapshot)
        name = next(n for n in before.first_names if "ZZ-42" in n.model)
        contributor.client.post(
            contributor.step("columns"), {"version": found.version, "name": name.key, "category-0": "Écran"}
        )
        after = summaries.summary(found.snapshot)
    monitors = [{k.category: k.quantity for k in one.kinds}["monitor"] for one in (before, after)]
    assert monitors[1] == monitors[0] + 2
    assert (before.lines, before.devices) == (after.lines, after.devices)


def test_the_lines_of_one_category_are_those_that_its_count_tells(contributor: Visitor, belcombe: Town) -> None:
    contributor.drop(messy())
    contributor.import_it()
    [inventory] = contributor.inventories()
    address = reverse("estate:inventory", args=[belcombe.organisation.public_id, inventory.public_id])
    whole = contributor.client.get(address)
    for kind in whole.context["kinds"]:
        page = contributor.client.get(address, {"category": kind.category or "-"})
        assert page.context["page"].paginator.count == kind.lines == len(page.context["rows"])
        assert sum(row["quantity"] for row in page.context["rows"]) == kind.quantity


def test_summaries_are_not_missed_where_they_are_gone_nor_called_unused_where_they_are(
    contributor: Visitor, gone: Gone
) -> None:
    contributor.drop(messy())
    with scope(organisation=contributor.organisation):
        name = f"{FOLDER}/{summaries.summary(contributor.started().snapshot).key}/summary.json"
    assert default_storage.exists(name)
    assert name not in {found.object for found in inspect(deep=False)}
    gone()
    missing = {found.text.arguments["name"] for found in inspect(deep=False) if found.code == "file_missing"}
    assert not [one for one in missing if str(one).startswith(FOLDER)]


HERE, THERE = "Type;Marque;Modèle;N° inventaire;Site", "Annexe"


def placed(*devices: tuple[str, str]) -> bytes:
    """Return an inventory of laptops, each with its number and its site."""
    lines = [f"PC portable;Dell;Latitude 5420;{number};{site}" for number, site in devices]
    return "\r\n".join([HERE, *lines, ""]).encode()


def test_what_moved_in_one_site_is_told_apart_and_of_a_site_that_nobody_names_nothing_is_kept(
    contributor: Visitor, belcombe: Town, gone: Gone
) -> None:
    for left in list(files.every(FOLDER)):
        files.discard(left)  # of earlier tests, whose rows are gone
    for on, devices in (
        ("2025-09-30", (("A1", "Mairie"), ("A2", "Mairie"), ("A3", THERE))),
        ("2026-09-30", (("A1", "Mairie"), ("A2", "École"), ("A4", "Mairie"))),
    ):
        contributor.drop(placed(*devices), on=on)
        contributor.import_it()
    newest = contributor.inventories()[0]
    address = reverse("estate:since", args=[belcombe.organisation.public_id, newest.public_id])

    def moved(**part: str) -> tuple[int, int, int]:
        found = contributor.client.get(address, part).context["moved"]
        return found.came, found.went, found.changed

    assert moved() == (1, 1, 1)
    assert moved(site="Mairie") == (1, 1, 0), "what moved elsewhere counts as went"
    assert moved(site="École") == (1, 0, 0)
    assert moved(site=THERE) == (0, 1, 0), "a site that only the one before names"
    kept = sorted(files.every(FOLDER))
    assert moved(site="Atlantide") == (0, 0, 0)
    assert sorted(files.every(FOLDER)) == kept
    assert "Rien n’a changé" in words(contributor.client.get(address, {"site": "Atlantide"}))
    lines = words(contributor.client.get(address, {"site": "Mairie", "lines": "went"}))
    assert "A2" in lines
    assert "A3" not in lines
    unused = {found.object for found in inspect(deep=False) if found.code == "file_unused"}
    assert [name for name in kept if name in unused] == [], "what is kept of a site is known"
    assert gone() == len(kept)
    assert moved(site="Mairie") == (1, 1, 0), "made again"


def test_of_a_large_inventory_a_worker_finds_what_moved_in_one_site(
    contributor: Visitor, belcombe: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for on, devices in (("2025-09-30", (("A1", "Mairie"), ("A2", "École"))), ("2026-09-30", (("A1", "Mairie"),))):
        contributor.drop(placed(*devices), on=on)
        contributor.import_it()
    newest = contributor.inventories()[0]
    address = reverse("estate:since", args=[belcombe.organisation.public_id, newest.public_id]) + "?site=Mairie"
    monkeypatch.setattr(changes, "FEW_LINES", 1)
    assert "/work/" in contributor.client.get(address).headers["Location"]
    page = contributor.get(address)
    assert contributor.at == address
    assert page.context["moved"].none


def test_models_that_an_own_referential_declares_are_recognised_in_a_file_that_was_read_before(
    contributor: Visitor,
) -> None:
    contributor.drop(messy())
    said = known.facts().factors[0].provenance
    model = DeclaredModel("own-1", "Dell", "P2419H", "monitor", None, 300.0, None, None, None, None, said)
    theirs = replace(known.facts(), declared=(*known.facts().declared, model))
    with scope(organisation=contributor.organisation):
        snapshot = contributor.started().snapshot
        whole = estates.reading_of(snapshot)
        own, shipped = (
            {r.declared_id for r, _ in estates.recognised(snapshot, whole, "FR", catalogue).recognitions}
            for catalogue in (theirs, None)
        )
    assert "own-1" in own
    assert "own-1" not in shipped


def test_columns_told_on_one_page_leave_what_is_remembered_of_the_others(contributor: Visitor) -> None:
    contributor.drop(placed(("A1", "Mairie")))
    found = contributor.started()
    with scope(organisation=contributor.organisation):
        head = reading.head_of(found.snapshot)
        before = dict(head.mapping.columns) | {"Marque": "supplier"}
        ColumnMemory.objects.create(organisation=found.organisation, header=reading.header_hash(head), columns=before)
    columns = contributor.step("columns")
    number = list(before).index("Site")
    seen = carried(contributor.client, columns)
    contributor.post(
        columns, version=found.version, **seen, **{f"label-{number}": "Site", f"column-{number}": "Entité ou service"}
    )
    with scope(organisation=contributor.organisation):
        kept = ColumnMemory.objects.get().columns
    assert (kept["Marque"], kept["Site"]) == ("supplier", "entity")
    here = {t.label: t.ours for t in contributor.get(columns).context["theirs"]}
    assert (here["Marque"], here["Site"]) == ("manufacturer", "entity"), "of this file only what was told here changes"
