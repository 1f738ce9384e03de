"""Bidders who fill in the answer workbook that a buyer gave them, cell by cell, with what they sell."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import openpyxl

from levier.tender.answers.form import AnswerForm, Field, Kind
from levier.tender.answers.layout import answers, choice_shown, lay_out
from tests.tender.answers.bidders import saved
from tests.tender.bids.story import what

Key = tuple[str, ...]
SERVICE = "service-apres-vente"


@dataclass(frozen=True)
class Bidder:
    """Who bids, at which prices of the lines, with which products; what is not told is answered as well as need be."""

    name: str
    siret: str
    prices: tuple[float, ...]
    service: str
    products: Mapping[str, Any]
    refurbished: bool = True


def answered(workbook: bytes, tender: str, bidder: Bidder) -> bytes:
    """Fill in the workbook of a tender, which is told as its `tender.yaml`."""
    form = what(tender).form
    told = _told(form, bidder)
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    for sheet, slot in answers(lay_out(form)):
        value = told.get(slot.key, _needed(form, slot.key, slot.field, len(form.prices)))
        if value is not None:
            book[sheet.name].cell(slot.row + 1, slot.column + 1).value = value
    return saved(book)


def _told(form: AnswerForm, bidder: Bidder) -> dict[Key, Any]:
    """Return what this bidder says of itself, its prices and its products: one product a line."""
    found: dict[Key, Any] = {("bidder", "name"): bidder.name, ("bidder", "siret"): bidder.siret}
    found[("answer", SERVICE)] = bidder.service
    for number, (line, price) in enumerate(zip(form.prices, bidder.prices, strict=True), 1):
        used = bidder.refurbished and "reconditionné" in line.label.in_("fr").lower()
        row = {
            "line": line.id,
            "designation": line.label.in_("fr"),
            "manufacturer": "Aulne",
            "model": f"A{number}",
            "condition": "Reconditionné / Refurbished" if used else "Neuf / New",
            **bidder.products,
        }
        found |= {("product", f"P{number}", name): value for name, value in row.items()}
        found |= {("price", line.id): price, ("vat", line.id): 0.2}
    return found


def _needed(form: AnswerForm, key: Key, field: Field | None, lines: int) -> Any:
    """Return an answer to what is required and was not told."""
    if field is None or key[0] not in ("answer", "product"):
        return None
    if key[0] == "product":
        if int(key[1][1:]) > lines:
            return None
        field = next(asked.field for asked in form.products if asked.id == key[2])
    if not field.required:
        return None
    if field.kind is Kind.CHOICE:
        return choice_shown(form, field.choices[0].label)
    if field.kind is Kind.TEXT:
        return "Selon l’annexe technique"
    low = field.low or 0
    return 0.9 if field.kind is Kind.SHARE else min(low + 12, field.high or low + 12)
