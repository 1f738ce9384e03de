"""The organisation's own clauses: forked from the library, rewritten in both languages, told of newer versions."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from levier.web.house.bridge import days_kept
from levier.web.house.meanwhile import ChangedMeanwhile, status_of
from levier.web.house.naming import told_apart
from levier.web.house.words import told
from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.acting import person
from levier.web.people.roles import Right
from levier.web.tender.kit import actions, browsing
from levier.web.tender.kit.clause_forms import OwnClauseForm
from levier.web.tender.kit.views.opening import BAD
from levier.web.tender.models import OwnClause
from levier.web.tender.queries import tenders
from levier.wording.text import say

PER_PAGE, MOST_TENDERS = 25, 10


@require_GET
@inside(Right.READ)
def own_clauses(request: OrganisationRequest) -> HttpResponse:
    """List the organisation's own clauses."""
    page = Paginator(OwnClause.objects.filter(deleted_at=None), PER_PAGE).get_page(request.GET.get("page"))
    words = browsing.words_of_organisation(request.organisation)
    rows = []
    for clause in page:
        criterion = browsing.criterion_of(clause.forked_from)
        title = words(criterion.title) if criterion else clause.forked_from
        rows.append((clause, title, browsing.newest_of(clause)[0]))
    context = {
        "rows": rows,
        "page": page,
        "deleted": OwnClause.objects.exclude(deleted_at=None)[:PER_PAGE],
        "undo_days": days_kept("deleted_object"),
        "may_edit": Right.BUY in request.rights,
    }
    return render(request, "tender/kit/own_clauses.html", context)


@require_POST
@inside(Right.BUY)
def fork(request: OrganisationRequest, criterion: str) -> HttpResponse:
    """Begin an own clause from one of the library."""
    found = browsing.criterion_of(criterion)
    if found is None or found.clause is None:
        raise Http404
    words = browsing.words_of_organisation(request.organisation)
    made = actions.fork(request.organisation, person(request), found, words(found.title))
    messages.success(request, told(say("It is yours now: write your own words.")))
    return redirect("tender:own_clause", request.organisation.public_id, made.public_id)


def _kept(clause: str) -> OwnClause:
    found = OwnClause.objects.select_related("organisation")
    return get_object_or_404(found, public_id=clause, deleted_at=None)


@require_http_methods(["GET", "POST"])
@inside(Right.BUY)
def own_clause(request: OrganisationRequest, clause: str) -> HttpResponse:
    """Rewrite an own clause; show how it differs from the library, and what became of the library since."""
    found = _kept(clause)
    criterion = browsing.criterion_of(found.forked_from)
    sent = request.POST if request.method == "POST" else None
    form = OwnClauseForm(criterion, sent, initial=actions.own_shown(found))
    if sent is None:
        form.see(actions.own_shown(found))
    elif form.is_valid():
        try:
            actions.rewrite(found, person(request), form.cleaned_data, form.seen)
        except ChangedMeanwhile as error:
            form.clash(error)
        else:
            messages.success(request, told(say("Kept.")))
            return redirect("tender:own_clause", request.organisation.public_id, found.public_id)
    is_newer, newest = browsing.newest_of(found)
    own = browsing.difference_of(found.base, found.text)
    context = {
        "clause": found,
        "form": form,
        "criterion": criterion,
        "own": own if browsing.differs(own) else None,
        "is_newer": is_newer,
        "newest": newest,
        "since": browsing.difference_of(found.base, browsing.both_of(newest)) if newest and newest.clause else None,
        "tenders": told_apart(tenders(), "title")[:MOST_TENDERS] if criterion and criterion.clause else (),
    }
    return render(request, "tender/kit/own_clause.html", context, status=status_of(form, BAD))


@require_POST
@inside(Right.BUY)
def compare(request: OrganisationRequest, clause: str) -> HttpResponse:
    """Record that the newer version was looked at: it becomes the base, the own words stay."""
    found = _kept(clause)
    is_newer, newest = browsing.newest_of(found)
    if is_newer and newest is not None and newest.clause is not None:
        actions.compare_with(found, person(request), newest)
        messages.success(request, told(say("Your words stay; they are compared with the newest version from now on.")))
    return redirect("tender:own_clause", request.organisation.public_id, found.public_id)


@require_POST
@inside(Right.BUY)
def drop(request: OrganisationRequest, clause: str) -> HttpResponse:
    """Delete an own clause."""
    actions.drop(_kept(clause), person(request))
    messages.success(request, told(say("Deleted. It can be brought back for {n} days.", n=days_kept("deleted_object"))))
    return redirect("tender:own_clauses", request.organisation.public_id)


@require_POST
@inside(Right.BUY)
def bring_back(request: OrganisationRequest, clause: str) -> HttpResponse:
    """Bring back an own clause that was deleted."""
    found = get_object_or_404(OwnClause.objects.select_related("organisation"), public_id=clause)
    actions.bring_back(found, person(request))
    return redirect("tender:own_clause", request.organisation.public_id, found.public_id)
