"""The way from a file to an inventory, and the inventories of an organisation."""

from __future__ import annotations

from importlib import resources
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from levier.estate.reading.texts import error_from_json
from levier.web.estate import actions, bridge, queries
from levier.web.estate.forms import ENCODINGS, MEGABYTE, ReadingForm, StartForm
from levier.web.estate.models import Import, Inventory
from levier.web.house.bridge import days_kept
from levier.web.house.limits import takes
from levier.web.house.meanwhile import CONFLICT, Both, ChangedMeanwhile, both_texts, lines_of, seen_in, stamp
from levier.web.house.words import language, told
from levier.web.jobs.models import Job
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.actions import open_trial
from levier.web.people.models import Organisation, User
from levier.web.people.roles import Right
from levier.wording.errors import LevierError
from levier.wording.numbers import write_date
from levier.wording.text import say

PER_PAGE = 25
STEPS = ("reading", "columns", "review")
LONGEST_VERSION = 10
MOST_NAMES = 15
"""So many names at once: a page of columns stays light."""
MOST_SENT = bridge.LIMITS.file_mb * MEGABYTE + settings.DATA_UPLOAD_MAX_MEMORY_SIZE
EXAMPLE = "mairie-de-belcombe.csv"
DAYS = {"file_days": days_kept("import_file"), "trial_days": days_kept("trial_space")}


def person(request: HttpRequest) -> User | None:
    """Return who acts, or None in a trial space."""
    return request.user if isinstance(request.user, User) else None


# Dropping a file


@takes(MOST_SENT)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Take a file without an account: it opens a trial space."""
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisation = open_trial(request)
        except LevierError as error:
            form.add_error(None, error.in_(language()))
        else:
            with scope(organisation=organisation):
                return _started(request, organisation, form)
    return render(request, "estate/start.html", {"form": form, **DAYS}, status=422 if form.is_bound else 200)


@takes(MOST_SENT)
@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def new(request: OrganisationRequest) -> HttpResponse:
    """Take a file into an organisation."""
    form = StartForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _started(request, request.organisation, form)
    return render(request, "estate/start.html", {"form": form, **DAYS}, status=422 if form.is_bound else 200)


def _started(request: HttpRequest, organisation: Organisation, form: StartForm) -> HttpResponse:
    given = form.cleaned_data
    _, job = actions.start_import(organisation, person(request), given["file"], given["label"], given["on"])
    return redirect("jobs:job", organisation.public_id, job.public_id)


@require_http_methods(["GET", "POST"])
def example(request: HttpRequest) -> HttpResponse:
    """Take the example: the inventory of an invented town hall, into a trial space."""
    if request.method == "GET":
        return render(request, "estate/example.html")
    content = (resources.files("levier.web.estate") / "example.csv").read_bytes()
    organisation = open_trial(request)
    with scope(organisation=organisation):
        upload = SimpleUploadedFile(EXAMPLE, content)
        label = told(say("Town hall of Belcombe (invented)"))
        _, job = actions.start_import(organisation, person(request), upload, label, timezone.localdate())
    return redirect("jobs:job", organisation.public_id, job.public_id)


# From the file to the inventory


@require_GET
@inside(Right.READ)
def an_import(request: OrganisationRequest, started: str) -> HttpResponse:
    """Lead to the step where an import stands."""
    found = get_object_or_404(Import, public_id=started)
    if found.state == Import.State.READING:
        jobs = Job.objects.filter(kind=actions.READ, payload__import=found.public_id)
        job = jobs.order_by("-id").first()
        if job is not None:
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
    if found.inventory is not None and found.inventory.deleted_at is None:
        return redirect("estate:inventory", request.organisation.public_id, found.inventory.public_id)
    step = request.GET.get("step")
    name = step if found.state == Import.State.READ and step in STEPS else "reading"
    return redirect(f"estate:{name}", request.organisation.public_id, found.public_id)


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def reading(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show how the file was read, with its first rows as they stand; read it again with what is told."""
    found = get_object_or_404(Import.objects.select_related("organisation", "changed_by"), public_id=started)
    initial = {"version": found.version, **found.options}
    form = ReadingForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = {key: value for key, value in form.cleaned_data.items() if key != "version"}
        try:
            job = actions.read_again(found, person(request), form.cleaned_data["version"], **wanted)
        except ChangedMeanwhile as error:
            found.refresh_from_db()
            form.clash(ChangedMeanwhile(_told_now(form, found), error.what, str(found.changed_by or "")))
        else:
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
    kept = bridge.reading_of(found.snapshot) if found.state == Import.State.READ else None
    return render(
        request,
        "estate/reading.html",
        {
            **_steps(found, "reading"),
            "form": form,
            "error": error_from_json(found.error).in_(language()).split("\n") if found.error else [],
            "rows": bridge.first_rows(found, kept),
            "reading": kept,
            "sheets": kept.mapping.sheets if kept else (),
            "encoding": _encoding(kept.mapping.encoding) if kept else "",
            "preset": bridge.preset_label(kept.mapping.preset) if kept else "",
        },
        status=CONFLICT if form.conflict else 200,
    )


def _encoding(name: str | None) -> str:
    """Return the name of an encoding as people know it."""
    told = name or ""
    return str(dict(ENCODINGS).get(told.removesuffix("-sig"), told))


def _told_now(form: ReadingForm, found: Import) -> dict[str, Any]:
    """Return what is told of the file now, by the names of the fields, to be shown beside what was sent."""
    return {name: found.options.get(name, "") for name in form.fields if name not in ("version", "seen")}


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def columns(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show what each of their columns was taken for, and names that were not recognised; take corrections of both."""
    found = _read_import(started)
    if found is None:
        return redirect("estate:import", request.organisation.public_id, started)
    kept = bridge.reading_of(found.snapshot)
    theirs = bridge.columns_of(found, kept)
    wrong: list[tuple[str, str]] = []
    conflict: LevierError | None = None
    if request.method == "POST":
        wanted, unknown = _columns_given(request, theirs)
        given, wrong = _names_given(request)
        wrong = unknown + wrong
        if not wrong:
            try:
                changed = any(wanted[t.label] != t.ours for t in theirs)
                return _matched(request, found, wanted if changed else None, given)
            except ChangedMeanwhile as error:
                conflict = error
                found.refresh_from_db()
    typed = dict(zip(request.POST.getlist("name"), _typed(request, "category", MOST_NAMES), strict=False))
    estate = bridge.estate_of_snapshot(found.snapshot, request.organisation.country)
    names = bridge.unsure_names(estate, [key for key, text in typed.items() if text and conflict])
    standing = actions.named((n.type, n.manufacturer, n.model) for n in names[:MOST_NAMES])
    remembered = actions.remembered(kept)
    context = {
        **_steps(found, "columns"),
        "theirs": theirs,
        "rows": list(zip(theirs, _typed(request, "column", len(theirs)), strict=True)),
        "ours": bridge.OURS.items(),
        "names": names[:MOST_NAMES],
        "name_rows": [(name, typed.get(name.key, "")) for name in names[:MOST_NAMES]],
        "name_count": len(names),
        "more": max(0, len(names) - MOST_NAMES),
        "categories": bridge.categories(),
        "wrong": wrong,
        "wrong_fields": [identifier for _, identifier in wrong],
        "seen": stamp({"names": standing, "memory": remembered}),
        "lines": lines_of(conflict),
        "both": _both(request, theirs, names, standing, remembered) if conflict else [],
    }
    return render(request, "estate/columns.html", context, status=422 if wrong else CONFLICT if conflict else 200)


def _both(
    request: HttpRequest,
    theirs: list[bridge.Theirs],
    names: list[bridge.Name],
    standing: dict[str, str | None],
    remembered: dict[str, str],
) -> list[Both]:
    """Return what stands there now beside what was sent, of columns and of names."""
    labels = {category.id: told(category.label) for category in bridge.categories()}
    sent = dict(zip(request.POST.getlist("name"), _typed(request, "category", MOST_NAMES), strict=False))
    columns = (
        (column.label, told(bridge.OURS.get(remembered.get(column.label, column.ours), column.shown)), text)
        for column, text in zip(theirs, _typed(request, "column", len(theirs)), strict=True)
        if text
    )
    categories = (
        (f"{n.type} {n.manufacturer} {n.model}".strip(), labels.get(standing.get(n.key) or "", "–"), sent[n.key])
        for n in names[:MOST_NAMES]
        if sent.get(n.key)
    )
    return both_texts([*columns, *categories])


def _typed(request: HttpRequest, name: str, count: int) -> list[str]:
    """Return what was typed in numbered fields."""
    return [request.POST.get(f"{name}-{i}", "").strip() for i in range(count)]


def _read_import(started: str) -> Import | None:
    """Return an import that was read, else None."""
    found = get_object_or_404(Import.objects.select_related("organisation", "changed_by"), public_id=started)
    return found if found.state == Import.State.READ else None


def _columns_given(request: HttpRequest, theirs: list[bridge.Theirs]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what each of their columns is said to be, and the texts that are no column of ours with their fields."""
    wanted, unknown = {}, []
    for i, (column, text) in enumerate(zip(theirs, _typed(request, "column", len(theirs)), strict=True)):
        ours = bridge.ours_named(text, language()) if text else column.ours
        if ours is None:
            unknown.append((text, f"column-{i}"))
        wanted[column.label] = ours or column.ours
    return wanted, unknown


def _names_given(
    request: HttpRequest,
) -> tuple[list[tuple[tuple[str, str, str], str]], list[tuple[str, str]]]:
    """Return the categories that were given to names, and the texts that are no category with their fields."""
    given, wrong = [], []
    for i, (key, text) in enumerate(
        zip(request.POST.getlist("name"), _typed(request, "category", MOST_NAMES), strict=False)
    ):
        parts = bridge.name_of_key(key)
        if not text or parts is None:
            continue
        category = bridge.category_named(text, language())
        if category is None:
            wrong.append((text, f"category-{i}"))
        else:
            given.append((parts, category))
    return given, wrong


def _matched(
    request: OrganisationRequest,
    found: Import,
    wanted: dict[str, str] | None,
    given: list[tuple[actions.Name, str]],
) -> HttpResponse:
    carried = seen_in(request.POST.get("seen", ""))
    seen = actions.Seen(*(part if isinstance(part := carried.get(n), dict) else {} for n in ("names", "memory")))
    job = actions.settle(found, person(request), _version(request), wanted, given, seen)
    if job is None:
        return redirect("estate:review", request.organisation.public_id, found.public_id)
    job.back += "?step=review"
    job.save(update_fields=["back"])
    return redirect("jobs:job", request.organisation.public_id, job.public_id)


def _version(request: HttpRequest) -> int:
    """Return the version of the import for which a form was filled; 0, which none has, where it does not tell."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < LONGEST_VERSION else 0


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def review(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show what will be imported, what is set aside and why, what changed; mend, or import."""
    found = _read_import(started)
    if found is None:
        return redirect("estate:import", request.organisation.public_id, started)
    if request.method == "POST":
        return _decided(request, found)
    kept = bridge.reading_of(found.snapshot)
    estate = bridge.estate_of_snapshot(found.snapshot, request.organisation.country)
    page, at = paged(request, estate.set_aside.height)
    last = queries.before(found.on)
    counted = frozenset(found.options.get("count_anyway", ()))
    return render(
        request,
        "estate/review.html",
        {
            **_steps(found, "review"),
            "reading": kept,
            "lines": estate.lines.height,
            "devices": estate.devices,
            "kinds": bridge.kinds(estate),
            "problems": bridge.problems(estate),
            "counted_anyway": [(reason, bridge.reason_label(reason)) for reason in sorted(counted)],
            "rows": bridge.set_aside_page(estate, at, PER_PAGE),
            "page": page,
            "last_day": write_date(last.on, language()) if last else "",
            "same": last is not None and last.snapshot == found.snapshot,
            "difference": bridge.compared(last, estate) if last and last.snapshot != found.snapshot else None,
        },
    )


def _decided(request: OrganisationRequest, found: Import) -> HttpResponse:
    """Do what was decided on the review: mend one cause, or import."""
    try:
        version = _version(request)
        if "mend" in request.POST or "unmend" in request.POST:
            counted = set(found.options.get("count_anyway", ()))
            if bridge.mendable(request.POST.get("mend", "")):
                counted.add(request.POST["mend"])
            counted.discard(request.POST.get("unmend", ""))
            job = actions.read_again(found, person(request), version, count_anyway=sorted(counted))
            job.back += "?step=review"
            job.save(update_fields=["back"])
            return redirect("jobs:job", request.organisation.public_id, job.public_id)
        inventory, added = actions.import_inventory(found, person(request), version)
    except LevierError as error:
        messages.error(request, error.in_(language()))
        return redirect("estate:review", request.organisation.public_id, found.public_id)
    if added:
        messages.success(request, told(say("{n} lines were imported.", n=inventory.lines)))
    else:
        messages.warning(request, told(say("This inventory was imported before: nothing was changed.")))
    return redirect(after_import(inventory))


def after_import(inventory: Inventory) -> str:
    """Return the address to go to once an inventory is imported: its result."""
    return reverse("footprint:latest", args=[inventory.organisation.public_id, inventory.public_id])


@require_GET
@inside(Right.CONTRIBUTE)
def rejects(request: OrganisationRequest, started: str) -> HttpResponse:  # noqa: ARG001
    """Give the lines set aside as a file, to be mended and read again."""
    found = get_object_or_404(Import.objects.select_related("organisation").exclude(snapshot=""), public_id=started)
    content = bridge.rejects(found, bridge.reading_of(found.snapshot), language())
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="set-aside.csv"'
    return response


def _steps(found: Import, current: str) -> dict[str, Any]:
    """Return what the list of steps shows: each step that can be gone back to is a link."""
    read = found.state == Import.State.READ
    labels = {
        "reading": say("Check the reading"),
        "columns": say("Match the columns"),
        "review": say("Review"),
    }
    steps = [
        {
            "label": label,
            "current": name == current,
            "done": STEPS.index(name) < STEPS.index(current),
            "address": reverse(f"estate:{name}", args=[found.organisation.public_id, found.public_id])
            if read and name != current
            else "",
        }
        for name, label in labels.items()
    ]
    return {"started": found, "steps": steps}


def paged(request: HttpRequest, count: int) -> tuple[Page[int], int]:
    """Return the page that is asked for, of a list of that length, and where it starts."""
    page = Paginator(range(count), PER_PAGE).get_page(request.GET.get("page"))
    return page, (page.number - 1) * PER_PAGE


# Inventories


@require_GET
@inside(Right.READ)
def inventories(request: OrganisationRequest) -> HttpResponse:
    """List the inventories of the organisation by date, imports under way, and what can be brought back."""
    rows = queries.inventories().select_related("created_by")
    page, at = paged(request, rows.count())
    return render(
        request,
        "estate/inventories.html",
        {
            "inventories": rows[at : at + PER_PAGE],
            "page": page,
            "unfinished": queries.unfinished()[:PER_PAGE],
            "undone": queries.undone()[:PER_PAGE],
        },
    )


@require_GET
@inside(Right.READ)
def inventory(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Show an inventory: its devices by kind, its lines by site, entity and kind."""
    found = get_object_or_404(queries.inventories().select_related("organisation"), public_id=inventory)
    estate = bridge.estate_of(found)
    filters = bridge.Filters(*(request.GET.get(name, "") for name in ("site", "entity", "category")))
    lines = bridge.filtered(estate, filters)
    page, at = paged(request, lines.height)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "estate/inventory.html",
        {
            "inventory": found,
            "undo_days": days_kept("deleted_object"),
            "day": write_date(found.on, language()),
            "kinds": bridge.kinds(estate),
            "filters": filters,
            "sites": bridge.places(estate, "site"),
            "entities": bridge.places(estate, "entity"),
            "rows": bridge.lines_page(lines, at, PER_PAGE),
            "page": page,
            "query": query.urlencode(),
            "others": [other for other in queries.inventories()[:PER_PAGE] if other.pk != found.pk],
        },
    )


@require_POST
@inside(Right.CONTRIBUTE)
def undo(request: OrganisationRequest, inventory: str) -> HttpResponse:
    """Take an inventory away, for thirty days."""
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
