"""Tables to download: whatever a cell holds, no spreadsheet computes it."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from levier.web.house.exports import BOM, attachment, csv_answer
from levier.wording.cells import FORMULA, NEGATIVE, safe_cell


def read(lang: str, *rows: list[object]) -> list[list[str]]:
    with override(lang):
        told = csv_answer("a.csv", ["name", "value"], rows).content.decode()  # type: ignore[arg-type]  # cells of all kinds
    text = told.removeprefix(BOM)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if lang == "fr" else ","))


@given(st.text())
def test_no_cell_starts_a_formula(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.lstrip().startswith(FORMULA) or NEGATIVE.fullmatch(cell)


@pytest.mark.parametrize("text", ["=1+1", "+33 1", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "\x00=1"])
def test_what_would_compute_comes_as_text(text: str) -> None:
    assert read("en-gb", [text, 1])[1][0].startswith("'")


def test_numbers_stay_numbers_even_below_zero() -> None:
    assert read("fr", ["écart", -2.5])[1] == ["écart", "-2,5"]
    assert read("en-gb", ["gap", -2.5])[1] == ["gap", "-2.5"]


def test_what_is_missing_is_an_empty_cell_and_a_date_stays_a_date() -> None:
    assert read("fr", [None, date(2026, 9, 30)])[1] == ["", "2026-09-30"]


def test_quotes_and_lines_survive() -> None:
    assert read("fr", ['a "b"; c', "d\ne"])[1] == ['a "b"; c', "d\ne"]


def test_french_spreadsheets_are_told_that_letters_are_utf8() -> None:
    with override("fr"):
        answer = csv_answer("parc.csv", ["é"], [])
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"


def test_a_file_name_cannot_break_the_header() -> None:
    assert attachment('a"\r\nSet-Cookie: x=1; é.csv') == 'attachment; filename="a___Set-Cookie__x_1___.csv"'
