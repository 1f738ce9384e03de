"""Headers that Django does not set by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from levier.web.house.limits import SMALL_BODY, TooMuch
from levier.web.house.words import language

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


class Headers:
    """Give up what a page of Levier never needs, and keep private pages out of shared caches."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers added."""
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


class Limits:
    """Refuse a body before it is read where it is larger than its view takes, and tell what was asked too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; an address with a NUL, which no database compares, names nothing."""
        if "\x00" in request.path_info or "\x00" in unquote(request.META.get("QUERY_STRING", "")):
            return render(request, "house/error.html", {"kind": "bad_request"}, status=400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Look at the length that is told: of a body whose length is not told nothing is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < LONGEST_NUMBER):
            return render(request, "house/error.html", {"kind": "bad_request"}, status=400)
        if int(length) > getattr(view, "body_limit", SMALL_BODY):
            return render(request, "house/error.html", {"kind": "too_large"}, status=413)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what was asked too often."""
        if not isinstance(exception, TooMuch):
            return None
        lines = exception.in_(language()).split("\n")
        return render(request, "house/error.html", {"kind": "too_much", "lines": lines}, status=429)


LONGEST_NUMBER = 16
