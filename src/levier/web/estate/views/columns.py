"""What is in each column of a file, and names that were not recognised: corrections of both."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from levier.web.estate import actions
from levier.web.estate.bridge.columns import OURS, Theirs, columns_of, ours_named
from levier.web.estate.bridge.known import categories, category_named
from levier.web.estate.bridge.names import name_of_key
from levier.web.estate.bridge.reading import head_of
from levier.web.estate.bridge.summaries import FIRST_NAMES, Summary, soon_summary
from levier.web.estate.models import Import
from levier.web.estate.views.answers import paged, read_import, steps_of, version_of, waiting
from levier.web.house.words import language
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.errors import LevierError

COLUMNS = 50
"""Columns of one page: a file may have two thousand, and a form has fewer fields."""
Wrong = list[tuple[str, str]]
"""Texts that are not in the lists, each with the field in which it stands."""


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def columns(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show what each of their columns was taken for, and names that were not recognised; take corrections of both."""
    found = read_import(started)
    if found is None:
        return redirect("estate:import", request.organisation.public_id, started)
    theirs = columns_of(found, head_of(found.snapshot))
    page, at = paged(request, len(theirs), COLUMNS)
    shown = list(enumerate(theirs))[at : at + COLUMNS]
    wrong: Wrong = []
    conflict: LevierError | None = None
    if request.method == "POST":
        wanted, unknown = _columns_given(request, shown)
        given, wrong = _names_given(request)
        wrong = unknown + wrong
        if not wrong:
            actions.name_categories(request.organisation, person(request), given)
            try:
                return _matched(request, found, {t.label: t.ours for t in theirs}, wanted, page)
            except actions.ChangedMeanwhile as error:
                conflict = error
    kept = soon_summary(found.snapshot)
    if kept is None:
        return waiting(request, found.snapshot)
    return _shown(request, found, kept, shown, page, wrong, conflict)


def _shown(
    request: OrganisationRequest,
    found: Import,
    kept: Summary,
    theirs: list[tuple[int, Theirs]],
    page: Page[int],
    wrong: Wrong,
    conflict: LevierError | None,
) -> HttpResponse:
    names = kept.first_names if page.number == 1 else ()
    typed = dict(zip(request.POST.getlist("name"), _typed(request, "category", range(FIRST_NAMES)), strict=False))
    columns = [column for _, column in theirs]
    context = {
        **steps_of(found, "columns"),
        "theirs": columns,
        "rows": list(zip(theirs, _typed(request, "column", (i for i, _ in theirs)), strict=True)),
        "page": page,
        "ours": OURS.items(),
        "names": names,
        "name_rows": [(name, typed.get(name.key, "")) for name in names],
        "name_count": kept.names,
        "more": kept.names - len(kept.first_names),
        "categories": categories(),
        "wrong": wrong,
        "wrong_fields": [identifier for _, identifier in wrong],
        "conflict": conflict.in_(language()).split("\n") if conflict else [],
    }
    return render(request, "estate/columns.html", context, status=422 if wrong else 409 if conflict else 200)


def _typed(request: HttpRequest, name: str, numbers: Iterable[int]) -> list[str]:
    """Return what was typed in numbered fields."""
    return [request.POST.get(f"{name}-{i}", "").strip() for i in numbers]


def _columns_given(request: HttpRequest, theirs: list[tuple[int, Theirs]]) -> tuple[dict[str, str], Wrong]:
    """Return what columns are said to be that were taken for something else, and the texts that are no column."""
    wanted, unknown = {}, []
    for (i, column), text in zip(theirs, _typed(request, "column", (i for i, _ in theirs)), strict=True):
        ours = ours_named(text, language()) if text else column.ours
        if ours is None:
            unknown.append((text, f"column-{i}"))
        elif ours != column.ours:
            wanted[column.label] = ours
    return wanted, unknown


def _names_given(request: HttpRequest) -> tuple[list[tuple[tuple[str, str, str], str]], Wrong]:
    """Return the categories that were given to names, and the texts that are no category with their fields."""
    given, wrong = [], []
    typed = _typed(request, "category", range(FIRST_NAMES))
    for i, (key, text) in enumerate(zip(request.POST.getlist("name"), typed, strict=False)):
        parts = name_of_key(key)
        if not text or parts is None:
            continue
        category = category_named(text, language())
        if category is None:
            wrong.append((text, f"category-{i}"))
        else:
            given.append((parts, category))
    return given, wrong


def _matched(
    request: OrganisationRequest, found: Import, known: dict[str, str], wanted: dict[str, str], page: Page[int]
) -> HttpResponse:
    """Go on: to the next columns where they were asked for, else to the review; read the file anew where it changes."""
    onward = page.next_page_number() if "next" in request.POST and page.has_next() else None
    if wanted:
        step = f"columns:{onward}" if onward else "review"
        job = actions.match_columns(found, person(request), version_of(request), known | wanted, step)
        return redirect("jobs:job", request.organisation.public_id, job.public_id)
    if onward:
        return redirect(f"{request.path}?page={onward}")
    return redirect("estate:review", request.organisation.public_id, found.public_id)
