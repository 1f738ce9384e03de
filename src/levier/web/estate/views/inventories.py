"""The inventories of an organisation: their list, one of them, what moved between two; taken away and brought back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from levier.web.estate import actions, queries
from levier.web.estate.bridge.changes import KINDS, Changes, moved_lines_page, no_changes, soon_changes
from levier.web.estate.bridge.lines import UNTOLD, Filters, count_lines, lines_page
from levier.web.estate.bridge.summaries import Summary, places, soon_summary
from levier.web.estate.models import Inventory
from levier.web.estate.views.answers import PER_PAGE, paged, waiting
from levier.web.house.bridge import days_kept
from levier.web.house.naming import told_apart
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.numbers import write_date
from levier.wording.text import Text, say


@require_GET
@inside(Right.READ)
def inventories(request: OrganisationRequest) -> HttpResponse:
    """List the inventories of the organisation by date, imports under way, and what can be brought back."""
    rows = queries.inventories()
    page, at = paged(request, rows.count())
    return render(
        request,
        "estate/inventories.html",
        {
            "inventories": told_apart(rows.select_related("created_by"), "label")[at : at + PER_PAGE],
            "page": page,
            "unfinished": told_apart(queries.unfinished(), "label")[:PER_PAGE],
            "undone": told_apart(queries.undone(), "label")[:PER_PAGE],
        },
    )


@require_GET
@inside(Right.READ)
def inventory(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Show an inventory: its devices by kind, its lines by site, entity and kind."""
    found = get_object_or_404(queries.inventories().select_related("organisation"), public_id=inventory)
    kept = soon_summary(found.snapshot)
    return waiting(request, found.snapshot) if kept is None else _shown(request, found, kept)


def _shown(request: OrganisationRequest, found: Inventory, kept: Summary) -> HttpResponse:
    filters = Filters(*(request.GET.get(name, "") for name in ("site", "entity", "category")))
    page, at = paged(request, count_lines(kept, filters))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "inventory": found,
        "undo_days": days_kept("deleted_object"),
        "day": write_date(found.on, language()),
        "kinds": kept.kinds,
        "filters": filters,
        "sites": kept.sites,
        "entities": kept.entities,
        "rows": lines_page(kept, filters, at, PER_PAGE),
        "page": page,
        "query": query.urlencode(),
        "others": queries.inventories().exclude(pk=found.pk).exists(),
    }
    return render(request, "estate/inventory.html", context)


@require_POST
@inside(Right.CONTRIBUTE)
def undo(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Take an inventory away, for as long as the retention says."""
    found = get_object_or_404(Inventory.objects.select_related("organisation"), public_id=inventory)
    actions.undo(found, person(request))
    messages.success(
        request, told(say("The inventory “{name}” was taken away. It can be brought back.", name=found.label))
    )
    return redirect("estate:inventories", request.organisation.public_id)


@require_POST
@inside(Right.CONTRIBUTE)
def bring_back(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Bring back an inventory that was taken away."""
    found = get_object_or_404(Inventory.objects.select_related("organisation"), public_id=inventory)
    actions.bring_back(found, person(request))
    return redirect("estate:inventory", request.organisation.public_id, found.public_id)


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
    filters = Filters(*(request.GET.get(name, "") for name in ("site", "entity")))
    before, kept = soon_summary(other.snapshot), soon_summary(found.snapshot)
    if before is None:
        return waiting(request, other.snapshot)
    moved = _moved(before, kept, filters) if kept else None
    if kept is None or moved is None:
        part = filters.told if kept and _named(filters, before, kept) else {}
        return waiting(request, found.snapshot, since=other.snapshot, part=part)
    heights = moved.heights
    wanted = request.GET.get("lines", "")
    kind = wanted if wanted in heights else max(heights, key=lambda name: bool(heights[name]))
    page, at = paged(request, heights[kind])
    context |= {
        "day": write_date(found.on, language()),
        "other_day": write_date(other.on, language()),
        "moved": moved,
        "kinds": [(name, KINDS[name], height) for name, height in heights.items() if height],
        "kind": kind,
        "kind_label": KINDS[kind],
        "rows": moved_lines_page(moved, kind, at, PER_PAGE),
        "page": page,
        "query": urlencode({"since": other.public_id, **filters.told, "lines": kind}),
        "part": urlencode({"since": other.public_id, **filters.told}),
        "filters": filters,
        "sites": kept.sites,
        "entities": kept.entities,
        "parts": _parts(moved),
    }
    return render(request, "estate/since.html", context)


def _moved(before: Summary, kept: Summary, filters: Filters) -> Changes | None:
    """Return what moved, in one site or entity where the filters name it; None where finding it takes a worker."""
    if not _named(filters, before, kept):
        return no_changes(before.snapshot, kept, filters.told)  # nothing is kept of whatever an address may say
    return soon_changes(before.snapshot, kept, filters.told)


def _named(filters: Filters, *summaries: Summary) -> bool:
    """Tell whether any of the inventories names the site and the entity of the filters."""
    every = [dict(zip(("site", "entity"), places(one), strict=True)) for one in summaries] if filters.told else []
    return all(value == UNTOLD or any(value in one[name] for one in every) for name, value in filters.told.items())


def _parts(moved: Changes) -> list[Text]:
    """Return what came, went and changed as parts of a sentence; nothing is said of what did not happen."""
    told = (
        (moved.came, say("one device came"), say("{n} devices came", n=moved.came)),
        (moved.went, say("one went"), say("{n} went", n=moved.went)),
        (moved.changed, say("one changed"), say("{n} changed", n=moved.changed)),
    )
    return [one if count == 1 else many for count, one, many in told if count]
