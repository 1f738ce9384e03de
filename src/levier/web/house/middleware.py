"""Headers that Django does not set by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from levier.web.house.limits import SMALL_BODY, TooMuch, file_body
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
            return refused(request, "bad_request", 400)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_: Any) -> HttpResponse | None:
        """Look at the length that is told: of a body whose length is not told nothing is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < LONGEST_NUMBER):
            return refused(request, "bad_request", 400)
        usual = file_body() if request.path_info.startswith(f"{PROGRAMS}imports") else SMALL_BODY
        if int(length) > getattr(view, "body_limit", usual):
            return refused(request, "too_large", 413)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say what was asked too often."""
        if not isinstance(exception, TooMuch):
            return None
        return refused(request, "too_much", 429, exception.in_(language()).split("\n"))


LONGEST_NUMBER = 16
PROGRAMS = "/api/v1/"
FOR_PROGRAMS = {
    "bad_request": "This request cannot be understood.",
    "too_large": "This body is larger than this operation takes.",
    "too_much": "Too much was asked at once; try again later.",
}


def refused(request: HttpRequest, kind: str, status: int, lines: list[str] | None = None) -> HttpResponse:
    """Answer a person with a page and a program with one sentence."""
    if request.path_info.startswith(PROGRAMS):
        return JsonResponse({"detail": FOR_PROGRAMS[kind]}, status=status)
    return render(request, "house/error.html", {"kind": kind, "lines": lines or []}, status=status)
