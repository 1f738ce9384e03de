"""What follows from what allauth tells."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from levier.web.people.models import User


@receiver(authenticator_added)
def shown_already(request: HttpRequest, user: User, **_: Any) -> None:
    """Do not ask at once for the second factor that was added this moment: its recovery codes come next."""
    record_authentication(request, user, method="mfa", reauthenticated=True)
