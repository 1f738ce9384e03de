"""Inventories as organisations have them: what a person counts in each was written down before it was read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import openpyxl
import pytest

from levier.estate.model import Inventory

Reader = Callable[..., Inventory]
NARROW, WIDE = "\u202f", "\u00a0"


@dataclass(frozen=True)
class Case:
    """A file; how many records it has, how many devices count, and why the others do not."""

    content: str
    read: int
    devices: int
    aside: dict[str, int] = field(default_factory=dict)
    encoding: str = "utf-8"


CASES = {
    "glpi fr": Case(
        '\ufeff"Nom";"Entité";"Statut";"Fabricant";"Numéro de série";"Type";"Modèle";"Lieu";"Usager";\r\n'
        '"PC-001";"Mairie";"En service";"Dell Inc.";"ABC1234";"Portable";"Latitude 5420";"RDC";"jdupont";\r\n'
        '"PC-002";"Mairie";"Réformé";"HP";"CZC0001XX";"Tour";"HP EliteDesk 800 G4";"1er";"amartin";\r\n',
        2,
        1,
        {"retired": 1},
    ),
    "excel cp1252 with a total": Case(
        "Désignation;Marque;Quantité;Année d'achat\r\nÉcran 24 pouces;Dell;12;2019\r\nUnité centrale;HP;8;2018\r\n"
        "Total général;;20;\r\n",
        3,
        20,
        {"total_line": 1},
        "cp1252",
    ),
    "macintosh": Case("Catégorie\tModèle\tQté\rPortable\tMacBook Air\t3\rÉcran\tStudio\t2\r", 2, 5, {}, "mac_roman"),
    "excel unicode text": Case("\ufeffType\tModèle\tQté\r\nImprimante\tM404dn\t4\r\n", 1, 4, {}, "utf-16-le"),
    "thousands": Case(f"Type;Modèle;Quantité\nLaptop;A;1{NARROW}200\nÉcran;B;2{WIDE}400\n", 2, 3600),
    "thousands of England": Case('Type,Model,Quantity\nLaptop,A,"1,200"\nLaptop,B,3\nDock,C,"1,000"\n', 3, 2203),
    "thousands of Germany": Case("Type;Modèle;Qté\nLaptop;A;1.200\nLaptop;B;1.500,00\n", 2, 2700),
    "three decimals": Case("Type;Modèle;Qté\nLaptop;A;1,000\nLaptop;B;12,000\n", 2, 13),
    "titles above": Case("Mairie;;\nParc au 31/12/2023;;\n;;\nType;Modèle;Nombre\nPC;A;14\nÉcran;B;16\n", 2, 30),
    "subtotals": Case(
        "Service;Type;Modèle;Qté\nÉcole;PC portable;A;24\nÉcole;Vidéoprojecteur;B;8\nSous-total École;;;32\n"
        "Médiathèque;PC fixe;C;11\nSous-total Médiathèque;;;11\nTOTAL GENERAL;;;43\nMoyenne;;;21\n",
        7,
        43,
        {"total_line": 4},
    ),
    "totals in the serial column": Case("Type;Modèle;N° de série\nPC;A;X1234\n;;Total\n", 2, 1, {"total_line": 1}),
    "group lines": Case("Type;Modèle;Qté\nPORTABLES;;\nPC;A;24\nECRANS;;\nÉcran;B;10\n", 4, 34, {"title_line": 2}),
    "numbers in words": Case(
        "Type;Modèle;Quantité\nLaptop;A;deux\nLaptop;B;a dozen\nLaptop;C;une dizaine\nLaptop;D;vingt-deux\n"
        "Laptop;E;quatre-vingt-dix-neuf\nLaptop;F;two hundred and five\nLaptop;G;deux trois\nLaptop;H;environ 10\n",
        8,
        2 + 12 + 10 + 22 + 99 + 205,
        {"unreadable_quantity": 2},
    ),
    "no serial at all": Case(
        "Type;Modèle;Numéro de série\n" + "".join(f"PC;A;{s}\n" for s in ["To be filled by O.E.M.", "N/A", "0000"] * 2),
        6,
        6,
    ),
    "serial numbers twice": Case(
        "Type;Modèle;Numéro de série\nPC;A;5CG1234ABC\nPC;A;5cg1234abc \nÉcran;B;5CG1234ABC\nPC;A;5CG 1234 ABC\n",
        4,
        2,
        {"duplicate_serial": 2},
    ),
    "retired": Case(
        "Type;Modèle;Statut\n" + "".join(f"PC;A;{s}\n" for s in ["En service", "HS", "Mis au rebut", "Stock", "Don"]),
        5,
        2,
        {"retired": 3},
    ),
    "notes below": Case(
        "Type;Modèle;Qté\nPC;A;2\n;;\n* hors postes du CCAS;;\nExtrait le 12/01/2024;;\n", 3, 2, {"title_line": 2}
    ),
    "a number alone below": Case("Type;Modèle;Qté\nPC;A;2\nÉcran;B;3\n;;5\n", 3, 5, {"no_device": 1}),
    "a company called Total": Case("Site;Type;Modèle;Qté\nTotal Énergies;PC;A;2\nTotal;;;2\n", 2, 2, {"total_line": 1}),
    "unbalanced quotes": Case('Type;Modèle;Qté\nÉcran;Dell 24";5\nÉcran;"HP 22;3\nPC;X;1\n', 3, 9),
    "excel separator line": Case("sep=;\nType;Modèle;Qté\nPC;A;2\n", 1, 2),
    "an empty tail": Case("Type;Modèle;Qté\nPC;A;2\n" + ";;\n" * 500, 1, 2),
    "the header again": Case("Type;Modèle;Qté\nPC;A;2\nType;Modèle;Qté\nPC;B;2\n", 3, 4, {"repeated_header": 1}),
    "nothing, less and half": Case(
        "Type;Modèle;Qté\nPC;A;0\nPC;B;-2\nPC;C;1,5\nPC;D;3,0\n", 4, 3, {"zero_quantity": 1, "unreadable_quantity": 2}
    ),
    "a model of screens": Case("Modèle écran;Quantité;Année\nDell P2419H;12;2019\n", 1, 12),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_person_counts_is_counted(read: Reader, name: str) -> None:
    case = CASES[name]
    inventory = read(case.content.encode(case.encoding))
    aside = dict(inventory.set_aside["reason"].value_counts().iter_rows())
    assert (inventory.read, int(inventory.lines["quantity"].sum()), aside) == (case.read, case.devices, case.aside)


def test_dates_of_every_form_in_one_column(read: Reader) -> None:
    forms = ["13/02/2020 00:00:00", "2020-02-13T00:00:00Z", "13.02.20", "13-févr.-20", "43874", "20200213"]
    inventory = read("Type;Modèle;Date d'achat\n" + "".join(f"PC;A;{form}\n" for form in forms))
    assert inventory.lines["acquired_on"].to_list() == [date(2020, 2, 13)] * len(forms)


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(stream)
    return stream.getvalue()


def test_a_sheet_that_sums_up_the_others_is_not_counted_again(read: Reader) -> None:
    detail: list[list[object]] = [["Type", "N° de série"], ["PC", "AAA1"], ["PC", "AAA2"], ["Écran", "BBB1"]]
    summary: list[list[object]] = [["Type", "Nombre"], ["PC", 2], ["Écran", 1], ["Total", 3]]
    content = workbook({"Synthèse": summary, "Détail": detail})
    inventory = read(content, name="parc.xlsx")
    assert inventory.lines.height == inventory.read == 3
    assert "Synthèse" in next(a.text.in_("fr") for a in inventory.assumptions if a.code == "sheets_ignored")
    assert read(content, name="parc.xlsx", sheet="Synthèse").lines["quantity"].sum() == 3
    assert read(workbook({"Synthèse": summary}), name="parc.xlsx").lines["quantity"].sum() == 3


PEOPLE = (
    "Utilisateur;Qui;Type;Modèle;Quantité;Date d'achat;Statut;Remarques\n"
    "Jean SECRETNOM;Anne AUTRENOM;PC;A;1;02/01/2021;En service;appeler le 06 12 34 56 78\n"
    "Luc SECRETNOM;Zoé AUTRENOM;PC;B;-1;pas su, voir s.nom@mairie.fr;voir s.nom@mairie.fr;\n"
    "Ana SECRETNOM;;;;;;;\n"
    "Eve SECRETNOM;Paul AUTRENOM;PC;C;1;voir s.nom@mairie.fr;voir s.nom@mairie.fr;RAS\n"
)


def test_nothing_personal_is_in_what_is_kept_told_or_written_back(read: Reader) -> None:
    from levier.estate.reading import write_rejects

    inventory, out = read(PEOPLE), io.BytesIO()
    write_rejects(inventory, out)
    told = "\n".join(
        [
            inventory.lines.write_csv(),
            inventory.retired.write_csv(),
            inventory.set_aside.write_csv(),
            *(a.text.in_("fr") for a in inventory.assumptions),
            out.getvalue().decode("utf-8-sig"),
        ]
    )
    assert [secret for secret in ("SECRETNOM", "AUTRENOM", "s.nom", "06 12") if secret in told] == []
    assert {"Utilisateur", "Qui", "Remarques"} <= set(inventory.personal_columns)
    assert inventory.set_aside["reason"].to_list() == ["unreadable_quantity", "title_line"]
