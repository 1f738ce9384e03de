"""An answer workbook that was read back becomes a bid: products on price lines, answers under the library's names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from levier.cost.model import Estimate
from levier.tender.answers.asking import Place, answer_form, places
from levier.tender.answers.facts import units
from levier.tender.answers.form import AnswerForm, Price, PriceLine
from levier.tender.answers.lots import of_lots, offered
from levier.tender.answers.reading import Note, ReadBack
from levier.tender.bids.model import Bid, Condition, Declared, Label, Product, Service, Value
from levier.tender.chosen import Taken, taken
from levier.tender.library.model import AnswerField, Library
from levier.tender.model import PriceBasis, Tender
from levier.wording.text import Text, say

MADE = ("gwp_manufacturing", "gwp_distribution", "gwp_end_of_life")
"""Columns that make up a footprint without its use."""
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """What a tender asks of its bidders: the form of the workbook, and where each field of the library is answered."""

    tender: Tender
    form: AnswerForm
    places: Mapping[tuple[str, str], Place]
    fields: Mapping[tuple[str, str], AnswerField]

    @property
    def categories(self) -> Mapping[str, str | None]:
        """Return the category of each price line: lines stand in the order of the quantities."""
        return {p.id: q.category for p, q in zip(self.form.prices, self.tender.quantities, strict=True)}


def asked(tender: Tender, library: Library, rules_hash: str) -> Asked:
    """Return what a tender asks, its rules having this hash."""
    found: Sequence[Taken] = taken(tender, library)
    criteria = [one.criterion for one in found if one.criterion is not None]
    fields = {(c.id, field.id): field for c in criteria for field in c.fields}
    return Asked(tender, answer_form(tender, found, library, rules_hash), places(found), fields)


def bid_of(back: ReadBack, what: Asked, lots: Sequence[str] = ()) -> Bid:
    """Make the bid that a workbook tells; a changed structure leaves it without answers, to be entered by hand.

    `lots` are those that it is for, where the receipt tells them; else those of which it gives prices.
    """
    lots = tuple(lots) or offered(back, what.form)
    told = {key: answer.value for key, answer in back.answers.items()}
    return Bid(
        bid=str(told.get(("bidder", "name")) or PurePath(back.file).stem),
        lots=lots,
        products=tuple(p for p in _products(told, what) if _ours(p.lot, lots)),
        services=tuple(s for s in _services(told, what) if _ours(s.lot, lots)),
        answers={
            f"{criterion}.{field}": value
            for (criterion, field), place in what.places.items()
            if place.key[0] == "answer"
            and (value := _answer(told.get(place.key), place, what, criterion, field)) is not None
        },
        evidence={key[1]: str(value) for key, value in told.items() if key[0] == "evidence"},
        claims=tuple(str(v) for key, v in told.items() if key[0] in ("answer", "equivalent") and _words(v)),
        file=back.file,
        file_hash=back.file_hash,
        lacks=tuple(_lacks(of_lots(back, what.form, lots))),
    )


def _ours(lot: str | None, lots: Sequence[str]) -> bool:
    return lot is None or not lots or lot in lots


def _words(value: object) -> bool:
    return isinstance(value, str) and " " in value


def _lacks(back: ReadBack) -> Iterator[Text]:
    if back.changes:
        yield say("The workbook was changed in {n} places: its answers are to be entered by hand.", n=len(back.changes))
    for note in (*back.missing, *back.wrong):
        yield told_note(note)


def told_note(note: Note) -> Text:
    """Say what a note tells, with its cell."""
    where = f"{note.sheet}!{note.cell}" if note.cell else note.sheet
    return say("{where}: {what}", where=where, what=note.what)


def _answer(value: Value | None, place: Place, what: Asked, criterion: str, field: str) -> Value | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        unit, wanted = place.unit, what.fields[criterion, field]
        plain = any(not u or not units()[u].converts for u in (unit, wanted.unit))  # marks out of ten, points, shares
        return float(value) if plain else place.value(float(value), wanted)
    return value


def _rows(told: Mapping[tuple[str, ...], Value]) -> dict[str, dict[str, Any]]:
    rows: dict[str, dict[str, Any]] = {}
    for key, value in told.items():
        if key[0] == "product":
            rows.setdefault(key[1], {})[key[2]] = value
    return rows


def _products(told: Mapping[tuple[str, ...], Value], what: Asked) -> Iterator[Product]:
    lines = {line.id: line for line in what.form.prices}
    rows = _rows(told)
    on_line = Counter(str(row.get("line")) for row in rows.values())
    for number, row in rows.items():
        line = lines.get(str(row.get("line")))
        share = on_line[str(row.get("line"))]
        yield _product(number, row, line, told, what, share)
    for line in lines.values():
        if line.kind in (Price.PURCHASE, Price.RENT) and not on_line[line.id] and ("price", line.id) in told:
            yield _product("", {"designation": line.label.in_("fr")}, line, told, what, 1)


def _product(
    number: str,
    row: Row,
    line: PriceLine | None,
    told: Mapping[tuple[str, ...], Value],
    what: Asked,
    on_line: int,
) -> Product:
    """Make a product; several products of one line share its quantity evenly, at its one price."""
    price = _price(line, told, what)
    rented = line is not None and line.kind is Price.RENT
    lifetime, kwh, label = row.get("lifetime"), row.get("annual_kwh"), row.get("label")
    return Product(
        designation=str(row.get("designation") or number),
        units=line.quantity / on_line if line else 1.0,
        id=number or None,
        line=line.id if line else None,
        lot=(line.lot or None) if line else None,
        category=what.categories.get(line.id) if line else None,
        manufacturer=row.get("manufacturer"),
        model=row.get("model"),
        condition=Condition(row.get("condition") or "new"),
        price_eur=None if rented else price,
        rent_eur_per_month=price if rented else None,
        lifetime_years=None if lifetime is None else Estimate(lifetime),
        kwh_per_year=None if kwh is None else Estimate(kwh),
        footprint=_footprint(row),
        maintenance_eur_per_year=_yearly(row, "maintenance_eur", line, told, what),
        buy_back_eur=_yearly(row, "buy_back_eur", line, told, what),
        warranty_months=row.get("warranty"),
        spare_parts_years=row.get("spare_parts"),
        labels=(Label(str(label)),) if label else (),
        answers={
            f"{criterion}.{field}": value
            for (criterion, field), place in what.places.items()
            if place.key[0] == "product"
            and (value := _answer(row.get(place.key[1]), place, what, criterion, field)) is not None
        },
    )


def _yearly(
    row: Row, field: str, line: PriceLine | None, told: Mapping[tuple[str, ...], Value], what: Asked
) -> float | None:
    """Return an amount that a criterion asks product by product, on the basis of the tender's prices."""
    found = next((v for key, v in row.items() if key.rpartition(".")[2] == field), None)
    return None if found is None or line is None else _with_vat(float(found), line, told, what)


def _footprint(row: Row) -> Declared | None:
    """Return the declared footprint without its use: only where its manufacturing is told, which is most of it."""
    if row.get(MADE[0]) is None:
        return None
    whole = sum(float(row[name]) for name in MADE if row.get(name) is not None)
    return Declared(Estimate(whole), str(row.get("gwp_method") or ""), years=row.get("gwp_lifetime"))


def _services(told: Mapping[tuple[str, ...], Value], what: Asked) -> Iterator[Service]:
    for line in what.form.prices:
        price = _price(line, told, what)
        if line.kind is Price.SERVICE and price is not None:
            yield Service(line.label.in_("fr"), price * line.quantity, line=line.id, lot=line.lot or None)


def _price(line: PriceLine | None, told: Mapping[tuple[str, ...], Value], what: Asked) -> float | None:
    """Return the unit price on the basis that the tender states; None where the rate of VAT is needed and not told."""
    if line is None:
        return None
    price = told.get(("price", line.id))
    return _with_vat(float(price), line, told, what) if isinstance(price, (int, float)) else None


def _with_vat(amount: float, line: PriceLine, told: Mapping[tuple[str, ...], Value], what: Asked) -> float | None:
    if what.tender.price_basis is not PriceBasis.INC_VAT:
        return amount
    vat = told.get(("vat", line.id))
    return amount * (1.0 + float(vat)) if isinstance(vat, (int, float)) else None
