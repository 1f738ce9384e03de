"""How the journal tells what was done to results."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update(
    {
        "result.compute": say("Result computed"),
        "choices.keep": say("Choices of results changed"),
        "life.tell": say("Life of a category corrected"),
        "life.undo": say("Life of a category: correction undone"),
        "alias.tell": say("Category of a name corrected"),
        "alias.undo": say("Category of a name: correction undone"),
    }
)
