"""Sums the classed lines of a year into the declaration, and says what a person still has to know or to say."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from levier.tender.agec.classing import classify_all
from levier.tender.agec.correcting import Correction, correct
from levier.tender.agec.facts import AgecFacts, Category
from levier.tender.agec.model import Classed, Condition, Declaration, Purchases, Row, Told
from levier.wording.errors import BadOption
from levier.wording.text import Text, say

SIRET_DIGITS = 14


def declare(
    purchases: Purchases,
    year: int,
    facts: AgecFacts,
    *,
    siret: str | None = None,
    name: str | None = None,
    corrections: Mapping[tuple[str, int], Correction] | None = None,
    classed: Sequence[Classed] | None = None,
    told: Mapping[str, Told] | None = None,
) -> Declaration:
    """Class every line, take those of the year, and sum them by category.

    `classed` are the lines as they were classed before, where they were: they are not classed anew.
    `told` are amounts by id of a category, which stand instead of what the lines tell.
    """
    check_siret(siret)
    found = classify_all(purchases.lines, facts) if classed is None else classed
    classed = correct(found, corrections or {})
    mine = [c for c in classed if c.purchase.on is None or c.purchase.on.year == year]
    rows = tuple(_with(row, (told or {}).get(row.category.id)) for row in _rows(mine, year, facts))
    dated = "date" in purchases.columns
    declaration = Declaration(
        year=year,
        siret=siret,
        name=name,
        due=facts.due_on(year),
        rows=rows,
        lines=tuple(mine),
        other_years=len(classed) - len(mine),
        undated=sum(c.purchase.on is None for c in mine) if dated else 0,
        purchases=purchases,
        assumptions=tuple(_assumptions(purchases, mine, dated)),
        to_fill=(),
    )
    return replace(declaration, to_fill=tuple(_to_fill(declaration)))


def check_siret(siret: str | None) -> None:
    """Raise `BadOption` for what is no SIRET."""
    if siret is not None and not (siret.isascii() and siret.isdigit() and len(siret) == SIRET_DIGITS):
        raise BadOption(
            say("This SIRET cannot be used."),
            expected=say("{n} digits, without spaces", n=SIRET_DIGITS),
            found=siret,
        )


def _rows(lines: Sequence[Classed], year: int, facts: AgecFacts) -> Iterator[Row]:
    mine: dict[str, list[Classed]] = {}
    for c in lines:
        if c.category is not None and c.purchase.amount_eur is not None:
            mine.setdefault(c.category.id, []).append(c)
    for category in facts.categories.values():
        if category.id in mine:
            yield _row(category, mine[category.id], year, facts)


def _row(category: Category, lines: Sequence[Classed], year: int, facts: AgecFacts) -> Row:
    bought = [c for c in lines if c.condition is not Condition.GIFT]
    total = _sum(bought)
    reuse = _sum([c for c in bought if c.condition is Condition.REUSE])
    known = _sum([c for c in bought if c.recycled])
    told = all(c.recycled is not None for c in bought)
    gifts = [c for c in lines if c.condition is Condition.GIFT]
    return Row(
        category=category,
        lines=len(lines),
        total_eur=total,
        reuse_eur=reuse,
        gift_eur=_gift(gifts),
        recycled_eur=known if told and bought else None,
        recycled_known_eur=known,
        reuse_share=reuse / total if total > 0 else None,
        target=facts.target(category.id, year),
    )


def _with(row: Row, told: Told | None) -> Row:
    if told is None:
        return row
    gift = row.gift_eur if told.gift_eur is None else told.gift_eur
    recycled = row.recycled_eur if told.recycled_eur is None else told.recycled_eur
    return replace(row, gift_eur=gift, recycled_eur=recycled, told=told)


def _gift(gifts: Sequence[Classed]) -> float | None:
    """Return the value that the file gives its gifts; a gift at nothing has its flat value, which a person looks up."""
    values = [c.purchase.amount_eur for c in gifts]
    return math.fsum(v for v in values if v) if values and all(values) else None


def _sum(lines: Sequence[Classed]) -> float:
    return round(math.fsum(c.purchase.amount_eur or 0.0 for c in lines), 2)


def _assumptions(purchases: Purchases, lines: Sequence[Classed], dated: bool) -> Iterator[Text]:
    yield from purchases.assumptions
    if dated and any(c.purchase.on is None for c in lines):
        n = sum(c.purchase.on is None for c in lines)
        yield say("Lines without a date that can be read are taken as of the year declared: {n}.", n=n)
    new = sum(c.condition is Condition.NEW and c.category is not None and not c.corrected for c in lines)
    if new:
        yield say("Lines whose words say nothing of reuse or gift are taken as new: {n}.", n=new)
    if any(c.condition is Condition.GIFT for c in lines):
        yield say("Gifts are not part of the total spent.")


def _to_fill(d: Declaration) -> Iterator[Text]:
    if d.siret is None:
        yield say("the SIRET of the buyer")
    if d.name is None:
        yield say("the name of the buyer")
    for row in d.rows:
        if row.recycled_eur is None:
            yield say(
                "{category}: the amount of goods holding recycled matter; {known} € of it are known",
                category=row.category.label,
                known=row.recycled_known_eur,
            )
        if row.gift_eur is None:
            yield say("{category}: the value of gifts, 0 if there were none", category=row.category.label)
        if row.doubtful:
            yield say(
                "{category}: more recycled matter is told than was spent; correct one of them",
                category=row.category.label,
            )
    if d.unclassed:
        yield say("lines that could not be classed: {n}", n=len(d.unclassed))
    unread = len(d.purchases.unread)
    if unread:
        yield say("cells that could not be read: {n}", n=unread)


def days_left(declaration: Declaration, on: date) -> int:
    """Return the days from `on` until the declaration is due; negative once it is late."""
    return (declaration.due - on).days
