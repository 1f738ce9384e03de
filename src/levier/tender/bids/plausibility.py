"""What a careful reader would ask of a bid. A doubt becomes a question, never a lower mark; one doubt has one wording.

Figures against the catalogue's intervals, contradictions, labels, claims without a measure, prices that look too low.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from levier.cost.model import Estimate
from levier.quantity.units import convert
from levier.tender.bids.awarding import World
from levier.tender.bids.costing import price
from levier.tender.bids.model import Bid, Condition, Product
from levier.tender.law.case import Case as LawCase
from levier.tender.law.facts import Law
from levier.tender.library.model import Kind
from levier.tender.model import Tender
from levier.tender.scoring.rules import Rules
from levier.wording.text import Text, say

_FIGURE = re.compile(r"\d")
LOW_PRICE = "price.low"


@dataclass(frozen=True)
class Doubt:
    """Something of one bid that cannot be taken as it is: `reason` for the buyer, `question` for that bidder alone.

    Doubts of one `kind` ask in the same words, whoever is asked; what differs is what of the bid they speak of.
    """

    id: str
    bid: str
    kind: str
    about: str
    reason: Text
    question: Text
    source: str = "levier"
    lot: str | None = None
    """The lot that it is about, where it compares the bids of one."""


@dataclass(frozen=True)
class Ground:
    """What bids are held against."""

    world: World
    law: Law
    rules: Rules
    tender: Tender | None
    months: float | None
    on: date
    lot: str | None = None
    """The lot whose bids are held against each other; their prices compare with no other lot's."""


QUESTIONS: Mapping[str, Text] = {
    "footprint.range": say(
        "You declare a footprint of {found} for {about}. Which product footprint, method, version and scope is it, and "
        "who verified it? Please attach it."
    ),
    "footprint.reused": say(
        "You declare a footprint of {found} for {about}, which is not new. How was it computed, and what of the first "
        "life does it count?"
    ),
    "footprint.method": say(
        "You declare a footprint of {found} for {about}. Under which method and version was it computed?"
    ),
    "footprint.life": say(
        "The footprint of {about} assumes a life of {assumed} years and the offer tells {told}. Which one holds, and "
        "why do they differ?"
    ),
    "kwh.range": say(
        "You declare {found} a year for {about}. By which test and for which use was it measured? Please attach the "
        "test report."
    ),
    "life.range": say(
        "You declare {found} of service for {about}. What supports it: spare parts, updates, warranty, return of "
        "experience?"
    ),
    "life.parts": say(
        "The offer tells {told} years of service for {about} and spare parts during {parts}. How is it repaired after "
        "that?"
    ),
    "life.warranty": say(
        "The warranty of {about} ({warranty} months) runs longer than its years of service ({told}). Which one holds?"
    ),
    "label.expired": say("The certificate “{about}” ends on {day}. Please attach a valid one, or an equivalent proof."),
    "label.unproven": say(
        "You name the label “{about}”. Please give the number of the certificate and the product that it covers, or an "
        "equivalent proof."
    ),
    "label.unknown": say(
        "You name the label “{about}”. Who awards it, on which criteria, and is it verified by a third party? Please "
        "attach them, or an equivalent proof."
    ),
    "claim": say("You write: “{about}”. Which measure, method and proof support it?"),
    "answer.unproven": say(
        "Your answer to “{about}” names no proof. Which document, at which page, supports it? An equivalent is "
        "accepted."
    ),
    LOW_PRICE: say(
        "Your price looks low for what is asked. Please explain in writing how it is made up: supply, labour, "
        "processes, conditions that you enjoy, originality of the offer, respect of environmental and social law."
    ),
}


def doubts(bids: Sequence[Bid], ground: Ground) -> tuple[Doubt, ...]:
    """Return the doubts of all bids, in the order of the bids; nothing in them touches a mark."""
    found = [doubt for bid in bids for doubt in _of_bid(bid, ground)]
    return tuple(found + list(_low_prices(bids, ground)))


def _of_bid(bid: Bid, ground: Ground) -> Iterator[Doubt]:
    found = (doubt for product in bid.products for check in CHECKS for doubt in check(bid, product, ground))
    yield from _joined(found)
    for claim in bid.claims:
        if ground.law.lexicon.has("claim", claim) and not _FIGURE.search(claim):
            reason = say("A claim about the environment without a measure: “{text}”.", text=claim[:200])
            yield _doubt(bid, "claim", claim[:120], reason, source="eu-2024-825")
    yield from _unproven(bid, ground)


def _joined(found: Iterable[Doubt]) -> Iterator[Doubt]:
    """Ask once where several products raise the same doubt in the same figures: they are named together."""
    alike: dict[tuple[object, ...], list[Doubt]] = {}
    for doubt in found:
        told = {**doubt.question.arguments, **doubt.reason.arguments, "about": ""}
        alike.setdefault((doubt.kind, *sorted((n, str(v)) for n, v in told.items())), []).append(doubt)
    for same in alike.values():
        about = ", ".join(dict.fromkeys(doubt.about for doubt in same))
        products = ", ".join(dict.fromkeys(str(doubt.reason.arguments["about"]) for doubt in same))
        first = same[0]
        reason = Text(first.reason.message, {**first.reason.arguments, "about": products})
        question = Text(first.question.message, {**first.question.arguments, "about": about})
        yield replace(first, id=f"{first.kind}:{about}", about=about, reason=reason, question=question)


def _unproven(bid: Bid, ground: Ground) -> Iterator[Doubt]:
    """Ask for the proof of figures, once a criterion; what the bidder commits itself to is proven when it is done."""
    figures = [name for name, value in bid.answers.items() if _measured(value) and not _proven(bid, name)]
    for criterion, named in groupby(sorted(figures), key=lambda name: name.partition(".")[0]):
        if _promised(criterion, ground):
            continue
        names = list(named)
        labels = [_label(name, ground) for name in names]
        about = labels[0] if len(labels) == 1 else _listed(labels)
        reason = say("A figure without a proof named beside it: {what}.", what=about)
        found = _doubt(bid, "answer.unproven", ", ".join(names), reason)
        yield replace(found, question=Text(found.question.message, {"about": about}))


def _measured(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _listed(labels: Sequence[str | Text]) -> Text:
    first, *others = (told if isinstance(told, Text) else Text(told) for told in labels)
    return first if not others else say("{first}; {others}", first=first, others=_listed(others))


def _promised(criterion: str, ground: Ground) -> bool:
    """Tell whether the signed offer is the proof: a condition of performance, or where a commitment is accepted."""
    found = ground.world.library.criteria.get(criterion)
    if found is None:
        return False
    accepts = found.evidence is not None and ground.law.lexicon.has("commitment", found.evidence.in_("fr"))
    return accepts or found.kind in (Kind.PERFORMANCE_CONDITION, Kind.PRICE_CLAUSE)


def _label(name: str, ground: Ground) -> str | Text:
    """Return the words of a field of the library, as the bidder read them."""
    criterion, _, field = name.partition(".")
    found = ground.world.library.criteria.get(criterion)
    fields = found.fields if found else ()
    return next((f.label for f in fields if f.id == field), name)


def _proven(bid: Bid, name: str) -> bool:
    return not bid.file or bool(bid.evidence.get(name))  # figures typed by the buyer name their proof elsewhere


def _doubt(bid: Bid, kind: str, about: str, reason: Text, source: str = "levier", **more: str | float | Text) -> Doubt:
    question = QUESTIONS[kind]
    asked = Text(question.message, {"about": about, **more})
    return Doubt(f"{kind}:{about}", bid.bid, kind, about, reason, asked, source)


def _name(product: Product) -> str:
    return " ".join(x for x in (product.id, product.designation) if x)


def _kg(value: float) -> Text:
    return say("{n} kgCO2e", n=value)


def _outside(value: float, known: Estimate) -> bool:
    """Tell whether a figure is better than known ones, or so much worse that it looks like a slip of unit.

    Nobody gains by declaring a little more than others: worse is asked only as far above the interval as it is wide.
    """
    assert known.low is not None  # the catalogue tells both bounds
    assert known.high is not None
    return not known.low <= value <= known.high * (known.high / known.low)


def _footprint(bid: Bid, product: Product, ground: Ground) -> Iterator[Doubt]:
    declared, about = product.footprint, _name(product)
    if declared is None:
        return
    value = declared.kgco2e.value
    known = ground.world.known.embodied(product.category)
    if not declared.method:
        reason = say("{about}: a footprint without its method compares with nothing.", about=about)
        yield _doubt(bid, "footprint.method", about, reason, found=_kg(value))
    if known is None:
        return
    if product.condition is Condition.NEW and _outside(value, known):
        yield _doubt(bid, "footprint.range", about, _range(about, _kg(value), known, "kgCO2e"), found=_kg(value))
    if product.condition is not Condition.NEW and value >= known.value:
        reason = say("{about}: not new, and declared as high as a new one ({n} kgCO2e).", about=about, n=known.value)
        yield _doubt(bid, "footprint.reused", about, reason, found=_kg(value))


def _range(about: str, found: Text, known: Estimate, unit: str) -> Text:
    assert known.low is not None  # as above
    assert known.high is not None
    return say(
        "{about}: {found} is outside the interval of the category in the catalogue ({low} to {high} {unit}).",
        about=about,
        found=found,
        low=known.low,
        high=known.high,
        unit=unit,
    )


def _electricity(bid: Bid, product: Product, ground: Ground) -> Iterator[Doubt]:
    known = ground.world.known.kwh(product.category)
    if product.kwh_per_year is None or known is None:
        return
    value = product.kwh_per_year.value
    if _outside(value, known):
        found, about = say("{n} kWh", n=value), _name(product)
        yield _doubt(bid, "kwh.range", about, _range(about, found, known, "kWh"), found=found)


def _life(bid: Bid, product: Product, ground: Ground) -> Iterator[Doubt]:
    told, about = product.lifetime_years, _name(product)
    if told is None:
        return
    known = ground.world.known.life(product)
    found = say("{n} years", n=told.value)
    if known is not None and known.high is not None and told.value > known.high:
        yield _doubt(bid, "life.range", about, _range(about, found, known, "years"), found=found)
    if product.spare_parts_years is not None and product.spare_parts_years < told.value:
        reason = say("{about}: spare parts end before the years of service that are told.", about=about)
        yield _doubt(bid, "life.parts", about, reason, told=told.value, parts=product.spare_parts_years)
    months = product.warranty_months
    if months is not None and convert(months, "month", "year") > told.value:
        reason = say("{about}: the warranty outlasts the years of service that are told.", about=about)
        yield _doubt(bid, "life.warranty", about, reason, warranty=months, told=told.value)
    assumed = product.footprint.years if product.footprint else None
    if assumed is not None and not math.isclose(assumed, told.value):
        reason = say("{about}: the footprint assumes another life than the offer.", about=about)
        yield _doubt(bid, "footprint.life", about, reason, assumed=assumed, told=told.value)


def _labels(bid: Bid, product: Product, ground: Ground) -> Iterator[Doubt]:
    for label in product.labels:
        if label.valid_until is not None and label.valid_until < ground.on:
            day = label.valid_until.isoformat()
            reason = say("{about}: the certificate “{label}” has expired.", about=_name(product), label=label.name)
            yield _doubt(bid, "label.expired", label.name, reason, day=day)
        if not ground.law.lexicon.has("product_label", label.name):
            reason = say("{about}: the label “{label}” is not known here.", about=_name(product), label=label.name)
            yield _doubt(bid, "label.unknown", label.name, reason)
        elif label.number is None and not _FIGURE.search(label.name):
            reason = say("{about}: the label “{label}” has no number.", about=_name(product), label=label.name)
            yield _doubt(bid, "label.unproven", label.name, reason)


CHECKS: tuple[Callable[[Bid, Product, Ground], Iterator[Doubt]], ...] = (_footprint, _electricity, _life, _labels)


def _low_prices(bids: Sequence[Bid], ground: Ground) -> Iterator[Doubt]:
    """Flag prices far below the mean of the others that offer the same; no formula may reject a bid.

    What is refurbished costs less than what is new, and a rent is paid otherwise: each is held against its own kind.
    """
    limit = _limit(ground)
    prices = {bid.bid: found for bid in bids if (found := price(bid, ground.months)) is not None}
    if limit is None:
        return
    for bid in bids:
        others = [prices[o.bid] for o in bids if o.bid != bid.bid and o.bid in prices and _way(o) == _way(bid)]
        mine = prices.get(bid.bid)
        if mine is None or not others:
            continue
        mean = math.fsum(others) / len(others)
        if mine < (1.0 - limit) * mean:
            reason = say(
                "Price {n}% below the mean of the other bids of its kind. Only a written request and a reasoned "
                "decision may follow.",
                n=round(100 * (1 - mine / mean)),
            )
            doubt = _doubt(bid, LOW_PRICE, low_price_of(bid.bid, ground.lot), reason, source="ccp-legi")
            yield replace(doubt, lot=ground.lot)


def _way(bid: Bid) -> frozenset[tuple[Condition, bool]]:
    """Return what is offered: new, refurbished or used, bought or rented."""
    return frozenset((product.condition, product.rented) for product in bid.products)


def low_price_of(bid: str, lot: str | None) -> str:
    """Return what a doubt about a low price speaks of: a bid, or what it offers for a lot."""
    return bid if lot is None else f"{bid} ({lot})"


def _limit(ground: Ground) -> float | None:
    if ground.tender is None:
        return None
    buyers = LawCase(ground.tender, ground.law, ground.on).buyers
    found = ground.law.threshold("low_price_below_mean", ground.on, buyers, ground.tender.nature)
    return found.value if found else None
