"""Another address for an account: a code goes to the new one, and a letter to the old one once it came back.

Whoever asks learns nothing of other accounts: where the new address has one, the same page asks for a code that was
never sent, and the owner of that account is told.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from django.conf import settings
from django.http import HttpRequest

from levier.web.people import actions, emails
from levier.web.people.adapters import AccountAdapter
from levier.web.people.models import User

ASKED = "new_address"
"""Key of the session that holds which address is to be proved, and by which code."""


class Moving(AbstractCodeVerificationProcess):  # type: ignore[misc]  # allauth has no types
    """A code that was sent to a new address, and what comes of it."""

    def __init__(self, request: HttpRequest, user: User, state: dict[str, Any]) -> None:
        self.request = request
        super().__init__(
            max_attempts=settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS,
            timeout=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
            state=state,
            user=user,
        )

    @classmethod
    def begin(cls, request: HttpRequest, user: User, email: str) -> None:
        """Send a code to a new address; one that was sent before is void."""
        process = cls(request, user, cls.initial_state(user, email))
        process.send()
        process.persist()

    @classmethod
    def going(cls, request: HttpRequest, user: User) -> Moving | None:
        """Return what is under way in this session; None where nothing is, or not any more."""
        state = request.session.get(ASKED)
        found: Moving | None = cls(request, user, state).abort_if_invalid() if state else None
        return found

    @property
    def email(self) -> str:
        """Return the new address."""
        return str(self.state["email"])

    def persist(self) -> None:
        """Keep what is expected back."""
        self.request.session[ASKED] = self.state

    def abort(self) -> None:
        """Forget what is expected back."""
        self.request.session.pop(ASKED, None)

    def send(self) -> None:
        """Send the code, or tell the owner of an account that has this address."""
        self.state["code"] = AccountAdapter(self.request).generate_login_code()
        if User.objects.filter(email__iexact=self.email).exists():
            emails.send_address_taken(self.email)
        else:
            minutes = timedelta(seconds=self.timeout) // timedelta(minutes=1)
            emails.send_address_code(self.email, self.code, minutes)

    def finish(self) -> None:
        """Give the account its new address, and end the other sessions."""
        self.abort()
        assert isinstance(self.user, User)
        actions.change_address(self.user, self.email, keep=self.request.session.session_key)
