"""Long work is done once, whoever dies; it can be watched, cancelled and tried again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope
from pytest_django.fixtures import Settings

from levier.estate.reading.texts import error_from_json
from levier.web.estate.models import Inventory
from levier.web.jobs import actions, handlers
from levier.web.jobs.handlers import Progress, handles
from levier.web.jobs.models import Job
from levier.web.people.models import Organisation, Site
from levier.wording.errors import UnusableFile
from levier.wording.text import say
from tests.web.conftest import Town
from tests.web.footprint.planting import plant_inventory

Work = Callable[[Mapping[str, Any], Progress], None]


@pytest.fixture(autouse=True)
def _handlers_of_this_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_HANDLERS", {})


def waiting(organisation: Organisation, work: Work, **payload: object) -> Job:
    handles("test")(work)
    with scope(organisation=organisation):
        return actions.enqueue(organisation, "test", payload, back="/done/")


def again(job: Job) -> Job:
    with scope(organisation=job.organisation):
        return Job.objects.get(pk=job.pk)


def add_site(payload: Mapping[str, Any], progress: Progress) -> None:
    """Work that says how far it is and leaves a row in the organisation in scope."""
    progress(say("Reading the file…"), 0.5)
    organisation = Organisation.objects.get(public_id=payload["place"])
    Site.objects.get_or_create(organisation=organisation, name=payload["name"])


@pytest.mark.django_db
def test_work_is_done_in_the_scope_of_its_organisation(belcombe: Town, outsider: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    assert actions.do_waiting("here:1") == 1
    done = again(job)
    assert (done.state, done.done_share, done.error) == (Job.State.DONE, 0.5, None)
    with scope(organisation=belcombe.organisation):
        assert [s.name for s in Site.objects.all()] == ["Mairie"]
    with scope(organisation=outsider.organisation):
        assert not Site.objects.exists()


@pytest.mark.django_db
def test_an_error_of_the_material_is_kept_whole_and_one_of_ours_is_not_shown(belcombe: Town) -> None:
    def unusable(_: Mapping[str, Any], __: Progress) -> None:
        raise UnusableFile(say("This file is a PDF."), mend=say("Export the inventory again, with its lines."))

    def broken(_: Mapping[str, Any], __: Progress) -> None:
        raise KeyError("jeanne.martin@belcombe.example")

    told = waiting(belcombe.organisation, unusable)
    actions.do_waiting("here:1")
    error = error_from_json(again(told).error or {})
    assert error.in_("en").startswith("This file is a PDF.\nWhat to do: Export")
    ours = waiting(belcombe.organisation, broken)
    actions.do_waiting("here:1")
    assert again(ours).state == Job.State.FAILED
    assert "jeanne" not in str(again(ours).error)


@pytest.mark.django_db
def test_work_that_waits_is_cancelled_at_once_and_work_that_runs_at_its_next_step(belcombe: Town) -> None:
    steps: list[str] = []

    def long(_: Mapping[str, Any], progress: Progress) -> None:
        with scope(organisation=belcombe.organisation):
            actions.cancel(running)
        steps.append("before")
        progress(say("Reading the file…"))
        steps.append("after")

    running = waiting(belcombe.organisation, long)
    actions.do_waiting("here:1")
    assert again(running).state == Job.State.CANCELLED
    assert steps == ["before"]
    idle = waiting(belcombe.organisation, long)
    with scope(organisation=belcombe.organisation):
        actions.cancel(idle)
    assert actions.do_waiting("here:1") == 0
    assert again(idle).state == Job.State.CANCELLED


@pytest.mark.django_db
def test_work_whose_worker_fell_silent_is_done_by_another_and_the_first_can_no_longer_speak(belcombe: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    first = actions.take("one:1")
    assert first is not None
    assert actions.take("two:2") is None
    _let_go(job)
    second = actions.take("two:2")
    assert second is not None
    actions.do(second)
    actions.do(first)  # it wakes up and goes on
    assert again(job).worker == "two:2"
    assert again(job).state == Job.State.DONE
    with scope(organisation=belcombe.organisation):
        assert Site.objects.count() == 1


@pytest.mark.django_db
def test_the_work_of_a_process_that_died_on_this_machine_is_free_at_once(belcombe: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    actions.take("here:1")
    actions.alive("here:2", "here", lambda name: name != "here:1")
    taken = actions.take("here:2")
    assert taken is not None
    assert taken.pk == job.pk
    actions.alive("elsewhere:3", "elsewhere", lambda _: False)
    assert actions.take("elsewhere:3") is None, "nobody can tell from afar that here:2 died"


@pytest.mark.django_db
def test_work_that_kills_its_worker_again_and_again_is_given_up_and_can_be_tried_again(belcombe: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    for n in range(actions.MOST_ATTEMPTS):
        assert actions.take(f"here:{n}") is not None
        _let_go(job)
    assert actions.do_waiting("here:9") == 1
    assert again(job).state == Job.State.FAILED
    with scope(organisation=belcombe.organisation):
        actions.retry(again(job))
    assert actions.do_waiting("here:9") == 1
    assert again(job).state == Job.State.DONE


@pytest.mark.django_db
def test_a_hold_is_renewed_only_by_the_one_who_holds(belcombe: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    held = actions.take("here:1")
    assert held is not None
    _let_go(job)
    assert actions.renew(held)
    assert actions.take("two:2") is None
    _let_go(job)
    assert actions.take("two:2") is not None
    assert not actions.renew(held)


def _let_go(job: Job) -> None:
    with scope(organisation=job.organisation):
        Job.objects.filter(pk=job.pk).update(held_until=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_workers_that_race_never_do_the_same_work_twice(belcombe: Town) -> None:
    done: list[int] = []

    def count(payload: Mapping[str, Any], _: Progress) -> None:
        done.append(payload["n"])

    for n in range(40):
        waiting(belcombe.organisation, count, n=n)

    def work(name: str) -> None:
        actions.do_waiting(name)
        connection.close()

    threads = [threading.Thread(target=work, args=(f"here:{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(40))


@pytest.fixture
def page(belcombe: Town) -> Callable[[Job], str]:
    def read(job: Job) -> str:
        answer = belcombe.client("contributor").get(f"/o/{belcombe.organisation.public_id}/work/{job.public_id}/")
        return answer.content.decode() if answer.status_code == 200 else answer.headers["Location"]

    return read


@pytest.mark.django_db
def test_the_page_of_work_loads_itself_anew_until_it_ends_then_leads_on(
    belcombe: Town, page: Callable[[Job], str]
) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    assert '<meta http-equiv="refresh"' in page(job)
    actions.do_waiting("here:1")
    assert page(job) == "/done/"


@pytest.mark.django_db
def test_a_reader_watches_but_does_not_cancel(belcombe: Town, outsider: Town) -> None:
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")
    address = f"/o/{belcombe.organisation.public_id}/work/{job.public_id}/"
    assert belcombe.client("reader").get(address).status_code == 200
    assert belcombe.client("reader").post(f"{address}cancel/").status_code == 403
    assert outsider.client("administrator").post(f"{address}cancel/").status_code == 404
    stolen = address.replace(belcombe.organisation.public_id, outsider.organisation.public_id)
    assert outsider.client("administrator").get(stolen).status_code == 404
    assert belcombe.client("contributor").post(f"{address}cancel/").status_code == 302
    assert again(job).state == Job.State.CANCELLED
    assert belcombe.client("contributor").post(f"{address}retry/").status_code == 302
    assert again(job).state == Job.State.WAITING


@pytest.mark.django_db(transaction=True)
def test_work_that_ends_soon_shows_no_page_that_only_waits(
    belcombe: Town, page: Callable[[Job], str], settings: Settings
) -> None:
    settings.PATIENCE_SECONDS = 30
    job = waiting(belcombe.organisation, add_site, place=belcombe.organisation.public_id, name="Mairie")

    def work() -> None:
        actions.do_waiting("here:1")
        connection.close()

    worker = threading.Timer(0.5, work)
    worker.start()
    assert page(job) == "/done/"
    worker.join()


@pytest.mark.django_db
def test_a_reader_at_work_that_failed_is_led_on_and_told_who_can_try_again(
    belcombe: Town, inventory: Inventory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page of a result leads to its work, and the page of failed work must not lead back there for ever."""

    def broken(_: Mapping[str, Any], __: Progress) -> None:
        raise RuntimeError

    monkeypatch.setitem(handlers._HANDLERS, "footprint.compute", broken)
    reader, result = belcombe.client("reader"), f"/o/{belcombe.organisation.public_id}/result/{inventory.public_id}/"
    reader.cookies["levier_language"] = "en-gb"
    work = reader.get(result)["Location"]
    actions.do_waiting("here:1")
    page = reader.get(work).content.decode()
    assert "Someone who may change this estate can try again." in page
    assert "/retry/" not in page, "readers may not"
    out = f"/o/{belcombe.organisation.public_id}/inventories/{inventory.public_id}/"
    assert f'<a href="{out}">Go back</a>' in page
    assert reader.get(out).status_code == 200
    again = belcombe.client("contributor").post(f"{work}retry/")
    assert again["Location"] == work
    with scope(organisation=belcombe.organisation):
        assert Job.objects.get().state == Job.State.WAITING


@pytest.fixture
def inventory(belcombe: Town) -> Inventory:
    with scope(organisation=belcombe.organisation):
        return plant_inventory(belcombe.organisation)
