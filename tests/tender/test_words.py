"""Words are found whatever their accents and capitals, and by the small grammar of patterns alone."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from levier.tender.law.facts import load_law
from levier.tender.words import Lexicon, Word, fold


def lexicon(pattern: str) -> Lexicon:
    return Lexicon([Word("one", "use", "fr", pattern)])


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("ou equivalent*", "une marque OU ÉQUIVALENTE.", "OU ÉQUIVALENTE"),
        ("indice ~ serveur*", "l’indice de réparabilité des serveurs", "indice de réparabilité des serveurs"),
        ("indice ~ serveur*", "l’indice. Les serveurs", None),
        ("#e generation", "de 13e génération", "13e génération"),
        ("l'offre", "L’offre", "L’offre"),
        ("dell", "modelle", None),
        ("c.c", "cxc", None),
        ("core i5", "Core\u00a0i5", "Core\u00a0i5"),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, found: str | None) -> None:
    hit = lexicon(pattern).first("use", text)
    assert (hit.words if hit else None) == found


@given(st.text(max_size=200))
def test_a_folded_text_keeps_its_places(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_a_hostile_text_does_not_hold_the_search_up() -> None:
    law = load_law()
    text = "indice de " * 5_000 + "réparabilité " * 5_000
    start = time.perf_counter()
    for use in sorted(law.lexicon.uses):
        law.lexicon.has(use, text)
    assert time.perf_counter() - start < 60


def test_every_word_of_the_facts_finds_itself() -> None:
    law = load_law()
    for use in law.lexicon.uses:
        for word in law.lexicon.words(use):
            written = word.pattern.replace("*", "").replace("#", "3").replace("~ ", "de la ")
            assert law.lexicon.has(use, f"Voici {written} ici"), word
