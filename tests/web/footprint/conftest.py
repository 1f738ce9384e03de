"""What the tests of results share: Belcombe with its inventory imported, and a browser at its result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django_scopes import scope

from levier.estate.model import ReadOptions
from levier.estate.reading import read_snapshot, read_to_snapshot
from levier.web.estate.models import Inventory
from levier.web.house.files import keep
from levier.web.jobs.actions import do_waiting
from tests.web.conftest import Town

EXAMPLE = Path("examples/mairie-de-belcombe.csv")
ON = date(2026, 10, 1)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read the example once."""
    return read_to_snapshot(EXAMPLE, tmp_path_factory.mktemp("snapshots"), ReadOptions(on=ON))


Importer = Callable[..., Inventory]


@pytest.fixture
def imported(snapshot: Path) -> Importer:
    """Return what gives a town an inventory."""

    def give(town: Town, label: str = "Parc de Belcombe", on: date = ON, path: Path = snapshot) -> Inventory:
        keep(path, f"snapshots/{path.stem}.parquet")
        read = read_snapshot(path)
        with scope(organisation=town.organisation):
            return Inventory.objects.create(
                organisation=town.organisation,
                label=label,
                on=on,
                snapshot=path.stem,
                file_name=EXAMPLE.name,
                read=read.read,
                lines=read.lines.height,
                devices=int(read.lines["quantity"].sum()),
            )

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
