"""The criteria that come with Levier: all there, the complete ones complete, the mistyped ones corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from levier.tender.library.completeness import lacking
from levier.tender.library.judging import judge
from levier.tender.library.model import Buyers, Criterion, Kind, Level, Library, Purchase, Type
from levier.tender.library.rendering import write
from levier.wording.text import Text, label
from tests.project.test_translations import faults_of_french

CORRECTED = {
    "TRV-15": Kind.BUYER_RULE,
    "TRV-18": Kind.BUYER_RULE,
    "TRV-20": Kind.BUYER_RULE,
    "FDV-05": Kind.BUYER_RULE,
    "TRV-09": Kind.BUYER_RULE,
    "TRV-03": Kind.EXCLUSION_OPTION,
    "TRV-04": Kind.EXCLUSION_OPTION,
    "TRV-10": Kind.PERFORMANCE_CONDITION,
    "PRE-05": Kind.PERFORMANCE_CONDITION,
    "REC-06": Kind.PERFORMANCE_CONDITION,
    "LOC-01": Kind.PRICE_CLAUSE,
}


def test_all_rows_of_the_collection_are_there(library: Library) -> None:
    assert len(library.criteria) == 122
    assert {c.segment for c in library.criteria.values()} == {id_ for kind, id_ in library.terms if kind == "segment"}


def test_one_hundred_and_twenty_clauses_can_be_pasted_of_which_eighty_three_are_core(library: Library) -> None:
    complete = [c for c in library.criteria.values() if c.complete]
    assert (len(complete), sum(c.level is Level.CORE for c in complete)) == (120, 83)


def test_two_clauses_cannot_be_written_honestly_and_say_why(library: Library) -> None:
    """LOC-06: no article that allows it was found. RES-05: the method of operators was not read."""
    left = {c.id: c for c in library.criteria.values() if not c.complete}
    assert set(left) == {"LOC-06", "RES-05"}
    assert all(c.clause is None and c.summary is not None for c in left.values())


def test_what_says_that_it_is_complete_lacks_nothing(library: Library) -> None:
    assert {c.id: [str(t) for t in lacking(c)] for c in library.criteria.values() if c.complete and lacking(c)} == {}


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        ({"clause": None}, "the text of the clause"),
        ({"evidence": label("Une fiche", "A sheet")}, "or equivalent"),
        ({"verification": None}, "how it is verified"),
        ({"fields": ()}, "an answer field"),
        ({"check": ()}, "a check"),
        ({"legal_basis": ()}, "a legal basis"),
        ({"clause": label("Trop court.", "Too short.")}, "15 words"),
        ({"variables": ()}, "the variables"),
    ],
)
def test_a_criterion_that_loses_something_is_no_longer_complete(
    library: Library, taken: dict[str, object], told: str
) -> None:
    whole = library.criteria["BUR-01"]
    assert lacking(whole) == []
    assert any(told in str(text) for text in lacking(replace(whole, **taken)))  # type: ignore[arg-type]  # the fields vary


@pytest.mark.parametrize(("id_", "kind"), CORRECTED.items())
def test_a_row_that_was_mistyped_is_what_it_truly_is_and_says_so(library: Library, id_: str, kind: Kind) -> None:
    criterion = library.criteria[id_]
    assert criterion.kind is kind
    assert criterion.correction is not None


def test_what_binds_the_buyer_is_answered_by_nobody(library: Library) -> None:
    rules = [c for c in library.criteria.values() if not c.answered]
    assert rules
    assert [c.id for c in rules if c.fields or c.check] == []


def test_no_clause_prefers_a_place_of_refurbishing(library: Library) -> None:
    clause = library.criteria["REC-06"].clause
    assert clause is not None
    assert "ni le pays de collecte ni le lieu du reconditionnement ne sont notés ni exigés" in clause.in_("fr")
    assert library.criteria["REC-06"].scoring is None


def test_refurbished_is_kept_apart_from_second_hand(library: Library) -> None:
    clause = library.criteria["REC-01"].clause
    assert clause is not None
    assert "occasion simplement revendu n’est pas admis" in clause.in_("fr")
    assert "merely resold is not accepted" in clause.in_("en")


def test_every_award_criterion_gives_points_or_compares(library: Library) -> None:
    silent = [
        c.id
        for c in library.criteria.values()
        if c.kind is Kind.AWARD_CRITERION and c.complete and not _gives_points(c)
    ]
    assert silent == []


def _gives_points(criterion: Criterion) -> bool:
    answers = {f.id: _sample(f.type, f.choices) for f in criterion.fields}
    chosen = {v.id: v.default if v.default is not None else 1.0 for v in criterion.variables}
    outcomes = judge(criterion.check, answers, chosen)
    return criterion.id == "BUR-13" or any(o.share is not None or o.verdict == "compared" for o in outcomes)


def _sample(type_: Type, choices: tuple[str, ...]) -> float | bool | str:
    if type_ is Type.YES_NO:
        return True
    return choices[0] if choices else "text" if type_ in (Type.TEXT, Type.DATE) else 1.0


def test_every_check_can_be_judged(library: Library) -> None:
    for criterion in library.criteria.values():
        answers = {f.id: _sample(f.type, f.choices) for f in criterion.fields}
        chosen = {v.id: v.default if v.default is not None else 1.0 for v in criterion.variables}
        assert len(judge(criterion.check, answers, chosen)) == len(criterion.check)


def texts(criterion: Criterion) -> Iterator[Text]:
    c = criterion
    yield from (t for t in (c.title, c.summary, c.clause, c.evidence, c.verification, c.scoring) if t is not None)
    yield from (t for t in (c.penalty, c.indicator, c.correction) if t is not None)
    yield from (t for v in c.variables for t in (v.label, v.basis))
    yield from (f.label for f in c.fields)


def test_the_french_of_the_clauses_is_set_as_french_is(library: Library) -> None:
    found = {
        (c.id, text.fr, fault)
        for c in library.criteria.values()
        for text in texts(c)
        for fault in faults_of_french(re.sub(r"https?://\S+", "", text.fr or ""))
    }
    assert found == set()


def test_each_language_has_its_own_words(library: Library) -> None:
    same = [c.id for c in library.criteria.values() for t in (c.clause, c.evidence) if t and t.fr == t.message]
    assert same == []


def test_no_number_of_the_library_is_said_to_come_from_the_european_criteria(library: Library) -> None:
    read = [c.id for c in library.criteria.values() if "EU GPP" in c.provenance.page and c.provenance.status == "read"]
    assert read == []


def test_a_default_without_source_is_a_proposal_or_to_be_verified(library: Library) -> None:
    told = {v.status for c in library.criteria.values() for v in c.variables}
    assert told == {"read", "own_judgement", "to_verify"}


def test_the_pue_and_the_fine_have_no_default_because_nothing_gives_one(library: Library) -> None:
    pue = next(v for v in library.criteria["CLD-01"].variables if v.id == "pue")
    penalties = {v.default for c in library.criteria.values() for v in c.variables if v.id == "penalty"}
    assert (pue.default, penalties) == (None, {None})


def test_what_is_for_new_or_refurbished_goods_and_nothing_else_is_for_mixed_purchases(library: Library) -> None:
    mixed = {c.id for c in library.criteria.values() if Purchase.MIXED in c.purchases}
    goods = {Purchase.BUY, Purchase.REFURBISHED}
    assert {c.id for c in library.criteria.values() if c.purchases & goods} == mixed


def test_every_clause_can_be_written_in_both_languages(library: Library) -> None:
    for criterion in library.criteria.values():
        written = write(criterion)
        for text in (written.clause, written.verification, written.scoring, written.penalty):
            assert text is None or not re.search(r"[{}]", text.in_("fr") + text.in_("en"))


def test_kits_name_criteria_that_can_be_pasted_and_belong_to_their_need(library: Library) -> None:
    assert [k.id for k in library.kits if not library.criteria[k.criterion].complete] == []
    segments = {k.segment for k in library.kits}
    assert segments == {id_ for kind, id_ in library.terms if kind == "segment"}


def test_the_values_to_choose_are_told_in_words_that_hold_for_public_and_private_buyers(library: Library) -> None:
    public = re.compile(r"\b(CCTP|CCAP|CCAG)\b|marché public|commande publique|public contract")
    found = [
        (criterion.id, variable.id, told)
        for criterion in library.criteria.values()
        if criterion.buyers is Buyers.ANY
        for variable in criterion.variables
        for text in (variable.label, variable.basis)
        for told in (text.in_("fr"), text.in_("en"))
        if public.search(told)
    ]
    assert found == []
