"""What is deleted of people and organisations: trials, what was deleted, invitations, unused accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Coalesce

from levier.web.house.purging import purges
from levier.web.journal.actions import forget_before, record
from levier.web.people import actions, emails
from levier.web.people.models import Invitation, Organisation, Session, User
from levier.web.people.refusals import Refused
from levier.web.people.retention import keep_for


def notice() -> timedelta:
    """Return the time between the warning of an unused account and its end, however late the warning was sent."""
    return keep_for("inactive_account") - keep_for("inactive_account_warning")


@purges("trial_space")
def trials(before: datetime) -> int:
    """Delete trial spaces that were opened before: their day has come."""
    return _erase(Organisation.objects.filter(trial_until__lt=before + keep_for("trial_space")))


@purges("deleted_organisation")
def organisations(before: datetime) -> int:
    """Delete organisations that were deleted before, with all that is theirs."""
    return _erase(Organisation.objects.filter(deleted_at__lt=before))


@purges("deleted_object")
def objects(before: datetime) -> int:
    """Delete whatever members deleted before, of every app."""
    return sum(model._base_manager.filter(deleted_at__lt=before).delete()[0] for model in undoable())


def undoable() -> list[type[Model]]:
    """Return the models whose rows can be deleted and brought back, but organisations."""
    found = []
    for model in apps.get_models():
        try:
            model._meta.get_field("deleted_at")
        except FieldDoesNotExist:
            continue
        if model is not Organisation:
            found.append(model)
    return found


@purges("invitation_trace")
def invitations(before: datetime) -> int:
    """Delete invitations that ended before: accepted, or out of date."""
    return Invitation.objects.filter(Q(expires_at__lt=before) | Q(accepted_at__lt=before)).delete()[0]


@purges("session")
def sessions(before: datetime) -> int:
    """Delete sessions that have ended; `before` counts from signing in, and so does their own end."""
    return Session.objects.filter(expire_date__lt=before + keep_for("session")).delete()[0]


@purges("journal")
def journal(before: datetime) -> int:
    """Forget the oldest entries of the journal; what is left still holds."""
    return forget_before(before)


@purges("inactive_account_warning")
def warnings(before: datetime) -> int:
    """Warn those who have not signed in since before that their account will be deleted."""
    warned = 0
    for user in _unused_since(before).filter(warned_at=None):
        emails.send_inactivity_warning(user, notice().days)
        User.objects.filter(pk=user.pk).update(warned_at=before + keep_for("inactive_account_warning"))
        warned += 1
    return warned


@purges("inactive_account")
def accounts(before: datetime) -> int:
    """Delete the accounts of those who were warned and have not come back; a last administrator is kept."""
    warned = before + keep_for("inactive_account") - notice()
    gone = 0
    for user in _unused_since(before).filter(warned_at__lt=warned):
        try:
            actions.delete_account(user)
        except Refused:
            continue
        gone += 1
    return gone


def _unused_since(moment: datetime) -> QuerySet[User]:
    return User.objects.annotate(seen=Coalesce("last_login", "date_joined")).filter(seen__lt=moment)


def _erase(found: QuerySet[Organisation]) -> int:
    for organisation in found:
        record("system", "organisation.erase", f"people.organisation:{organisation.pk}", organisation.public_id)
        organisation.delete()
    return len(found)  # it was read for the loop
