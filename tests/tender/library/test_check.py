"""The grammar of checks reads what it writes, judges what it reads, and refuses the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.tender.library.check import (
    All,
    Among,
    Best,
    Check,
    Comparison,
    Declared,
    Either,
    Ladder,
    Levels,
    Linear,
    Rule,
    Step,
    Test,
    Variable,
    When,
    write,
)
from levier.tender.library.judging import Outcome, Verdict, judge
from levier.tender.library.parsing import KEYWORDS, parse
from levier.wording.errors import BadFact

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,11}", fullmatch=True).filter(lambda name: name not in KEYWORDS)
NUMBERS = st.integers(-10_000, 10_000).map(float) | st.decimals(-1000, 1000, places=2).map(float)
OPERATORS = st.sampled_from(["<=", ">=", "==", "!=", "<", ">"])
COMPARISONS = st.builds(Comparison, NAMES, OPERATORS, NUMBERS | st.booleans() | NAMES | st.builds(Variable, NAMES))
ATOMS = COMPARISONS | st.builds(Among, NAMES, st.lists(NAMES, min_size=1, max_size=4).map(tuple))


def combined(inner: st.SearchStrategy[Test]) -> st.SearchStrategy[Test]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(All, parts) | st.builds(Either, parts)


TESTS: st.SearchStrategy[Test] = st.recursive(ATOMS, combined, max_leaves=6)
SHARES = st.integers(0, 100).map(lambda n: n / 100)
MEASURES = (
    TESTS
    | st.builds(Ladder, NAMES, st.lists(st.builds(Step, OPERATORS, NUMBERS, SHARES), min_size=1, max_size=5).map(tuple))
    | st.builds(Linear, NAMES, NUMBERS | st.builds(Variable, NAMES), NUMBERS)
    | st.builds(Best, st.sampled_from(["lowest", "highest"]), NAMES)
    | st.builds(Levels, NAMES, st.integers(1, 10))
    | st.builds(Declared, st.lists(NAMES, min_size=1, max_size=4).map(tuple))
)
RULES: st.SearchStrategy[Rule] = MEASURES | st.builds(When, TESTS, MEASURES)
CHECKS: st.SearchStrategy[Check] = st.lists(RULES, min_size=1, max_size=3).map(tuple)


@given(CHECKS)
def test_what_is_written_is_read_back_the_same(check: Check) -> None:
    if len(written := write(check)) <= 1000:
        assert parse(written) == check


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    told = ""
    try:
        parse(text)
    except BadFact as error:
        told = error.in_("en")
    assert told == "" or "docs/criteria.md" in told


@pytest.mark.parametrize(
    "fault",
    [
        "",
        "years >=",
        "years => 3",
        "years >= 3 and",
        "(years >= 3",
        "years in {}",
        "ladder cycles: >= 500 -> 1.5",
        "levels quality of 2.5",
        "linear share from 0",
        "if years >= 3 then",
        "years >= 3; ",
        "__import__('os').system('true')",
        "years >= 3 years >= 4",
        "and >= 3",
        "x == 1 " * 400,
        "(" * 40 + "x == 1" + ")" * 40,
    ],
)
def test_what_breaks_the_grammar_is_refused(fault: str) -> None:
    with pytest.raises(BadFact):
        parse(fault)


def only(check: str, answers: dict[str, float | bool | str | None], **chosen: float | bool | str) -> Outcome:
    (outcome,) = judge(parse(check), answers, chosen)
    return outcome


def test_a_minimum_is_met_at_the_value_itself() -> None:
    assert only("years >= $least", {"years": 3}, least=3).verdict is Verdict.MET
    assert only("years >= $least", {"years": 2.9}, least=3).verdict is Verdict.NOT_MET


def test_an_answer_that_is_missing_is_neither_no_nor_zero() -> None:
    outcome = only("years >= 3 and spare == yes", {"years": 5, "spare": None})
    assert (outcome.verdict, outcome.missing) == (Verdict.NOT_ANSWERED, ("spare",))
    assert only("cost <= 0", {}).verdict is Verdict.NOT_ANSWERED


def test_what_decides_alone_needs_no_other_answer() -> None:
    assert only("years >= 3 and spare == yes", {"years": 1}).verdict is Verdict.NOT_MET
    assert only("years >= 3 or spare == yes", {"years": 4}).verdict is Verdict.MET


def test_a_ladder_gives_the_share_of_its_first_step_that_holds() -> None:
    ladder = "ladder cycles: >= 1000 -> 1, >= 800 -> 0.6, > 500 -> 0.3"
    shares = [only(ladder, {"cycles": n}).share for n in (1200, 1000, 999, 800, 501, 500)]
    assert shares == [1, 1, 0.6, 0.6, 0.3, 0]


def test_a_line_stops_at_both_ends_and_may_go_down() -> None:
    assert [only("linear x from 5 to 10", {"x": x}).share for x in (4, 5, 7.5, 10, 12)] == [0, 0, 0.5, 1, 1]
    assert [only("linear kb from 3000 to 500", {"kb": x}).share for x in (4000, 1750, 100)] == [0, 0.5, 1]


@given(st.floats(-100, 100), st.floats(-100, 100))
def test_a_better_answer_never_earns_less_on_a_line(a: float, b: float) -> None:
    low, high = sorted((a, b))
    shares = [only("linear x from 0 to 50", {"x": x}).share for x in (low, high)]
    assert shares[0] is not None
    assert shares[1] is not None
    assert shares[0] <= shares[1]


def test_levels_are_shares_of_the_top() -> None:
    assert only("levels quality of 4", {"quality": 3}).share == 0.75


def test_a_comparison_with_other_bids_gives_no_points_by_itself() -> None:
    outcome = only("lowest cost", {"cost": 12.0})
    assert (outcome.verdict, outcome.share) == (Verdict.COMPARED, None)


def test_a_condition_that_does_not_hold_makes_the_rule_not_applicable() -> None:
    rule = "if cloud == yes then qualified == yes"
    assert only(rule, {"cloud": False}).verdict is Verdict.NOT_APPLICABLE
    assert only(rule, {"cloud": True, "qualified": False}).verdict is Verdict.NOT_MET
    assert only(rule, {"qualified": True}).verdict is Verdict.NOT_ANSWERED


def test_a_word_is_among_the_words_or_not() -> None:
    assert only("grade in {A, B}", {"grade": "B"}).verdict is Verdict.MET
    assert only("grade in {A, B}", {"grade": "C"}).verdict is Verdict.NOT_MET


def test_what_is_declared_is_met_whatever_it_says() -> None:
    assert only("declared method", {"method": "ISO 14067"}).verdict is Verdict.MET
    assert only("declared method", {"method": None}).verdict is Verdict.NOT_ANSWERED
