"""Letters that the site sends: plain text, in the language of whoever causes them to be sent."""

from __future__ import annotations

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
