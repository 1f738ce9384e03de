"""Clauses are pasted with the buyer's values; an organisation's own are told when a newer version exists."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.tender.library.model import Library
from levier.tender.library.own import Change, difference, fork, newer, take_over
from levier.tender.library.rendering import write
from levier.wording.errors import BadOption
from levier.wording.text import Text, label


def clause(library: Library, id_: str, lang: str, **values: float | str) -> str:
    text = write(library.criteria[id_], values).clause
    assert text is not None
    return text.in_("fr" if lang == "fr" else "en")


def test_the_value_chosen_stands_in_the_clause(library: Library) -> None:
    assert "d’au moins 4 ans" in clause(library, "BUR-01", "fr", minimum_years=4)
    assert "at least 4 years" in clause(library, "BUR-01", "en", minimum_years=4)


def test_without_a_choice_the_default_stands_there(library: Library) -> None:
    assert "d’au moins 3 ans" in clause(library, "BUR-01", "fr")


def test_what_nobody_chose_is_told_in_its_place_and_listed(library: Library) -> None:
    written = write(library.criteria["BUR-01"])
    assert written.to_choose == ("penalty",)
    assert written.penalty is not None
    assert "[à compléter\u00a0: montant de la pénalité]" in written.penalty.in_("fr")
    assert "[to be filled in: amount of the penalty]" in written.penalty.in_("en")


def test_shares_and_money_are_written_as_each_language_writes_them(library: Library) -> None:
    assert "au moins 62,5\u202f% des équipements" in clause(library, "LOC-02", "fr", reuse_share=0.625).lower()
    assert "At least 80%" in clause(library, "LOC-02", "en")
    penalty = write(library.criteria["BUR-01"], {"penalty": 1500}).penalty
    assert penalty is not None
    assert "1\u202f500\u00a0€" in penalty.in_("fr")
    assert "€1,500" in penalty.in_("en")


@pytest.mark.parametrize(
    ("id_", "values"),
    [
        ("BUR-01", {"minimum_years": 40}),
        ("BUR-01", {"minimum_years": "four"}),
        ("BUR-01", {"length": 4}),
        ("MOB-01", {"minimum_class": "Z"}),
        ("TRV-08", {"facilitator": " "}),
    ],
)
def test_a_value_that_cannot_stand_there_is_refused(library: Library, id_: str, values: dict[str, float | str]) -> None:
    with pytest.raises(BadOption):
        write(library.criteria[id_], values)


def test_an_own_clause_is_told_when_a_newer_version_exists(library: Library) -> None:
    first = library.criteria["BUR-01"]
    own = fork(first, "ville-BUR-01")
    assert newer(own, library) is None
    second = replace(first, version=2, clause=label("Cinq ans de garantie.", "Five years of warranty."))
    later = replace(library, criteria={**library.criteria, "BUR-01": second})
    told = newer(own, later)
    assert told is not None
    assert told.criterion is second
    caught_up = take_over(own, second)
    assert newer(caught_up, later) is None
    assert caught_up.clause == own.clause


def test_an_own_clause_is_told_when_its_origin_is_gone(library: Library) -> None:
    own = fork(library.criteria["BUR-01"], "ville-BUR-01")
    told = newer(own, replace(library, criteria={}))
    assert told is not None
    assert told.criterion is None


def test_nothing_can_be_forked_from_a_criterion_without_text(library: Library) -> None:
    with pytest.raises(BadOption):
        fork(library.criteria["RES-05"], "ville-RES-05")


def test_a_difference_shows_the_words_that_changed_and_no_others() -> None:
    pieces = difference(label("Garantie de 3 ans.", ""), label("Garantie de 5 ans.", ""), "fr")
    assert [(p.change, p.words) for p in pieces if p.change is not Change.SAME] == [
        (Change.REMOVED, "3"),
        (Change.ADDED, "5"),
    ]


WORDS = st.text(alphabet="abc é,.{}  \n", max_size=60)


@given(WORDS, WORDS)
def test_a_difference_loses_no_word(before: str, after: str) -> None:
    pieces = difference(Text(before), Text(after), "en")
    assert "".join(p.words for p in pieces if p.change is not Change.REMOVED) == after
    assert "".join(p.words for p in pieces if p.change is not Change.ADDED) == before
