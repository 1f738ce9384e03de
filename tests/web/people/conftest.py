"""How people sign in during tests: as they do, with the code of an e-mail."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

SignIn = Callable[..., Any]


@pytest.fixture
def nothing_counted(db: None) -> None:
    """Forget how often anyone asked for a code: a test that ends its transactions leaves the cache."""
    cache.clear()


def code_sent_to(address: str) -> str:
    """Return the code of the last e-mail to an address."""
    bodies = [m.body for m in mail.outbox if address in m.to]
    found = re.search(r"^ {4}(\S+)$", str(bodies[-1]), flags=re.MULTILINE)
    assert found, bodies[-1]
    return found[1]


def type_code(client: Client, address: str, next_: str = "") -> Any:
    """Type the code that was sent into the page that asks for it."""
    answer = {"code": code_sent_to(address), "action": "verify"} | ({"next": next_} if next_ else {})
    return client.post("/account/login/code/confirm/", answer)


@pytest.fixture
def sign_in(db: None) -> SignIn:
    """Return what signs an address in, through the pages and the e-mail."""

    def signed_in(client: Client, address: str) -> Any:
        asked = client.post("/account/login/", {"email": address})
        assert asked.status_code == 302, asked.content
        return type_code(client, address.lower())

    return signed_in
