"""What follows from what allauth tells: lines in the journal, and letters to whom it concerns."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.signals import login_code_rejected, user_logged_out
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.dispatch import receiver
from django.http import HttpRequest

from levier.web.journal.actions import record
from levier.web.people import emails
from levier.web.people.models import User

LOG = logging.getLogger(__name__)
WITH_THE_FIRST = Authenticator.Type.RECOVERY_CODES
"""They come with the first factor and go with the last: one letter tells of both."""


@receiver(authenticator_added)
def shown_already(request: HttpRequest, user: User, **_: Any) -> None:
    """Do not ask at once for the second factor that was added this moment: its recovery codes come next."""
    record_authentication(request, user, method="mfa", reauthenticated=True)


@receiver(authenticator_added)
def factor_added(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Keep in the journal that someone added a way to prove who they are, and tell them by a letter."""
    record(f"user:{user.pk}", "factor.add", f"people.user:{user.pk}", kind=str(authenticator.type))
    if authenticator.type != WITH_THE_FIRST:
        emails.tell_factor(user, "add", authenticator.type)


@receiver(authenticator_removed)
def factor_removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """As `factor_added`, for one that goes."""
    record(f"user:{user.pk}", "factor.remove", f"people.user:{user.pk}", kind=str(authenticator.type))
    if authenticator.type != WITH_THE_FIRST:
        emails.tell_factor(user, "remove", authenticator.type)


@receiver(authenticator_reset)
def factor_renewed(user: User, authenticator: Authenticator, **_: Any) -> None:
    """As `factor_added`, for recovery codes that are made anew."""
    record(f"user:{user.pk}", "factor.renew", f"people.user:{user.pk}", kind=str(authenticator.type))
    emails.tell_factor(user, "renew", authenticator.type)


@receiver(authentication_failed)
def factor_refused(user: User, authenticator: Authenticator, **_: Any) -> None:
    """Keep that someone showed a second factor that was not right."""
    refused(user, str(authenticator.type))


@receiver(login_code_rejected)
def code_refused(user: User, **_: Any) -> None:
    """Keep that someone typed a code that was not the one sent to a known address."""
    refused(user, "code")


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Keep that someone signed out; an account that was deleted a moment ago has no number any more."""
    if user is not None and user.pk is not None:
        record(f"user:{user.pk}", "account.sign_out", f"people.user:{user.pk}")


def refused(user: User, way: str) -> None:
    """Write a refusal to the journal of whom it concerns; whoever tried is not known."""
    LOG.warning("sign-in refused", extra={"reason": f"wrong {way}"})
    record("anybody", "account.refuse", f"people.user:{user.pk}", way=way)
