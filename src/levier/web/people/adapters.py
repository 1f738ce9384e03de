"""What allauth asks of the site: its sentences in our words, and who may come in."""

from __future__ import annotations

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from levier.web.house.words import later
from levier.web.people import actions
from levier.web.people.models import User
from levier.wording.text import say


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-in."""

    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "incorrect_code": later(say("This is not the code that we sent last. Check it, or ask for a new one.")),
        "too_many_login_attempts": later(say("Too many wrong codes. Ask for a new one.")),
        "rate_limited": later(say("Too many codes were asked for. Try again in a quarter of an hour.")),
        "account_inactive": later(say("This account is closed.")),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # as allauth calls it
        """Keep allauth's own page of sign-up shut: an account is made when a code comes back."""
        return False

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; what waited for it comes now: a trial space to keep."""
        super().login(request, user)
        actions.keep_claimed(request, user)
