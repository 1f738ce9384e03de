"""What follows from an award: obligations to follow, and what was bought on its way back to the estate."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from levier.report.tender_report.obligations import Obligation as Bound
from levier.report.tender_report.obligations import obligations
from levier.report.tender_report.told import Told
from levier.tender.bids.model import Condition, Product
from levier.tender.bids.record import End
from levier.tender.bids.scoring import Standing
from levier.web.bids.award.bridge import Award, told_of
from levier.web.bids.bridge import world
from levier.web.house.bridge import facts
from levier.web.house.words import language, told
from levier.wording.cells import safe_cell
from levier.wording.numbers import write_number
from levier.wording.text import Text, say

COLUMNS = (
    *("category", "manufacturer", "model", "quantity", "acquired_on", "supplier", "condition", "ownership"),
    *("annual_kwh", "price_eur", "lifetime_years"),
)
"""Canonical columns of an estate."""


def awarded(award: Award) -> list[Told]:
    """Return what was awarded, lot by lot."""
    every = [told_of(award, lot, with_marks=award.closed) for lot in award.each_lot]
    return [one for one in every if one.decision is not None and one.decision.end is End.AWARD and one.winner]


def bound_by(every: Sequence[Told]) -> list[Bound]:
    """Return the obligations of the contracts that were awarded, each once."""
    found: dict[str, Bound] = {}
    for one in every:
        for bound in obligations(one, language()):
            lots = [lot.strip() for lot in bound.lots.split(",") if lot.strip()]
            if one.case.lot is None or not lots or one.case.lot in lots:
                found.setdefault(bound.id, bound)
    return list(found.values())


@dataclass(frozen=True)
class Bought:
    """A product that was bought, of which bid, since when."""

    bid: str
    product: Product
    since: date

    @property
    def label(self) -> Text | str:
        """Return its category as people call it, else what the bid calls it."""
        category = facts().categories.get(self.product.category or "")
        return category.label if category else self.product.designation


def bought(every: Sequence[Told]) -> list[Bought]:
    """Return the products of the bids that were awarded."""
    found = []
    for one in every:
        decision, notice = one.decision, one.record.noticed(one.case.lot)
        assert decision is not None  # it was awarded
        assert one.winner is not None
        since = notice.notified_on if notice else decision.notified_on or decision.day
        found += [Bought(one.winner.bid.bid, product, since) for product in one.winner.bid.products]
    return found


def inventory_csv(rows: Sequence[Bought]) -> bytes:
    """Write what was bought as an inventory under the canonical names of columns."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([safe_cell(str(cell)) for cell in _cells(row)])
    return stream.getvalue().encode()


def _cells(row: Bought) -> Iterator[str]:
    product, label = row.product, row.label
    yield label.in_("fr") if isinstance(label, Text) else label
    yield product.manufacturer or ""
    yield product.model or product.designation
    yield f"{product.units:g}"
    yield row.since.isoformat()
    yield row.bid
    yield "" if product.condition is Condition.USED else product.condition.value
    yield "leased" if product.rented else "owned"
    yield _number(product.kwh_per_year.value if product.kwh_per_year else None)
    yield _number(product.price_eur)
    yield _number(product.lifetime_years.value if product.lifetime_years else None)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


@dataclass(frozen=True)
class Indicator:
    """A figure of what was bought; None where it is not known, and how it is made."""

    label: Text
    value: float | None
    unit: str
    how: Text


def indicators(every: Sequence[Told], rows: Sequence[Bought]) -> list[Indicator]:
    """Return units by condition and possession, mass, and footprint of what was bought."""
    sold = say("Sum of the units of the products of the bids awarded.")
    units = [
        (say("Refurbished units bought"), _units(rows, Condition.REFURBISHED, rented=False)),
        (say("New units bought"), _units(rows, Condition.NEW, rented=False)),
        (say("Used units bought"), _units(rows, Condition.USED, rented=False)),
        (say("Units rented"), math.fsum(row.product.units for row in rows if row.product.rented)),
    ]
    found = [Indicator(label, value, "", sold) for label, value in units if value]
    return [*found, _mass(rows), _made(rows), _yearly([one.winner for one in every if one.winner])]


def _units(rows: Sequence[Bought], condition: Condition, *, rented: bool) -> float:
    return math.fsum(r.product.units for r in rows if r.product.condition is condition and r.product.rented is rented)


def _mass(rows: Sequence[Bought]) -> Indicator:
    label, masses = say("Mass bought"), {r.product.category: world().known.mass(r.product.category) for r in rows}
    unknown = sorted({r.product.designation for r in rows if masses[r.product.category] is None})
    if unknown:
        return Indicator(label, None, "kg", say("No mass is known for: {names}.", names=", ".join(unknown)))
    each: Mapping[str | None, tuple[float, str]] = {k: v for k, v in masses.items() if v is not None}
    told_of_each = "; ".join(
        f"{_category(category)} {write_number(kg, language())} kg ({source})" for category, (kg, source) in each.items()
    )
    whole = math.fsum(r.product.units * each[r.product.category][0] for r in rows)
    return Indicator(label, whole, "kg", say("Units × mass of one device of the category: {each}.", each=told_of_each))


def _category(category: str | None) -> str:
    found = facts().categories.get(category or "")
    return told(found.label) if found else category or ""


def _made(rows: Sequence[Bought]) -> Indicator:
    label = say("Footprint of making what was bought")
    silent = sorted({r.product.designation for r in rows if r.product.footprint is None})
    if silent:
        return Indicator(label, None, "kg CO₂e", say("Not declared for: {names}.", names=", ".join(silent)))
    whole = math.fsum(r.product.units * r.product.footprint.kgco2e.value for r in rows if r.product.footprint)
    how = say("Units × footprint declared for one unit, its use apart, as the bidders declare it.")
    return Indicator(label, whole, "kg CO₂e", how)


def _yearly(winners: Sequence[Standing]) -> Indicator:
    label = say("Footprint of a year of service")
    found = [s.costs.gwp for s in winners]
    if not found or any(one is None for one in found):
        return Indicator(label, None, "kg CO₂e", say("Not known: see the page of each bid."))
    how = say("Making divided by the years of service, plus the electricity of a year, as compared in the tender.")
    return Indicator(label, math.fsum(one.value for one in found if one), "kg CO₂e", how)
