"""From a token to the scope of its organisation: the only way into an operation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any, ParamSpec, TypeVar, cast

from django.http import HttpRequest
from django_scopes import scope
from ninja.errors import HttpError
from ninja.security import HttpBearer

from levier.web.api.actions import use_token
from levier.web.api.models import Token
from levier.web.journal.actions import acting_as

P = ParamSpec("P")
R = TypeVar("R")


class Bearer(HttpBearer):
    """`Authorization: Bearer levier_…`."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:  # noqa: ARG002
        """Return the token, or None where it opens nothing."""
        return use_token(token)


class TokenRequest(HttpRequest):
    """A request that bears a token."""

    auth: Token


def operation(*, writes: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run an operation in the scope of the token's organisation; refuse it to tokens that only read."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def served(*args: Any, **kwargs: Any) -> Any:
            token = cast(TokenRequest, args[0]).auth
            if writes and token.scope != Token.Scope.WRITE:
                raise HttpError(403, "This token only reads: make one that may also import.")
            with scope(organisation=token.organisation), acting_as(f"token:{token.public_id}"):
                return cast(Callable[..., R], function)(*args, **kwargs)

        served.__signature__ = signature(function, eval_str=True)  # type: ignore[attr-defined]  # ninja reads it here
        return cast(Callable[P, R], served)

    return decorate
