"""Where one is signed in, and the end of that."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from levier.web.house.words import told
from levier.web.people import actions
from levier.web.people.queries import sessions_of
from levier.web.people.signin import shown_again
from levier.web.people.views.answers import page_of, person
from levier.wording.text import say


def name_of(session_key: str) -> str:
    """Return what names a session in an address: nobody can take it over by that."""
    return sha256(session_key.encode()).hexdigest()[:16]


@require_safe
@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers in which the person is signed in, this one first."""
    here = request.session.session_key
    found = sorted(sessions_of(person(request)), key=lambda session: session.session_key != here)
    page = page_of(request, found)
    rows = [(session, name_of(session.session_key), session.session_key == here) for session in page]
    return render(request, "people/sessions.html", {"page": page, "rows": rows, "others": len(found) - 1})


@require_POST
@login_required
@shown_again
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    actions.end_sessions(person(request), but=request.session.session_key)
    messages.success(request, told(say("You are signed in nowhere but here.")))
    return redirect("people:sessions")


@require_POST
@login_required
@shown_again
def end_one(request: HttpRequest, session: str) -> HttpResponse:
    """Sign out in one other browser."""
    keys = [found.session_key for found in sessions_of(person(request)) if name_of(found.session_key) == session]
    if not keys:
        raise Http404
    actions.end_sessions(person(request), only=keys, but=request.session.session_key)
    messages.success(request, told(say("This session has ended.")))
    return redirect("people:sessions")
