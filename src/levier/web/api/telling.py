"""How the journal tells what was done to tokens."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update({"token.make": say("Token made"), "token.revoke": say("Token revoked")})
