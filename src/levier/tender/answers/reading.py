"""Reading an answer workbook back: what it answers, what is missing or wrong, and what of it was changed.

A changed structure stops the import, never the bid: every change is told with its cell, and a person can enter the
answers by hand.
"""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import python_calamine as calamine

from levier.estate.model import Limits
from levier.estate.reading.workbook import told_errors
from levier.tender.answers.form import AnswerForm, Field
from levier.tender.answers.layout import Role, Sheet, Slot, address, answers, lay_out
from levier.tender.answers.package import Format, Package, inspect
from levier.tender.answers.values import Value, read_value
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

Key = tuple[str, ...]
Rows = list[list[Any]]
CENT = 0.005
LONGEST_FOUND = 200
"""Letters of what stood in a cell that a note repeats."""
ERROR = "#?"
"""What stands for an error of a spreadsheet, whose cell is read as empty."""


@dataclass(frozen=True)
class Note:
    """Something to tell about a cell: a change of the structure, a problem of an answer, or a remark."""

    sheet: str
    cell: str
    what: Text
    key: Key = ()
    found: str = ""


class Answer(NamedTuple):
    """An answer, with what stood in the cell; `entered` tells who typed it by hand, when and why."""

    value: Value
    raw: str
    sheet: str
    cell: str
    entered: Entered | None = None


@dataclass(frozen=True)
class Entered:
    """The trace of an answer entered by hand."""

    by: str
    on: date
    why: str


@dataclass(frozen=True)
class ReadBack:
    """A workbook read back.

    `changes` is what differs from the workbook that was sent: where there is one, only answers entered by hand stand.
    `missing` are required answers that are empty, `wrong` those that cannot be used; `remarks` are for the buyer.
    """

    file: str
    file_hash: str
    format: Format
    changes: tuple[Note, ...] = ()
    missing: tuple[Note, ...] = ()
    wrong: tuple[Note, ...] = ()
    remarks: tuple[Note, ...] = ()
    answers: Mapping[Key, Answer] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Tell whether every required answer was given and can be used."""
        return not (self.missing or self.wrong)


class Reader:
    """Reads the workbooks of one form; what the form asks is laid out once for all of them."""

    def __init__(self, form: AnswerForm) -> None:
        self.form = form
        self.pages = tuple(_Page.of(sheet) for sheet in lay_out(form))
        due = {asked.id: asked.label for asked in form.products if asked.field.required}
        self.due = [(page, s, due[s.key[2]]) for page in self.pages for s in page.products if s.key[2] in due]

    def read(self, name: str, data: bytes, limits: Limits | None = None) -> ReadBack:
        """Read a workbook saved by any spreadsheet program; raise UnusableFile where it is none or is damaged."""
        package = inspect(name, data, limits or Limits())
        with told_errors(name):
            book = calamine.load_workbook(io.BytesIO(data))
            listed = list(book.sheet_names)
            rows = {
                page.name: book.get_sheet_by_name(page.name).to_python(skip_empty_area=False)
                for page in self.pages
                if page.name in listed
            }
        back = ReadBack(name, hashlib.sha256(data).hexdigest(), package.format)
        outside, filled = self._walked(rows)
        remarks = [*_of_package(package), *_of_sheets(listed, self.pages), *outside]
        changes = tuple(self._changes(rows))
        if changes:
            unread = tuple(_note(page.name, slot) for page in self.pages for slot in page.required)
            return replace(back, changes=changes, missing=unread, remarks=tuple(remarks))
        return self._answered(replace(back, remarks=tuple(remarks)), rows, filled, package)

    def _walked(self, rows: Mapping[str, Rows]) -> tuple[list[Note], dict[str, list[tuple[Slot, Any]]]]:
        """Tell what was written outside the cells to fill in: a remark or a reserve that the buyer must see.

        Also return, by sheet, the answers that are filled in. Only the cells to fill in are taken one by one: a row
        that is as it was sent but for them holds nothing to tell, and comparing it whole is much sooner done.
        """
        outside: list[Note] = []
        filled: dict[str, list[tuple[Slot, Any]]] = {}
        for page in self.pages:
            there = filled[page.name] = []
            for row, cells in enumerate(rows.get(page.name, ())):
                sent = page.untouched.get(row)
                if cells == sent:
                    continue
                rest = list(cells)
                for slot in page.to_fill.get(row, ()):
                    if slot.column < len(rest) and rest[slot.column] != "":
                        there.append((slot, rest[slot.column]))
                        rest[slot.column] = ""
                if rest != sent:
                    outside += _outside(page, row, rest)
        return outside, filled

    def _changes(self, rows: Mapping[str, Rows]) -> Iterator[Note]:
        for page in self.pages:
            if page.name not in rows:
                yield Note(page.name, "", say("The sheet “{name}” is missing or was renamed.", name=page.name))
                continue
            grid = rows[page.name]
            for slot in page.locked:
                try:
                    found = grid[slot.row][slot.column]
                except IndexError:  # beyond what was filled in
                    found = ""
                if found != slot.shown and not _same(found, slot.shown):
                    yield Note(page.name, slot.address, _changed(self.form, slot), slot.key, _shown(found))

    def _answered(
        self,
        back: ReadBack,
        rows: Mapping[str, Rows],
        filled: Mapping[str, Sequence[tuple[Slot, Any]]],
        package: Package,
    ) -> ReadBack:
        found: dict[Key, Answer] = {}
        missing, wrong, remarks = [], [], list(back.remarks)
        for page in self.pages:
            formulas, errors = (cells.get(page.name, frozenset()) for cells in (package.formulas, package.errors))
            told = {slot.key: raw for slot, raw in filled[page.name]}
            asked = filled[page.name]
            if odd := page.answered_at & (formulas | errors):  # a cell that is shown empty may hold one
                asked = [(s, told.get(s.key, "")) for s in page.answers if s.key in told or s.address in odd]
            unusable = set()
            for slot, raw in asked:
                read = read_value(self.form, _asked(slot), ERROR if slot.address in errors else raw)
                if read.wrong is not None:
                    wrong.append(_note(page.name, slot, raw, read.wrong))
                    unusable.add(slot.key)
                elif read.value is not None:
                    found[slot.key] = Answer(read.value, _shown(raw), page.name, slot.address)
                if slot.address in formulas:
                    remarks.append(
                        _note(page.name, slot, raw, say("A formula stands here; only its last value counts."))
                    )
                elif read.remark is not None:
                    remarks.append(_note(page.name, slot, raw, read.remark))
            missing += [
                _note(page.name, slot, told.get(slot.key, ""))
                for slot in page.required
                if slot.key not in found and slot.key not in unusable
            ]
        missing += self._incomplete_products(found)
        wrong += _unknown_lines(self.form, found)
        remarks += self._totals(rows, found)
        return replace(back, answers=found, missing=tuple(missing), wrong=tuple(wrong), remarks=tuple(remarks))

    def _incomplete_products(self, found: Mapping[Key, Answer]) -> Iterator[Note]:
        """Tell what a product that is offered lacks of what each product must have."""
        offered = {key[1] for key in found if key[0] == "product"}
        for page, slot, label in self.due:
            if slot.key[1] in offered and slot.key not in found:
                what = say("The product of this row lacks: {name}.", name=label)
                yield Note(page.name, slot.address, what, slot.key)

    def _totals(self, rows: Mapping[str, Rows], found: Mapping[Key, Answer]) -> Iterator[Note]:
        """Tell where a total that the workbook shows is not its quantity times its price."""
        quantities = {line.id: line.quantity for line in self.form.prices}
        for page in self.pages:
            for slot in page.totals:
                shown, price = _at(rows[page.name], slot), found.get(("price", slot.key[1]))
                if price is None or not isinstance(shown, (int, float)) or not isinstance(price.value, float):
                    continue
                due = quantities[slot.key[1]] * price.value
                if abs(shown - due) > CENT:
                    what = say("The total shown is {shown}; quantity and unit price give {due}.", shown=shown, due=due)
                    yield Note(page.name, slot.address, what, slot.key, _shown(shown))


@dataclass(frozen=True)
class _Page:
    """A sheet of the layout, its cells parted by what reading does with them."""

    name: str
    to_fill: Mapping[int, Sequence[Slot]]
    """Row -> its answers, from left to right."""
    taken: Mapping[int, frozenset[int]]
    """Row -> the columns of which the workbook makes something; whatever stands elsewhere was added."""
    locked: tuple[Slot, ...]
    untouched: Mapping[int, Sequence[Any]]
    """Row -> its cells as they were sent, answers empty: most rows of products come back so."""
    answers: tuple[Slot, ...]
    required: tuple[Slot, ...]
    totals: tuple[Slot, ...]
    products: tuple[Slot, ...]

    @cached_property
    def answered_at(self) -> frozenset[str]:
        """Return the addresses of the answers."""
        return frozenset(slot.address for slot in self.answers)

    @classmethod
    def of(cls, sheet: Sheet) -> _Page:
        """Part the cells of a sheet."""
        rows: dict[int, dict[int, Slot]] = {}
        for slot in sheet.slots:
            rows.setdefault(slot.row, {})[slot.column] = slot
        width = 1 + max((slot.column for slot in sheet.slots), default=0)
        answered = tuple(slot for slot in sheet.slots if slot.role is Role.ANSWER)
        return cls(
            sheet.name,
            {row: _to_fill(slots) for row, slots in rows.items()},
            {row: frozenset(slots) for row, slots in rows.items()},
            tuple(slot for slot in sheet.slots if slot.role not in (Role.ANSWER, Role.TOTAL)),
            {row: _sent(slots, width) for row, slots in rows.items()},
            answered,
            tuple(slot for slot in answered if _required(slot)),
            tuple(slot for slot in sheet.slots if slot.role is Role.TOTAL and slot.factors),
            tuple(slot for slot in sheet.slots if slot.key[:1] == ("product",)),
        )


def _to_fill(slots: Mapping[int, Slot]) -> list[Slot]:
    return [slots[column] for column in sorted(slots) if slots[column].role is Role.ANSWER]


def _outside(page: _Page, row: int, cells: Sequence[Any]) -> Iterator[Note]:
    taken = page.taken.get(row, frozenset())
    for column, value in enumerate(cells):
        if value != "" and column not in taken:
            what = say("Something was written outside the cells to fill in.")
            yield Note(page.name, address(row, column), what, found=_shown(value))


def _sent(slots: Mapping[int, Slot], width: int) -> list[Any]:
    """Return a row as it was sent; no cell of a total is known beforehand, so that such a row is always looked at."""
    return [_cell(slots[column]) if column in slots else "" for column in range(width)]


def _cell(slot: Slot) -> str | float:
    return math.nan if slot.role is Role.TOTAL else slot.shown


def read_back(name: str, data: bytes, form: AnswerForm, limits: Limits | None = None) -> ReadBack:
    """Read one workbook; `Reader` reads many of one form sooner."""
    return Reader(form).read(name, data, limits)


def enter_by_hand(back: ReadBack, form: AnswerForm, key: Key, text: str, trace: Entered) -> ReadBack:
    """Add an answer that a person typed, read as the cell would have been; what is wrong with it is told, not kept."""
    asked = {slot.key: (sheet, slot) for sheet, slot in answers(lay_out(form))}
    if key not in asked:
        raise BadOption(say("This workbook asks nothing of that name."), found=" ".join(key))
    sheet, slot = asked[key]
    read = read_value(form, _asked(slot), text)
    missing = tuple(note for note in back.missing if note.key != key)
    wrong = tuple(note for note in back.wrong if note.key != key)
    if read.wrong is not None or read.value is None:
        note = _note(sheet.name, slot, text, read.wrong or say("No answer was typed."))
        return replace(back, missing=missing, wrong=(*wrong, note))
    answer = Answer(read.value, text, sheet.name, slot.address, trace)
    return replace(back, missing=missing, wrong=wrong, answers={**back.answers, key: answer})


def _note(sheet: str, slot: Slot, found: Any = "", what: Text | None = None) -> Note:
    told = what or say("No answer was given.")
    return Note(sheet, slot.address, told, slot.key, _shown(found)[:LONGEST_FOUND])


def _of_package(package: Package) -> Iterator[Note]:
    for part in package.programs:
        yield Note("", "", say("The workbook carries a program, which was neither run nor read."), found=part)
    for part in package.links:
        yield Note("", "", say("The workbook links to another file or source, which was not opened."), found=part)


def _of_sheets(listed: Sequence[str], pages: Sequence[_Page]) -> Iterator[Note]:
    known = {page.name for page in pages}
    for name in listed:
        if name not in known:
            yield Note(name, "", say("A sheet was added; it is kept with the file and was not read."), found=name)


def _changed(form: AnswerForm, slot: Slot) -> Text:
    if slot.shown == form.fingerprint:
        return say("This is another workbook: of another version of the consultation, or of another one.")
    if slot.shown == form.parameters:
        return say("The published rules of this workbook are others.")
    return say("A locked cell was changed; it held “{text}”.", text=str(slot.shown).split("\n")[0][:80])


def _same(found: Any, shown: str | float) -> bool:
    if isinstance(shown, str):
        return " ".join(_shown(found).split()) == " ".join(shown.split())
    return isinstance(found, (int, float)) and float(found) == shown


def _at(rows: Rows, slot: Slot) -> Any:
    try:
        return rows[slot.row][slot.column]
    except IndexError:  # beyond what was filled in
        return ""


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _asked(slot: Slot) -> Field:
    assert slot.field is not None  # the layout gives each answer what it takes
    return slot.field


def _required(slot: Slot) -> bool:
    return _asked(slot).required


def _unknown_lines(form: AnswerForm, found: Mapping[Key, Answer]) -> Iterator[Note]:
    """Tell which products name a price line that does not exist."""
    lines = {line.id for line in form.prices}
    for key, answer in found.items():
        if key[0] == "product" and key[2] == "line" and lines and answer.value not in lines:
            what = say("No price line has this id; expected one of {ids}.", ids=", ".join(sorted(lines))[:200])
            yield Note(answer.sheet, answer.cell, what, key, answer.raw)
