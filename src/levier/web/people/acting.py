"""Who acts: in a request, and in the journal."""

from __future__ import annotations

from django.http import HttpRequest

from levier.web.people.models import User

TRIAL = "trial"
"""What the journal calls whoever acts in a trial space, where nobody is signed in."""


def person(request: HttpRequest) -> User | None:
    """Return who is signed in; None in a trial space."""
    return request.user if isinstance(request.user, User) else None


def actor(by: User | None) -> str:
    """Return how the journal names whoever acts: by number only."""
    return f"user:{by.pk}" if by is not None and by.pk else TRIAL
