"""What people do to their organisations and accounts: one function a use case, in a transaction."""

from __future__ import annotations

from levier.web.people.actions.accounts import welcome
from levier.web.people.actions.trials import ask_to_keep, claim_trial, delete_trial, keep_claimed, open_trial

__all__ = ["ask_to_keep", "claim_trial", "delete_trial", "keep_claimed", "open_trial", "welcome"]
