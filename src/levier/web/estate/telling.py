"""How the journal tells what was done to inventories."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update(
    {
        "import.start": say("Import begun"),
        "import.read": say("File read anew"),
        "import": say("Inventory imported"),
        "inventory.undo": say("Inventory taken away"),
        "inventory.bring_back": say("Inventory brought back"),
        "alias.set": say("Names put into a category"),
        "naming.tell": say("Names corrected together"),
        "naming.undo": say("Names corrected together: undone"),
    }
)
