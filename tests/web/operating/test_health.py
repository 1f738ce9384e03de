"""The health page tells what is well and what is not, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from levier.web.jobs.actions import alive
from levier.web.jobs.models import Worker

pytestmark = pytest.mark.django_db


def test_a_site_with_a_worker_is_well() -> None:
    alive("here:1", "here", lambda _: True)
    answer = Client().get("/health/")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "database": "ok", "files": "ok", "worker": "ok"}
    assert not answer.cookies


def test_a_worker_that_fell_silent_is_noticed() -> None:
    alive("here:1", "here", lambda _: True)
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=6))
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["worker"] == "failing"


def test_files_that_cannot_be_written_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    answer = Client().get("/health/")
    assert answer.status_code == 503
    assert answer.json()["files"] == "failing"
    assert "space" not in answer.content.decode()
