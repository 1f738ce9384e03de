"""Pages of imports and inventories read a small summary, whatever the number of lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.bridge import estates, summaries
from levier.web.estate.bridge.keys import FOLDER
from levier.web.house import files
from levier.web.jobs.models import Job
from levier.web.operating.inspecting import inspect
from tests.web.conftest import Town
from tests.web.estate.conftest import Visitor, messy, words

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
