"""What follows from what allauth tells."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from levier.web.journal.actions import record
from levier.web.people.models import User


@receiver(authenticator_added)
def shown_already(request: HttpRequest, user: User, **_: Any) -> None:
    """Do not ask at once for the second factor that was added this moment: its recovery codes come next."""
    record_authentication(request, user, method="mfa", reauthenticated=True)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Keep in the journal that someone added a way to prove who they are."""
    record(f"user:{user.pk}", "factor.add", f"people.user:{user.pk}", kind=str(authenticator.type))


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """As `factor_added`, for one that goes."""
    record(f"user:{user.pk}", "factor.remove", f"people.user:{user.pk}", kind=str(authenticator.type))


@receiver(authenticator_reset)
def factor_renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """As `factor_added`, for recovery codes that are made anew."""
    record(f"user:{user.pk}", "factor.renew", f"people.user:{user.pk}", kind=str(authenticator.type))
