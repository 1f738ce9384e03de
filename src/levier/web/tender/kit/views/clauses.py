"""The clauses of a tender: all written out, each changed by itself, from the library or in one's own words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.tender.library.model import Criterion
from levier.tender.model import Tender as Told
from levier.web.house.words import told as write
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.file.bridge import language_of
from levier.web.tender.findings import library
from levier.web.tender.kit import actions, bridge, clause_forms, clausing
from levier.web.tender.kit.clause_forms import LibraryClauseForm, OwnWordsForm
from levier.web.tender.kit.differing import library_words, taken_back
from levier.web.tender.kit.views.opening import back_to, kept, opened, page
from levier.web.tender.models import OwnClause, Tender
from levier.wording.text import say

PER_PAGE = 10
GONE = 404


@require_GET
@inside(Right.READ)
def clauses(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Show the clauses of a tender, each written out in the language of its documents."""
    found, told = opened(tender)
    here = Paginator(range(len(clausing.keyed(told))), PER_PAGE).get_page(request.GET.get("page"))
    first = here.start_index() - 1 if here.paginator.count else 0
    shown = clausing.shown_clauses(told, first, first + PER_PAGE)
    context = {"clauses": shown, "page": here, "count": here.paginator.count, "lang": language_of(told)}
    return page(request, "clauses.html", found, told, None, **context)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def clause(request: OrganisationRequest, tender: str, clause: str) -> HttpResponse:
    """Change a clause, or put one of the library into the tender."""
    found, told = opened(tender)
    there = clausing.as_told(found.document, clause)
    if clause.startswith(clausing.OWN):
        if there is not None:
            return _own_words(request, found, told, clause)
        if request.method == "POST":
            return _gone(request, found, told)
        raise Http404
    criterion = library().criteria.get(clause)
    if criterion is None or criterion.clause is None:
        raise Http404
    return _of_library(request, found, told, criterion)


def _of_library(request: OrganisationRequest, tender: Tender, told: Told, criterion: Criterion) -> HttpResponse:
    there = clausing.as_told(tender.document, criterion.id)
    now = clause_forms.shown(criterion, there)
    first = dict(now)
    own = OwnClause.objects.filter(deleted_at=None, forked_from=criterion.id)
    if wanted := request.GET.get("own"):
        chosen = own.filter(public_id=wanted).first()
        if chosen is None:
            raise Http404
        first["text"] = clausing.own_text(criterion, chosen.text, (there or {}).get("variables") or {}, told)
    elif "reword" in request.GET:
        first["text"] = library_words(told, criterion, (there or {}).get("variables") or {})
    form = LibraryClauseForm(criterion, told, first, *([request.POST] if request.method == "POST" else []))
    if not form.is_bound:
        form.see(now)
    elif form.is_valid():
        values = form.values
        if there is None:
            values |= {"id": criterion.id, "version": criterion.version}

        def build(document: actions.Document) -> dict[str, Any]:
            parts = bridge.awarded(document, criterion)
            return {**parts, "clauses": clausing.with_clause({**document, **parts}, criterion.id, values)}

        def shown(document: actions.Document) -> dict[str, Any]:
            return clause_forms.shown(criterion, clausing.as_told(document, criterion.id))

        if after := kept(form, tender, person(request), actions.CLAUSES, build, shown):
            messages.success(request, write(say("Kept.") if there else say("It stands in the tender now.")))
            return back_to("tender:clauses", after)
    context = {
        "criterion": criterion,
        "title": bridge.words_of(told)(criterion.title),
        "there": there is not None,
        "there_text": bool(now["text"]),
        "differing": clausing.differing_of(told, criterion.id),
        "award": clausing.is_award(criterion.id, told),
        "own": [one for one in own if one.public_id != request.GET.get("own")][:5],
        "paragraphs": clausing.library_text(criterion, told),
    }
    return page(request, "clause.html", tender, told, form, **context)


def _own_words(request: OrganisationRequest, tender: Tender, told: Told, key: str) -> HttpResponse:
    now = clause_forms.own_words_shown(clausing.as_told(tender.document, key))
    form = OwnWordsForm(told, now, *([request.POST] if request.method == "POST" else []))
    if not form.is_bound:
        form.see(now)
    elif form.is_valid():
        values = form.values

        def build(document: actions.Document) -> dict[str, Any]:
            return {"clauses": clausing.with_clause(document, key, values)}

        def shown(document: actions.Document) -> dict[str, Any]:
            return clause_forms.own_words_shown(clausing.as_told(document, key))

        if after := kept(form, tender, person(request), actions.CLAUSES, build, shown):
            messages.success(request, write(say("Kept.")))
            return back_to("tender:clauses", after)
    return page(request, "own_words.html", tender, told, form, there=True, key=key)


def _gone(request: OrganisationRequest, tender: Tender, told: Told) -> HttpResponse:
    """Keep what was typed of a clause that somebody removed meanwhile: it can be added anew."""
    form = OwnWordsForm(told, {}, request.POST)
    form.add_error(None, write(say("Somebody removed this clause meanwhile. Sent again, it is added anew.")))
    answer = page(request, "own_words.html", tender, told, form, there=False, elsewhere=True)
    answer.status_code = GONE
    return answer


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def new(request: OrganisationRequest, tender: str) -> HttpResponse:
    """Add a clause in one's own words."""
    found, told = opened(tender)
    form = OwnWordsForm(told, {}, *([request.POST] if request.method == "POST" else []))
    if form.is_valid():
        values = form.values

        def build(document: actions.Document) -> dict[str, Any]:
            return {"clauses": clausing.with_clause(document, clausing.OWN, values)}

        if after := kept(form, found, person(request), actions.CLAUSES, build, None):
            messages.success(request, write(say("It stands in the tender now.")))
            return back_to("tender:clauses", after)
    return page(request, "own_words.html", found, told, form, there=False)


@require_POST
@inside(Right.BUY)
def remove(request: OrganisationRequest, tender: str, clause: str) -> HttpResponse:
    """Take a clause out of the tender; its history holds it."""
    found, _ = opened(tender)
    there = clausing.as_told(found.document, clause)
    if there is None:
        return back_to("tender:clauses", found)

    def build(document: actions.Document) -> dict[str, Any]:
        same = clausing.as_told(document, clause) == there  # else another clause moved to its place meanwhile
        return {"clauses": clausing.without_clause(document, clause) if same else document.get("clauses")}

    after = actions.add(found, person(request), actions.CLAUSES, build)
    messages.success(request, write(say("Removed. The history of the tender brings it back.")))
    return back_to("tender:clauses", after)


@require_POST
@inside(Right.BUY)
def take_back(request: OrganisationRequest, tender: str, clause: str) -> HttpResponse:
    """Put the words of the library in the place of one's own; the versions of the tender hold those."""
    found, _ = opened(tender)
    there = clausing.as_told(found.document, clause)
    if there is None or clause not in library().criteria:
        raise Http404

    def build(document: actions.Document) -> dict[str, Any]:
        now = clausing.as_told(document, clause)
        same = now is not None and now.get("text") == there.get("text")  # else somebody reworded it meanwhile
        back = clausing.with_clause(document, clause, taken_back(there)) if same else document.get("clauses")
        return {"clauses": back}

    after = actions.add(found, person(request), actions.CLAUSES, build)
    messages.success(request, write(say("The library’s words stand again. The history of the tender holds yours.")))
    return back_to("tender:clauses", after)


@require_POST
@inside(Right.BUY)
def renew(request: OrganisationRequest, tender: str, clause: str) -> HttpResponse:
    """Take the newest version of a clause of the library; the values that were chosen stay."""
    found, _ = opened(tender)
    criterion = library().criteria.get(clause)
    if criterion is None or clausing.as_told(found.document, clause) is None:
        raise Http404
    newest = {"version": criterion.version}

    def build(document: actions.Document) -> dict[str, Any]:
        return {"clauses": clausing.with_clause(document, clause, newest)}

    return back_to("tender:clauses", actions.add(found, person(request), actions.CLAUSES, build))
