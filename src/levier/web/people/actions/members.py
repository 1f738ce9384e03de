"""Members of an organisation: invited, joined, given another role, removed. The last administrator always stays."""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from levier.web.house.meanwhile import Values, refuse_unseen
from levier.web.journal.actions import record
from levier.web.people import emails
from levier.web.people.models import Invitation, Membership, Organisation, User
from levier.web.people.refusals import Refused
from levier.web.people.retention import keep_for
from levier.web.people.roles import Role
from levier.wording.text import say


@transaction.atomic
def invite(
    request: HttpRequest, organisation: Organisation, by: User, email: str, role: str, seen: Values
) -> Invitation:
    """Invite an address, or invite it anew: the letter that was sent before no longer opens anything.

    Raise ChangedMeanwhile where it is invited in another role by now than was `seen`: the roles of open invitations by
    their address.
    """
    email = email.strip().lower()
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who invite at once wait for each other here
    if Membership.objects.filter(user__email__iexact=email).exists():
        raise Refused(
            say("{address} is a member already.", address=email), mend=say("Change the role in the list of members.")
        )
    before = Invitation.objects.filter(email__iexact=email, accepted_at=None)
    for invited in before:
        refuse_unseen({"role": seen.get(email)}, {"role": invited.role}, {"role": role})
    before.delete()
    token, expires = secrets.token_urlsafe(32), timezone.now() + keep_for("invitation")
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, role=role, token_hash=_hash(token), invited_by=by, expires_at=expires
    )
    record(f"user:{by.pk}", "invitation.send", _name(invitation), organisation.public_id, role=role)
    emails.send_invitation(request, invitation, token)
    return invitation


@transaction.atomic
def resend(request: HttpRequest, invitation: Invitation, by: User) -> None:
    """Send an invitation once more, with a new link and a new term."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.expires_at = _hash(token), timezone.now() + keep_for("invitation")
    invitation.save(update_fields=["token_hash", "expires_at"])
    record(f"user:{by.pk}", "invitation.send", _name(invitation), invitation.organisation.public_id, again=True)
    emails.send_invitation(request, invitation, token)


@transaction.atomic
def withdraw(invitation: Invitation, by: User) -> None:
    """Take an invitation back: its link no longer opens anything."""
    record(f"user:{by.pk}", "invitation.withdraw", _name(invitation), invitation.organisation.public_id)
    invitation.delete()


def invitation_of(token: str, now: datetime) -> Invitation | None:
    """Return the invitation that a link opens, if it still does."""
    with scopes_disabled():  # whoever follows a link is not in the organisation yet
        invitations = Invitation.objects.select_related("organisation", "invited_by")
        return invitations.filter(
            token_hash=_hash(token), accepted_at=None, expires_at__gt=now, organisation__deleted_at=None
        ).first()


@transaction.atomic
def accept(invitation: Invitation, by: User) -> Membership:
    """Join an organisation; only the address that was invited may."""
    if by.email.lower() != invitation.email.lower():
        raise Refused(
            say("This invitation is for {address}.", address=invitation.email),
            mend=say("Sign in with that address, or ask for an invitation to yours."),
        )
    organisation = invitation.organisation
    with scope(organisation=organisation):
        place, made = Membership.objects.get_or_create(
            user=by, organisation=organisation, defaults={"role": invitation.role}
        )
        Invitation.objects.filter(pk=invitation.pk).update(accepted_at=timezone.now())
    if made:
        record(f"user:{by.pk}", "member.join", _name(place), organisation.public_id, role=place.role)
    return place


@transaction.atomic
def change_role(place: Membership, role: str, by: User, seen: Values) -> None:
    """Give a member another role; raise ChangedMeanwhile where the role that was `seen` is another by now."""
    place = Membership.objects.select_for_update(of=("self",)).select_related("user", "organisation").get(pk=place.pk)
    before = place.role
    refuse_unseen(seen, {"role": before}, {"role": role})
    if role == before:
        return
    if before == Role.ADMINISTRATOR:
        _keep_an_administrator(place)
    place.role = role
    place.save(update_fields=["role"])
    changed = {"was": before, "is": role}
    record(f"user:{by.pk}", "member.role", _name(place), place.organisation.public_id, user=place.user_id, **changed)


@transaction.atomic
def remove_member(place: Membership, by: User) -> None:
    """Remove a member, or leave; what they wrote stays."""
    if place.role == Role.ADMINISTRATOR:
        _keep_an_administrator(place)
    verb = "member.leave" if place.user_id == by.pk else "member.remove"
    record(f"user:{by.pk}", verb, _name(place), place.organisation.public_id, user=place.user_id)
    place.delete()


def _keep_an_administrator(place: Membership) -> None:
    """Refuse where no other administrator would be left; two who leave at once wait for each other here."""
    Organisation.objects.select_for_update().get(pk=place.organisation_id)
    others = Membership.objects.filter(role=Role.ADMINISTRATOR).exclude(pk=place.pk)
    if not others.exists():
        raise Refused(
            say("An organisation keeps at least one administrator."),
            mend=say("Make someone else an administrator first, or delete the organisation."),
        )


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _name(row: Invitation | Membership) -> str:
    return f"people.{row._meta.model_name}:{row.pk}"
