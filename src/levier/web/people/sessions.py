"""Sessions that know whose they are, so that a person can see and end their own, and none outlives its account.

The framework's own kind of table (a documented way to extend it), with the person, the moment of signing in and the
kind of browser beside. No network address is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as Store
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

SINCE, BROWSER = "signed_in_at", "browser"
"""Keys of the session: when someone signed in, and with which kind of browser."""

LATELY = timedelta(minutes=15)

KINDS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
"""What a browser calls itself -> its name; the first that fits counts, for most call themselves Safari as well."""
SYSTEMS = (
    *(("Android", "Android"), ("iPhone", "iOS"), ("iPad", "iPadOS"), ("Windows", "Windows"), ("Mac OS", "macOS")),
    *(("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


class SessionStore(Store):
    """Keeps sessions with the person that they are of."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table of sessions."""
        from levier.web.people.models import Session

        return Session

    def create_model_instance(self, data: Mapping[str, Any]) -> Any:
        """Return the row of a session."""
        row: Any = super().create_model_instance(dict(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.since = _moment(data.get(SINCE)) if SESSION_KEY in data else None
        if row.since is not None:  # however much it is used, a session ends: it is counted from signing in
            row.expire_date = min(row.expire_date, row.since + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        row.browser = str(data.get(BROWSER, ""))
        return row


def mark(request: HttpRequest) -> None:
    """Note in the session that someone signed in now, and with which kind of browser."""
    request.session[SINCE] = timezone.now().isoformat()
    request.session[BROWSER] = kind_of(request.headers.get("user-agent", ""))


def signed_in_lately(request: HttpRequest) -> bool:
    """Tell whether whoever is signed in came in a moment ago."""
    since = _moment(request.session.get(SINCE))
    return since is not None and timezone.now() - since < LATELY


def kind_of(agent: str) -> str:
    """Return the kind of a browser and its system in a few words; nothing that tells one machine from another."""
    found = (next((name for sign, name in signs if sign in agent), "") for signs in (KINDS, SYSTEMS))
    return ", ".join(name for name in found if name)


def _moment(told: object) -> datetime | None:
    return parse_datetime(told) if isinstance(told, str) else None
