"""What a consultation must hold on the day of its notice, for its buyer and its value: what a proposal begins with."""

from __future__ import annotations

from datetime import date

from levier.tender.law.case import Case
from levier.tender.law.checking import outside
from levier.tender.law.facts import Law
from levier.tender.model import Tender

AWARD, CONDITION, SOCIAL = "CCP-L2152-7", "CCP-L2112-2", "CCP-L2112-2-1"
"""The rules that ask for an environmental award criterion, an environmental clause, a social clause."""


def binds(rule: str, tender: Tender, law: Law, on: date) -> bool:
    """Tell whether a rule of publication binds this buyer on the day of its notice."""
    case = Case(tender, law, tender.notice_on or on)
    return case.tender.buyer.public and outside(law.rules[rule], case) is None


def social_clause_due(tender: Tender, law: Law, on: date) -> bool | None:
    """Tell whether a social clause is due: None where the value is not told and it could be."""
    case = Case(tender, law, tender.notice_on or on)
    if not binds(SOCIAL, tender, law, on):
        return False
    value, limit = tender.estimate_eur_ex_vat, case.formal
    return None if value is None or limit is None else value >= limit.value
