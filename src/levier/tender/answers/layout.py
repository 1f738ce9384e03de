"""Where each cell of an answer workbook stands: one layout, which the files are written from and read back by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from levier.tender.answers.facts import units
from levier.tender.answers.form import AnswerForm, Field, Kind, Price, ProductField
from levier.wording.text import Language, Text, say

LONGEST_NAME = 31
"""Letters that a spreadsheet allows in the name of a sheet."""


class Role(StrEnum):
    """What a cell is for: everything but an answer is locked."""

    TITLE = "title"
    HEAD = "head"
    TEXT = "text"
    CODE = "code"
    NUMBER = "number"
    ANSWER = "answer"
    TOTAL = "total"


@dataclass(frozen=True)
class Slot:
    """A cell: what it shows where it is locked, or what it takes where it is an answer.

    `key` names an answer: ("answer" | "evidence" | "equivalent" | "bidder", id), ("product", row, field),
    ("price" | "vat" | "remark", id). A total names the cells that it multiplies, or the first and last that it adds up.
    """

    row: int
    column: int
    role: Role
    shown: str | float = ""
    key: tuple[str, ...] = ()
    field: Field | None = None
    factors: tuple[str, str] | None = None
    span: tuple[str, str] | None = None

    @cached_property
    def address(self) -> str:
        """Return the address as spreadsheets write it: `E12`."""
        return address(self.row, self.column)


@dataclass(frozen=True)
class Sheet:
    """A sheet: its cells, the widths of its columns in letters, how many rows stay in view."""

    code: str
    name: str
    slots: tuple[Slot, ...]
    widths: tuple[int, ...]
    frozen: int = 0


def address(row: int, column: int) -> str:
    """Write an address from a row and a column that count from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def lay_out(form: AnswerForm) -> tuple[Sheet, ...]:
    """Place all that a form asks, on one sheet a subject; a sheet without anything to ask is left out."""
    sheets = [_read_me(form)]
    if form.questions:
        sheets.append(_answers(form))
    if form.products:
        sheets.append(_products(form))
    if form.prices:
        sheets.append(_prices(form))
    return tuple(sheets)


def both(text: Text | None, languages: Sequence[Language]) -> str:
    """Write a text in each language, one below the other; once where they agree."""
    if text is None:
        return ""
    written = [text.in_(lang) for lang in languages]
    return "\n".join(dict.fromkeys(w for w in written if w))


def expected(field: Field) -> Text:
    """Say what a cell takes."""
    if field.kind is Kind.CHOICE:
        return say("one of the choices of the list")
    if field.kind is Kind.DATE:
        return say("a date")
    if field.kind is Kind.TEXT:
        return say("a text")
    if field.low is not None and field.high is not None:
        low, high = (_bound(field, bound) for bound in (field.low, field.high))
        return say("a number from {low} to {high}", low=low, high=high)
    if field.low is not None:
        return say("a number from {low} upwards", low=_bound(field, field.low))
    return say("a whole number") if field.kind is Kind.COUNT else say("a number")


def _bound(field: Field, bound: float) -> Text | int | float:
    if field.kind is Kind.SHARE:
        return say("{n}%", n=bound * 100)
    return int(bound) if bound == int(bound) else bound


def choice_shown(form: AnswerForm, label: Text) -> str:
    """Write a choice as the list of a cell offers it: `Oui / Yes`."""
    return " / ".join(dict.fromkeys(label.in_(lang) for lang in form.languages))


def _unit(form: AnswerForm, field: Field) -> str:
    return both(units()[field.unit].label, form.languages) if field.unit else ""


def _name(form: AnswerForm, number: int, text: Text) -> str:
    written = " - ".join(dict.fromkeys(text.in_(lang) for lang in form.languages))
    return f"{number} {written}"[:LONGEST_NAME]


def _read_me(form: AnswerForm) -> Sheet:
    slots = [Slot(0, 0, Role.TITLE, both(say("Answer workbook"), form.languages))]
    identity: list[tuple[Text, str]] = [
        (say("Subject of the contract"), both(form.title, form.languages)),
        (say("The buyer"), form.buyer),
        (say("Consultation"), form.tender),
        (say("Version of this workbook"), form.version),
        (say("Fingerprint of this workbook"), form.fingerprint),
        (say("Fingerprint of the published rules"), form.parameters),
    ]
    row = 2
    for text, value in identity:
        slots += [
            Slot(row, 0, Role.HEAD, both(text, form.languages)),
            Slot(row, 1, Role.CODE if len(value) == len(form.fingerprint) else Role.TEXT, value),
        ]
        row += 1
    row += 1
    slots.append(Slot(row, 0, Role.HEAD, both(say("How to fill it in"), form.languages)))
    for number, text in enumerate(_instructions(form), start=1):
        slots.append(Slot(row + number, 0, Role.CODE, str(number)))
        slots.append(Slot(row + number, 1, Role.TEXT, both(text, form.languages)))
    row += len(_instructions(form)) + 2
    slots.append(Slot(row, 0, Role.HEAD, both(say("The bidder"), form.languages)))
    for number, asked in enumerate(form.bidder, start=1):
        slots.append(Slot(row + number, 0, Role.TEXT, both(asked.label, form.languages)))
        slots.append(Slot(row + number, 1, Role.ANSWER, key=("bidder", asked.id), field=asked.field))
    return Sheet("read_me", _name(form, 1, say("Read me")), tuple(slots), (34, 90))


def _instructions(form: AnswerForm) -> tuple[Text, ...]:
    basis = (
        say("Prices are given without VAT, with the rate of VAT beside them; offers are compared with VAT included.")
        if form.prices_with_vat
        else say("Prices are given without VAT, with the rate of VAT beside them; offers are compared without VAT.")
    )
    return (
        say("Fill in the framed cells only. Add, remove or move no sheet, row or column: the others are locked."),
        say("Give each answer in the unit shown. An empty cell means no answer; a zero means zero."),
        say("Name the proof of each answer: the document and its page. Without proof, a figure stays a statement."),
        say("Another proof or label of the same value is always accepted: describe it under “Equivalent”."),
        say("One row for each product offered, new, refurbished or used. Leave the rows that you do not need empty."),
        basis,
        say("Totals are there to help you: offers are compared from unit prices and quantities alone."),
        say("Type values, without formula, macro or link to another file. Save as XLSX or ODS, under any name."),
        say("This workbook computes no mark. Ask your questions as the consultation rules say."),
        *form.notes.values(),
    )


def _answers(form: AnswerForm) -> Sheet:
    heads = (
        say("Id"),
        say("Lot"),
        say("Question"),
        say("Unit"),
        say("Expected"),
        say("Your answer"),
        say("Proof: document and page"),
        say("Equivalent"),
        say("Accepted proof"),
    )
    slots = _title(form, say("Answers, one row a question"), heads)
    free = Field(Kind.TEXT, required=False)
    for row, question in enumerate(form.questions, start=FIRST_ROW):
        shown = (
            (0, Role.CODE, question.id),
            (1, Role.CODE, question.lot),
            (2, Role.TEXT, both(question.text, form.languages)),
            (3, Role.TEXT, _unit(form, question.field)),
            (4, Role.TEXT, both(expected(question.field), form.languages)),
            (8, Role.TEXT, both(question.evidence, form.languages)),
        )
        slots += [Slot(row, column, role, text) for column, role, text in shown]
        slots += [
            Slot(row, 5, Role.ANSWER, key=("answer", question.id), field=question.field),
            Slot(row, 6, Role.ANSWER, key=("evidence", question.id), field=free),
            Slot(row, 7, Role.ANSWER, key=("equivalent", question.id), field=free),
        ]
    widths = (12, 6, 52, 12, 22, 20, 30, 30, 44)
    return Sheet("answers", _name(form, 2, say("Answers")), tuple(slots), widths, FIRST_ROW)


FIRST_ROW = 4
"""Row of the first answer: a title, a blank, the heads and their units stand above."""


def _title(form: AnswerForm, title: Text, heads: Sequence[Text]) -> list[Slot]:
    return [
        Slot(0, 0, Role.TITLE, both(title, form.languages)),
        *(Slot(FIRST_ROW - 2, column, Role.HEAD, both(h, form.languages)) for column, h in enumerate(heads)),
    ]


def _products(form: AnswerForm) -> Sheet:
    slots = _title(form, say("Products offered, one row a product"), [say("Row"), *(p.label for p in form.products)])
    for column, product in enumerate(form.products, start=1):
        told = _unit(form, product.field) or both(expected(product.field), form.languages)
        slots.append(Slot(FIRST_ROW - 1, column, Role.TEXT, told))
    fields = {product.id: _optional(product) for product in form.products}
    for number in range(1, form.products_at_most + 1):
        row = FIRST_ROW + number - 1
        slots.append(Slot(row, 0, Role.CODE, f"P{number}"))
        for column, product in enumerate(form.products, start=1):
            key = ("product", f"P{number}", product.id)
            slots.append(Slot(row, column, Role.ANSWER, key=key, field=fields[product.id]))
    widths = (6, *(24 if p.field.kind is Kind.TEXT else 16 for p in form.products))
    return Sheet("products", _name(form, 3, say("Products")), tuple(slots), widths, FIRST_ROW)


def _optional(product: ProductField) -> Field:
    """Return the field as a cell asks it: what a product must have is asked only of the rows that hold a product."""
    return replace(product.field, required=False)


KINDS = {
    Price.PURCHASE: say("purchase"),
    Price.RENT: say("monthly rent"),
    Price.SERVICE: say("service"),
    Price.BUY_BACK: say("buy-back, paid to the buyer"),
}


def _prices(form: AnswerForm) -> Sheet:
    heads = (
        say("Id"),
        say("Lot"),
        say("Price line"),
        say("Nature"),
        say("Unit"),
        say("Quantity compared"),
        say("Unit price without VAT"),
        say("Rate of VAT"),
        say("Total without VAT"),
        say("Remark"),
    )
    slots = _title(form, say("Prices"), heads)
    for column, unit in ((6, "eur_excl_vat"), (7, "share"), (8, "eur_excl_vat")):
        slots.append(Slot(FIRST_ROW - 1, column, Role.TEXT, both(units()[unit].label, form.languages)))
    last = FIRST_ROW + len(form.prices) - 1
    for row, line in enumerate(form.prices, start=FIRST_ROW):
        shown: tuple[tuple[int, Role, str | float], ...] = (
            (0, Role.CODE, line.id),
            (1, Role.CODE, line.lot),
            (2, Role.TEXT, both(line.label, form.languages)),
            (3, Role.TEXT, both(KINDS[line.kind], form.languages)),
            (4, Role.TEXT, both(line.unit, form.languages)),
            (5, Role.NUMBER, line.quantity),
        )
        slots += [Slot(row, column, role, text) for column, role, text in shown]
        slots += [
            Slot(row, 6, Role.ANSWER, key=("price", line.id), field=Field(Kind.MONEY, "eur_excl_vat", low=0)),
            Slot(row, 7, Role.ANSWER, key=("vat", line.id), field=Field(Kind.SHARE, "share", 0, 1)),
            Slot(row, 8, Role.TOTAL, key=("total", line.id), factors=(address(row, 5), address(row, 6))),
            Slot(row, 9, Role.ANSWER, key=("remark", line.id), field=Field(Kind.TEXT, required=False)),
        ]
    if all(line.kind is not Price.BUY_BACK for line in form.prices):
        slots.append(Slot(last + 1, 2, Role.HEAD, both(say("Total"), form.languages)))
        slots.append(Slot(last + 1, 8, Role.TOTAL, key=("total", ""), span=(address(FIRST_ROW, 8), address(last, 8))))
    widths = (12, 6, 48, 18, 16, 12, 16, 10, 16, 30)
    return Sheet("prices", _name(form, 4, say("Prices")), tuple(slots), widths, FIRST_ROW)


def answers(sheets: Sequence[Sheet]) -> Iterator[tuple[Sheet, Slot]]:
    """Walk all cells that take an answer."""
    for sheet in sheets:
        for slot in sheet.slots:
            if slot.role is Role.ANSWER:
                yield sheet, slot
