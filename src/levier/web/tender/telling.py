"""How the journal tells what was done to tenders and to checks of their files."""

from __future__ import annotations

from levier.web.people.telling import ACTIONS
from levier.wording.text import say

ACTIONS.update(
    {
        "tender.check": say("Tender file checked"),
        "tender.dismiss": say("Finding dismissed as a false alarm"),
        "tender.count_again": say("Dismissal taken back"),
        "tender.delete": say("Check of a tender file deleted"),
        "tender.bring_back": say("Check of a tender file brought back"),
        "tender.begin": say("Tender begun"),
        "tender.change": say("Tender changed"),
        "tender.remove": say("Tender deleted"),
        "tender.return": say("Tender brought back"),
        "tender.publish": say("Rules of a tender locked and published"),
        "tender.fork": say("Clause of the organisation begun"),
        "tender.rewrite": say("Clause of the organisation changed"),
        "tender.drop_clause": say("Clause of the organisation deleted"),
        "tender.return_clause": say("Clause of the organisation brought back"),
    }
)
