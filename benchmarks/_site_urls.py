"""The addresses of the site, and a bare page: a session, one query, a template of one line."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from levier.web.people.models import User
from levier.web.urls import handler400, handler403, handler404, handler500
from levier.web.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """Answer with the session's key and the number of people."""
    return HttpResponse(f"<!doctype html><title>bare</title>{bool(request.session.session_key)} {User.objects.count()}")


urlpatterns = [*of_the_site, path("bare/", bare)]
