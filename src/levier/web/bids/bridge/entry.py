"""What is entered by hand: the cells of the answer workbook, a part at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from levier.tender.answers.facts import units
from levier.tender.answers.form import AnswerForm, Field, Kind
from levier.tender.answers.layout import Slot, answers, expected, lay_out
from levier.tender.answers.reading import Entered
from levier.tender.answers.stored import reading_from
from levier.web.bids.models import Offer
from levier.web.house.words import told
from levier.wording.text import Text, say

QUESTIONS_A_PART, LINES_A_PART = 6, 8
"""So that a page stays light enough to be filled in on a poor line."""
Key = tuple[str, ...]
GROUPS = {
    "bidder": "bidder",
    "answer": "answers",
    "evidence": "answers",
    "equivalent": "answers",
    "product": "product",
    "price": "prices",
    "vat": "prices",
    "remark": "prices",
}
BESIDE = {
    "evidence": say("Proof: document and page"),
    "equivalent": say("Equivalent"),
    "vat": say("Rate of VAT"),
    "remark": say("Remark"),
}


@dataclass(frozen=True)
class Cell:
    """One answer to enter: its key, what is asked, what it takes, what stands there and who typed it."""

    key: Key
    label: str
    hint: str
    choices: tuple[tuple[str, str], ...]
    long: bool
    now: str
    trace: Entered | None


@dataclass(frozen=True)
class Part:
    """Some answers that are entered together."""

    code: str
    label: Text
    keys: tuple[Key, ...]
    answered: int


def parts(form: AnswerForm, offer: Offer) -> list[Part]:
    """Return the parts of a form; of the product rows those that hold something, and the next one."""
    there = set(reading_from(offer.reading).answers) if offer.reading else set()
    found = [Part(code, _titled(code), keys, sum(1 for key in keys if key in there)) for code, keys in _parted(form)]
    rows = [part for part in found if part.code.startswith("product-")]
    empty = [part.code for part in rows if not part.answered]
    return [part for part in found if part.code not in empty[1:]]


def _parted(form: AnswerForm) -> Iterator[tuple[str, tuple[Key, ...]]]:
    keys = [slot.key for _, slot in answers(lay_out(form))]
    for group, of_group in groupby(keys, key=lambda key: GROUPS[key[0]]):
        listed = list(of_group)
        if group == "product":
            for row, cells in groupby(listed, key=lambda key: key[1]):
                yield f"product-{row}", tuple(cells)
        elif group == "bidder":
            yield group, tuple(listed)
        else:
            size = 3 * (QUESTIONS_A_PART if group == "answers" else LINES_A_PART)
            for number, start in enumerate(range(0, len(listed), size), start=1):
                yield f"{group}-{number}", tuple(listed[start : start + size])


def _titled(code: str) -> Text:
    group, _, number = code.partition("-")
    if group == "bidder":
        return say("The bidder")
    if group == "product":
        return say("Product {n}", n=number.removeprefix("P"))
    return say("Answers, part {n}", n=number) if group == "answers" else say("Prices, part {n}", n=number)


def part_of(form: AnswerForm, code: str) -> tuple[Key, ...] | None:
    """Return the answers of a part, None where there is no such part."""
    return dict(_parted(form)).get(code)


def cells(form: AnswerForm, offer: Offer, keys: Sequence[Key]) -> list[Cell]:
    """Return what is to be entered in a part."""
    there = reading_from(offer.reading).answers if offer.reading else {}
    slots = {slot.key: slot for _, slot in answers(lay_out(form))}
    found = []
    for key in keys:
        field, answer = _field(slots[key]), there.get(key)
        raw = "" if answer is None else str(answer.value) if field.kind is Kind.CHOICE else answer.raw
        found.append(
            Cell(
                key,
                told(label_of(form, key)),
                _hint(field),
                tuple((choice.code, told(choice.label)) for choice in field.choices),
                field.kind is Kind.TEXT and key[0] == "answer",
                raw,
                answer.entered if answer else None,
            )
        )
    return found


def _field(slot: Slot) -> Field:
    assert slot.field is not None  # the layout gives each answer what it takes
    return slot.field


def _hint(field: Field) -> str:
    what = told(expected(field)) if field.kind not in (Kind.TEXT, Kind.CHOICE) else ""
    unit = told(units()[field.unit].label) if field.unit and field.kind is not Kind.SHARE else ""
    return ", ".join(text for text in (what, unit) if text)


def label_of(form: AnswerForm, key: Key) -> Text:
    """Return what an answer is about, as the bidder read it."""
    if key[0] == "bidder":
        return next(asked.label for asked in form.bidder if asked.id == key[1])
    if key[0] == "product":
        return next(asked.label for asked in form.products if asked.id == key[2])
    if key[0] in ("price", "total") and key[1]:
        line = next(line for line in form.prices if line.id == key[1])
        return say("{id}: unit price of {what}", id=line.id, what=line.label)
    if key[0] == "answer":
        return _question(form, key[1])
    if key[0] in ("evidence", "equivalent"):
        return say("{what} – {question}", what=BESIDE[key[0]], question=_question(form, key[1]))
    return say("{id}: {what}", id=key[1], what=BESIDE.get(key[0], say("Total")))


def _question(form: AnswerForm, id_: str) -> Text:
    return next(question.text for question in form.questions if question.id == id_)
