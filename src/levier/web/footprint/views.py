"""The pages of results."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from levier.web.estate.bridge.summaries import Summary, places, soon_summary
from levier.web.estate.models import Inventory
from levier.web.estate.views.answers import waiting
from levier.web.footprint import actions, bridge, comparing, markup, narrowing, queries, words
from levier.web.footprint.asked import Asked, Identity
from levier.web.footprint.keeping import kept_document, kept_trace
from levier.web.footprint.models import Result
from levier.web.footprint.steps import steps_of
from levier.web.house.listing import page_of
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right

STEPS = 25


def inventory_of(request: OrganisationRequest, inventory: str) -> Inventory:
    """Return an inventory of the organisation, else raise Http404."""
    found = get_object_or_404(Inventory, public_id=inventory, deleted_at=None)
    found.organisation = request.organisation
    return found


def result_of(result: str) -> Result:
    """Return a kept result of the organisation, else raise Http404."""
    return get_object_or_404(Result.objects.select_related("inventory"), public_id=result)


@require_GET
@inside(Right.READ)
def latest(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Show the result of an inventory with the choices of the organisation; have it computed where it is not."""
    found = inventory_of(request, inventory)
    filters = _filters(request)
    if filters:
        summary = soon_summary(found.snapshot)
        if summary is None:
            return waiting(request, found.snapshot)
        _refuse_nowhere(filters, summary)
    asked = queries.asked_now(request.organisation, filters)
    identity = bridge.identity(found, asked, timezone.localdate())
    kept = queries.newest_asked(identity.asked)
    if kept is not None and kept.corrections == identity.corrections:
        return shown(request, kept, identity)
    exact = queries.with_key(identity.key)
    if exact is not None:
        return shown(request, exact, identity)
    back = request.path + (f"?{urlencode(filters)}" if filters else "")
    job = actions.ask_for(found, asked, back, person(request))
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


@require_GET
@inside(Right.READ)
def result(request: OrganisationRequest, result: str) -> HttpResponse:
    """Show a kept result, as it was told."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    return shown(request, kept, _now(kept, Asked.of(kept.choices)))


def shown(request: OrganisationRequest, kept: Result, now: Identity | None) -> HttpResponse:
    """Lay out a kept result; `now` is what would decide it today, None where it cannot be computed any more."""
    kept.inventory.organisation = request.organisation
    name, base = kept.files[f"story-{language()}"], base_of(kept)
    shown_parts = {*markup.FIRST, *markup.REST, *markup.OWN}
    asked = Asked.of(kept.choices)
    return render(
        request,
        "footprint/result.html",
        {
            "result": kept,
            "asked": asked,
            "view": words.view(asked, kept.inventory.on.year),
            "referential": bridge.referential_label(asked.referential),
            "base": base,
            "answer": markup.answer(name, base),
            "first": markup.first_parts(name, base, markup.FIRST),
            "rest": markup.first_parts(name, base, markup.REST),
            "others": [p for p in markup.parts(name, base) if p[0] not in shown_parts],
            "narrowing": narrowing.facts(kept),
            "standing": comparing.standing(kept, now),
            "facts_day": _day_of_facts(kept),
            "walked": request.organisation.trial_until is not None or _just_imported(kept.inventory),
        },
    )


def _now(kept: Result, asked: Asked) -> Identity | None:
    """Return what would decide a result today; None where it cannot be computed any more."""
    try:
        return bridge.identity(kept.inventory, asked, timezone.localdate())
    except bridge.NoReferential:
        return None


def _day_of_facts(kept: Result) -> date | None:
    """Return the day of the newest fact that a result rests on."""
    _, _, day = kept.facts_version.partition(" ")
    return date.fromisoformat(day) if day else None


def _just_imported(inventory: Inventory) -> bool:
    """Tell whether the way from the file to the result was walked today: its steps are shown then."""
    return timezone.localdate(inventory.created_at) == timezone.localdate()


def base_of(kept: Result) -> str:
    """Return the address of a kept result."""
    return reverse("footprint:result", args=[kept.inventory.organisation.public_id, kept.public_id])


@require_GET
@inside(Right.READ)
def part(request: OrganisationRequest, result: str, part: str) -> HttpResponse:
    """Show one section of a result, in pages."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    number = _number(request)
    found = markup.part(kept.files[f"story-{language()}"], base_of(kept), part, number)
    if found is None:
        raise Http404
    title, body, pages = found
    return render(
        request,
        "footprint/part.html",
        {
            "result": kept,
            "base": base_of(kept),
            "title": title,
            "body": body,
            "page": page_of(number, pages),
            "narrowing": narrowing.facts(kept) if part in markup.OWN else None,
        },
    )


@require_GET
@inside(Right.READ)
def hows(request: OrganisationRequest, result: str) -> HttpResponse:
    """List the figures of a result, each with how it is made."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    found = markup.explanations(kept.files[f"story-{language()}"], base_of(kept))
    return render(request, "footprint/hows.html", {"result": kept, "base": base_of(kept), "explanations": found})


@require_GET
@inside(Right.READ)
def how(request: OrganisationRequest, result: str, figure: str) -> HttpResponse:
    """Explain one figure: a sentence, the formula, the inputs, the sources, and every step of its computation."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    found = markup.explanation(kept.files[f"story-{language()}"], base_of(kept), figure)
    if found is None:
        raise Http404
    title, body = found
    titles = {s["id"]: s["title"] for s in kept_document(kept.files["document"])["sources"]}
    trace = kept_trace(kept.files["trace"]) if "trace" in kept.files else None
    steps = steps_of(trace, markup.HOW + figure, titles, language()) if trace else None
    number, count = _number(request), -(-len(steps.steps) // STEPS) if steps else 1
    if not 1 <= number <= count:
        raise Http404
    return render(
        request,
        "footprint/how.html",
        {
            "result": kept,
            "base": base_of(kept),
            "title": title,
            "body": body,
            "steps": steps,
            "rows": steps.steps[(number - 1) * STEPS : number * STEPS] if steps else (),
            "page": page_of(number, count),
        },
    )


def _number(request: OrganisationRequest) -> int:
    """Return the number of the page that is asked for; what is no number is the first."""
    told = request.GET.get("page", "1")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 9 else 1


@require_POST
@inside(Right.CONTRIBUTE)
def renew(request: OrganisationRequest, result: str) -> HttpResponse:
    """Have a result computed again with the facts, the method and the corrections of today; the old one stays."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    if _now(kept, Asked.of(kept.choices)) is None:
        return redirect("footprint:result", request.organisation.public_id, kept.public_id)
    back = reverse("footprint:renewed", args=[request.organisation.public_id, kept.public_id])
    job = actions.ask_for(kept.inventory, Asked.of(kept.choices), back, person(request))
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


@require_GET
@inside(Right.READ)
def renewed(request: OrganisationRequest, result: str) -> HttpResponse:
    """Go to what moved since a result was computed again."""
    kept = result_of(result)
    kept.inventory.organisation = request.organisation
    now = _now(kept, Asked.of(kept.choices))
    newer = queries.with_key(now.key) if now else None
    if newer is None or newer == kept:
        return redirect("footprint:result", request.organisation.public_id, kept.public_id)
    return redirect("footprint:moves", request.organisation.public_id, kept.public_id, newer.public_id)


@require_GET
@inside(Right.READ)
def moves(request: OrganisationRequest, result: str, other: str) -> HttpResponse:
    """Tell what moved between two results, and whether the estate, the facts or the method moved it."""
    old, new = result_of(result), result_of(other)
    for kept in (old, new):
        kept.inventory.organisation = request.organisation
    told = comparing.moved(old, new)
    number, rows = _number(request), told.rows
    count = max(-(-len(rows) // STEPS), 1)
    if not 1 <= number <= count:
        raise Http404
    return render(
        request,
        "footprint/moves.html",
        {
            "old": old,
            "new": new,
            "moved": told,
            "rows": rows[(number - 1) * STEPS : number * STEPS],
            "page": page_of(number, count),
        },
    )


@require_GET
@inside(Right.READ)
def over_time(request: OrganisationRequest) -> HttpResponse:
    """Show the results of an organisation over time, with the same choices; of one site or entity where it is asked."""
    inventories = list(Inventory.objects.filter(deleted_at=None).order_by("on", "id"))
    for found in inventories:
        found.organisation = request.organisation
    summary = soon_summary(inventories[-1].snapshot) if inventories else None
    if inventories and summary is None:
        return waiting(request, inventories[-1].snapshot)
    filters = _filters(request)
    if summary:
        _refuse_nowhere(filters, summary)
    sites, entities = places(summary) if summary else ((), ())
    told = comparing.over_time(inventories, queries.asked_now(request.organisation, filters))
    page = Paginator(told["rows"], STEPS).get_page(request.GET.get("page"))
    context = {"rows": page.object_list, "page": page, "sites": sites, "entities": entities}
    return render(request, "footprint/over_time.html", told | context | {"query": urlencode(filters)})


def _refuse_nowhere(filters: dict[str, str], summary: Summary) -> None:
    """Raise Http404 for a part that no line names: it would be computed for nothing."""
    known = dict(zip(("site", "entity"), places(summary), strict=True))
    if any(value not in known[name] for name, value in filters.items()):
        raise Http404


def _filters(request: OrganisationRequest) -> dict[str, str]:
    """Return the site and the entity that an address names, those that it does."""
    return {name: request.GET[name] for name in ("site", "entity") if request.GET.get(name)}
