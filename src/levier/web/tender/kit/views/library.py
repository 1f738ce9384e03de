"""The library: its criteria and clauses by segment, kind, theme and words, and each one whole."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from levier.web.people.access import OrganisationRequest, inside
from levier.web.people.roles import Right
from levier.web.tender.kit import browsing, clausing
from levier.web.tender.kit.bridge import Words, taken_ids, words_of
from levier.web.tender.kit.views.opening import opened
from levier.web.tender.models import OwnClause

PER_PAGE = 25
ASKED = ("q", "segment", "type", "theme")
LONGEST_QUERY = 100


@require_GET
@inside(Right.READ)
def library(request: OrganisationRequest) -> HttpResponse:
    """List the criteria and clauses of the library that fit what is asked for."""
    context, words = _for(request)
    asked = {name: request.GET.get(name, "")[:LONGEST_QUERY] for name in ASKED}
    page = Paginator(browsing.search(asked, words), PER_PAGE).get_page(request.GET.get("page"))
    kept = {name: value for name, value in (*asked.items(), ("for", request.GET.get("for", ""))) if value}
    context |= {
        "asked": asked,
        "rows": [browsing.row(criterion, words) for criterion in page],
        "page": page,
        "query": urlencode(kept),
        "segments": browsing.terms("segment"),
        "kinds": browsing.kinds(words),
        "themes": browsing.terms("theme"),
    }
    return render(request, "tender/kit/library.html", context)


@require_GET
@inside(Right.READ)
def clause_of_library(request: OrganisationRequest, criterion: str) -> HttpResponse:
    """Show a criterion or clause of the library whole."""
    found = browsing.criterion_of(criterion)
    if found is None:
        raise Http404
    context, words = _for(request)
    context |= {
        "criterion": found,
        "whole": browsing.whole(found, words),
        "own": OwnClause.objects.filter(deleted_at=None, forked_from=found.id)[:5],
        "may_edit": Right.BUY in request.rights,
    }
    return render(request, "tender/kit/clause_of_library.html", context)


def _for(request: OrganisationRequest) -> tuple[dict[str, Any], Words]:
    """Return the tender that something is looked for, if one is named, and the words of its buyer."""
    wanted = request.GET.get("for", "")
    if not wanted:
        return {"tender": None, "there": frozenset()}, browsing.words_of_organisation(request.organisation)
    tender, told = opened(wanted)
    there = taken_ids(told) | {key for key, _ in clausing.keyed(told)}
    return {"tender": tender, "there": there}, words_of(told)
