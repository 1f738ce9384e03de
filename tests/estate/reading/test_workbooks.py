"""Workbooks: sheets, merged cells, dates and numbers as spreadsheets keep them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from levier.estate.model import Inventory
from levier.wording.errors import UnusableFile

Reader = Callable[..., Inventory]
SAMPLES = Path(__file__).parent / "files"


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def parc() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Parc"
    sheet["A1"] = "Inventaire du parc informatique"
    sheet.merge_cells("A1:F1")
    sheet.append([])
    sheet.append(["Service", "Type de matériel", "Marque / Modèle", "N° de série", "Date d'achat", "Qté"])
    sheet.append(["Mairie", "PC portable", "Dell Latitude 5420", "ABC1234", date(2021, 3, 4), 1])
    sheet.append([None, "PC fixe", "HP ProDesk 400", 123456789012345678, 44197, "deux"])
    sheet.append([None, "écran", "Dell P2419H", 123456789012, "mars 2020", 3.0])
    sheet.merge_cells("A4:A6")
    sheet.append(["ÉCOLE JULES FERRY"])
    sheet.merge_cells("A7:F7")
    sheet.append(["École", "Laptop", "Lenovo L13", "PF2ABCD1", 2019, 10])
    sheet.append(["TOTAL GÉNÉRAL", None, None, None, None, 16])
    return book


def test_a_workbook_made_by_hand(read: Reader) -> None:
    inventory = read(saved(parc()), name="parc.xlsx")
    assert inventory.mapping.header_line == 3
    assert inventory.lines["line"].to_list() == [4, 5, 6, 8]
    assert inventory.lines["sheet"].unique().to_list() == ["Parc"]
    assert inventory.lines["entity"].to_list() == ["Mairie", "Mairie", "Mairie", "École"]
    assert inventory.lines["quantity"].to_list() == [1, 2, 3, 10]
    assert inventory.lines["acquired_on"].to_list() == [
        *(date(2021, 3, 4), date(2021, 1, 1), date(2020, 3, 1), date(2019, 1, 1))
    ]
    assert inventory.lines["acquired_precision"].to_list() == ["day", "day", "month", "year"]
    assert inventory.set_aside["reason"].to_list() == ["title_line", "total_line"]
    assert "serial_ruined" in {a.code for a in inventory.assumptions}
    assert inventory.lines["serial_hash"].null_count() == 1


def test_several_inventory_sheets_are_read_and_the_others_named(read: Reader) -> None:
    book = parc()
    book.create_sheet("Écrans")
    for row in (["Type", "Modèle"], ["Écran", "P2419H"]):
        book["Écrans"].append(row)
    book.create_sheet("Lisez-moi").append(["Ce classeur contient l'inventaire"])
    hidden = book.create_sheet("Ancien")
    hidden.append(["Type", "Modèle"])
    hidden.append(["Écran", "vieux"])
    hidden.sheet_state = "hidden"
    inventory = read(saved(book), name="parc.xlsx")
    assert inventory.mapping.sheets == ("Parc", "Écrans")
    assert inventory.lines.filter(inventory.lines["sheet"] == "Écrans")["line"].to_list() == [2]
    [told] = [str(a.text) for a in inventory.assumptions if a.code == "sheets_ignored"]
    assert "Ancien" in told
    assert "Lisez-moi" in told


def test_a_sheet_without_quantities_beside_one_with_them_counts_its_lines(read: Reader) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Bienvenue dans ce classeur"])
    sheets: dict[str, list[list[str | int]]] = {"A": [["Modèle", "Qté"], ["P2419H", 3]], "B": [["Modèle"], ["L5420"]]}
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.append([])
        for row in rows:
            sheet.append(row)
    inventory = read(saved(book), name="parc.xlsx")
    assert inventory.lines["quantity"].to_list() == [3, 1]
    assert inventory.mapping.header_line == 2
    assert "quantity_missing" not in {a.code for a in inventory.assumptions}


def test_one_sheet_can_be_asked_for(read: Reader) -> None:
    book = parc()
    book.create_sheet("Écrans")
    for row in (["Type", "Modèle"], ["Écran", "P2419H"]):
        book["Écrans"].append(row)
    assert read(saved(book), name="parc.xlsx", sheet="Écrans").lines.height == 1
    with pytest.raises(UnusableFile, match="no sheet of that name"):
        read(saved(book), name="parc.xlsx", sheet="Feuil9")


@pytest.mark.parametrize("name", ["parc.ods", "parc.xls"])
def test_the_same_workbook_in_the_formats_of_other_offices(read: Reader, name: str) -> None:
    inventory = read((SAMPLES / name).read_bytes(), name=name)
    assert inventory.lines["quantity"].to_list() == [1, 2, 3, 10]
    assert inventory.lines["acquired_on"][0] == date(2021, 3, 4)
    assert inventory.set_aside["reason"].to_list() == ["title_line", "total_line"]


def test_an_empty_workbook_and_a_header_alone_are_unusable(read: Reader) -> None:
    with pytest.raises(UnusableFile, match="names the columns"):
        read(saved(openpyxl.Workbook()), name="vide.xlsx")
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["Type", "Modèle"])
    with pytest.raises(UnusableFile, match="no line below"):
        read(saved(book), name="entete.xlsx")


@pytest.mark.parametrize("merged", ["H1:H9", "A2:A4", "A1:A2", "F3:J3", "B90:C99"])
def test_cells_merged_beside_the_table_change_nothing(read: Reader, merged: str) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    assert book.active is not None
    for row in ([None, "Type", "Modèle", "Qté"], [None, "PC", "A", 2], [None, "Écran", "B", 3], [None, "PC", "C", 4]):
        book.active.append(row)
    book.active.merge_cells(merged)
    book.save(stream)
    inventory = read(stream.getvalue(), name="parc.xlsx")
    assert inventory.lines.select("type_raw", "model_raw", "quantity").rows() == [
        ("PC", "A", 2),
        ("Écran", "B", 3),
        ("PC", "C", 4),
    ]
