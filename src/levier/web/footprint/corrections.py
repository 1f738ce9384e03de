"""The pages of choices and corrections: what is told here is kept, and decides every result from then on.

Before a correction is kept, its page tells how many lines of the inventory it touches; each can be undone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.report.telling import capital
from levier.web.estate.actions import mark_of, name_many, told_of, undo_many
from levier.web.estate.bridge.lines import Wanted, count_names, lines_named, names_of, names_page
from levier.web.estate.bridge.names import NAME, Named, alias_key, fits, name_key, name_of_key
from levier.web.estate.bridge.summaries import Summary, places, soon_summary
from levier.web.estate.models import Alias, Inventory, Naming
from levier.web.estate.views.answers import paged, summary_for, waiting
from levier.web.footprint import actions, bridge, queries
from levier.web.footprint.forms import ChoicesForm, KwhForm, LifeForm, NameForm
from levier.web.footprint.models import Consumption, Lifetime
from levier.web.footprint.views import inventory_of
from levier.web.house.meanwhile import Both, ChangedMeanwhile, Editing, Values, both_texts, seen_in, stamp, status_of
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.text import Text, say

ROWS = 25
EXAMPLES = 5
"""Names that the page before a correction of many shows."""
LONGEST_SEARCH = 200
BAD_FORM = 422


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def choices(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Choose how results are computed, and of which part of the estate; then show the result."""
    found = inventory_of(request, inventory)
    summary = summary_for(request, found.snapshot)
    if summary is None:
        return waiting(request, found.snapshot)
    initial = queries.asked_now(request.organisation, request.GET.dict()).kept()
    if request.GET.get("referential") in bridge.referentials():
        initial["referential"] = request.GET["referential"]
    form = ChoicesForm(request.POST if request.method == "POST" else None, initial=initial, places=places(summary))
    form.see(queries.chosen(request.organisation))
    if form.is_valid() and kept(
        form, lambda: actions.choose(request.organisation, person(request), form.cleaned_data, form.seen)
    ):
        chosen = {name: form.cleaned_data[name] for name in ("site", "entity") if form.cleaned_data.get(name)}
        address = reverse("footprint:latest", args=[request.organisation.public_id, found.public_id])
        return redirect(f"{address}?{urlencode(chosen)}" if chosen else address)
    return render(request, "footprint/choices.html", {"inventory": found, "form": form}, status=_status(form))


def _status(form: Editing) -> int:
    return status_of(form, BAD_FORM)


def kept(form: Editing, act: Callable[[], Any], now: Callable[[], Values] | None = None) -> bool:
    """Do what a form asks for; where somebody was faster show both texts instead, and tell that it was not done."""
    try:
        act()
    except ChangedMeanwhile as error:
        form.clash(error, now() if now else None)
        return False
    return True


@require_GET
@inside(Right.READ)
def corrections(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """List what the organisation corrected, each with its undoing."""
    found = inventory_of(request, inventory)
    told_of = {"deleted_at": None}
    by_category = "created_by", "category"
    lives = Lifetime.objects.filter(**told_of).select_related(by_category[0]).order_by(by_category[1])
    kwh = Consumption.objects.filter(**told_of).select_related(by_category[0]).order_by(by_category[1])
    namings = Naming.objects.filter(**told_of).select_related("created_by")[:ROWS]
    page = Paginator(Alias.objects.select_related("created_by").order_by("-id"), ROWS).get_page(request.GET.get("page"))
    return render(
        request,
        "footprint/corrections.html",
        {
            "inventory": found,
            "lives": _labelled(lives),
            "kwh": _labelled(kwh),
            "namings": _labelled(namings),
            "aliases": [
                (alias, name, stamp({"category": alias.category, "size": alias.size}))
                for alias, name in _labelled(page)
            ],
            "page": page,
        },
    )


def _labelled(rows: Any) -> list[tuple[Any, str]]:
    """Return rows of a category with what that category is called."""
    labels = bridge.categories()
    return [(row, capital(told(labels[row.category])) if row.category in labels else row.category) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def life(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Tell how long the devices of a category are kept."""
    found = inventory_of(request, inventory)
    initial = {"category": request.POST.get("category") or request.GET.get("category", "")}
    form = LifeForm(request.POST if request.method == "POST" else None, initial=initial)
    form.see(queries.told_lives())
    if form.is_valid() and kept(
        form,
        lambda: actions.tell_life(request.organisation, person(request), **form.cleaned_data, seen=form.seen),
        queries.told_lives,
    ):
        messages.success(request, told(say("Kept. The result is computed with this life from now on.")))
        return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    context = _touched(request, found, form, initial["category"])
    if context is None:
        return waiting(request, found.snapshot)
    context |= {"planned": bridge.planned_lives(initial["category"]), "now": bridge.lives().get(initial["category"])}
    return render(request, "footprint/life.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
@inside(Right.CONTRIBUTE)
def kwh(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Tell how much electricity a device of a category uses in a year."""
    found = inventory_of(request, inventory)
    initial = {"category": request.POST.get("category") or request.GET.get("category", "")}
    form = KwhForm(request.POST if request.method == "POST" else None, initial=initial)
    form.see(bridge.consumptions())
    if form.is_valid() and kept(
        form,
        lambda: actions.tell_kwh(request.organisation, person(request), **form.cleaned_data, seen=form.seen),
        bridge.consumptions,
    ):
        messages.success(request, told(say("Kept. The result is computed with this electricity from now on.")))
        return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    context = _touched(request, found, form, initial["category"])
    if context is None:
        return waiting(request, found.snapshot)
    context |= {"known": bridge.known_kwh(initial["category"]), "now": bridge.consumptions().get(initial["category"])}
    return render(request, "footprint/kwh.html", context, status=_status(form))


def _touched(request: OrganisationRequest, inventory: Inventory, form: Any, category: str) -> dict[str, Any] | None:
    """Return what the page of a correction of a category shows: what it is called, how many lines it will touch.

    None where a worker has to count them.
    """
    labels = bridge.counted_categories()
    if category not in labels:
        return {"inventory": inventory, "form": form, "choices": sorted(_named_labels(labels), key=lambda c: c[1])}
    summary = summary_for(request, inventory.snapshot)
    if summary is None:
        return None
    lines, devices = bridge.lines_of(summary, category)
    told_of = {"category": category, "label": told(labels[category]), "lines": lines, "devices": devices}
    return {"inventory": inventory, "form": form, **told_of}


def _named_labels(labels: Mapping[str, Text]) -> list[tuple[str, str]]:
    return [(category, capital(told(label))) for category, label in labels.items()]


@require_POST
@inside(Right.CONTRIBUTE)
def undo_life(request: OrganisationRequest, inventory: str, life: int) -> HttpResponse:
    """Undo a correction of a life."""
    found = inventory_of(request, inventory)
    if actions.undo_life(request.organisation, person(request), get_object_or_404(Lifetime, pk=life)):
        return _undone(request, found, say("Undone. What held before holds again."))
    return _not_undone(request, found, say("Somebody changed this life meanwhile: nothing was undone."))


@require_POST
@inside(Right.CONTRIBUTE)
def undo_kwh(request: OrganisationRequest, inventory: str, told: int) -> HttpResponse:
    """Undo what was told of the electricity of a category."""
    found = inventory_of(request, inventory)
    if actions.undo_kwh(request.organisation, person(request), get_object_or_404(Consumption, pk=told)):
        return _undone(request, found, say("Undone. What held before holds again."))
    return _not_undone(request, found, say("Somebody changed this electricity meanwhile: nothing was undone."))


def _undone(request: OrganisationRequest, inventory: Inventory, text: Text) -> HttpResponse:
    messages.success(request, told(text))
    return redirect("footprint:corrections", request.organisation.public_id, inventory.public_id)


def _not_undone(request: OrganisationRequest, inventory: Inventory, text: Text) -> HttpResponse:
    messages.warning(request, told(text))
    return redirect("footprint:corrections", request.organisation.public_id, inventory.public_id)


# Names


@require_GET
@inside(Right.READ)
def names(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """List the distinct names of an inventory with what each was taken for; unknown ones first."""
    found = inventory_of(request, inventory)
    category, search = request.GET.get("category"), request.GET.get("q", "")[:LONGEST_SEARCH]
    labels = bridge.categories()
    summary = soon_summary(found.snapshot)
    if summary is None:
        return waiting(request, found.snapshot)
    wanted = Wanted(category, search)
    count, lines = count_names(summary, wanted)
    page, at = paged(request, count, ROWS)
    rows = [
        (
            n,
            capital(told(labels[n["category"]])) if n["category"] in labels else None,
            urlencode(_named(n)),
            name_key(n["type"], n["manufacturer"], n["model"]),
        )
        for n in names_page(summary, wanted, at, ROWS)
    ]
    filters = {k: v for k, v in (("category", category), ("q", search or None)) if v is not None}
    return render(
        request,
        "footprint/names.html",
        {
            "inventory": found,
            "rows": rows,
            "page": page,
            "query": urlencode(filters),
            "category": _called(category, labels),
            "category_id": category,
            "search": search,
            "lines": lines,
        },
    )


@require_POST
@inside(Right.CONTRIBUTE)
def name_some(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Say of many names at once what they are: first how many lines that touches, then, once confirmed, keep it.

    What was shown is what is done: where the lines or what was told of them changed meanwhile, it is shown again.
    """
    found = inventory_of(request, inventory)
    every: dict[str, str] = request.POST.dict()
    search, category = every.get("q", "")[:LONGEST_SEARCH], every.get("only")
    summary = summary_for(request, found.snapshot)
    assert summary is not None  # what was typed waits for it
    chosen = _chosen(request, summary, Wanted(category, search))
    back = reverse("footprint:names", args=[request.organisation.public_id, found.public_id])
    if not chosen:
        messages.warning(request, told(say("Tick at least one name first.")))
        filters = {k: v for k, v in (("category", category), ("q", search or None)) if v is not None}
        return redirect(f"{back}?{urlencode(filters)}" if filters else back)
    lines = sum(count for _, count in chosen)
    form = NameForm(request.POST if "lines" in every else None)
    if form.is_valid():
        try:
            if every["lines"] != str(lines):
                raise ChangedMeanwhile({}, say("The lines of these names changed since you opened the page."))
            kept = name_many(
                request.organisation, person(request), chosen, **form.cleaned_data, seen=str(form.seen.get("told", ""))
            )
        except ChangedMeanwhile as error:
            form.conflict, form.both = error, _both(error, chosen, every.get("lines", ""), lines, form.cleaned_data)
        else:
            text = say("Kept: {names} names on {lines} lines. It can be undone.", names=kept.names, lines=kept.lines)
            messages.success(request, told(text))
            return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    context = {
        "seen": stamp({"told": mark_of(told_of(name for name, _ in chosen))}),
        "inventory": found,
        "form": form,
        "chosen": chosen[:EXAMPLES],
        "more": max(0, len(chosen) - EXAMPLES),
        "count": len(chosen),
        "lines": lines,
        "keys": [] if every.get("which") == "all" else request.POST.getlist("name"),
        "which": every.get("which", ""),
        "only": category,
        "search": search,
        "back": back,
        "here": back,
    }
    return render(request, "footprint/names_chosen.html", context, status=_status(form))


def _both(
    error: ChangedMeanwhile, chosen: list[tuple[Named, int]], shown: str, lines: int, given: Mapping[str, str]
) -> list[Both]:
    """Return the first names of which somebody else told something, beside what was sent; else how many lines."""
    if not error.now:
        return both_texts([(told(say("Lines")), str(lines), shown)])
    labels = {category: capital(told(label)) for category, label in bridge.categories().items()}
    sent = labels.get(given["category"], given["category"])
    standing = ((" ".join(name), error.now.get(name_key(*name))) for name, _ in chosen)
    rows = [(name, labels.get(kept) or str(kept), sent) for name, kept in standing if kept is not None]
    return both_texts(rows)[:EXAMPLES]


def _chosen(request: OrganisationRequest, found: Summary, wanted: Wanted) -> list[tuple[Named, int]]:
    """Return the names that were ticked, or all of the list where that was asked, with the lines that bear each."""
    if request.POST.get("which") == "all":
        return names_of(found, wanted)
    ticked = {name_of_key(key) for key in request.POST.getlist("name")}
    return [(name, count) for name, count in names_of(found, Wanted()) if name in ticked]


@require_POST
@inside(Right.CONTRIBUTE)
def undo_some(request: OrganisationRequest, inventory: str, naming: int) -> HttpResponse:
    """Undo a correction of many names."""
    found = inventory_of(request, inventory)
    touched = undo_many(request.organisation, person(request), get_object_or_404(Naming, pk=naming))
    if not touched:
        return _not_undone(request, found, say("Somebody undid or changed these names meanwhile: nothing was undone."))
    return _undone(request, found, say("Undone for {n} names. What held before holds again.", n=touched))


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
    key = alias_key(*(written[part] for part in NAME))
    form = NameForm(request.POST if request.method == "POST" else None, initial=recognised)
    form.see(queries.told_of(key))
    if form.is_valid() and kept(
        form,
        lambda: actions.name_category(request.organisation, person(request), key, **form.cleaned_data, seen=form.seen),
    ):
        messages.success(request, told(say("Kept. This name is read so in every inventory from now on.")))
        return redirect("footprint:latest", request.organisation.public_id, found.public_id)
    summary = summary_for(request, found.snapshot)
    if summary is None:
        return waiting(request, found.snapshot)
    lines = lines_named(summary, (written["type"], written["manufacturer"], written["model"]))
    context = {"inventory": found, "form": form, "written": [v for v in written.values() if v], "lines": lines}
    return render(request, "footprint/name.html", context, status=_status(form))


@require_POST
@inside(Right.CONTRIBUTE)
def undo_name(request: OrganisationRequest, inventory: str, alias: int) -> HttpResponse:
    """Undo the correction of a name."""
    found = inventory_of(request, inventory)
    row, seen = get_object_or_404(Alias, pk=alias), seen_in(request.POST.get("seen", ""))
    try:
        actions.forget_name(request.organisation, person(request), row, seen)
    except ChangedMeanwhile:
        return _not_undone(request, found, say("Somebody changed this name meanwhile: nothing was undone."))
    return _undone(request, found, say("Undone. What held before holds again."))
