"""The locked parameters with their hash, and the method annex: formulas, then an example that the library computes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from levier.report.tender_documents.dossier import PRICE_BASES, Dossier
from levier.report.tender_documents.piece import Block, Heading, Paragraph, Piece, Table
from levier.report.words import parameter_name
from levier.tender.model import CriterionKind, LotMarks, Rounded, Tender
from levier.tender.scoring.announced import ALL_LOTS, Announced
from levier.tender.scoring.rules import Criterion, Rules
from levier.tender.scoring.score import Offers, Scored, score
from levier.wording.numbers import write_number, write_share
from levier.wording.text import Language, Text, say

NAMES = ("A", "B", "C")
INVENTED = (1.0, 1.15, 1.3)
"""Prices of the worked example, as multiples of the lowest; each criterion begins with another bid."""
LOWEST = 1000.0
"""The lowest invented price: the multiples read at a glance."""
EQUATIONS = {"quality-ladder": say("N × share of the points of the level reached")}
SETTINGS = {
    "ladder": say("shares of the levels"),
    "discounts": say("discounts of the levels"),
    "estimate": say("estimate"),
}
BESIDE = ("weight", "formula")
"""Settings that stand in columns of their own: the formula of one's own is the equation."""
LOT_MARKS = {
    LotMarks.MEAN: say("the mean of the lots"),
    LotMarks.BY_VALUE: say("lots weighed by their value"),
    LotMarks.SUMMED_PRICES: say("prices of the lots added up before they are marked"),
}


def method_piece(dossier: Dossier, lang: Language) -> Piece:
    """Write the locked parameters and the method."""
    blocks: list[Block] = [*_lock(dossier, lang)]
    blocks += what_is_locked(dossier.tender, dossier.announced, lang)
    blocks.append(Heading(1, say("Method, with a worked example").in_(lang)))
    for lot, of_lot in dossier.announced.rules.items():
        blocks += _example(of_lot, lot, lang)
    return dossier.piece("parameters", lang, blocks)


def what_is_locked(tender: Tender, announced: Announced, lang: Language) -> Iterator[Block]:
    """Tell what a lock holds: criteria, weights, formulas and every parameter, by lot where rules differ."""
    for lot, of_lot in announced.rules.items():
        yield from _criteria(of_lot, lot, lang)
    yield from _parameters(tender, lang)


def _lock(dossier: Dossier, lang: Language) -> Iterator[Block]:
    yield Heading(1, say("What is locked").in_(lang))
    told = say("Criteria, weights, formulas and all parameters below are locked at publication under this fingerprint:")
    yield Paragraph(told.in_(lang))
    yield Paragraph(dossier.announced.hash, kind="callout")
    yield Paragraph(
        say(
            "It is the SHA-256 hash of these rules, written in one form. When bids are scored, the same hash proves "
            "that nothing moved. A correction makes a new hash and a later deadline."
        ).in_(lang)
    )
    yield Paragraph(say("Version of the facts: {version}.", version=dossier.announced.facts).in_(lang), kind="note")


def _criteria(rules: Rules, lot: str, lang: Language) -> Iterator[Block]:
    heads = (say("Criterion"), say("Weight"), say("Most points"), say("Formula"), say("Settings"))
    rows = tuple(
        (
            c.name,
            write_share(c.weight, lang, _decimals(c.weight)),
            write_number(rules.maximum(c), lang, 6),
            say("{name}: {equation}", name=c.chosen.formula.label, equation=equation(c, lang)).in_(lang),
            _settings(c, lang),
        )
        for c in rules.criteria
    )
    yield Heading(1, _of_lot(say("Criteria, weights and formulas"), lot, lang))
    caption = say("Criteria, weights and formulas").in_(lang)
    yield Table(caption, tuple(h.in_(lang) for h in heads), rows, frozenset({1, 2}), frozenset({0, 3}))
    signs = say(
        "N: most points of the criterion. P: price or cost of the bid. Pmin, Pmax, Pmean: lowest, highest, mean."
    )
    yield Paragraph(signs.in_(lang), kind="note")
    yield from _beside(rules, lang)


def _decimals(share: float) -> int:
    return 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 2


def _of_lot(text: Text, lot: str, lang: Language) -> str:
    return text.in_(lang) if lot == ALL_LOTS else say("{what}, lot {lot}", what=text, lot=lot).in_(lang)


def _settings(criterion: Criterion, lang: Language) -> str:
    given = {k: v for k, v in criterion.chosen.given.items() if k not in BESIDE}
    return "; ".join(f"{_setting(name, lang)} = {_value(value, lang)}" for name, value in given.items())


def _setting(name: str, lang: Language) -> str:
    return SETTINGS[name].in_(lang) if name in SETTINGS else name


def equation(criterion: Criterion, lang: Language) -> str:
    """Write the equation of a criterion as the documents print it: a formula of one’s own as it was given."""
    chosen = criterion.chosen
    if chosen.formula.name in EQUATIONS:
        return EQUATIONS[chosen.formula.name].in_(lang)
    return str(chosen.given.get("formula", chosen.formula.equation))


def _value(value: Any, lang: Language) -> str:
    if isinstance(value, (int, float)):
        return write_number(float(value), lang, 6)
    if isinstance(value, str) and all(_is_number(part) for part in value.split(",")):
        value = [float(part) for part in value.split(",")]
    if isinstance(value, (list, tuple)):
        return " – ".join(write_number(float(part), lang, 6) for part in value)
    return str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _beside(rules: Rules, lang: Language) -> Iterator[Block]:
    """Tell rounding, ties, lots and the method of footprints: what is not told is told so."""
    names = {c.id: c.name for c in rules.criteria}
    rounding = rules.rounding
    if rounding is None:
        told = say("Nothing is rounded.")
    elif rounding.of == Rounded.POINTS.value:
        told = say("The points of each criterion are rounded to {n} decimals.", n=rounding.decimals)
    else:
        told = say("The total is rounded to {n} decimals.", n=rounding.decimals)
    yield Paragraph(told.in_(lang), say("Rounding").in_(lang))
    ties = " > ".join(names[i] for i in rules.ties)
    shared = say("Equal bids share a rank.").in_(lang)
    yield Paragraph(
        say("Decided by: {names}.", names=ties).in_(lang) if ties else shared, say("Equal totals").in_(lang)
    )
    if rules.lot_marks:
        yield Paragraph(LOT_MARKS[rules.lot_marks].in_(lang), say("Marks of several lots").in_(lang))
    if rules.price_basis:
        yield Paragraph(PRICE_BASES[rules.price_basis].in_(lang), say("Basis of prices").in_(lang))
    if rules.months:
        told = say("{n} months, renewals included", n=rules.months)
        yield Paragraph(told.in_(lang), say("Duration over which costs are counted").in_(lang))
    footprint = rules.footprint
    if footprint:
        yield Paragraph(f"{footprint.method} {footprint.version}", say("Method of declared footprints").in_(lang))


def _parameters(tender: Tender, lang: Language) -> Iterator[Block]:
    found = tender.parameters
    if found:
        yield Heading(1, say("Parameters").in_(lang))
        heads = tuple(x.in_(lang) for x in (say("Parameter"), say("Value"), say("Unit"), say("Source")))
        rows = tuple(
            (
                parameter_name(p.id).in_(lang),
                "–" if p.value is None else write_number(p.value, lang, 6),
                p.unit or "",
                p.source or "",
            )
            for p in found
        )
        yield Table(say("Parameters, the same for all bids").in_(lang), heads, rows, frozenset({1}), frozenset({3}))


def _example(rules: Rules, lot: str, lang: Language) -> Iterator[Block]:
    offers = invented(rules)
    scored = score(rules, offers)
    yield Heading(2, _of_lot(say("Three invented bids"), lot, lang))
    told = say("These figures are invented: they show the arithmetic and announce nothing of real bids.")
    yield Paragraph(told.in_(lang), kind="note")
    yield Table(
        say("What the bids give").in_(lang),
        (say("Criterion").in_(lang), *(_bid(name, lang) for name in NAMES)),
        tuple(
            (_given(c, lang), *(write_number(float(x), lang, 6) for x in offers.columns[c.id])) for c in rules.criteria
        ),
        frozenset({1, 2, 3}),
        frozenset({0}),
    )
    for criterion in rules.criteria:
        yield Paragraph(_step(rules, criterion, offers, scored, lang), criterion.name)
    rows = [(c.name, *(write_number(float(x), lang, 6) for x in scored.points[c.id])) for c in rules.criteria]
    rows.append((say("Total").in_(lang), *(write_number(float(x), lang, 6) for x in scored.total)))
    rows.append((say("Rank").in_(lang), *(str(rank) for rank in scored.rank)))
    yield Table(
        say("Points of the bids").in_(lang),
        (say("Criterion").in_(lang), *(_bid(name, lang) for name in NAMES)),
        tuple(rows),
        frozenset({1, 2, 3}),
        frozenset({0}),
    )


def _bid(name: str, lang: Language) -> str:
    return say("Bid {name}", name=name).in_(lang)


def _given(criterion: Criterion, lang: Language) -> str:
    if criterion.chosen.formula.levels:
        return say("{name} (level reached, from 0)", name=criterion.name).in_(lang)
    if criterion.kind in (CriterionKind.PRICE, CriterionKind.COST):
        return say("{name} (€)", name=criterion.name).in_(lang)
    return criterion.name


def _step(rules: Rules, criterion: Criterion, offers: Offers, scored: Scored, lang: Language) -> str:
    """Tell how the points of the second bid come about."""
    second = 1
    return say(
        "{equation}, with N = {most}: bid {bid}, with {given}, gets {points} points.",
        equation=equation(criterion, lang),
        most=write_number(rules.maximum(criterion), lang, 6),
        bid=NAMES[second],
        given=write_number(float(offers.columns[criterion.id][second]), lang, 6),
        points=write_number(float(scored.points[criterion.id][second]), lang, 6),
    ).in_(lang)


def invented(rules: Rules) -> Offers:
    """Invent three bids that these rules can mark: levels of a ladder, else prices above zero."""
    columns: dict[str, Any] = {}
    levels: dict[str, Any] = {}
    for turn, criterion in enumerate(rules.criteria):
        columns[criterion.id] = np.roll(_figures(criterion.chosen.formula.levels, criterion.chosen.settled), turn)
        if criterion.chosen.formula.name == "notional-discount":
            top = len(criterion.chosen.settled["discounts"]) - 1
            levels[criterion.id] = np.array([0.0, min(1.0, top), float(top)])
    return Offers(NAMES, columns, levels)


def _figures(levels: bool, settled: Mapping[str, Any]) -> np.ndarray:
    if levels:
        top = len(settled["ladder"]) - 1
        return np.array([float(top), float(max(0, top - 1)), float(top // 2)])
    return np.asarray(np.array(INVENTED) * settled.get("estimate", LOWEST), dtype=float)
