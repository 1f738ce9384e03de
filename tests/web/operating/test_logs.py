"""The logs tell what an operator needs and nothing about anybody."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.test import Client

from levier.web.house.logs import Json
from tests.web.conftest import Town


def written(record: logging.LogRecord) -> dict[str, object]:
    told = json.loads(Json().format(record))
    assert isinstance(told, dict)
    return told


def test_a_request_is_logged_by_its_route_and_not_by_its_address(
    belcombe: Town, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger("levier").propagate = True
    with caplog.at_level(logging.INFO, "levier.web.requests"):
        belcombe.client("reader").get(f"/o/{belcombe.organisation.public_id}/?q=reader@belcombe.example")
    logging.getLogger("levier").propagate = False
    told = written(caplog.records[-1])
    assert told["route"] == "o/<str:organisation>/"
    assert told["status"] == 200
    assert told["organisation"] == belcombe.organisation.public_id
    assert "belcombe.example" not in json.dumps(told)


def test_what_broke_is_logged_without_what_it_said() -> None:
    try:
        raise ValueError("invalid literal for int(): 'jeanne.martin@belcombe.example'")
    except ValueError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, "", 0, "Internal Server Error: /me/%s", ("jeanne",), sys.exc_info()
        )
    told = written(record)
    assert told["error"] == "ValueError"
    assert "test_logs.py" in str(told["where"])
    assert "jeanne" not in json.dumps(told)


@pytest.mark.django_db
def test_a_page_that_does_not_exist_is_logged_too(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("levier").propagate = True
    with caplog.at_level(logging.INFO, "levier.web.requests"):
        Client().get("/jeanne.martin/")
    logging.getLogger("levier").propagate = False
    told = written(caplog.records[-1])
    assert (told["route"], told["status"]) == ("", 404)
