"""Letters that the site sends: plain text, in the language of whoever causes them to be sent."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from levier.web.house.words import told
from levier.web.people.models import Invitation, User
from levier.web.people.refusals import Refused
from levier.wording.text import Text, say

LOG = logging.getLogger(__name__)


class Unsent(Refused):
    """A letter that could not be handed to the server of e-mails."""


def send_invitation(request: HttpRequest, invitation: Invitation, token: str) -> None:
    """Send the link by which someone joins an organisation."""
    link = absolute(request, reverse("people:invitation", args=[token]))
    subject = say("Invitation to {organisation} on Levier", organisation=invitation.organisation.name)
    _send(invitation.email, subject, "invitation", invitation=invitation, link=link)


def send_inactivity_warning(user: User, days: int) -> None:
    """Say that an account that is not used will be deleted."""
    subject = say("Your Levier account will be deleted")
    _send(user.email, subject, "inactivity", days=days, link=settings.SITE_ADDRESS)


def send_address_code(email: str, code: str, minutes: int) -> None:
    """Send the code that proves that an address is someone's, who wants their account to have it."""
    _send(email, say("Your code to change your address on Levier"), "address_code", code=code, minutes=minutes)


def send_address_taken(email: str) -> None:
    """Tell the owner of an account that someone wanted its address for another one."""
    _send(email, say("Your address has a Levier account already"), "address_taken")


def tell_address(old: str) -> None:
    """Tell the old address that the account has another one now."""
    _tell(old, say("The address of your Levier account has changed"), "address_changed")


FACTORS = {
    ("add", "webauthn"): say("A passkey or security key was added to your Levier account."),
    ("remove", "webauthn"): say("A passkey or security key was removed from your Levier account."),
    ("add", "totp"): say("An authenticator app was added to your Levier account."),
    ("remove", "totp"): say("The authenticator app was removed from your Levier account."),
    ("renew", "recovery_codes"): say("The recovery codes of your Levier account were made anew."),
}


def tell_factor(user: User, verb: str, kind: str) -> None:
    """Tell someone that a way to prove who they are came, went or was made anew."""
    _tell(user.email, say("How you sign in to Levier has changed"), "factor", what=FACTORS[verb, kind])


def _tell(to: str, subject: Text, template: str, **context: Any) -> None:
    """Send a letter about what is done already: where it cannot be sent, the log says so and nothing else stops."""
    try:
        _send(to, subject, template, contact=settings.CONTACT, link=settings.SITE_ADDRESS, **context)
    except Unsent:
        LOG.warning("letter not sent", extra={"reason": template})


def absolute(request: HttpRequest, path: str) -> str:
    """Return the address of a page as people reach it."""
    address: str = settings.SITE_ADDRESS
    return address.rstrip("/") + path if address else request.build_absolute_uri(path)


def _send(to: str, subject: Text, template: str, **context: Any) -> None:
    body = render_to_string(f"people/email/{template}.txt", context)
    try:
        send_mail(" ".join(told(subject).split()), body, settings.DEFAULT_FROM_EMAIL, [to])
    except OSError as error:  # SMTPException is one
        raise Unsent(
            say("The e-mail to {address} could not be sent.", address=to),
            mend=say("Check the address, or try again in a while. Nothing else was changed."),
        ) from error
