"""A form as a browser sends it: what its page carries, hidden, and what was typed."""

from __future__ import annotations

import html
import re
from typing import Any

from django.test import Client

SEEN = re.compile(r'name="seen"[^>]*? value="([^"]*)"')


def carried(client: Client, page: str) -> dict[str, str]:
    """Open a page and return what its form carries of what stood there."""
    return carried_by(client.get(page))


def carried_by(answer: Any) -> dict[str, str]:
    """Return what the form of a page carries of what stood there."""
    found = SEEN.search(answer.content.decode())
    return {"seen": html.unescape(found[1])} if found else {}


def fill(client: Client, page: str, typed: dict[str, Any], **more: Any) -> Any:
    """Open a page, fill its form and send it."""
    return client.post(page, carried(client, page) | typed, **more)
