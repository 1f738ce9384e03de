"""What an answer says: its markup, or its words alone."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]*')
SPACE = re.compile(r"[\s\u00a0\u202f]+")


def markup(answer: Any) -> str:
    """Return a page as sent, with plain spaces, its forms' tokens emptied: chance may spell any word."""
    page = TOKEN.sub(r"\1", answer.content.decode())
    return page.replace("\u202f", " ").replace("\u00a0", " ").replace("&#x27;", "'")


def words(answer: Any) -> str:
    """Return what a page says, without its tags, its spaces alike."""
    return SPACE.sub(" ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())))
