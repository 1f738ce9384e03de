"""Accounts: opened when an address is proved to be someone's."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import get_language

from levier.web.journal.actions import record
from levier.web.people.models import User


@transaction.atomic
def welcome(email: str) -> User:
    """Return the account of an address that was proved to be theirs, opened now where there was none."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, language=get_language() or "")
        record(f"user:{user.pk}", "account.open", f"people.user:{user.pk}")
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user
