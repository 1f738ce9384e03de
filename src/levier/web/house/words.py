"""The language of the request, and sentences told in it as late as possible."""

from __future__ import annotations

from django.utils.functional import lazy
from django.utils.translation import get_language

from levier.wording.text import Language, Text


def language() -> Language:
    """Return the language in which this request is answered."""
    return "en" if (get_language() or "fr").startswith("en") else "fr"


def told(text: Text) -> str:
    """Write a text in the language of the request."""
    return text.in_(language())


later = lazy(told, str)
"""As `told`, but when it is shown: for the labels of forms and models, made before any request."""
