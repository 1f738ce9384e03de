"""Reads the lines of purchases of a file of any shape: the header found by its words, in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from levier.estate.model import Limits, ReadOptions
from levier.estate.reading.dates import read_dates
from levier.estate.reading.numbers import read_numbers, read_quantities
from levier.estate.reading.process import read_preview
from levier.estate.reading.words import plain_header
from levier.tender.agec.facts import AgecFacts
from levier.tender.agec.model import Purchase, Purchases
from levier.wording.errors import Place, UnusableFile
from levier.wording.text import Text, say

HEADER_ROWS = 40
"""Rows among which the header is looked for."""
MOST_LINES = 500_000
AMOUNTS = ("amount_excl_vat", "amount")


@dataclass(frozen=True)
class _Sheet:
    name: str | None
    columns: Mapping[str, int]
    """Column of ours -> position."""
    labels: Mapping[str, str]
    lines: pl.DataFrame


def read_purchases(
    path: Path,
    facts: AgecFacts,
    *,
    sheet: str | None = None,
    limits: Limits | None = None,
    most: int = MOST_LINES,
) -> Purchases:
    """Read a file of purchases.

    Raises `UnusableFile` where no line can be told to be the header, and where a sheet has more than `most` lines.
    """
    cells = read_preview(path, ReadOptions(sheet=sheet), limits, rows=most + 1)
    if cells.height > most:
        raise UnusableFile(
            say("This file has too many lines to be read at once."),
            place=Place(file=path.name),
            expected=say("{n} lines at most", n=most),
            mend=say("Keep the lines of one year, or cut the file into parts."),
        )
    sheets = [found for part in _parts(cells) if (found := _sheet(part, facts)) is not None]
    if not sheets:
        raise UnusableFile(
            say("No column of descriptions and amounts was found."),
            place=Place(file=path.name),
            expected=say("a header with a description (libellé, désignation) and an amount before VAT (montant HT)"),
            mend=say("Name the columns so, or give the sheet that holds the lines."),
        )
    lines, unread = [], []
    for found in sheets:
        new, lost = _lines(found, path.name)
        lines += new
        unread += lost
    return Purchases(path.name, tuple(lines), sheets[0].labels, tuple(unread), tuple(_assumptions(sheets[0])))


def _parts(cells: pl.DataFrame) -> list[pl.DataFrame]:
    names = cells["sheet"].unique(maintain_order=True).to_list()
    return [cells.filter(pl.col("sheet").eq_missing(name)) for name in names]


def _sheet(part: pl.DataFrame, facts: AgecFacts) -> _Sheet | None:
    best: tuple[int, int, dict[str, int], dict[str, str]] | None = None
    texts = part.drop("sheet", "line")
    for number, row in enumerate(texts.head(HEADER_ROWS).iter_rows()):
        columns, labels = _columns(row, facts)
        usable = "description" in columns and (_amount(columns) or "amount_incl_vat" in columns)
        if usable and (best is None or len(columns) > best[0]):
            best = (len(columns), number, columns, labels)
    if best is None:
        return None
    _, number, columns, labels = best
    return _Sheet(part["sheet"][0], columns, labels, part.slice(number + 1))


def _columns(row: Sequence[str | None], facts: AgecFacts) -> tuple[dict[str, int], dict[str, str]]:
    """Say which cell of a header row is which column, the surest name first."""
    named = [
        (facts.headers[name], i, cell)
        for i, cell in enumerate(row)
        if cell and (name := plain_header(cell)) in facts.headers
    ]
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    for word, position, cell in sorted(named, key=lambda n: (n[0].rank, n[1])):
        if word.column not in columns:
            columns[word.column], labels[word.column] = position, cell.strip()
    return columns, labels


def _amount(columns: Mapping[str, int]) -> str | None:
    found = next((name for name in AMOUNTS if name in columns), None)
    if found == "amount" and "unit_price_excl_vat" in columns and "quantity" in columns:
        return "unit_price_excl_vat"
    return found or ("unit_price_excl_vat" if {"unit_price_excl_vat", "quantity"} <= set(columns) else None)


def _assumptions(sheet: _Sheet) -> list[Text]:
    told = []
    how = _amount(sheet.columns)
    if how == "amount":
        told.append(
            say(
                "The amounts of “{column}” are taken as before VAT: its name does not tell.",
                column=sheet.labels["amount"],
            )
        )
    if how == "unit_price_excl_vat":
        told.append(say("The amount of a line is its unit price times its quantity."))
    if "date" not in sheet.columns:
        told.append(say("The file has no date: every line is taken as of the year declared."))
    return told


def _lines(sheet: _Sheet, file: str) -> tuple[list[Purchase], list[tuple[Place, Text]]]:
    how = _amount(sheet.columns)
    if how is None:
        raise UnusableFile(
            say("The amounts of this file include VAT, and the declaration is before VAT."),
            place=Place(file=file, sheet=sheet.name, column=sheet.labels["amount_incl_vat"]),
            expected=say("a column of amounts before VAT (montant HT)"),
            mend=say(
                "Export the amounts before VAT too: rates differ from line to line, so Levier does not guess them."
            ),
        )
    texts = {name: _text(sheet, name) for name in sheet.columns}
    amounts = read_numbers(texts[how])
    quantities = read_quantities(texts["quantity"]) if "quantity" in texts else None
    dates = read_dates(texts["date"]).values if "date" in texts else None
    lines, lost = [], []
    for i, line in enumerate(sheet.lines["line"].to_list()):
        cells = {name: (column[i] or "").strip() for name, column in texts.items()}
        if not cells["description"] and not cells[how]:
            continue
        amount, quantity = amounts[i], quantities[i] if quantities is not None else None
        if how == "unit_price_excl_vat":
            amount = None if amount is None or quantity is None else amount * quantity
        place = Place(file=file, sheet=sheet.name, line=line, column=sheet.labels[how])
        if amount is None:
            lost.append((place, say("The amount “{text}” cannot be read: the line is not counted.", text=cells[how])))
        if dates is not None and cells["date"] and dates[i] is None:
            lost.append(
                (
                    Place(file, sheet.name, line, sheet.labels["date"]),
                    say("The date “{text}” cannot be read.", text=cells["date"]),
                )
            )
        lines.append(
            Purchase(
                line=line,
                sheet=sheet.name,
                description=cells["description"],
                amount_eur=amount,
                on=dates[i] if dates is not None else None,
                quantity=quantity,
                supplier=cells.get("supplier", ""),
                condition=cells.get("condition", ""),
                cpv=cells.get("cpv", ""),
                category=cells.get("category", ""),
                recycled=cells.get("recycled", ""),
            )
        )
    return lines, lost


def _text(sheet: _Sheet, name: str) -> pl.Series:
    return sheet.lines[str(sheet.columns[name])].cast(pl.String).str.strip_chars()
