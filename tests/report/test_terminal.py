"""The report in a terminal: plain, at most 100 columns, and nothing of it drives the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from levier.report.terminal import write_terminal
from levier.wording.text import LANGUAGES, Language
from tests.report.example import bare, example


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_line_is_longer_than_a_hundred_columns(lang: Language) -> None:
    lines = write_terminal(example(), lang).splitlines()
    assert [line for line in lines if len(line) > 100] == []


def test_it_begins_with_the_answer_and_tells_what_matters() -> None:
    words = write_terminal(example(), "en").replace("\u00a0", " ")
    assert words.startswith("The footprint of your equipment is 311 t CO₂e per year of use, 90% interval: 205 to 470 t")
    for part in (
        "With ADEME’s values: 248 t CO₂e",
        "WHERE THE IMPACT IS",
        "Monitors: the sources do not agree",
        "AT WHICH STAGE OF LIFE",
        "WHAT WOULD MAKE THIS RESULT MORE CERTAIN",
        "Read: 4,812 lines. Counted: 4,671. Set aside: 141.",
        "Badge readers",
        "WHAT WAS ASSUMED",
    ):
        assert part in words


def test_a_missing_figure_says_why_below_the_table() -> None:
    assert "* Badge readers: No source knows this device." in write_terminal(example(), "en")


def test_a_name_of_the_inventory_cannot_drive_the_terminal() -> None:
    base = example()
    red = "\x1b[31mred\x07"
    found = (replace(base.unknown[0], examples=(red,)),)
    assert "\x1b" not in write_terminal(replace(base, unknown=found), "en")
    assert "\x07" not in write_terminal(replace(base, unknown=found), "en")


def test_the_barest_baseline_is_told() -> None:
    assert write_terminal(bare(), "fr").startswith("L’empreinte de votre parc n’est pas disponible")
