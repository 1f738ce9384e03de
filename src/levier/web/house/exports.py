"""Tables to download, for every app: no cell starts a formula, numbers stay numbers, dates stay dates."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse

from levier.web.house.words import language
from levier.wording.cells import safe_cell

BOM = "\ufeff"
"""Tells French spreadsheets that the letters are UTF-8."""

Cell = str | int | float | date | None


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> HttpResponse:
    """Answer with a CSV file as the reader's spreadsheet expects it: `;` and a decimal comma in French."""
    french = language() == "fr"
    answer = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": attachment(name)})
    if french:
        answer.write(BOM)
    writer: Any = csv.writer(answer, delimiter=";" if french else ",", lineterminator="\r\n")
    writer.writerow([safe_cell(column) for column in columns])
    for row in rows:
        writer.writerow([written(cell, french) for cell in row])
    return answer


def attachment(name: str) -> str:
    """Write the header that names a file to download; only letters of ASCII, digits, `.`, `-` and `_` are kept."""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in ".-_") else "_" for c in name)
    return f'attachment; filename="{kept}"'


def written(cell: Cell, french: bool) -> str:
    """Write one cell."""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, (int, float)):
        return str(cell).replace(".", ",") if french else str(cell)
    return safe_cell(cell)
