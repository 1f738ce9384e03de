"""Pages of a list whose rows are not rows of the database."""

from __future__ import annotations

from django.core.paginator import Page, Paginator


def page_of(number: int, count: int) -> Page[int]:
    """Return page `number` of `count`, for `house/pages.html`."""
    return Paginator(range(1, count + 1), 1).page(number)
