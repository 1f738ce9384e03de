"""Where the links of a told story lead: inside one file to its own anchors, on the site to a page of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from levier.report.document import Run

T = TypeVar("T")
Linker = Callable[[str], str]
"""Takes an anchor without its `#`, gives the address at which it is told, or "" where there is none."""


def relinked(part: T, link: Linker) -> T:
    """Return a part of a story whose anchors became the addresses that `link` gives; web addresses stay."""
    return _relinked(part, link)  # type: ignore[no-any-return]  # the same shape comes back


def _relinked(value: Any, link: Linker) -> Any:
    if isinstance(value, Run):
        if value.href.startswith("#"):
            return replace(value, href=link(value.href[1:]))
        return value if value.href.startswith(("https://", "http://")) else replace(value, href="")
    if isinstance(value, tuple):
        return tuple(_relinked(v, link) for v in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {f.name: _relinked(getattr(value, f.name), link) for f in fields(value)}
        return replace(value, **changed)
    return value
