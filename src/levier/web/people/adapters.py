"""What allauth asks of the site: its sentences in our words, and who may come in."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from typing import Any, ClassVar

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from qrcode.image.svg import SvgPathFillImage
from requests import Session

from levier.web.house.words import later, told
from levier.web.journal.actions import record
from levier.web.people import actions
from levier.web.people.access import organisations_of
from levier.web.people.enterprise import Failed, detail_of, refuse, why_of
from levier.web.people.models import User
from levier.web.people.roles import Role
from levier.web.people.sessions import mark
from levier.wording.text import say

PATIENCE_SECONDS = 5
"""How long a sign-in server may take to answer."""


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
        mark(request)
        ways = [str(way["method"]) for way in get_authentication_records(request, user)]
        record(f"user:{user.pk}", "account.sign_in", f"people.user:{user.pk}", ways=ways)
        User.objects.filter(pk=user.pk).exclude(warned_at=None).update(warned_at=None)
        actions.keep_claimed(request, user)


class ServerAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # as above
    """Sign-in through the server of an enterprise or ProConnect."""

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Take only an address that the server vouches for; its account is found or opened, alike to an onlooker."""
        server = sociallogin.provider
        email = next((address.email for address in sociallogin.email_addresses if address.verified), None)
        if email is None:
            raise refuse(request, server.name, Failed.UNVERIFIED)
        if not server.admits(email):
            raise refuse(request, server.name, Failed.ELSEWHERE)
        if not sociallogin.is_existing:
            sociallogin.user = actions.welcome_from(sociallogin.account, email, sociallogin.user.name)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: Mapping[str, Any]) -> User:  # noqa: ARG002  # as allauth calls it
        """Take the address and the name to show, nothing else."""
        user: User = sociallogin.user
        user.email, user.name = data.get("email", ""), data["name"]  # an address that nobody vouches for is not there
        return user

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,  # noqa: ARG002  # as allauth calls it
    ) -> None:
        """Answer with our own page."""
        raise refuse(request, provider.name, why_of(str(error), exception), detail_of(exception))

    def get_requests_session(self) -> Session:
        """Ask servers at their own addresses, and wait a few seconds at most; they lead nowhere else."""
        session = Session()
        session.max_redirects = 0
        session.request = partial(session.request, timeout=PATIENCE_SECONDS)  # type: ignore[method-assign]  # as allauth does
        return session


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # as above
    """Passkeys, authenticator apps, recovery codes."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": later(say("This code is not right, or no longer. Type the one that shows now.")),
        "cannot_delete_authenticator": later(
            say("An administrator needs a second factor. Add another first, or pass the role on.")
        ),
        "cannot_generate_recovery_codes": later(say("Set up an app or a key first.")),
    }

    def encrypt(self, text: str) -> str:
        """Keep secrets so that a copy of the database alone does not give them away."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` closed."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Draw the picture for the app on white, so that a camera reads it on a dark page as well."""
        made = BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(made)
        return made.getvalue().decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep an administrator from removing the last second factor."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        if others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
            return True
        places = organisations_of(authenticator.user)
        return not any(role == Role.ADMINISTRATOR and not place.is_sample for place, role in places)

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: ARG002  # as allauth calls it
        """Propose a name for a key."""
        n = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() + 1
        return told(say("Key {n}", n=n))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Tell the browser for which site a key is."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Levier"}


def _box() -> Fernet:
    key = salted_hmac("levier.second-factor", "key", algorithm="sha256").digest()
    return Fernet(urlsafe_b64encode(key))
