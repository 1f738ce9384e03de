"""What the tests of results share: Belcombe with its inventory imported, and a browser at its result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django_scopes import scope

from levier.footprint.baseline import Computed
from levier.web.estate.models import Inventory
from levier.web.footprint import bridge, keeping
from levier.web.footprint.asked import Asked
from levier.web.jobs.actions import do_waiting
from tests.web.conftest import Town
from tests.web.footprint.planting import ON, plant_inventory


@pytest.fixture(autouse=True)
def computed_once(monkeypatch: pytest.MonkeyPatch, memory: dict[Any, Any]) -> None:
    """Do no computation twice over the tests: it is the real one, kept by all that decides it."""
    compute, write = bridge.computed, keeping.written

    def computed(inventory: Inventory, asked: Asked, today: date) -> Computed:
        now = bridge.identity(inventory, asked, today)
        key = (inventory.snapshot, inventory.on, asked, now.corrections, now.facts, now.code)
        if key not in memory:
            memory[key] = compute(inventory, asked, today)
        found: Computed = memory[key]
        return found

    def written(found: Computed) -> list[tuple[str, str, bytes]]:
        if id(found) not in memory:
            memory[id(found)] = list(write(found))
        files: list[tuple[str, str, bytes]] = memory[id(found)]
        return files

    monkeypatch.setattr(bridge, "computed", computed)
    monkeypatch.setattr(keeping, "written", written)


@pytest.fixture(scope="session")
def memory() -> dict[Any, Any]:
    """What was computed already."""
    return {}


Importer = Callable[..., Inventory]


@pytest.fixture
def imported() -> Importer:
    """Return what gives a town an inventory."""

    def give(town: Town, label: str = "Parc informatique", on: date = ON) -> Inventory:
        with scope(organisation=town.organisation):
            return plant_inventory(town.organisation, label, on)

    return give


@pytest.fixture
def inventory(belcombe: Town, imported: Importer) -> Inventory:
    """The inventory of Belcombe."""
    return imported(belcombe)


def address(inventory: Inventory, page: str = "", query: str = "") -> str:
    """Return the address of a page of the newest result of an inventory."""
    return f"/o/{inventory.organisation.public_id}/result/{inventory.public_id}/{page}{query}"


def opened(client: Client, path: str) -> str:
    """Open a page, let the worker do what it asked for, and return what is shown then."""
    do_waiting("test")
    answer = client.get(path)
    while answer.status_code == 302:
        do_waiting("test")
        answer = client.get(answer.headers["Location"])
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()
