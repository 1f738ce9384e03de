"""Damaged and tampered workbooks: each is stopped, or told, at the right cell with a sentence that helps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from levier.tender.answers.reading import read_back
from levier.wording.errors import LevierError, UnusableFile
from tests.tender.answers.bidders import COMPLETE, LAPTOPS, filled, saved

ANSWERS, PRODUCTS, PRICES, READ_ME = 1, 2, 3, 0
Book = openpyxl.Workbook


def cell(sheet: int, address: str, value: str | int | None) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book.worksheets[sheet][address] = value

    return change


def rows(sheet: int, act: Callable[[Worksheet], object]) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        act(book.worksheets[sheet])

    return change


def swap(sheet: int, first: str, second: str) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        page = book.worksheets[sheet]
        page[first].value, page[second].value = page[second].value, page[first].value

    return change


def rename(sheet: int) -> Callable[[Book], None]:
    def change(book: Book) -> None:
        book.worksheets[sheet].title = "Feuille1"

    return change


CHANGED = [
    ("a row inserted among the answers", rows(ANSWERS, lambda s: s.insert_rows(6)), 1, "A6", "locked cell"),
    ("a row deleted from the answers", rows(ANSWERS, lambda s: s.delete_rows(5)), 1, "A5", "locked cell"),
    ("a column inserted", rows(ANSWERS, lambda s: s.insert_cols(3)), 1, "C3", "locked cell"),
    ("a column deleted", rows(ANSWERS, lambda s: s.delete_cols(2)), 1, "B3", "locked cell"),
    ("two questions swapped", swap(ANSWERS, "A5", "A6"), 1, "A5", "held “BUR-03.years”"),
    ("a question reworded", cell(ANSWERS, "C5", "Combien d’années, environ ?"), 1, "C5", "locked cell"),
    ("a unit changed", cell(ANSWERS, "D5", "mois"), 1, "D5", "held “ans”"),
    ("an id emptied", cell(ANSWERS, "A7", None), 1, "A7", "held “TRV-06.ilo”"),
    ("a head changed", cell(ANSWERS, "F3", "Note"), 1, "F3", "locked cell"),
    ("an accepted proof changed", cell(ANSWERS, "I5", "Aucune"), 1, "I5", "locked cell"),
    ("a lot changed", cell(ANSWERS, "B6", "1"), 1, "B6", "held “2”"),
    ("a quantity changed", cell(PRICES, "F5", 25), 3, "F5", "held “250"),
    ("a quantity made text", cell(PRICES, "F6", "150 env."), 3, "F6", "locked cell"),
    ("a price line renamed", cell(PRICES, "A5", "LAP-X"), 3, "A5", "held “LAP-N”"),
    ("a price line deleted", rows(PRICES, lambda s: s.delete_rows(6)), 3, "A6", "held “LAP-R”"),
    ("a price line inserted", rows(PRICES, lambda s: s.insert_rows(5)), 3, "A5", "held “LAP-N”"),
    ("a product column deleted", rows(PRODUCTS, lambda s: s.delete_cols(4)), 2, "D3", "locked cell"),
    ("a product row renumbered", cell(PRODUCTS, "A5", "P2"), 2, "A5", "held “P1”"),
    ("the fingerprint changed", cell(READ_ME, "B7", "0" * 64), 0, "B7", "another workbook"),
    ("the published rules changed", cell(READ_ME, "B8", "0" * 64), 0, "B8", "rules of this workbook"),
    ("an instruction removed", cell(READ_ME, "B11", None), 0, "B11", "locked cell"),
    ("a sheet renamed", rename(ANSWERS), 1, "", "missing or was renamed"),
    ("a sheet deleted", lambda book: book.remove(book.worksheets[PRICES]), 3, "", "missing or was renamed"),
]
WRONG = [
    ("a text for a number", {("answer", "BUR-03.years"): "toujours"}, 1, "F5", "A number is expected"),
    ("years beyond the bounds", {("answer", "BUR-03.years"): 99}, 1, "F5", "outside what is expected"),
    ("a negative number", {("answer", "BUR-03.years"): -1}, 1, "F5", "outside what is expected"),
    ("months for years", {("answer", "BUR-03.years"): "84 mois"}, 1, "F5", "would that be 7"),
    ("kilograms for years", {("answer", "BUR-03.years"): "7 kg"}, 1, "F5", "is not the unit"),
    ("a share above one", {("answer", "REC-05.soh"): 85}, 1, "F6", "outside what is expected"),
    ("a choice that is none", {("answer", "TRV-06.ilo"): "peut-être"}, 1, "F7", "none of the choices"),
    ("a day that does not exist", {("answer", "LOG-03.since"): "31/02/2026"}, 1, "F8", "is no date"),
    ("half a cycle", {("answer", "BUR-09.cycles"): 800.5}, 1, "F9", "whole number"),
    ("a date for a number", {("answer", "BUR-03.years"): date(2031, 1, 1)}, 1, "F5", "A number is expected"),
    ("an error of the spreadsheet", {("answer", "BUR-03.years"): "#REF!"}, 1, "F5", "shows an error"),
    ("a negative price", {("price", "LAP-N"): -1}, 3, "G5", "outside what is expected"),
    ("a price in words", {("price", "LAP-N"): "sur devis"}, 3, "G5", "A number is expected"),
    ("a price in dollars", {("price", "LAP-N"): "899 USD"}, 3, "G5", "is not the unit"),
    ("a VAT of two thousand per cent", {("vat", "LAP-N"): 20}, 3, "H5", "outside what is expected"),
    ("a product of no price line", {("product", "P1", "line"): "LAP-Z"}, 2, "B5", "No price line has this id"),
    ("a text as long as a book", {("evidence", "BUR-03.years"): "a" * 6000}, 1, "G5", "longer than"),
]
MISSING = [
    ("an answer left empty", {("answer", "BUR-03.years"): None}, 1, "F5", "No answer"),
    ("a price left empty", {("price", "LAP-R"): None}, 3, "G6", "No answer"),
    ("a product without its warranty", {("product", "P1", "warranty"): None}, 2, "P5", "lacks"),
    ("a bidder without a name", {("bidder", "name"): "  "}, 0, "B22", "No answer"),
]


@pytest.mark.parametrize(("change", "sheet", "where", "words"), [pytest.param(*c[1:], id=c[0]) for c in CHANGED])
def test_a_changed_structure_stops_the_import_and_is_shown(
    change: Callable[[Book], None], sheet: int, where: str, words: str
) -> None:
    names = openpyxl.load_workbook(io.BytesIO(filled())).sheetnames
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    change(book)
    back = read_back("bid.xlsx", saved(book), LAPTOPS)
    assert not back.answers
    first = back.changes[0]
    assert (first.sheet, first.cell) == (names[sheet], where)
    assert words in str(first.what)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize(("told", "sheet", "where", "words"), [pytest.param(*c[1:], id=c[0]) for c in WRONG])
def test_a_wrong_answer_is_told_at_its_cell_and_the_others_are_read(
    told: dict[tuple[str, ...], object], sheet: int, where: str, words: str, kind: str
) -> None:
    back = read_back("bid", filled({**COMPLETE, **told}, kind=kind), LAPTOPS)
    assert not back.changes
    (note,) = back.wrong
    assert (note.sheet[0], note.cell) == (str(sheet + 1), where)
    assert words in str(note.what)
    assert ("answer", "TRV-06.ilo") in back.answers or note.key == ("answer", "TRV-06.ilo")


@pytest.mark.parametrize(("told", "sheet", "where", "words"), [pytest.param(*c[1:], id=c[0]) for c in MISSING])
def test_what_is_missing_is_told_at_its_cell(
    told: dict[tuple[str, ...], object], sheet: int, where: str, words: str
) -> None:
    back = read_back("bid.xlsx", filled({**COMPLETE, **told}), LAPTOPS)
    (note,) = back.missing
    assert (note.sheet[0], note.cell) == (str(sheet + 1), where)
    assert words in str(note.what)


def test_the_tampered_workbooks_are_forty_or_more() -> None:
    assert len(CHANGED) + len(WRONG) + len(MISSING) >= 40


def test_a_reserve_written_beside_the_cells_is_shown_to_the_buyer() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book.worksheets[PRICES]["C12"] = "Sous réserve d’un tarif au 1er janvier"
    back = read_back("bid.xlsx", saved(book), LAPTOPS)
    assert back.complete
    assert [(n.cell, n.found) for n in back.remarks] == [("C12", "Sous réserve d’un tarif au 1er janvier")]


def test_an_added_sheet_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book.create_sheet("Notes").sheet_state = "hidden"
    (note,) = read_back("bid.xlsx", saved(book), LAPTOPS).remarks
    assert "A sheet was added" in str(note.what)


def test_a_total_that_is_not_quantity_times_price_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book.worksheets[PRICES]["I5"] = 200_000
    (note,) = read_back("bid.xlsx", saved(book), LAPTOPS).remarks
    assert (note.cell, "224,975" in str(note.what) or "225,000" in str(note.what)) == ("I5", True)


def with_part(data: bytes, name: str, content: bytes = b"x") -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def test_a_program_is_never_run_and_is_told() -> None:
    back = read_back("bid.xlsm", with_part(filled(), "xl/vbaProject.bin"), LAPTOPS)
    assert back.complete
    assert "program" in str(back.remarks[0].what)


def test_a_link_to_another_file_is_never_opened_and_is_told() -> None:
    back = read_back("bid.xlsx", with_part(filled(), "xl/externalLinks/externalLink1.xml"), LAPTOPS)
    assert "links to another file" in str(back.remarks[0].what)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "damaged"),
        (b"%PDF-1.7", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old XLS workbook"),
        (filled()[:4000], "damaged"),
        (with_part(b"PK\x05\x06" + b"\0" * 18, "notes.txt"), "archive, not a workbook"),
    ],
    ids=["empty", "PDF", "XLS or password", "cut", "archive"],
)
def test_what_is_no_workbook_is_refused_with_its_name_and_a_way_out(data: bytes, words: str) -> None:
    with pytest.raises(UnusableFile) as caught:
        read_back("offre.xlsx", data, LAPTOPS)
    assert words in str(caught.value)
    assert "offre.xlsx" in str(caught.value)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(filled(), "xl/media/zeros.bin", b"\0" * (80 << 20))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bomb)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    with pytest.raises(UnusableFile, match="fill the memory"):
        read_back("bombe.xlsx", stream.getvalue(), LAPTOPS)


def read_or_refused(data: bytes) -> None:
    with suppress(LevierError):  # whatever else is raised is a fault of ours
        read_back("bid.xlsx", data, LAPTOPS)


XLSX, ODS = filled(), filled(kind="ods")


@given(st.sampled_from(["xlsx", "ods"]), st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), max_size=40))
def test_a_mutated_workbook_is_read_or_refused_with_a_sentence(kind: str, bytes_: list[tuple[int, int]]) -> None:
    mutated = bytearray(XLSX if kind == "xlsx" else ODS)
    for place, value in bytes_:
        mutated[place % len(mutated)] = value
    read_or_refused(bytes(mutated))


@given(
    st.sampled_from(["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "content.xml"]), st.data()
)
def test_a_workbook_with_mutated_parts_is_read_or_refused_with_a_sentence(part: str, data: st.DataObject) -> None:
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(ODS if part == "content.xml" else XLSX)) as old,
        zipfile.ZipFile(stream, "w") as new,
    ):
        for name in old.namelist():
            content = bytearray(old.read(name))
            if name == part:
                for _ in range(data.draw(st.integers(1, 10))):
                    place = data.draw(st.integers(0, len(content) - 1))
                    content[place : place + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
            new.writestr(name, bytes(content))
    read_or_refused(stream.getvalue())


def test_a_workbook_of_another_version_is_recognised() -> None:
    other = replace(LAPTOPS, version="2")
    back = read_back("bid.xlsx", filled(form=other), LAPTOPS)
    assert any("another workbook" in str(note.what) for note in back.changes)
