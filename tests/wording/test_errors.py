"""An error tells what, where, what was expected, what was found and how to mend it."""

from __future__ import annotations

import pytest

from levier.wording.errors import BadFact, BadOption, LevierError, Place, UnusableFile
from levier.wording.text import label, say


def whole_error() -> UnusableFile:
    return UnusableFile(
        label("Une date est illisible.", "A date cannot be read."),
        place=Place(file="parc.xlsx", sheet="PC", line=12345, column="Date d'achat"),
        expected=label("un jour, un mois et une année", "a day, a month and a year"),
        found="31/02/2024 {sic}",
        mend=label("corrigez la date", "correct the date"),
    )


def test_an_english_reader_is_told_everything() -> None:
    assert whole_error().in_("en").split("\n") == [
        "A date cannot be read.",
        "Where: parc.xlsx, sheet PC, line 12345, column Date d'achat",
        "Expected: a day, a month and a year",
        "Found: 31/02/2024 {sic}",
        "What to do: correct the date",
    ]


def test_a_french_reader_is_told_everything() -> None:
    assert whole_error().in_("fr").split("\n") == [
        "Une date est illisible.",
        "Où\u00a0: parc.xlsx, feuille PC, ligne 12345, colonne Date d'achat",
        "Attendu\u00a0: un jour, un mois et une année",
        "Trouvé\u00a0: 31/02/2024 {sic}",
        "Que faire\u00a0: corrigez la date",
    ]


def test_what_is_not_known_is_not_said() -> None:
    assert BadOption(say("line {n}", n="7")).in_("fr") == "ligne 7"
    assert BadOption(say("line {n}", n="7"), place=Place()).in_("fr") == "ligne 7"


def test_an_empty_value_found_is_still_told() -> None:
    assert BadOption(label("x", "x"), found="").in_("en") == "x\nFound: "


def test_the_first_line_of_a_file_is_told() -> None:
    assert Place(line=1).in_("en") == "line 1"


def test_a_log_reads_the_english() -> None:
    assert str(whole_error()) == whole_error().in_("en")


@pytest.mark.parametrize("kind", [UnusableFile, BadFact, BadOption])
def test_one_net_catches_every_error_of_the_user(kind: type[LevierError]) -> None:
    with pytest.raises(LevierError):
        raise kind(label("x", "x"))
