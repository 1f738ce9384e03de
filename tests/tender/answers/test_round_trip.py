"""The answer workbook goes out, is filled in with the programs that bidders have, and comes back as it was."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from levier.tender.answers.layout import answers, lay_out
from levier.tender.answers.reading import Entered, ReadBack, enter_by_hand, read_back
from levier.wording.errors import BadOption
from tests.tender.answers.bidders import AS_READ, COMPLETE, LAPTOPS, SOFFICE, WRITERS, filled, resaved

libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def values(back: ReadBack) -> dict[tuple[str, ...], object]:
    return {key: answer.value for key, answer in back.answers.items()}


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_an_untouched_workbook_is_unchanged_and_says_all_that_is_missing(kind: str) -> None:
    back = read_back(f"empty.{kind}", WRITERS[kind](LAPTOPS), LAPTOPS)
    assert not back.changes
    assert not back.answers
    assert {note.key for note in back.missing} == {
        ("bidder", "name"),
        ("bidder", "siret"),
        *(("answer", q.id) for q in LAPTOPS.questions if q.field.required),
        *((what, line.id) for line in LAPTOPS.prices for what in ("price", "vat")),
    }


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_what_was_filled_in_is_read_back(kind: str) -> None:
    back = read_back(f"bid.{kind}", filled(kind=kind), LAPTOPS)
    assert back.complete, (back.changes, back.missing, back.wrong)
    assert values(back) == AS_READ


@libreoffice
@pytest.mark.parametrize(("origin", "target"), [("xlsx", "xlsx"), ("xlsx", "ods"), ("ods", "ods"), ("ods", "xlsx")])
def test_a_workbook_saved_by_libreoffice_is_read_back_identical(origin: str, target: str, tmp_path: Path) -> None:
    back = read_back("bid", resaved(filled(kind=origin), origin, target, tmp_path), LAPTOPS)
    assert back.complete, (back.changes, back.missing, back.wrong)
    assert values(back) == AS_READ
    assert not back.remarks


@libreoffice
def test_libreoffice_keeps_the_locks_the_checks_and_computes_the_totals(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(resaved(filled(kind="ods"), "ods", "xlsx", tmp_path)), data_only=True)
    prices = book.worksheets[-1]
    assert all(sheet.protection.sheet for sheet in book)
    assert [prices["I5"].value, prices["I6"].value, prices["I7"].value] == [224_975, 61_500, 286_475]
    assert book.worksheets[1].data_validations.count > 0


def test_the_same_form_gives_the_same_workbook_and_another_form_another_fingerprint() -> None:
    assert WRITERS["xlsx"](LAPTOPS) == WRITERS["xlsx"](LAPTOPS)
    other = replace(LAPTOPS, version="2")
    assert other.fingerprint != LAPTOPS.fingerprint


def test_every_cell_but_the_answers_is_locked() -> None:
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](LAPTOPS)))
    free = {
        (sheet.title, cell.coordinate) for sheet in book for row in sheet for cell in row if not cell.protection.locked
    }
    assert free == {(sheet.name, slot.address) for sheet, slot in answers(lay_out(LAPTOPS))}


def test_numbers_typed_as_text_are_understood_and_said() -> None:
    told = {**COMPLETE, ("answer", "BUR-03.years"): "7,5 ans", ("price", "LAP-N"): "1\u202f234,56 €"}
    back = read_back("bid.xlsx", filled(told), LAPTOPS)
    assert values(back)["answer", "BUR-03.years"] == 7.5
    assert values(back)["price", "LAP-N"] == 1234.56
    assert {note.key for note in back.remarks} == {("answer", "BUR-03.years"), ("price", "LAP-N")}


def test_a_formula_gives_its_last_value_and_is_told() -> None:
    told = {**COMPLETE, ("answer", "BUR-03.years"): "=3+4"}
    back = read_back("bid.xlsx", filled(told), LAPTOPS)
    assert [(n.sheet, n.cell) for n in back.remarks] == [("2 Réponses - Answers", "F5")]


def test_a_wrong_unit_is_converted_as_a_question_and_never_taken() -> None:
    back = read_back("bid.xlsx", filled({**COMPLETE, ("answer", "BUR-03.years"): "84 mois"}), LAPTOPS)
    (wrong,) = back.wrong
    assert "would that be 7?" in str(wrong.what)
    assert ("answer", "BUR-03.years") not in back.answers


def test_an_answer_is_entered_by_hand_with_its_trace() -> None:
    told = {key: value for key, value in COMPLETE.items() if key != ("answer", "BUR-09.cycles")}
    back = read_back("bid.xlsx", filled(told), LAPTOPS)
    trace = Entered("claire", date(2026, 12, 3), "stands in the technical file, page 12")
    mended = enter_by_hand(back, LAPTOPS, ("answer", "BUR-09.cycles"), "800", trace)
    assert mended.complete
    assert mended.answers["answer", "BUR-09.cycles"].entered == trace
    refused = enter_by_hand(back, LAPTOPS, ("answer", "BUR-09.cycles"), "many", trace)
    assert not refused.complete


def test_an_answer_to_a_question_that_was_not_asked_is_refused_in_words() -> None:
    back = read_back("bid.xlsx", filled(), LAPTOPS)
    with pytest.raises(BadOption, match="asks nothing of that name"):
        enter_by_hand(back, LAPTOPS, ("answer", "BUR-99.none"), "1", Entered("claire", date(2026, 12, 3), "by mistake"))
