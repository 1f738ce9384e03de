"""What someone hostile sends ends in a page that says so, never in a fault of ours, and never stops the others."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from levier.web.estate.models import Alias, Import
from levier.web.house import files
from levier.web.house.limits import MEGABYTE, SMALL_BODY
from levier.web.jobs import actions as jobs
from levier.web.jobs.models import Job
from levier.web.people.access import TRIAL
from tests.web.conftest import Town
from tests.web.estate.conftest import Visitor, messy
from tests.web.footprint.planting import plant_inventory
from tests.web.matrix import an_import

pytestmark = pytest.mark.django_db
LARGE = {"CONTENT_LENGTH": str(60 << 20)}
FILE = SimpleUploadedFile


class Unread:
    """A body that must not be read."""

    def read(self, *_: Any) -> bytes:
        raise AssertionError("the body was read")

    readline = read


@pytest.mark.parametrize("page", ["/account/login/", "/example/", "/start/", "/new/"])
def test_a_body_that_is_too_large_is_refused_unread(page: str) -> None:
    page = reverse("estate:start") if page == "/start/" else page
    sent: dict[str, Any] = {**LARGE, "wsgi.input": Unread()}
    answer = Client().generic("POST", page, "", "application/x-www-form-urlencoded", **sent)
    assert answer.status_code == 413
    assert "trop volumineux" in answer.content.decode()


@pytest.mark.parametrize("length", ["-1", "1e9", "٣", "9" * 40])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    assert Client().generic("POST", "/account/login/", "", CONTENT_LENGTH=length).status_code == 400


def test_a_file_passes_where_a_form_of_that_size_does_not(contributor: Visitor) -> None:
    content = messy() + b" " * SMALL_BODY
    assert contributor.drop(content).status_code == 200


def test_pasted_lines_of_five_million_letters_are_taken_and_more_is_said_to_be_too_large() -> None:
    line = "Ordinateur portable\tDell\tLatitude 5420\n"
    text = "Type\tMarque\tModèle\n" + line * (4_900_000 // len(line))
    sent = {"on": "2026-09-30", "label": ""}
    assert Client().post(reverse("estate:start"), {**sent, "pasted": text}).status_code == 302
    answer = Client().post(reverse("estate:start"), {**sent, "pasted": "x" * 8_100_000})
    assert answer.status_code == 413


@pytest.mark.parametrize("address", ["/o/%00/", "/?x=%00", "/invitation/%00/", "/me/restore/a%00b/"])
def test_a_nul_in_an_address_names_nothing(address: str) -> None:
    assert Client().get(address).status_code == 400


@pytest.mark.parametrize("number", ["9" * 30, "9" * 200])
@pytest.mark.parametrize("page", ["sites/{}/", "entities/{}/", "members/{}/role/"])
def test_a_number_that_no_table_holds_is_no_page(belcombe: Town, page: str, number: str) -> None:
    address = f"/o/{belcombe.organisation.public_id}/{page.format(number)}"
    assert belcombe.client("administrator").get(address).status_code == 404


@pytest.mark.parametrize("version", ["9" * 5_000, "-1", "٣", "1.5", ""])
def test_a_version_that_is_no_number_imports_nothing(belcombe: Town, version: str) -> None:
    with scope(organisation=belcombe.organisation):
        arguments = [belcombe.organisation.public_id, an_import(belcombe.organisation)["started"]]
    answer = belcombe.client("contributor").post(reverse("estate:review", args=arguments), {"version": version})
    assert answer.status_code == 302
    with scope(organisation=belcombe.organisation):
        assert Import.objects.get().state == Import.State.READ


@pytest.mark.parametrize("name", ["é" * 250 + ".csv", "../../etc/passwd", "a\x00b.csv", "\u202evsc.exe", "x" * 300])
def test_whatever_a_file_is_called_it_is_read(contributor: Visitor, name: str) -> None:
    contributor.drop(messy(), name)
    started = contributor.started()
    assert started.state == Import.State.READ
    assert "/" not in started.file_name
    assert started.file_name.isprintable()


@pytest.mark.parametrize("state", [Import.State.READING, Import.State.UNREADABLE])
def test_lines_set_aside_of_a_file_that_was_not_read_are_not_there(belcombe: Town, state: str) -> None:
    with scope(organisation=belcombe.organisation):
        arguments = [belcombe.organisation.public_id, an_import(belcombe.organisation)["started"]]
        Import.objects.update(state=state, snapshot="")
    assert belcombe.client("contributor").get(reverse("estate:rejects", args=arguments)).status_code == 404


@pytest.mark.parametrize("part", ["x" * 301, "a\x00b", 3, None])
def test_a_name_that_cannot_be_kept_is_not(belcombe: Town, part: object) -> None:
    with scope(organisation=belcombe.organisation):
        arguments = [belcombe.organisation.public_id, an_import(belcombe.organisation)["started"]]
    sent = {"name": json.dumps([part, "", ""]), "category-0": "monitor", "version": "1"}
    assert belcombe.client("contributor").post(reverse("estate:columns", args=arguments), sent).status_code < 500
    with scope(organisation=belcombe.organisation):
        assert not Alias.objects.exists()


def test_a_part_of_an_estate_that_no_line_names_is_not_computed(belcombe: Town) -> None:
    with scope(organisation=belcombe.organisation):
        found = plant_inventory(belcombe.organisation)
    address = reverse("footprint:latest", args=[belcombe.organisation.public_id, found.public_id])
    reader = belcombe.client("reader")
    assert [reader.get(address, {"site": f"nowhere {n}"}).status_code for n in range(3)] == [404, 404, 404]
    assert reader.get(address, {"noise": "x" * 3_000}).status_code == 302
    with scope(organisation=belcombe.organisation):
        [job] = Job.objects.all()
        assert job.back == address


def test_one_trial_cannot_fill_the_queue(visitor: Visitor) -> None:
    send: Callable[[int], Any] = lambda n: visitor.client.post(  # noqa: E731
        reverse("estate:start"), {"file": FILE(f"{n}.csv", messy()), "on": "2026-09-30", "label": ""}
    )
    statuses = [send(n).status_code for n in range(jobs.MOST_OPEN_OF_A_TRIAL + 1)]
    assert statuses == [302] * jobs.MOST_OPEN_OF_A_TRIAL + [429]
    assert "attendent déjà" in send(99).content.decode()
    jobs.do_waiting("test")
    assert send(100).status_code == 302


def test_one_trial_cannot_fill_the_disk(visitor: Visitor, settings: Any) -> None:
    content, before = messy(), uploads()
    settings.MOST_TRIAL_MB = 2 * len(content) / MEGABYTE
    statuses = [visitor.drop(content + b"\n" * n, f"{n}.csv").status_code for n in range(1, 4)]
    assert statuses == [200, 429, 429]
    assert len(uploads() - before) <= 1


def uploads() -> set[str]:
    return {name for name in files.every() if name.startswith("uploads/")}


@pytest.mark.parametrize("page", ["/example/", "start"])
def test_whoever_opens_trials_without_end_is_told_so(page: str) -> None:
    address = reverse("estate:start") if page == "start" else page
    sent: Mapping[str, Any] = {"on": "2026-09-30", "label": "", "pasted": "Type\tMarque\nÉcran\tDell\n"}
    statuses = [Client().post(address, sent).status_code for _ in range(31)]
    assert set(statuses[:30]) == {302}
    assert statuses[30] in {422, 429}


def test_the_session_changes_its_name_when_a_trial_opens() -> None:
    client = Client()
    client.post("/account/login/", {"email": "someone@belcombe.example"})
    before = client.session.session_key
    client.post("/example/")
    assert client.session[TRIAL]
    assert client.session.session_key != before
