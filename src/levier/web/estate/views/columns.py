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
from levier.web.estate.bridge.lines import names_to_check
from levier.web.estate.bridge.names import Name, Named, name_key, name_of_key
from levier.web.estate.bridge.reading import head_of
from levier.web.estate.bridge.summaries import FIRST_NAMES, Summary
from levier.web.estate.models import Import
from levier.web.estate.views.answers import any_import, paged, steps_of, summary_for, version_of, waiting
from levier.web.house.meanwhile import CONFLICT, Both, ChangedMeanwhile, both_texts, lines_of, seen_in, stamp
from levier.web.house.words import language, told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.wording.text import say

LABEL, TOKEN = "label-", "csrfmiddlewaretoken"
"""Of hidden fields: the one that tells of which column a field is, and the one that is made anew for each page."""
COLUMNS = 50
"""Columns of one page: a file may have two thousand, and a form has fewer fields."""
Wrong = list[tuple[str, str]]
"""Texts that are not in the lists, each with the field in which it stands."""


@require_http_methods(["GET", "POST"])
@inside(Right.CONTRIBUTE)
def columns(request: OrganisationRequest, started: str) -> HttpResponse:
    """Show what each of their columns was taken for, and names that were not recognised; take corrections of both."""
    found = any_import(started)
    if found.state != Import.State.READ:
        return _unread(request, found)
    theirs = columns_of(found, head_of(found.snapshot))
    page, at = paged(request, len(theirs), COLUMNS)
    shown = list(enumerate(theirs))[at : at + COLUMNS]
    wrong: Wrong = []
    conflict: ChangedMeanwhile | None = None
    if request.method == "POST":
        wanted, unknown = _columns_given(request, shown)
        given, wrong = _names_given(request)
        wrong = unknown + wrong
        if not wrong:
            try:
                _refuse_gone(request, shown)
                return _settled(request, found, {t.label: t.ours for t in theirs}, wanted, given, page)
            except ChangedMeanwhile as error:
                conflict = error
                found.refresh_from_db()
    kept = summary_for(request, found.snapshot)
    if kept is None:
        return waiting(request, found.snapshot)
    return _shown(request, found, kept, shown, page, wrong, conflict)


def _unread(request: OrganisationRequest, found: Import) -> HttpResponse:
    """Lead to where the file is; what was sent and is not taken waits on a page, to be sent again."""
    where = redirect("estate:import", request.organisation.public_id, found.public_id)
    if not (untaken := _untaken(request, found)):
        return where
    carried = [(name, text) for name in request.POST if name != TOKEN for text in request.POST.getlist(name)]
    context = {"started": found, "untaken": untaken, "carried": carried, "where": where["Location"]}
    return render(request, "estate/unread.html", context, status=CONFLICT)


def _untaken(request: HttpRequest, found: Import) -> list[tuple[str, str]]:
    """Return what was sent and is not taken by now: texts of columns by label, of names as one reads them."""
    theirs = columns_of(found, head_of(found.snapshot)) if found.snapshot else ()
    told_so = {**{column.label: column.ours for column in theirs}, **found.options.get("columns", {})}
    sent = ((label, text) for label, text in _labelled(request).items() if text)
    columns = [(label, text) for label, text in sent if ours_named(text, language()) != told_so.get(label)]
    typed = [(name_of_key(key), text) for key, text in _categorised(request) if text]
    standing = actions.named(parts for parts, _ in typed if parts)
    names = [
        (" ".join(filter(None, parts)), text)
        for parts, text in typed
        if parts and category_named(text, language()) != standing[name_key(*parts)]
    ]
    return [*columns, *names]


def _gone(request: HttpRequest, theirs: list[tuple[int, Theirs]]) -> list[tuple[str, str]]:
    """Return what was sent of columns that this page no longer has."""
    there = {column.label for _, column in theirs}
    return [(label, text) for label, text in _labelled(request).items() if text and label not in there]


def _refuse_gone(request: HttpRequest, theirs: list[tuple[int, Theirs]]) -> None:
    if _gone(request, theirs):
        raise ChangedMeanwhile({}, say("This file is read otherwise since you opened the page: nothing was taken."))


def _shown(
    request: OrganisationRequest,
    found: Import,
    kept: Summary,
    theirs: list[tuple[int, Theirs]],
    page: Page[int],
    wrong: Wrong,
    conflict: ChangedMeanwhile | None,
) -> HttpResponse:
    typed = dict(_categorised(request))
    asked = [key for key, text in typed.items() if text and conflict]
    names = names_to_check(kept, asked) if page.number == 1 else []
    settled = sum(name.sure for name in names)
    columns = [column for _, column in theirs]
    standing, remembered = actions.named((n.type, n.manufacturer, n.model) for n in names), actions.remembered(found)
    memory = {column.label: remembered[column.label] for column in columns if column.label in remembered}
    context = {
        **steps_of(found, "columns"),
        "theirs": columns,
        "rows": list(zip(theirs, _sent(request, theirs), strict=True)),
        "page": page,
        "ours": OURS.items(),
        "names": names,
        "name_rows": [(name, typed.get(name.key, "")) for name in names],
        "name_count": kept.names + settled,
        "more": kept.names + settled - len(names),
        "categories": categories(),
        "wrong": wrong,
        "wrong_fields": [identifier for _, identifier in wrong],
        "seen": stamp({"names": standing, "memory": memory}),
        "lines": lines_of(conflict),
        "both": _both(request, theirs, names, standing, memory) if conflict else [],
    }
    return render(request, "estate/columns.html", context, status=422 if wrong else CONFLICT if conflict else 200)


def _both(
    request: HttpRequest,
    theirs: list[tuple[int, Theirs]],
    names: list[Name],
    standing: dict[str, str | None],
    memory: dict[str, str],
) -> list[Both]:
    """Return what stands there now beside what was sent, of columns and of names."""
    labels = {category.id: told(category.label) for category in categories()}
    sent = dict(_categorised(request))
    columns = (
        (column.label, told(OURS.get(memory.get(column.label, column.ours), column.shown)), text)
        for (_, column), text in zip(theirs, _sent(request, theirs), strict=True)
        if text
    )
    given = (
        (f"{n.type} {n.manufacturer} {n.model}".strip(), labels.get(standing.get(n.key) or "", "–"), sent[n.key])
        for n in names
        if sent.get(n.key)
    )
    gone = ((label, told(say("no column of that name here")), text) for label, text in _gone(request, theirs))
    return both_texts([*columns, *gone, *given])


def _typed(request: HttpRequest, name: str, numbers: Iterable[int]) -> list[str]:
    """Return what was typed in numbered fields."""
    return [request.POST.get(f"{name}-{i}", "").strip() for i in numbers]


def _labelled(request: HttpRequest) -> dict[str, str]:
    """Return what was typed of columns by their labels: where they stand may be another place by now."""
    numbers = [name.removeprefix(LABEL) for name in request.POST if name.startswith(LABEL)]
    return {request.POST[f"{LABEL}{i}"]: request.POST.get(f"column-{i}", "").strip() for i in numbers}


def _sent(request: HttpRequest, theirs: list[tuple[int, Theirs]]) -> list[str]:
    """Return what was typed of each of these columns, empty where nothing was."""
    typed = _labelled(request)
    return [typed.get(column.label, "") for _, column in theirs]


def _categorised(request: HttpRequest) -> list[tuple[str, str]]:
    """Return keys of names with what was typed of each."""
    typed = _typed(request, "category", range(FIRST_NAMES))
    return list(zip(request.POST.getlist("name"), typed, strict=False))


def _columns_given(request: HttpRequest, theirs: list[tuple[int, Theirs]]) -> tuple[dict[str, str], Wrong]:
    """Return what columns are said to be that were taken for something else, and the texts that are no column."""
    wanted, unknown = {}, []
    for (i, column), text in zip(theirs, _sent(request, theirs), strict=True):
        ours = ours_named(text, language()) if text else column.ours
        if ours is None:
            unknown.append((text, f"column-{i}"))
        elif ours != column.ours:
            wanted[column.label] = ours
    return wanted, unknown


def _names_given(request: HttpRequest) -> tuple[list[tuple[Named, str]], Wrong]:
    """Return the categories that were given to names, and the texts that are no category with their fields."""
    given, wrong = [], []
    for i, (key, text) in enumerate(_categorised(request)):
        parts = name_of_key(key)
        if not text or parts is None:
            continue
        category = category_named(text, language())
        if category is None:
            wrong.append((text, f"category-{i}"))
        else:
            given.append((parts, category))
    return given, wrong


def _settled(
    request: OrganisationRequest,
    found: Import,
    known: dict[str, str],
    wanted: dict[str, str],
    given: list[tuple[Named, str]],
    page: Page[int],
) -> HttpResponse:
    """Go on: to the next columns where they were asked for, else to the review; read the file anew where it changes."""
    onward = page.next_page_number() if "next" in request.POST and page.has_next() else None
    matching = actions.Matching(known, wanted, f"columns:{onward}" if onward else "review")
    carried = seen_in(request.POST.get("seen", ""))
    seen = actions.Seen(*(part if isinstance(part := carried.get(n), dict) else {} for n in ("names", "memory")))
    job = actions.settle(found, person(request), version_of(request), matching, given, seen)
    if job is not None:
        return redirect("jobs:job", request.organisation.public_id, job.public_id)
    if onward:
        return redirect(f"{request.path}?page={onward}")
    return redirect("estate:review", request.organisation.public_id, found.public_id)
