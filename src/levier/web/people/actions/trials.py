"""Trial spaces: a result without an account, kept for some days, in the browser that opened it and nowhere else."""

from __future__ import annotations

from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django_scopes import scope

from levier.web.house.limits import TooMuch
from levier.web.house.words import told
from levier.web.journal.actions import record
from levier.web.people.access import TRIAL, trial_of
from levier.web.people.models import Membership, Organisation, User
from levier.web.people.retention import keep_for
from levier.web.people.roles import Role
from levier.wording.text import say

CLAIM = "claim"
"""Key of the session that holds which trial space is to be kept, and under which name."""


class TooMany(TooMuch):
    """Something was asked for too often from one place."""


@transaction.atomic
def open_trial(request: HttpRequest) -> Organisation:
    """Return the trial space of this browser, opened now where it has none; raise TooMany if too many are."""
    going = trial_of(request)
    if going is not None:
        return going
    if request.method != "GET" and not ratelimit.consume(request, action="open_trial"):
        raise TooMany(
            say("Too many trial spaces were opened from your network in the last hour."),
            mend=say("Try again later, or sign in: an account costs nothing."),
        )
    name = told(say("Trial without an account"))
    space = Organisation.objects.create(name=name, trial_until=timezone.now() + keep_for("trial_space"))
    request.session.cycle_key()  # whoever knew the session before must not see what comes into it
    request.session[TRIAL] = space.public_id
    record("trial", "trial.open", f"people.organisation:{space.pk}", space.public_id)
    return space


@transaction.atomic
def claim_trial(space: Organisation, by: User, name: str = "") -> Organisation:
    """Make a trial space an organisation that stays, with `by` as its administrator; once it is one, change nothing."""
    space = Organisation.objects.select_for_update().get(pk=space.pk)
    if space.trial_until is None:
        return space
    space.trial_until = None
    space.name = name.strip() or space.name
    space.save(update_fields=["trial_until", "name"])
    with scope(organisation=space):
        Membership.objects.create(user=by, organisation=space, role=Role.ADMINISTRATOR)
    record(f"user:{by.pk}", "trial.claim", f"people.organisation:{space.pk}", space.public_id)
    return space


def ask_to_keep(request: HttpRequest, space: Organisation, name: str) -> None:
    """Note in the session that the next one to sign in here keeps this trial space."""
    request.session[CLAIM] = {"space": space.public_id, "name": name}


def keep_claimed(request: HttpRequest, user: User) -> Organisation | None:
    """Give the trial space that waits in this session to the person who has just signed in."""
    asked = request.session.pop(CLAIM, None)
    space = trial_of(request)
    if not asked or space is None or space.public_id != asked["space"]:
        return None
    request.session.pop(TRIAL, None)
    return claim_trial(space, user, asked["name"])


@transaction.atomic
def delete_trial(space: Organisation) -> None:
    """Delete a trial space with all that is in it; its files go at the next purge, if nobody else has them."""
    if space.trial_until is None:
        raise ValueError("this is no trial space")
    record("trial", "trial.delete", f"people.organisation:{space.pk}", space.public_id)
    with scope(organisation=space):
        space.delete()
