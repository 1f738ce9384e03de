"""The pages of choices and corrections: what is told here is kept, and decides every result from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.report.telling import capital
from levier.web.estate.bridge.lines import count_names, names_page
from levier.web.estate.bridge.names import NAME, alias_key, fits
from levier.web.estate.bridge.summaries import places, soon_summary
from levier.web.estate.models import Alias
from levier.web.estate.views.answers import paged, waiting
from levier.web.footprint import actions, bridge, queries
from levier.web.footprint.forms import ChoicesForm, LifeForm, NameForm
from levier.web.footprint.models import Lifetime
from levier.web.footprint.views import inventory_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.text import Text, say

ROWS = 25


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def choices(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Choose how results are computed, and of which part of the estate; then show the result."""
    found = inventory_of(request, inventory)
    kept = soon_summary(found.snapshot)
    if kept is None:
        return waiting(request, found.snapshot)
    asked = queries.asked_now(request.organisation, request.GET.dict())
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=asked.kept(), places=places(kept))
    if form.is_valid():
        actions.choose(request.organisation, person(request), form.cleaned_data)
        chosen = {name: form.cleaned_data[name] for name in ("site", "entity") if form.cleaned_data.get(name)}
        address = reverse("footprint:latest", args=[request.organisation.public_id, found.public_id])
        return redirect(f"{address}?{urlencode(chosen)}" if chosen else address)
    return render(request, "footprint/choices.html", {"inventory": found, "form": form}, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.errors else 200


@require_GET
@inside(Right.READ)
def corrections(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """List what the organisation corrected, each with its undoing."""
    found = inventory_of(request, inventory)
    labels = bridge.categories()
    lives = [
        (life, capital(told(labels[life.category])) if life.category in labels else life.category)
        for life in Lifetime.objects.filter(deleted_at=None).select_related("created_by").order_by("category")
    ]
    page = Paginator(Alias.objects.select_related("created_by").order_by("-id"), ROWS).get_page(request.GET.get("page"))
    aliases = [(alias, capital(told(labels[alias.category])) if alias.category in labels else "") for alias in page]
    return render(
        request,
        "footprint/corrections.html",
        {"inventory": found, "lives": lives, "aliases": aliases, "page": page},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def life(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Tell how long the devices of a category are kept."""
    found = inventory_of(request, inventory)
    initial = {"category": request.GET.get("category", "")}
    form = LifeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        category, years = form.cleaned_data["category"], form.cleaned_data["years"]
        actions.tell_life(request.organisation, person(request), category, years)
        messages.success(request, told(say("Kept. The result is computed with this life from now on.")))
        return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    context = {"inventory": found, "form": form, "planned": bridge.planned_lives(initial["category"])}
    return render(request, "footprint/life.html", context, status=_status(form))


@require_POST
@inside(Right.CONTRIBUTE)
def undo_life(request: OrganisationRequest, inventory: str, life: int) -> HttpResponse:
    """Undo a correction of a life."""
    found = inventory_of(request, inventory)
    actions.undo_life(request.organisation, person(request), get_object_or_404(Lifetime, pk=life))
    messages.success(request, told(say("Undone. What held before holds again.")))
    return redirect("footprint:corrections", request.organisation.public_id, found.public_id)


@require_GET
@inside(Right.READ)
def names(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """List the distinct names of an inventory with what each was taken for; unknown ones first."""
    found = inventory_of(request, inventory)
    category = request.GET.get("category")
    labels = bridge.categories()
    kept = soon_summary(found.snapshot)
    if kept is None:
        return waiting(request, found.snapshot)
    page, at = paged(request, count_names(kept, category), ROWS)
    rows = [
        (n, capital(told(labels[n["category"]])) if n["category"] in labels else None, urlencode(_named(n)))
        for n in names_page(kept, category, at, ROWS)
    ]
    return render(
        request,
        "footprint/names.html",
        {
            "inventory": found,
            "rows": rows,
            "page": page,
            "query": "" if category is None else urlencode({"category": category}),
            "category": _called(category, labels),
        },
    )


def _called(category: str | None, labels: Mapping[str, Text]) -> str | None:
    if category == "":
        return told(say("Not recognised"))
    return capital(told(labels[category])) if category and category in labels else category


def _named(name: Mapping[str, Any]) -> dict[str, str]:
    return {part: name[part] for part in NAME}


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def name(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Tell what a distinct name is; it holds for every inventory."""
    found = inventory_of(request, inventory)
    written = {part: request.GET.get(part, "") for part in NAME}
    if not any(written.values()) or not all(fits(part) for part in written.values()):
        raise Http404
    recognised = bridge.taken_for(written)
    form = NameForm(request.POST if request.method == "POST" else None, initial=recognised)
    if form.is_valid():
        key = alias_key(*(written[part] for part in NAME))
        actions.name_category(
            request.organisation, person(request), key, form.cleaned_data["category"], form.cleaned_data["size"]
        )
        messages.success(request, told(say("Kept. This name is read so in every inventory from now on.")))
        return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    context = {"inventory": found, "form": form, "written": [v for v in written.values() if v]}
    return render(request, "footprint/name.html", context, status=_status(form))


@require_POST
@inside(Right.CONTRIBUTE)
def undo_name(request: OrganisationRequest, inventory: str, alias: int) -> HttpResponse:
    """Undo the correction of a name."""
    found = inventory_of(request, inventory)
    actions.forget_name(request.organisation, person(request), get_object_or_404(Alias, pk=alias))
    messages.success(request, told(say("Undone. This name is recognised by itself again.")))
    return redirect("footprint:corrections", request.organisation.public_id, found.public_id)
