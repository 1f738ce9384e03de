"""Where someone belongs, and an organisation's own page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from levier.web.people.access import OrganisationRequest, inside, organisations_of
from levier.web.people.models import User
from levier.web.people.roles import Right


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """List the organisations of the person."""
    assert isinstance(request.user, User)
    return render(request, "people/home.html", {"places": organisations_of(request.user)})


@inside(Right.READ)
def organisation(request: OrganisationRequest) -> HttpResponse:
    """Show an organisation."""
    return render(request, "people/organisation.html")
