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
        "tender.declare": say("Declaration of purchases begun"),
        "tender.redeclare": say("Year or buyer of a declaration changed"),
        "tender.tell_amounts": say("Amounts of a declaration told"),
        "tender.reclass": say("Lines of purchases corrected"),
        "tender.take_back_class": say("Correction of lines taken back"),
        "tender.drop_declaration": say("Declaration of purchases deleted"),
        "tender.return_declaration": say("Declaration of purchases brought back"),
        "tender.fork": say("Clause of the organisation begun"),
        "tender.rewrite": say("Clause of the organisation changed"),
        "tender.drop_clause": say("Clause of the organisation deleted"),
        "tender.return_clause": say("Clause of the organisation brought back"),
    }
)
