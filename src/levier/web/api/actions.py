"""Make, use and revoke tokens."""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from levier.web.api.models import Token
from levier.web.journal.actions import record
from levier.web.people.models import Organisation, User

PREFIX = "levier_"
BYTES = 32
SHOWN = 11
"""As many first letters of a token are kept in clear: the prefix and four of its own."""


@transaction.atomic
def make_token(organisation: Organisation, by: User, name: str, scope: str, lifetime: timedelta) -> tuple[Token, str]:
    """Make a token; return its row and the token itself, which is shown once and never again."""
    text = PREFIX + secrets.token_urlsafe(BYTES)
    token = Token.objects.create(
        organisation=organisation,
        name=name,
        scope=scope,
        beginning=text[:SHOWN],
        hash=digest(text),
        created_by=by,
        expires_at=timezone.now() + lifetime,
    )
    record(f"user:{by.pk}", "token.make", f"api.token:{token.public_id}", organisation.public_id, scope=scope)
    return token, text


@transaction.atomic
def revoke_token(token: Token, by: User) -> None:
    """Revoke a token: it opens nothing from now on."""
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        organisation = token.organisation.public_id
        record(f"user:{by.pk}", "token.revoke", f"api.token:{token.public_id}", organisation)


def use_token(text: str) -> Token | None:
    """Return the token that `text` is, if it still opens anything, and note the day of its use."""
    now = timezone.now()
    with scopes_disabled():  # a token says which organisation; before that nobody knows
        token = Token.objects.select_related("organisation").filter(hash=digest(text)).first()
        if token is None or token.revoked_at is not None or token.expires_at <= now:
            return None
        if token.organisation.deleted_at is not None:
            return None
        if token.used_on != timezone.localdate(now):
            Token.objects.filter(pk=token.pk).update(used_on=timezone.localdate(now))
    return token


def digest(text: str) -> str:
    """Return the hash under which a token is kept; it is drawn from 256 bits, so that a plain hash is enough."""
    return sha256(text.encode()).hexdigest()
