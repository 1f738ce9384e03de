"""Light or dark: what the machine prefers, unless a reader asked this site for one. Works without script."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest

from levier.web.house.words import later
from levier.wording.text import say

SCHEMES = ("light", "dark")


class SchemeForm(forms.Form):
    """What a reader asks for."""

    scheme = forms.ChoiceField(
        label=later(say("Colours of the pages")),
        required=False,
        choices=[
            ("", later(say("As your machine prefers"))),
            ("light", later(say("Light"))),
            ("dark", later(say("Dark"))),
        ],
        widget=forms.RadioSelect,
    )


def scheme(request: HttpRequest) -> str:
    """Return what the reader asked for; nothing where the machine decides."""
    kept = request.COOKIES.get(settings.SCHEME_COOKIE_NAME, "")
    return kept if kept in SCHEMES else ""
