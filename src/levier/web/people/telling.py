"""How the journal tells what was done; each app adds the sentences of its own actions."""

from __future__ import annotations

from levier.wording.text import Text, say

ACTIONS: dict[str, Text] = {
    "account.open": say("Account opened"),
    "account.link": say("Account linked to a sign-in server"),
    "account.sign_in": say("Signed in"),
    "account.sign_out": say("Signed out"),
    "account.refuse": say("Sign-in refused"),
    "account.address": say("Address changed"),
    "session.end": say("Sessions ended"),
    "access.refuse": say("Page refused: the role does not allow it"),
    "account.delete": say("Account deleted"),
    "factor.add": say("Second factor added"),
    "factor.remove": say("Second factor removed"),
    "factor.renew": say("Recovery codes made anew"),
    "trial.open": say("Trial opened"),
    "trial.claim": say("Trial kept"),
    "trial.delete": say("Trial deleted"),
    "organisation.found": say("Organisation made"),
    "organisation.describe": say("Description changed"),
    "organisation.delete": say("Organisation deleted"),
    "organisation.restore": say("Organisation brought back"),
    "organisation.erase": say("Organisation erased for good"),
    "organisation.archive": say("Archive taken"),
    "member.join": say("Member joined"),
    "member.leave": say("Member left"),
    "member.remove": say("Member removed"),
    "member.role": say("Role changed"),
    "invitation.send": say("Invitation sent"),
    "invitation.withdraw": say("Invitation withdrawn"),
    "site.add": say("Site added"),
    "site.change": say("Site changed"),
    "site.remove": say("Site removed"),
    "entity.add": say("Entity added"),
    "entity.change": say("Entity changed"),
    "entity.remove": say("Entity removed"),
}
"""Action -> its sentence. An action without one is shown by its own name."""
