"""Accounts: opened when an address is proved to be someone's."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import scopes_disabled

from levier.web.journal.actions import record
from levier.web.people import emails
from levier.web.people.actions.organisations import delete_organisation
from levier.web.people.models import Invitation, Membership, Organisation, Session, User
from levier.web.people.refusals import Refused
from levier.web.people.roles import Role
from levier.wording.text import say


@transaction.atomic
def welcome(email: str) -> User:
    """Return the account of an address that was proved to be theirs, opened now where there was none."""
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User.objects.create_user(email, language=get_language() or "")
        record(f"user:{user.pk}", "account.open", f"people.user:{user.pk}")
    if not EmailAddress.objects.filter(user=user, verified=True).exists():
        EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    return user


@transaction.atomic
def welcome_from(server: SocialAccount, email: str, name: str) -> User:
    """Return the account of an address that a sign-in server vouches for, and let that server open it from now on."""
    user = welcome(email)
    if name and not user.name:
        user.name = name[: User._meta.get_field("name").max_length]
        user.save(update_fields=["name"])
    server.user = user
    server.save()
    record(f"user:{user.pk}", "account.link", f"people.user:{user.pk}", server=server.provider)
    return user


@transaction.atomic
def change_address(user: User, email: str, keep: str | None) -> None:
    """Give an account another address, which was proved to be theirs; sessions end, but the one to `keep`."""
    if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise Refused(
            say("Your address could not be changed to {address}.", address=email),
            mend=say("Begin again, or choose another address."),
        )
    old, user.email = user.email, email.strip().lower()
    user.save(update_fields=["email"])
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    record(f"user:{user.pk}", "account.address", f"people.user:{user.pk}")
    end_sessions(user, but=keep)
    transaction.on_commit(lambda: emails.tell_address(old))


@transaction.atomic
def end_sessions(user: User, only: Iterable[str] | None = None, but: str | None = None) -> int:
    """End sessions of a person: all, or only some; never the one named last. Return how many there were."""
    found = Session.objects.filter(user=user).exclude(session_key=but)
    if only is not None:
        found = found.filter(session_key__in=list(only))
    ended = found.filter(expire_date__gt=timezone.now()).count()
    found.delete()
    if ended:
        record(f"user:{user.pk}", "session.end", f"people.user:{user.pk}", n=ended)
    return ended


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete an account: memberships go, what was written stays and names nobody any more.

    Refuse where an organisation would be left to its members without an administrator.
    """
    number = user.pk
    with scopes_disabled():  # a person's memberships lie in several organisations
        places = list(Membership.objects.filter(user=user, role=Role.ADMINISTRATOR).select_related("organisation"))
        for place in places:
            Organisation.objects.select_for_update().get(pk=place.organisation_id)
        alone = [p.organisation for p in places if not _another_administrator(p) and p.organisation.deleted_at is None]
        stranded = [organisation for organisation in alone if organisation.memberships.count() > 1]
        if stranded:
            raise Refused(
                say(
                    "You are the last administrator of {names}.",
                    names=", ".join(organisation.name for organisation in stranded),
                ),
                mend=say("Make someone else an administrator there first, or delete the organisation."),
            )
        for organisation in alone:
            delete_organisation(organisation, user)
        Invitation.objects.filter(email__iexact=user.email).delete()
        user.delete()
    record(f"user:{number}", "account.delete", f"people.user:{number}")


def _another_administrator(place: Membership) -> bool:
    others = Membership.objects.filter(organisation=place.organisation_id, role=Role.ADMINISTRATOR)
    return others.exclude(pk=place.pk).exists()
