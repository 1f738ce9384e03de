"""The workbook: read again by another library, with every value a value and no formula."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from levier.report.xlsx import write_xlsx
from levier.wording.text import LANGUAGES, Language
from tests.report.example import CATEGORIES, HOSTILE, bare, example

BOOKS = {lang: write_xlsx(example(), lang) for lang in LANGUAGES}


def sheet(lang: Language, name: str) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(BytesIO(BOOKS[lang])).get_sheet_by_name(name).to_python()


def test_there_is_one_sheet_a_subject() -> None:
    names = CalamineWorkbook.from_filelike(BytesIO(BOOKS["fr"])).sheet_names
    assert names == [
        "Synthèse",
        "Catégories",
        "Cellules",
        "Hypothèses",
        "Valeurs utilisées",
        "Sources",
        "Questions",
        "Lignes à exporter",
    ]


def test_rows_are_as_high_as_their_wrapped_text() -> None:
    book = openpyxl.load_workbook(BytesIO(BOOKS["fr"]))
    questions = book["Questions"]
    wrapped = next(i for i, c in enumerate(questions[1]) if c.value == "Question")
    width = questions.column_dimensions[get_column_letter(wrapped + 1)].width
    for n, row in enumerate(questions.iter_rows(min_row=2), start=2):
        lines = len(str(row[wrapped].value)) / width
        if lines > 1:
            assert questions.row_dimensions[n].height >= 15 * lines


def test_categories_hold_the_full_values_with_their_unit_in_the_header() -> None:
    header, *rows = sheet("en", "Categories")
    assert header[2].replace("\u00a0", " ") == "Value (kg CO₂e)"
    assert rows[0][:5] == ["Monitors", 2140, 96_240, 61_300, 226_000]
    assert len(rows) == len(CATEGORIES) + 1
    assert rows[-1][0] == "Badge readers"
    assert rows[-1][2] == ""
    assert rows[-1][-1] == "No source knows this device."


def test_names_that_look_like_formulas_stay_names() -> None:
    rows = sheet("en", "Cells")[1:]
    assert [r[1] for r in rows] == ["P2422H", HOSTILE, '=HYPERLINK("https://example.org")', "+33", "-1+1", "@SUM(A1)"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_cell_is_a_formula(lang: Language) -> None:
    with zipfile.ZipFile(BytesIO(BOOKS[lang])) as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/")]
        assert sheets
        assert [n for n in sheets if b"<f>" in book.read(n) or b"hyperlink" in book.read(n)] == []


def test_codes_of_cells_are_told_in_words() -> None:
    header, first, *_ = sheet("fr", "Cellules")
    assert header[6:8] == ["Statut", "Équipements"]
    assert header[8].replace("\u00a0", " ") == "Changement climatique, fabrication (kg CO₂e)"
    assert first[4:7] == ["reconditionné", "loué", "en service"]


def test_each_sheet_of_data_freezes_its_header_and_filters() -> None:
    book = openpyxl.load_workbook(BytesIO(BOOKS["en"]))
    for name in book.sheetnames[1:]:
        assert book[name].freeze_panes == "B2"
        assert book[name].auto_filter.ref
    assert book.properties.title == "Footprint of digital equipment: parc.csv"
    assert book.properties.created == datetime(2026, 9, 30)  # noqa: DTZ001


def test_the_same_result_gives_the_same_bytes() -> None:
    assert write_xlsx(example(), "fr") == BOOKS["fr"]


def test_a_missing_total_is_an_empty_cell_with_its_reason() -> None:
    rows = sheet("en", "Summary")
    water = next(r for r in rows if r[0] == "Water")
    assert water[2] == ""
    assert water[9] == "No open source gives the making of devices."


def test_the_barest_baseline_makes_a_workbook() -> None:
    assert CalamineWorkbook.from_filelike(BytesIO(write_xlsx(bare(), "en"))).sheet_names[0] == "Summary"
