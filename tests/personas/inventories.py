"""Three invented organisations and the inventories that they really have: messy, each in its own way."""

from __future__ import annotations

from pathlib import Path

import openpyxl

TOWN_HALL = Path(__file__).parents[2] / "examples" / "mairie-de-belcombe.csv"


def hospital(folder: Path) -> Path:
    """Write the workbook of an invented hospital: titles, merged cells, subtotals, three sheets, mixed languages."""
    book = openpyxl.Workbook()
    computers = book.active
    assert computers is not None
    computers.title = "Postes"
    computers.append(["Centre hospitalier de Vaubrun (organisation inventée)"])
    computers.append(["Inventaire du parc au 30/09/2026"])
    computers.merge_cells("A1:F1")
    computers.append([])
    computers.append(["Type de matériel", "Marque", "Modèle", "Quantité", "Date d'achat", "Service"])
    for row in (
        ("PC fixe", "HP", "ProDesk 400 G7 SFF", 420, "15/03/2021", "Soins"),
        ("PC fixe", "Dell", "OptiPlex 3070 Tower", 310, "02/2019", "Soins"),
        ("Client léger", "HP", "t640", 150, "2020", "Pharmacie"),
        ("Laptop", "Lenovo", "ThinkPad L14 Gen 2", 180, "28/09/2022", "Administration"),
        ("Sous-total Postes", None, None, 1060, None, None),
        ("Tablette", "Apple", "iPad (9th generation)", 45, "13/01/2023", "Soins"),
        ("Douchette", "Zebra", "DS2208", 210, "2018", "Pharmacie"),
        ("TOTAL", None, None, 1315, None, None),
    ):
        computers.append(row)
    screens = book.create_sheet("Écrans et impression")
    screens.append(["Type", "Marque", "Modèle", "Qté", "Acquis le", "Statut"])
    for row in (
        ("Ecran", "Philips", "243V5", 640, "15/03/2021", "En service"),
        ("Moniteur", "Dell", "P2419H", 320, "10/02/2019", "En service"),
        ("Ecran", "NEC", "MultiSync EA190M", 75, "20/06/2011", "Réformé"),
        ("Imprimante", "Lexmark", "MS521dn", 60, "17/11/2020", "En service"),
        ("Copieur", "Ricoh", "IM C3000", 22, "01/07/2021", "En service"),
        ("Toner", "Lexmark", "56F2000", 300, "01/07/2021", "Stock"),
    ):
        screens.append(row)
    book.create_sheet("Notes").append(["Penser à relancer le fournisseur"])
    file = folder / "parc-hopital.xlsx"
    book.save(file)
    return file


def company(folder: Path) -> Path:
    """Write the device export of an invented company of 3,000 people: UTF-16, user names, Lenovo machine types."""
    head = "Device ID,Device name,Enrollment date,Serial number,Manufacturer,Model,Primary user UPN,Ownership,OS"
    lines = [head]
    models = (
        (1200, "LENOVO", "20W0S0FC00", "Windows"),
        (900, "LENOVO", "20S0CTO1WW", "Windows"),
        (400, "Dell Inc.", "Latitude 5420", "Windows"),
        (250, "Apple", "iPhone 13", "iOS"),
        (150, "samsung", "SM-A346B", "Android"),
        (40, "VMware, Inc.", "VMware Virtual Platform", "Windows"),
        (60, "Contoso", "ZX-9", "Windows"),
    )
    number = 0
    for count, maker, model, system in models:
        for _ in range(count):
            number += 1
            user = f"prenom.nom{number}@entreprise.example"
            when = f"20{18 + number % 7}-{1 + number % 12:02d}-{1 + number % 28:02d}"
            model_cell, maker_cell = f'"{model}"', f'"{maker}"'
            serial = f"SN{number:07d}"
            lines.append(f"id-{number},PC-{number},{when},{serial},{maker_cell},{model_cell},{user},Corporate,{system}")
    lines.append(lines[1])  # the first device, exported twice
    file = folder / "intune.csv"
    file.write_bytes("\r\n".join(lines).encode("utf-16"))
    return file
