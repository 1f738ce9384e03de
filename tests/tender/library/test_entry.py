"""The checks of the law know the clauses that a tender takes from the library, and what a consultation owes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from levier.tender.finding import Verdict
from levier.tender.law.checking import check_tender
from levier.tender.law.facts import load_law
from levier.tender.library.duty import duties_of
from levier.tender.library.entry import entries
from levier.tender.library.model import Library
from levier.tender.library.proposal import Duties
from levier.tender.model import About, Buyer, BuyerKind, ClauseType, Nature, Tender, Value
from tests.tender.belcombe import changed, town

AFTER, BEFORE = date(2026, 9, 1), date(2026, 8, 20)


def verdicts(tender: Tender, library: Library | None) -> dict[str, Verdict]:
    found = check_tender(tender, load_law(), AFTER, entries(library) if library else None)
    return {f.rule: f.verdict for f in found}


def test_clauses_given_by_id_are_judged_with_the_library_and_only_with_it(library: Library) -> None:
    without, by_id = verdicts(town(), None), verdicts(town(), library)
    for rule in ("CCP-L2111-2", "CCP-L2112-2", "CCP-L2112-2-1"):
        assert without[rule] is Verdict.NOT_JUDGED
        assert by_id[rule] is Verdict.MET


def test_the_example_leaves_nothing_unmet(library: Library) -> None:
    assert [rule for rule, verdict in verdicts(town(), library).items() if verdict is Verdict.NOT_MET] == []


def test_the_text_of_an_award_criterion_is_not_taken_for_something_imposed(library: Library) -> None:
    assert verdicts(town(), library)["DRAFT-TWICE"] is Verdict.MET
    imposed = changed(("  - id: BUR-04\n    version: 1", "  - id: BUR-04\n    version: 1\n    type: specification"))
    assert verdicts(imposed, library)["DRAFT-TWICE"] is Verdict.TO_JUSTIFY


def test_an_id_of_the_library_tells_its_type_and_what_it_takes_into_account(library: Library) -> None:
    ask = entries(library)
    social, rule = ask("TRV-08"), ask("TRV-15")
    assert social is not None
    assert (social.type, social.about) == (ClauseType.CONDITION, (About.SOCIAL,))
    assert rule is not None
    assert rule.type is None  # a rule of the buyer is known, and requires nothing of anybody
    accessible = ask("LOG-02")
    assert accessible is not None
    assert About.ACCESSIBILITY in accessible.about
    assert ask("ZZZ-99") is None


def tender(kind: BuyerKind, amount: float | None) -> Tender:
    return Tender("", Buyer(kind), Nature.SUPPLIES, value=Value(amount))


@pytest.mark.parametrize(
    ("kind", "amount", "on", "duties"),
    [
        (BuyerKind.LOCAL_AUTHORITY, 300_000.0, AFTER, (True, True, True)),
        (BuyerKind.LOCAL_AUTHORITY, 200_000.0, AFTER, (True, True, False)),
        (BuyerKind.STATE, 200_000.0, AFTER, (True, True, True)),
        (BuyerKind.LOCAL_AUTHORITY, None, AFTER, (True, True, True)),
        (BuyerKind.LOCAL_AUTHORITY, 300_000.0, BEFORE, (False, False, False)),
        (BuyerKind.COMPANY, 300_000.0, AFTER, (True, True, False)),
    ],
)
def test_duties_follow_the_buyer_the_amount_and_the_day(
    kind: BuyerKind, amount: float | None, on: date, duties: tuple[bool, bool, bool]
) -> None:
    assert duties_of(tender(kind, amount), load_law(), on) == Duties(*duties)


def test_the_day_of_the_notice_comes_before_the_day_of_the_command() -> None:
    earlier = replace(tender(BuyerKind.LOCAL_AUTHORITY, 300_000.0), notice_on=BEFORE)
    assert duties_of(earlier, load_law(), AFTER) == Duties(False, False, False)
