"""A consultation for laptops, and the bidders who fill in its answer workbook with the programs that they have."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
from odfdo import Document

from levier.report.answer_form import ods, xlsx
from levier.tender.answers.facts import bidder_fields, choices, product_fields
from levier.tender.answers.form import AnswerForm, Field, Kind, Price, PriceLine, Question
from levier.tender.answers.layout import answers, lay_out
from levier.wording.text import label

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
YES_NO = (choices()["yes"], choices()["no"])
WRITERS = {"xlsx": xlsx.write_form, "ods": ods.write_form}

LAPTOPS = AnswerForm(
    tender="2026-LAP-01",
    title=label("Ordinateurs portables neufs et reconditionnés", "New and refurbished laptops"),
    buyer="Ville de Belcombe",
    version="1",
    parameters="4f" * 32,
    questions=(
        Question(
            "BUR-03.years",
            label("Combien d’années les pièces détachées sont-elles disponibles ?", "How many years of spare parts?"),
            Field(Kind.NUMBER, "year", 0, 30),
            label("Engagement du fabricant ou équivalent", "Manufacturer’s commitment or equivalent"),
            "1",
        ),
        Question(
            "REC-05.soh",
            label("État de santé minimal de la batterie", "Minimum state of health of the battery"),
            Field(Kind.SHARE, "share", 0, 1),
            lot="2",
        ),
        Question(
            "TRV-06.ilo",
            label("Respectez-vous les conventions de l’OIT ?", "Do you respect the ILO conventions?"),
            Field(Kind.CHOICE, choices=YES_NO),
        ),
        Question("LOG-03.since", label("Depuis quelle date ?", "Since which date?"), Field(Kind.DATE, required=False)),
        Question("BUR-09.cycles", label("Cycles de batterie", "Battery cycles"), Field(Kind.COUNT, "cycle", 0, 10_000)),
    ),
    products=product_fields(),
    prices=(
        PriceLine("LAP-N", label("Portable neuf", "New laptop"), Price.PURCHASE, label("appareil", "device"), 250),
        PriceLine(
            "LAP-R", label("Portable reconditionné", "Refurbished"), Price.PURCHASE, label("appareil", "device"), 150
        ),
    ),
    products_at_most=4,
    bidder=bidder_fields(),
)

COMPLETE: Mapping[tuple[str, ...], Any] = {
    ("bidder", "name"): "Atelier Rebond SAS",
    ("bidder", "siret"): "12345678900011",
    ("answer", "BUR-03.years"): 7.5,
    ("evidence", "BUR-03.years"): "Annexe 2, page 4",
    ("answer", "REC-05.soh"): 0.85,
    ("equivalent", "REC-05.soh"): "Relevé du banc d’essai, même mesure",
    ("answer", "TRV-06.ilo"): "Oui / Yes",
    ("answer", "BUR-09.cycles"): 1000,
    ("product", "P1", "line"): "LAP-N",
    ("product", "P1", "designation"): "Portable 14 pouces",
    ("product", "P1", "manufacturer"): "Aulne",
    ("product", "P1", "model"): "A14-2",
    ("product", "P1", "condition"): "Neuf / New",
    ("product", "P1", "warranty"): 36,
    ("product", "P1", "gwp_manufacturing"): 212.4,
    ("price", "LAP-N"): 899.9,
    ("vat", "LAP-N"): 0.2,
    ("price", "LAP-R"): 410,
    ("vat", "LAP-R"): 0.2,
    ("remark", "LAP-R"): "Grade A, livrés avec chargeur",
}
AS_READ = {**COMPLETE, ("answer", "TRV-06.ilo"): "yes", ("product", "P1", "condition"): "new"}


def filled(told: Mapping[tuple[str, ...], Any] = COMPLETE, form: AnswerForm = LAPTOPS, kind: str = "xlsx") -> bytes:
    """Fill the workbook in, as a bidder would, and save it."""
    places = {slot.key: (sheet.name, slot.row, slot.column) for sheet, slot in answers(lay_out(form))}
    if kind == "ods":
        document = Document(io.BytesIO(WRITERS["ods"](form)))
        for key, value in told.items():
            name, row, column = places[key]
            table = document.body.get_table(name=name)
            assert table is not None
            cell = table.get_cell((column, row))
            cell.value = value
            table.set_cell((column, row), cell)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()
    book = openpyxl.load_workbook(io.BytesIO(WRITERS["xlsx"](form)))
    for key, value in told.items():
        name, row, column = places[key]
        book[name].cell(row + 1, column + 1).value = value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def resaved(data: bytes, origin: str, target: str, folder: Path) -> bytes:
    """Open a workbook in LibreOffice and save it as another kind."""
    assert SOFFICE is not None
    source = folder / f"answers.{origin}"
    source.write_bytes(data)
    out = folder / "resaved"
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", target]
    subprocess.run([*command, "--outdir", str(out), str(source)], check=True, capture_output=True, timeout=120)
    return (out / f"answers.{target}").read_bytes()
