"""How the journal tells what was done to results, and with what they are computed."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update(
    {
        "result.compute": say("Result computed"),
        "choices.keep": say("Choices of results changed"),
        "life.tell": say("Life of a category corrected"),
        "life.undo": say("Life of a category: correction undone"),
        "kwh.tell": say("Electricity of a category told"),
        "kwh.undo": say("Electricity of a category: undone"),
        "referential.bring": say("Referential brought"),
        "referential.remove": say("Referential taken away"),
        "referential.bring_back": say("Referential brought back"),
        "alias.tell": say("Category of a name corrected"),
        "alias.undo": say("Category of a name: correction undone"),
    }
)
