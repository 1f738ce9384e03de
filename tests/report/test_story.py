"""What a report tells first, and that it tells everything in both languages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from levier.report.document import Callout, Paragraph, Table, plain
from levier.report.opening import answer
from levier.report.story import tell
from levier.report.telling import Telling
from levier.wording.text import LANGUAGES, Language
from tests.report.example import bare, carbon_only, example, skewed

SECTIONS = [
    "hotspots",
    "stages",
    "narrowing",
    "age",
    "impacts",
    "known",
    "assumptions",
    "referentials",
    "refurbished",
    "electricity",
    "export",
    "sources",
    "questions",
]


def first_sentence(lang: Language) -> str:
    opening = tell(example(), lang).opening
    return (opening.answer + opening.band).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_first_sentence_is_the_answer_with_its_interval() -> None:
    assert first_sentence("fr") == (
        "L’empreinte de votre parc est de 311 t CO₂e par année d’usage, intervalle à 90 % : 205 à 470 t CO₂e."
    )
    assert first_sentence("en") == (
        "The footprint of your equipment is 311 t CO₂e per year of use, 90% interval: 205 to 470 t CO₂e."
    )


def test_ademe_is_read_beside_it() -> None:
    lead = "".join(r.text for r in tell(example(), "fr").opening.lead).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Avec les valeurs de l’ADEME : 248 t CO₂e ; 88 %" in lead


def test_a_value_off_its_own_band_comes_with_its_median() -> None:
    words = answer(Telling(skewed(), "fr")).replace("\u00a0", " ")
    assert words == (
        "L’empreinte de votre parc est de 311 t CO₂e par année d’usage selon la valeur retenue, "
        "de 402 t CO₂e selon la médiane"
    )


@pytest.mark.parametrize(("percentile", "both"), [(9.9, True), (10.0, False), (90.0, False), (90.1, True)])
def test_the_median_joins_the_sentence_below_ten_and_above_ninety(percentile: float, both: bool) -> None:
    base = example()
    total = replace(base.totals[0], value_percentile=percentile)
    words = answer(Telling(replace(base, totals=(total, *base.totals[1:])), "en"))
    assert ("at the median" in words) == both


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("annual", "L’empreinte de votre parc est de 311 t CO₂e par année d’usage"),
        ("accounting", "L’empreinte de votre parc est de 311 t CO₂e pour l’exercice 2026 (comptable)"),
        ("purchase", "L’empreinte des achats de 2026 est de 311 t CO₂e"),
        ("lifetime", "L’empreinte de votre parc est de 311 t CO₂e sur toute la durée de vie"),
    ],
)
def test_each_view_says_over_what(view: str, words: str) -> None:
    assert answer(Telling(replace(example(), view=view), "fr")).replace("\u00a0", " ") == words


def test_carbon_only_is_in_the_title_only_when_it_is_so() -> None:
    assert "carbone seul" in tell(carbon_only(), "fr").title
    assert tell(carbon_only(), "fr").opening.carbon_only
    assert "carbone seul" not in tell(example(), "fr").title


def test_a_total_that_is_not_available_is_said_with_its_reason_and_never_zero() -> None:
    opening = tell(bare(), "en").opening
    assert (
        opening.answer + opening.band
        == "The footprint of your equipment is not available. No source knows this device."
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_section_is_told(lang: Language) -> None:
    document = tell(example(), lang)
    assert [s.id for s in document.sections] == SECTIONS
    assert all(s.title and (s.blocks or s.children) for s in document.sections)
    assert document.appendix.children


def test_a_bare_baseline_leaves_out_what_it_cannot_tell_and_nothing_else() -> None:
    told = [s.id for s in tell(bare(), "fr").sections]
    assert told == [
        s for s in SECTIONS if s not in {"referentials", "refurbished", "electricity", "export", "questions"}
    ]


def test_many_disagreements_are_told_by_weight_three_of_them_in_full() -> None:
    base = example()
    codes = ["headset", "tablet", "server", "monitor", "laptop"]
    found = tuple(replace(base.disagreements[0], category=c) for c in codes)
    section = tell(replace(base, disagreements=found), "en").sections[0]
    assert [b.title.split(":")[0] for b in section.blocks if isinstance(b, Callout)] == [
        "Monitors",
        "Laptops",
        "Servers",
    ]
    last = section.blocks[-1]
    assert isinstance(last, Paragraph)
    assert plain(last.runs) == (
        "The sources also disagree more than twofold on: Tablets (5.2\u00a0times); Headsets (5.2\u00a0times)."
    )


def test_narrowing_names_three_facts_largest_first() -> None:
    section = next(s for s in tell(example(), "en").sections if s.id == "narrowing")
    table = section.blocks[0]
    assert [row[1][0].text for row in table.rows] == ["46%", "21%", "9%"]  # type: ignore[union-attr]


def test_assumptions_stand_under_the_figure_that_they_changed() -> None:
    section = next(s for s in tell(example(), "en").sections if s.id == "assumptions")
    titles = [c.title.replace("\u00a0", " ") for c in section.children]
    assert titles == ["The whole estate", "Monitors · 96 t CO₂e", "Servers · 41 t CO₂e"]


@pytest.mark.parametrize("saving", [None, 3500.0])
def test_a_saving_is_claimed_only_where_both_rules_agree(saving: float | None) -> None:
    base = example()
    assert base.refurbished is not None
    told = tell(replace(base, refurbished=replace(base.refurbished, saving=saving)), "en")
    section = next(s for s in told.sections if s.id == "refurbished")
    words = "".join(r.text for r in section.blocks[0].runs)  # type: ignore[union-attr]
    assert ("none is claimed" in words) == (saving is None)


def sources_in(lang: Language) -> str:
    (table,) = next(s.blocks for s in tell(example(), lang).sections if s.id == "sources")
    assert isinstance(table, Table)
    return " ".join(plain(cell) for row in table.rows for cell in row)


def test_licences_and_their_notices_speak_the_language_of_the_report() -> None:
    french, english = (sources_in(lang) for lang in LANGUAGES)
    assert "mises à disposition sous licence ODbL" in french
    assert "made available" not in french
    assert "Open Licence 2.0" in english
