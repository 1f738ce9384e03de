"""The comparison as its pages show it: everything written, in the language of the page. Nothing is computed here."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from levier.cost.model import Estimate
from levier.report.document import BandChart, Bar
from levier.report.tender_bids import proof
from levier.report.tender_documents.method import equation
from levier.report.tender_report.analysis import ORIGINS, parameter, product_row
from levier.report.tender_report.page import answer, decided, in_order, uncertain
from levier.report.tender_report.told import DASH, Told, carbon, eur, points
from levier.tender.bids.scoring import Figured, Origin, Standing
from levier.wording.numbers import write_count, write_number, write_share
from levier.wording.text import Language, Text, say

EXACT = 6
"""Digits of a figure that is marked: enough to recompute its points by hand."""
EUROS = (Origin.PRICE, Origin.LIFE_CYCLE_COST, Origin.ANNUAL_COST)


@dataclass(frozen=True)
class Head:
    """A criterion at the head of a column."""

    id: str
    name: str
    maximum: str
    weight: str
    formula: str
    equation: str


@dataclass(frozen=True)
class Cell:
    """The points of a bid under a criterion, and where on its page they are explained."""

    criterion: Head
    points: str


@dataclass(frozen=True)
class Row:
    """One bid of the comparison."""

    alias: str
    bid: str
    rank: str
    total: str
    costs: tuple[tuple[Text, str], ...]
    """Price, life-cycle cost, equivalent annual cost, footprint of a year of service, each with its label."""
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Aside:
    """A bid without a rank, and why."""

    alias: str
    bid: str
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Compared:
    """The page that a committee reads in two minutes."""

    answer: Text
    ready: bool
    """Whether a bid stands first alone, so that an award could be decided."""
    proof: str
    verified: bool
    since: tuple[Text, ...]
    """What the facts say since the rules were locked."""
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    out: tuple[Aside, ...]
    waiting: tuple[Aside, ...]
    decided: tuple[Text, ...]
    uncertain: tuple[Text, ...]
    notes: tuple[Text, ...]
    chart: BandChart | None
    from_catalogue: bool
    levels_missing: bool
    """Whether what is missing is levels that people have to agree on."""


@dataclass(frozen=True)
class Figure:
    """What is marked under one criterion, where it comes from, what it brings."""

    head: Head
    value: str
    origin: Text
    missing: Text | None
    points: str
    marks: tuple[tuple[str, str, str], ...]
    """Assessor, level and reason, once marking is closed; the agreed level comes last."""


@dataclass(frozen=True)
class Cost:
    """A sum with its interval."""

    label: Text
    value: str
    between: str
    note: Text | None = None


@dataclass(frozen=True)
class Detail:
    """One bid in all its figures."""

    bid: str
    answer: Text
    out: tuple[Text, ...]
    figures: tuple[Figure, ...]
    costs: tuple[Cost, ...]
    products: tuple[tuple[str, ...], ...]
    parameters: tuple[tuple[str, str], ...]
    missing: tuple[Text, ...]
    lacks: tuple[Text, ...]
    file: str
    file_hash: str


def compared(told: Told, lang: Language) -> Compared:
    """Lay out the comparison."""
    result = told.result
    heads = tuple(_heads(told, lang))
    waiting = tuple(Aside(s.alias, s.bid.bid, s.missing) for s in result.standings if s.rank is None and not s.out)
    return Compared(
        answer=_answer(told),
        ready=told.decision is None and len(result.first) == 1,
        proof=proof(result, lang),
        verified=bool(result.verified),
        since=result.since,
        heads=heads,
        rows=tuple(_row(s, heads, lang) for s in in_order(told) if not s.out),
        out=tuple(Aside(s.alias, s.bid.bid, s.out) for s in result.standings if s.out),
        waiting=waiting,
        decided=tuple(decided(told)),
        uncertain=tuple(uncertain(told)),
        notes=result.notes,
        chart=_chart(told, lang),
        from_catalogue=any(s.costs.basis == "catalogue" for s in result.standings),
        levels_missing=any(
            f.missing is not None and f.origin is Origin.ASSESSED
            for s in result.standings
            if not s.out
            for f in s.figures.values()
        ),
    )


def _answer(told: Told) -> Text:
    """Say how it stands, or what is missing before anything can be ranked."""
    result = told.result
    if told.decision is not None or result.first:
        return answer(told)
    compared_ = [s for s in result.standings if not s.out]
    missing = [text for s in compared_ for text in s.missing]
    if not compared_:
        return say("No bid is left to compare.")
    if len(missing) == 1:
        return say("No bid can be ranked yet: one figure is missing.")
    return say("No bid can be ranked yet: {n} figures are missing.", n=len(missing))


def _heads(told: Told, lang: Language) -> Iterator[Head]:
    rules = told.result.rules
    for c in rules.criteria:
        formula = c.chosen.formula
        maximum, weight = write_count(rules.maximum(c), lang), write_share(c.weight, lang, _decimals(c.weight))
        yield Head(c.id, c.name, maximum, weight, formula.label.in_(lang), equation(c, lang))


def _decimals(share: float) -> int:
    return 0 if math.isclose(share * 100, round(share * 100)) else 1


def _row(s: Standing, heads: Sequence[Head], lang: Language) -> Row:
    costs = s.costs
    return Row(
        alias=s.alias,
        bid=s.bid.bid,
        rank=DASH if s.rank is None else str(s.rank),
        total=points(s.total, lang),
        costs=(
            (say("Price"), eur(costs.price_eur, lang)),
            (say("LCC"), eur(costs.lcc.value if costs.lcc else None, lang)),
            (say("EAC"), eur(costs.eac.value if costs.eac else None, lang)),
            (say("kg CO₂e a year"), carbon(s, lang)),
        ),
        cells=tuple(Cell(head, points(s.points.get(head.id), lang)) for head in heads),
    )


def _chart(told: Told, lang: Language) -> BandChart | None:
    """Draw the footprint of a year of service of each bid, in the order of the ranks."""
    bars = tuple(
        Bar(
            label=s.bid.bid,
            note=say("the category’s, from the catalogue").in_(lang) if s.costs.basis == "catalogue" else "",
            written=_kg(s.costs.gwp.value, lang),
            value=s.costs.gwp.value,
            low=s.costs.gwp.low,
            high=s.costs.gwp.high,
        )
        for s in in_order(told)
        if s.costs.gwp is not None and not s.out
    )
    if not bars:
        return None
    title = say("Footprint of a year of service").in_(lang)
    about = say("For each bid, what all its devices emit in a year of service, with the interval of the draws.").in_(
        lang
    )
    return BandChart("footprint", title, about, "kgCO2e", bars, lang)


def _kg(value: float, lang: Language) -> str:
    return say("{n} kg CO₂e", n=write_number(value, lang, 3)).in_(lang)


def detail(told: Told, alias: str, lang: Language) -> Detail | None:
    """Lay out one bid; None where no bid has that alias."""
    found = next((s for s in told.result.standings if s.alias == alias), None)
    if found is None:
        return None
    bid = found.bid
    return Detail(
        bid=bid.bid,
        answer=_standing_told(told, found, lang),
        out=found.out,
        figures=tuple(_figure(told, found, head, lang) for head in _heads(told, lang)),
        costs=tuple(_costs(found, lang)),
        products=tuple(product_row(p, lang) for p in bid.products),
        parameters=tuple((name, parameter(value, lang)) for name, value in told.result.rules.costed.items()),
        missing=(*found.missing, *found.costs.missing),
        lacks=bid.lacks,
        file=bid.file or "",
        file_hash=bid.file_hash or "",
    )


def _standing_told(told: Told, s: Standing, lang: Language) -> Text:
    bid = s.bid.bid
    if s.out:
        return say("{bid} is out of the comparison", bid=bid)
    if s.rank is None:
        return say("{bid} is not ranked: figures are missing", bid=bid)
    total, out_of = points(s.total, lang), write_count(told.result.rules.out_of, lang)
    return say("{bid}: rank {rank}, {total} points of {most}", bid=bid, rank=s.rank, total=total, most=out_of)


def _figure(told: Told, s: Standing, head: Head, lang: Language) -> Figure:
    found = s.figures[head.id]
    return Figure(
        head=head,
        value=_exact(found, lang),
        origin=ORIGINS[found.origin],
        missing=found.missing,
        points=points(s.points.get(head.id), lang),
        marks=tuple(_marks(told, s, head.id, lang)),
    )


def _exact(found: Figured, lang: Language) -> str:
    """Write a figure that is marked, with its unit where it has one."""
    if found.value is None:
        return DASH
    written = write_number(found.value, lang, EXACT)
    if found.origin in EUROS:
        return say("{n} €", n=written).in_(lang)
    return say("{n} kg CO₂e", n=written).in_(lang) if found.origin is Origin.FOOTPRINT else written


def _marks(told: Told, s: Standing, criterion: str, lang: Language) -> Iterator[tuple[str, str, str]]:
    found = told.result.assessed.get((criterion, s.bid.bid))
    if found is None:
        return
    for mark in found.given:
        yield mark.assessor, write_count(mark.level, lang), mark.reason
    if found.agreed is not None:
        yield say("agreed").in_(lang), write_count(found.agreed.level, lang), found.agreed.reason


def _costs(s: Standing, lang: Language) -> Iterator[Cost]:
    costs = s.costs
    yield Cost(say("Price compared"), eur(costs.price_eur, lang), "")
    yield Cost(say("Life-cycle cost"), eur(costs.lcc.value if costs.lcc else None, lang), _between(costs.lcc, lang))
    annual = say("Equivalent annual cost")
    yield Cost(annual, eur(costs.eac.value if costs.eac else None, lang), _between(costs.eac, lang))
    basis = {
        "declared": say("Making as the bidder declares it."),
        "catalogue": say("Making not declared: the category’s, from the catalogue; not scored."),
    }
    gwp = costs.gwp
    label, written = say("Footprint of a year of service"), DASH if gwp is None else _kg(gwp.value, lang)
    yield Cost(label, written, _carbon_between(gwp, lang), basis.get(costs.basis or ""))


def _carbon_between(found: Estimate | None, lang: Language) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = write_number(found.low, lang), write_number(found.high, lang)
    return say("{low} to {high} kg CO₂e", low=low, high=high).in_(lang)


def _between(found: Estimate | None, lang: Language) -> str:
    if found is None or found.low is None or found.high is None:
        return ""
    low, high = (write_count(float(round(value)), lang) for value in (found.low, found.high))
    return "" if low == high else say("{low} to {high} €", low=low, high=high).in_(lang)


def plain(value: Any) -> Any:
    """Return a value of an answer as people read it."""
    return say("yes") if value is True else say("no") if value is False else value
