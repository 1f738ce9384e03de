"""What people do to their organisations and accounts: one function a use case, in a transaction."""

from __future__ import annotations

from levier.web.people.actions.accounts import change_address, delete_account, end_sessions, welcome, welcome_from
from levier.web.people.actions.members import (
    accept,
    change_role,
    invitation_of,
    invite,
    remove_member,
    resend,
    withdraw,
)
from levier.web.people.actions.organisations import (
    delete_organisation,
    describe_organisation,
    found_organisation,
    keep_place,
    remove_place,
    restore_organisation,
)
from levier.web.people.actions.trials import ask_to_keep, claim_trial, delete_trial, keep_claimed, open_trial
from levier.web.people.refusals import Refused

__all__ = [
    "Refused",
    "accept",
    "ask_to_keep",
    "change_address",
    "change_role",
    "claim_trial",
    "delete_account",
    "delete_organisation",
    "delete_trial",
    "describe_organisation",
    "end_sessions",
    "found_organisation",
    "invitation_of",
    "invite",
    "keep_claimed",
    "keep_place",
    "open_trial",
    "remove_member",
    "remove_place",
    "resend",
    "restore_organisation",
    "welcome",
    "welcome_from",
    "withdraw",
]
