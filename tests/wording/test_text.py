"""A sentence is made once and read in either language."""

from __future__ import annotations

import pytest

from levier.wording.text import french, label, say


def test_a_sentence_is_said_in_both_languages() -> None:
    sentence = say("line {n}", n=1200)
    assert sentence.in_("fr") == "ligne 1\u202f200"
    assert sentence.in_("en") == "line 1,200"
    assert str(sentence) == "line 1,200"


def test_a_sentence_inside_another_takes_its_language() -> None:
    sentence = say("Where: {place}", place=say("column {name}", name="Âge"))
    assert sentence.in_("fr") == "Où\u00a0: colonne Âge"


def test_a_label_of_a_fact_carries_both_languages() -> None:
    monitor = label("écran", "monitor")
    assert (monitor.in_("fr"), monitor.in_("en")) == ("écran", "monitor")


def test_braces_that_come_from_a_file_stay_as_they_are() -> None:
    assert say("column {name}", name="{n}").in_("fr") == "colonne {n}"
    assert label("{n}", "{n}").in_("fr") == "{n}"


def test_a_sentence_without_its_argument_is_a_fault_seen_at_once() -> None:
    with pytest.raises(KeyError, match="name"):
        say("column {name}", nom="x").in_("fr")


def test_every_file_of_the_catalogue_is_read() -> None:
    assert french()["column {name}"] == "colonne {name}"  # wording.po
    assert "two units of the same dimension" in french()  # quantity.po
