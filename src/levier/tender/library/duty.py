"""The duties that a proposal begins with, from the law on the day of the notice, the buyer and the value."""

from __future__ import annotations

from datetime import date

from levier.tender.law.duties import AWARD, CONDITION, binds, social_clause_due
from levier.tender.law.facts import Law
from levier.tender.library.proposal import Duties
from levier.tender.model import Tender


def duties_of(tender: Tender, law: Law, on: date) -> Duties:
    """Return what the law asks of a tender; a social clause is proposed too where the value is not told.

    A private buyer has no duty. The environment is proposed to it all the same, in the choice and in the contract.
    """
    private = not tender.buyer.public
    return Duties(
        environmental_award=private or binds(AWARD, tender, law, on),
        environmental_condition=private or binds(CONDITION, tender, law, on),
        social_condition=social_clause_due(tender, law, on) is not False,
    )
