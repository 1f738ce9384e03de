"""What the views of people have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from levier.web.house.words import language, told
from levier.web.people.actions import Refused
from levier.web.people.models import User
from levier.wording.text import Text

ROWS = 25
"""Rows of a list on one page (DESIGN, section 4)."""
BAD_FORM = 422


def person(request: HttpRequest) -> User:
    """Return who is signed in, of a view that only they reach."""
    assert isinstance(request.user, User)
    return request.user


def tried(request: HttpRequest, act: Callable[[], Any], done: Text) -> bool:
    """Do what was asked, and tell what came of it on the next page; return whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, refusal.in_(language()).replace("\n", " "))
        return False
    messages.success(request, told(done))
    return True


def page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    """Return the page of a list that was asked for; one that does not exist is the nearest."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))
