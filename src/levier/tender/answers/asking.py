"""What the answer workbook of a tender asks: answer fields of its criteria, its products, the prices of its lots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from levier.quantity.units import convert
from levier.tender.answers.facts import bidder_fields, choices, product_fields, units
from levier.tender.answers.form import (
    AnswerForm,
    Choice,
    Field,
    Kind,
    Price,
    PriceLine,
    ProductField,
    Question,
)
from levier.tender.chosen import Taken
from levier.tender.law.case import leaves
from levier.tender.library.model import AnswerField, Criterion, Library, Purchase, Type
from levier.tender.library.proposal import ways
from levier.tender.model import Criterion as Award
from levier.tender.model import CriterionKind, Mode, PriceBasis, Quantity, Tender
from levier.wording.errors import BadOption
from levier.wording.text import LANGUAGES, Language, Text, label, say

KINDS = {
    Type.YES_NO: Kind.CHOICE,
    Type.INTEGER: Kind.COUNT,
    Type.NUMBER: Kind.NUMBER,
    Type.SHARE: Kind.SHARE,
    Type.MONEY: Kind.MONEY,
    Type.CHOICE: Kind.CHOICE,
    Type.TEXT: Kind.TEXT,
    Type.DATE: Kind.DATE,
    Type.LEVEL: Kind.COUNT,
}
WAYS = {
    Mode.BUY: Purchase.BUY,
    Mode.RENT: Purchase.RENT,
    Mode.REFURBISHED: Purchase.REFURBISHED,
    Mode.SECOND_HAND: Purchase.REFURBISHED,
    Mode.MIXED: Purchase.MIXED,
}
PRICES = {Mode.RENT: Price.RENT, Mode.SERVICE: Price.SERVICE}
PRODUCT, BID = "product", "bid"
PRICED = frozenset({"price_eur"})
"""Fields of the library that the prices of the price list answer: no price is asked for twice."""
Key = tuple[str, ...]
"""How an answer is named: ("answer", id), ("product", field) in each product row, ("price",) on its price line."""


@dataclass(frozen=True)
class Place:
    """Where a field of the library is answered, and the unit of the cell (a code of units.csv)."""

    key: Key
    unit: str

    def value(self, answered: float, field: AnswerField) -> float:
        """Return an answer in the unit of the library's field."""
        if not field.unit or field.unit == self.unit:
            return answered
        return convert(answered, units()[self.unit].converts, units()[field.unit].converts)


def places(found: Sequence[Taken]) -> Mapping[tuple[str, str], Place]:
    """Return where each field of each chosen criterion is answered: (criterion, field) -> place."""
    columns = {asked: column for column in product_fields() for asked in column.answers}
    told: dict[tuple[str, str], Place] = {}
    for criterion, field in _fields(found):
        if field.per == PRODUCT and field.id in PRICED:
            told[criterion.id, field.id] = Place(("price",), "eur_excl_vat")
        elif field.per == PRODUCT and field.id in columns:
            column = columns[field.id]
            told[criterion.id, field.id] = Place((PRODUCT, column.id), column.field.unit)
        else:
            what = PRODUCT if field.per == PRODUCT else "answer"
            told[criterion.id, field.id] = Place((what, f"{criterion.id}.{field.id}"), _field(field).unit)
    return told


def answer_form(
    tender: Tender,
    found: Sequence[Taken],
    library: Library,
    parameters: str,
    languages: tuple[Language, ...] = LANGUAGES,
    version: str = "1",
) -> AnswerForm:
    """Make the workbook of a tender; `parameters` is the hash of its locked rules, `found` what it takes."""
    return AnswerForm(
        tender=tender.reference or tender.title,
        title=label(tender.title, tender.title),
        buyer=tender.buyer.name or "",
        version=version,
        parameters=parameters,
        questions=(*_questions(found, library), *_of_ladders(tender, found)),
        products=tuple(_products(tender, found)) if tender.quantities else (),
        prices=tuple(_prices(tender)),
        languages=languages,
        prices_with_vat=tender.price_basis is PriceBasis.INC_VAT,
        bidder=bidder_fields(),
    )


def _fields(found: Sequence[Taken]) -> Iterator[tuple[Criterion, AnswerField]]:
    for one in found:
        if one.criterion is not None and one.criterion.answered:
            for field in one.criterion.fields:
                yield one.criterion, field


def _field(field: AnswerField, *, required: bool = True) -> Field:
    unit = {Type.SHARE: "share", Type.MONEY: "eur_excl_vat"}.get(field.type, field.unit)
    listed = ("yes", "no") if field.type is Type.YES_NO else field.choices
    return Field(KINDS[field.type], unit, field.low, field.high, tuple(_choice(code) for code in listed), required)


def _choice(code: str) -> Choice:
    return choices().get(code) or Choice(code, label(code, code))


def _questions(found: Sequence[Taken], library: Library) -> Iterator[Question]:
    lots = {one.criterion.id: ", ".join(one.lots) for one in found if one.criterion}
    for criterion, field in _fields(found):
        if field.per != PRODUCT:
            text = field.label if field.per == BID else _per(field, library)
            yield Question(
                f"{criterion.id}.{field.id}", text, _field(field), equivalent(criterion.evidence), lots[criterion.id]
            )


def _per(field: AnswerField, library: Library) -> Text:
    return say("{what} (for each: {per})", what=field.label, per=library.label("per", field.per))


def equivalent(evidence: Text | None) -> Text | None:
    """Return the proof that is accepted; an equivalent is always accepted, whether the text says it or not."""
    if evidence is None:
        return None
    told = {lang: evidence.in_(lang).rstrip(". ") for lang in LANGUAGES}
    adds = {"fr": ("équivalent", ", ou tout document équivalent"), "en": ("equivalent", ", or any equivalent document")}
    return label(*(told[x] if adds[x][0] in told[x].lower() else told[x] + adds[x][1] for x in LANGUAGES))


def _of_ladders(tender: Tender, found: Sequence[Taken]) -> Iterator[Question]:
    """Ask in words for what a criterion judges that no field of the library answers, prices and costs apart."""
    asked = {one.award.id for one in found if one.award and one.criterion and one.criterion.fields}
    for award in leaves(tender.criteria):
        if award.id not in asked and award.kind not in (CriterionKind.PRICE, CriterionKind.COST):
            yield Question(award.id, _describe(award), Field(Kind.TEXT), lot=", ".join(award.lots))


def _describe(award: Award) -> Text:
    name = award.name.rstrip(".")
    if award.text is None:
        return say("Describe what you offer for the criterion “{name}”.", name=name)
    return say("Describe what you offer for the criterion “{name}”: {text}", name=name, text=award.text)


def _products(tender: Tender, found: Sequence[Taken]) -> Iterator[ProductField]:
    wanted = _ways(tender)
    answered: dict[str, list[str]] = {}
    own: list[ProductField] = []
    for one in found:
        if one.criterion is None or not one.criterion.answered:
            continue
        for_all = not one.lots and ways(wanted) <= ways(one.criterion.purchases)
        for field in one.criterion.fields:
            if field.per != PRODUCT or field.id in PRICED:
                continue
            column = next((c for c in product_fields() if field.id in c.answers), None)
            if column is not None:
                answered.setdefault(column.id, []).append(one.criterion.id)
            else:
                text = say("{what} ({ids})", what=field.label, ids=one.criterion.id)
                own.append(ProductField(f"{one.criterion.id}.{field.id}", text, _field(field, required=for_all)))
    for column in product_fields():
        ids = answered.get(column.id)
        yield replace(column, label=say("{what} ({ids})", what=column.label, ids=", ".join(ids))) if ids else column
    yield from own


def _ways(tender: Tender) -> frozenset[Purchase]:
    need = tender.need.mode if tender.need else None
    modes = {need, *(lot.mode for lot in tender.lots), *(q.mode for q in tender.quantities)}
    return frozenset(WAYS[mode] for mode in modes if mode in WAYS)


def _prices(tender: Tender) -> Iterator[PriceLine]:
    need = tender.need
    if need:
        yield from _lines(need.quantities, need.mode, "", "P")
    for lot in tender.lots:
        yield from _lines(lot.quantities, lot.mode or (need.mode if need else None), lot.id, f"L{lot.id}")


def _lines(quantities: Sequence[Quantity], mode: Mode | None, lot: str, prefix: str) -> Iterator[PriceLine]:
    for number, line in enumerate(quantities, start=1):
        units_ = line.units if line.units is not None else line.maximum_units
        if units_ is None:
            raise BadOption(
                say("A line of the need has no quantity, and prices could not be compared."),
                expected=say("units, or maximum_units for a framework"),
                found=line.label,
            )
        kind = PRICES.get(line.mode or mode or Mode.BUY, Price.PURCHASE)
        text = label(line.label, line.label)
        yield PriceLine(f"{prefix}-{number}", text, kind, units()["unit"].label, units_, lot)
