"""The page of what came, went and changed between two inventories."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from levier.web.estate import bridge, changes, queries
from levier.web.estate.views import PER_PAGE, paged
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.wording.numbers import write_date
from levier.wording.text import Text, say


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
    filters = bridge.Filters(*(request.GET.get(name, "") for name in ("site", "entity")))
    estate = bridge.estate_of(found)
    moved = bridge.compared(other, estate, filters)
    query = {"since": other.public_id} | {n: v for n, v in (("site", filters.site), ("entity", filters.entity)) if v}
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
        "query": urlencode(query | {"lines": kind}),
        "part": urlencode(query),
        "filters": filters,
        "sites": bridge.places(estate, "site"),
        "entities": bridge.places(estate, "entity"),
        "parts": _parts(moved),
    }
    return render(request, "estate/since.html", context)


def _parts(moved: changes.Changes) -> list[Text]:
    """Return what came, went and changed as parts of a sentence; nothing is said of what did not happen."""
    told = (
        (moved.came, say("one device came"), say("{n} devices came", n=moved.came)),
        (moved.went, say("one went"), say("{n} went", n=moved.went)),
        (moved.changed, say("one changed"), say("{n} changed", n=moved.changed)),
    )
    return [one if count == 1 else many for count, one, many in told if count]
