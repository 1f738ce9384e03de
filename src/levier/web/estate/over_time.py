"""The page of what came, went and changed between two inventories."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from levier.web.estate import bridge, changes, queries
from levier.web.estate.views import PER_PAGE, paged
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.wording.numbers import write_date


@require_GET
@inside(Right.READ)
def since(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Show what moved since another inventory: the one asked for, else the one before."""
    known = queries.inventories().select_related("organisation")
    found = get_object_or_404(known, public_id=inventory)
    asked = request.GET.get("since")
    other = get_object_or_404(known, public_id=asked) if asked else queries.last_before(found)
    context: dict[str, Any] = {
        "inventory": found,
        "other": other,
        "others": queries.inventories().exclude(pk=found.pk)[:PER_PAGE],
    }
    if other is None:
        return render(request, "estate/since.html", context)
    moved = bridge.compared(other, bridge.estate_of(found))
    heights = {name: moved.lines(name).height for name in changes.KINDS}
    wanted = request.GET.get("lines", "")
    kind = wanted if wanted in heights else max(heights, key=lambda name: bool(heights[name]))
    page, at = paged(request, heights[kind])
    context |= {
        "day": write_date(found.on, language()),
        "other_day": write_date(other.on, language()),
        "moved": moved,
        "kinds": [(name, changes.KINDS[name], height) for name, height in heights.items() if height],
        "kind": kind,
        "kind_label": changes.KINDS[kind],
        "rows": changes.rows(moved, kind, at, PER_PAGE, bridge.facts().categories),
        "page": page,
        "query": f"since={other.public_id}&lines={kind}",
    }
    return render(request, "estate/since.html", context)
