"""The addresses of the site, and a bare page: its session is read, one query is asked, a line is written."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.urls import path

from levier.web.people.models import User
from levier.web.urls import handler400, handler403, handler404, handler500
from levier.web.urls import urlpatterns as of_the_site

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def bare(request: HttpRequest) -> HttpResponse:
    """Answer with whether somebody is signed in, and the number of people."""
    signed_in = SESSION_KEY in request.session
    return HttpResponse(f"<!doctype html><title>bare</title>{signed_in} {User.objects.count()}")


urlpatterns = [*of_the_site, path("bare/", bare)]
