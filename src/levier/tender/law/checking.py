"""Checks a tender before publication: each rule of law and of drafting, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from levier.tender.finding import Finding

# The modules of checks fill the table when they are read.
from levier.tender.law import drafting as drafting
from levier.tender.law import environment as environment
from levier.tender.law import procedure as procedure
from levier.tender.law.case import CHECKS, Answer, Case, Library, aside
from levier.tender.law.facts import Law, Rule
from levier.tender.model import Tender
from levier.wording.text import Text, say

CHECKED = frozenset({"publication", "drafting"})
PUBLIC_CODE = "CCP-"


def check_tender(tender: Tender, law: Law, on: date, library: Library | None = None) -> list[Finding]:
    """Return what each rule finds; `on` is the day looked from, where the tender does not tell that of its notice."""
    case = Case(tender, law, tender.notice_on or on, library or (lambda _: None))
    return [
        finding(rule, answer, law)
        for rule in law.rules.values()
        if rule.stage in CHECKED and rule.id in CHECKS and _belongs(rule, case)
        for answer in _answers(rule, case)
    ]


def _belongs(rule: Rule, case: Case) -> bool:
    """Tell whether the words of a rule are for this side at all: private buyers are spared those of public law."""
    public = case.tender.buyer.public
    return not (set(rule.binds) == {"private"} and public) and (public or bool({"all", "private"} & set(rule.binds)))


def _answers(rule: Rule, case: Case) -> Iterator[Answer]:
    if reason := outside(rule, case):
        yield aside(reason)
    else:
        yield from CHECKS[rule.id](case)


def outside(rule: Rule, case: Case) -> Text | None:
    """Return why a rule does not apply to a tender, None where it does."""
    buyer = case.tender.buyer
    if not {"all", "public" if buyer.public else "private", buyer.kind.value} & set(rule.binds):
        return say("This rule does not bind this kind of buyer.")
    if buyer.defence and rule.id.startswith(PUBLIC_CODE):
        return say("Contracts of defence or security have rules of their own, which Levier does not hold.")
    if rule.stage == "publication" and case.on < rule.origin.valid_from:
        return say(
            "This rule binds notices sent from {start} on; this one is of {day}.",
            start=rule.origin.valid_from.isoformat(),
            day=case.on.isoformat(),
        )
    return None


def finding(rule: Rule, answer: Answer, law: Law) -> Finding:
    """Put the answer of a check beside the provenance of its rule."""
    source = law.sources[rule.origin.source]
    return Finding(
        rule=rule.id,
        verdict=answer.verdict,
        reason=answer.reason,
        source=f"{source.title}, {rule.origin.page}",
        checked_on=rule.origin.checked_on,
        title=rule.title,
        reference=rule.reference,
        status=rule.origin.status.value,
        note=say("No postponement found: confirm on Légifrance.") if rule.confirm else None,
        advice=answer.advice,
        clause=answer.clause,
        lot=answer.lot,
        told_by=answer.told_by,
    )
