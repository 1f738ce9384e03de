"""The answer workbook as XLSX: locked but for its answers, checked as it is typed, without macro.

The lock has no password: it guards against slips, and reading back finds what was changed on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from math import ceil
from typing import Any

import xlsxwriter

from levier.report.look import LIGHT
from levier.tender.answers.facts import units
from levier.tender.answers.form import NUMERIC, AnswerForm, Field, Kind
from levier.tender.answers.layout import Role, Sheet, Slot, choice_shown, expected, lay_out
from levier.wording.text import Text, say

LETTERS_A_WIDTH = 1.1
"""Letters of a text, narrow ones included, that stand on a width of one digit."""
LINE_HEIGHT, LETTERS_IN_LIST, LONGEST_TITLE = 15, 255, 32
"""Points of a line; letters that a list of choices and the title of a message can hold."""

EPOCH = datetime(2000, 1, 1)  # noqa: DTZ001  # a date inside a file, no instant
"""When a workbook says that it was made, so that the same form gives the same bytes; no date of an answer is before."""
LEAST = -1e12
"""What a number without a lower bound must reach, so that a text is refused."""


def answer_format(kind: Kind) -> str:
    """Name the format of an answer: kinds and roles share some words."""
    return f"answer {kind}"


_TOP: dict[str, object] = {"valign": "top", "text_wrap": True, "align": "left"}
_ANSWER = _TOP | {"locked": False, "border": 1, "border_color": LIGHT["accent"], "bg_color": "#ffffff"}
FORMATS: dict[str, dict[str, object]] = {
    Role.TITLE: {"bold": True, "font_size": 16, "valign": "top"},
    Role.HEAD: _TOP | {"bold": True, "bg_color": LIGHT["soft"]},
    Role.TEXT: _TOP,
    Role.CODE: _TOP | {"font_color": LIGHT["muted"]},
    Role.NUMBER: {"valign": "top", "num_format": "#,##0.##"},
    Role.TOTAL: {"valign": "top", "num_format": "#,##0.00", "font_color": LIGHT["muted"]},
    answer_format(Kind.NUMBER): _ANSWER | {"align": "right", "num_format": "General"},
    answer_format(Kind.COUNT): _ANSWER | {"align": "right", "num_format": "#,##0"},
    answer_format(Kind.SHARE): _ANSWER | {"align": "right", "num_format": "0.##%"},
    answer_format(Kind.MONEY): _ANSWER | {"align": "right", "num_format": "#,##0.00"},
    answer_format(Kind.CHOICE): _ANSWER,
    answer_format(Kind.DATE): _ANSWER | {"num_format": "yyyy-mm-dd"},
    answer_format(Kind.TEXT): _ANSWER,
}


def write_form(form: AnswerForm) -> bytes:
    """Write the workbook that bidders fill in; the same form gives the same bytes."""
    stream = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = xlsxwriter.Workbook(stream, plain)
    book.set_properties({"title": form.title.in_(form.languages[0]), "author": form.buyer, "created": EPOCH})
    formats = {name: book.add_format(look) for name, look in FORMATS.items()}
    for sheet in lay_out(form):
        _write(book, formats, form, sheet)
    book.close()
    return stream.getvalue()


def _write(book: Any, formats: Mapping[str, Any], form: AnswerForm, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True, "select_locked_cells": True})
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    if sheet.frozen:
        page.freeze_panes(sheet.frozen, 1)
        page.repeat_rows(sheet.frozen - 2, sheet.frozen - 1)
    for row, lines in _heights(sheet).items():
        page.set_row(row, lines * LINE_HEIGHT)
    for slot in sheet.slots:
        _write_slot(page, formats, slot)
    for first, last in _checked(sheet):
        assert first.field is not None  # only answers are checked
        if rule := _rule(form, first.field):
            page.data_validation(first.row, first.column, last.row, last.column, rule)


def _checked(sheet: Sheet) -> Iterator[tuple[Slot, Slot]]:
    """Return the first and last answer of each run of a column that takes the same: one check for all of them."""
    columns: dict[int, list[Slot]] = {}
    for slot in sheet.slots:
        if slot.role is Role.ANSWER:
            columns.setdefault(slot.column, []).append(slot)
    for slots in columns.values():
        first = before = slots[0]
        for slot in slots[1:]:
            if slot.field != before.field or slot.row != before.row + 1:
                yield first, before
                first = slot
            before = slot
        yield first, before


def _heights(sheet: Sheet) -> dict[int, int]:
    """Return how many lines each row needs, from the letters of its cells and the widths of their columns."""
    lines: dict[int, int] = {}
    for slot in sheet.slots:
        if isinstance(slot.shown, str) and slot.role not in (Role.TITLE, Role.ANSWER):
            width = sheet.widths[slot.column] * LETTERS_A_WIDTH
            needed = sum(ceil(max(1, len(part)) / width) for part in slot.shown.split("\n"))
            lines[slot.row] = max(lines.get(slot.row, 1), needed)
    return {row: needed for row, needed in lines.items() if needed > 1} | {0: 3}


def _write_slot(page: Any, formats: Mapping[str, Any], slot: Slot) -> None:
    if slot.role is Role.ANSWER:
        assert slot.field is not None  # the layout gives each answer what it takes
        page.write_blank(slot.row, slot.column, None, formats[answer_format(slot.field.kind)])
    elif slot.role is Role.TOTAL:
        page.write_formula(slot.row, slot.column, _formula(slot), formats[Role.TOTAL], "")
    elif isinstance(slot.shown, str):
        page.write_string(slot.row, slot.column, slot.shown, formats[slot.role])
    else:
        page.write_number(slot.row, slot.column, slot.shown, formats[slot.role])


def _formula(slot: Slot) -> str:
    if slot.factors:
        quantity, price = slot.factors
        return f'=IF({price}="","",{quantity}*{price})'
    assert slot.span is not None  # a total multiplies or adds up
    return f"=SUM({slot.span[0]}:{slot.span[1]})"


def _rule(form: AnswerForm, field: Field) -> dict[str, object] | None:
    """Return the check that the spreadsheet makes while a person types, none for a free text."""
    lang = form.languages[0]
    told = {
        "ignore_blank": True,
        "error_title": _short(say("This cannot be read"), form),
        "error_message": _sentence(field).in_(lang)[:LETTERS_IN_LIST],
    }
    if field.kind is Kind.CHOICE:
        shown = [choice_shown(form, choice.label) for choice in field.choices]
        if len(",".join(shown)) > LETTERS_IN_LIST:
            shown = [choice.label.in_(lang) for choice in field.choices]
        return told | {"validate": "list", "source": shown}
    if field.kind is Kind.DATE:
        return told | {"validate": "date", "criteria": ">=", "value": EPOCH}
    if field.kind not in NUMERIC:
        return None
    kind = "integer" if field.kind is Kind.COUNT else "decimal"
    if field.low is not None and field.high is not None:
        return told | {"validate": kind, "criteria": "between", "minimum": field.low, "maximum": field.high}
    return told | {"validate": kind, "criteria": ">=", "value": LEAST if field.low is None else field.low}


def _sentence(field: Field) -> Text:
    if not field.unit:
        return say("Expected: {text}.", text=expected(field))
    return say("Expected: {text}, in {unit}.", text=expected(field), unit=units()[field.unit].label)


def _short(text: Text, form: AnswerForm) -> str:
    return text.in_(form.languages[0])[:LONGEST_TITLE]
