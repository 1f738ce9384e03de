"""What every template may use."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from levier.web.house.doors import open_doors
from levier.web.house.scheme import scheme
from levier.web.house.words import language


def house(request: HttpRequest) -> dict[str, Any]:
    """Give the language of the page, the organisation that the request is about if any, and the doors of the bar."""
    return {
        "lang": language(),
        "lang_tag": get_language(),
        "scheme": scheme(request),
        "organisation": getattr(request, "organisation", None),
        "role": getattr(request, "role", None),
        "rights": getattr(request, "rights", frozenset()),
        "doors": open_doors(request),
    }
